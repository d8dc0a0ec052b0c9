"""One file replaced, created or removed whole: at any moment it has its old bytes or its new.

New bytes go to a temporary file beside the real one, which then takes its place in one step. The
file that is replaced keeps its mode, owner (where the system lets us) and extended attributes, but
not the moment of its birth, nor hard links: other names of the same bytes keep the old ones.
"""

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_GIT = ".git"


class StaleError(Exception):
    """A file is not what it was when its change was planned; the message says what is."""


def locate(root: Path, path: str, *, is_there: bool) -> Path:
    """Return the real file behind a vault's path: links are followed.

    Args:
        root: the vault's folder, resolved.
        path: from the root.
        is_there: whether there should be a file; if not, its folder alone is followed.

    Raises:
        StaleError: there is a link that leads nowhere.
        OSError: the path is too long, leads through a loop of links, or out of the vault.
    """
    whole = root / path
    if whole.is_symlink() and not whole.exists():
        raise StaleError("it is a broken symbolic link")
    real = Path(os.path.realpath(whole if is_there else whole.parent))
    refuse_outside(real, root)
    return real if is_there else real / whole.name


def refuse_outside(path: Path, folder: Path) -> None:
    """Refuse to write where symbolic links lead out of a folder, or into git's own in it.

    Args:
        path: a file or folder, which need not be there; where it leads is looked up now.
        folder: what it must be in, resolved.

    Raises:
        OSError: it is elsewhere.
    """
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(folder):
        raise PermissionError(errno.EPERM, "it is outside the vault's folder")
    if any(part.lower() == _GIT for part in real.relative_to(folder).parts):
        raise PermissionError(errno.EPERM, "it is in git's own folder")


def read_file(real: Path) -> bytes | None:
    """Return a file's bytes, or None where there is no file.

    Raises:
        OSError: it cannot be read, or it is a link, folder or device.
    """
    try:
        info = real.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(info.st_mode):
        raise OSError(errno.EINVAL, "not an ordinary file")
    return real.read_bytes()


def expect(real: Path, expected: bytes | None) -> None:
    """Check that a file holds what is expected.

    Raises:
        StaleError: it does not.
        OSError: it cannot be read, or it is a link, folder or device.
    """
    found = read_file(real)
    if found == expected:
        return
    if expected is None:
        raise StaleError("a file with that name exists now")
    raise StaleError("it is gone" if found is None else "it was changed in the meantime")


def unused_name(folder: Path) -> str:
    """Return a name for a temporary file that is not in use; Obsidian shows none that is hidden."""
    while True:
        name = f".vk-{secrets.token_hex(4)}"
        if not os.path.lexists(folder / name):
            return name


def replace_file(
    real: Path,
    expected: bytes | None,
    content: bytes | None,
    *,
    temp: str,
    within: Path,
    mode: int | None = None,
) -> None:
    """Replace, create or remove a file, provided it is still what it was.

    Nothing can keep another program from writing between the last look and the replacement; the
    look is the last thing that happens before.

    Args:
        real: the file, no link.
        expected: its bytes, None where there should be no file; what is there is not overwritten.
        content: what it is to hold, None to remove it.
        temp: the name of the temporary file, unused as yet.
        within: the folder that is written to, resolved; a link that has come since the file was
            located, and leads out of it, is not followed.
        mode: its permissions; by default those of the file replaced, else what is usual.

    Raises:
        StaleError: the file is not what was expected; nothing is changed.
        OSError: it cannot be written; nothing is changed.
    """
    refuse_outside(real.parent, within)
    refuse_protected(real)
    if content is None:
        expect(real, expected)
        refuse_outside(real.parent, within)
        real.unlink()
        return
    if expected is None:
        real.parent.mkdir(parents=True, exist_ok=True)
    path = real.parent / temp
    file = os.open(path, _NEW, 0o666 if mode is None and expected is None else 0o600)
    try:
        try:
            write_all(file, content)
            if expected is not None:
                _liken(path, real)
            if mode is not None:
                path.chmod(mode)
            os.fsync(file)
        finally:
            os.close(file)
        expect(real, expected)
        refuse_outside(real.parent, within)
        if expected is None:
            _place(path, real)
        else:
            path.replace(real)
    except BaseException:
        remove_if_there(path)
        raise


def write_all(file: int, content: bytes) -> None:
    """Write all of the bytes, however few the system takes at a time."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]


def remove_if_there(path: Path) -> None:
    """Remove a file, if there is one and it can be removed."""
    with contextlib.suppress(OSError):
        path.unlink()


def remove_empty(folders: Iterable[Path], *, within: Path) -> None:
    """Remove those of the folders, innermost first, that are there and hold nothing.

    Args:
        folders: what to remove.
        within: the folder that they must be in, resolved.
    """
    for folder in folders:
        with contextlib.suppress(OSError):
            refuse_outside(folder, within)
            folder.rmdir()


def sync_folders(folders: Iterable[Path]) -> None:
    """Make the names in folders last through a loss of power, where the file system can do that."""
    if os.name == "nt":
        return
    for folder in sorted(set(folders)):
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def refuse_protected(real: Path) -> None:
    """Refuse  what its owner has protected, although replacing it might succeed.

    Raises:
        OSError: it is protected.
    """
    try:
        bits = real.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if not bits & 0o222 or not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, "write-protected")


def _liken(path: Path, real: Path) -> None:
    """Copy the owner, attributes and permissions of the real file to the temporary one."""
    info = real.stat()
    if sys.platform != "win32":
        own = path.stat()
        if (own.st_uid, own.st_gid) != (info.st_uid, info.st_gid):
            with contextlib.suppress(OSError):
                os.chown(path, info.st_uid, info.st_gid)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a file system without attributes
            for name in os.listxattr(real):
                with contextlib.suppress(OSError):  # one that only the system may set
                    os.setxattr(path, name, os.getxattr(real, name))
    path.chmod(stat.S_IMODE(info.st_mode))


def _place(path: Path, real: Path) -> None:
    """Move a temporary file to its name, never over another file."""
    try:
        os.link(path, real)
    except FileExistsError as error:
        raise StaleError("a file with that name exists now") from error
    except OSError:  # a file system without hard links
        try:
            os.close(os.open(real, _NEW))
        except FileExistsError as error:
            raise StaleError("a file with that name exists now") from error
        try:
            path.replace(real)
        except BaseException:
            remove_if_there(real)
            raise
    else:
        remove_if_there(path)
