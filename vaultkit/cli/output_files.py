"""Files that the user names for a report: no work is lost to one, and each is replaced whole."""

import os
import re
import stat
from pathlib import Path

from vaultkit.errors import UsageError
from vaultkit.text import reason

NOTES = (".md", ".canvas", ".base")
"""Endings of files that hold a user's own work."""

_STREAM = re.compile(r"/dev/(?:stdin|stdout|stderr|tty|null|fd/\d+)|/proc/(?:self|\d+)/fd/\d+")


def expect_place(path: Path, given: str) -> None:
    """Refuse what is no place for a file, or is one that a symbolic link leads to.

    Args:
        path: where to write.
        given: the option that says so, as the user gave it.

    Raises:
        UsageError: nothing is written there.
    """
    if _is_stream(path):
        return
    if path.is_dir():
        raise UsageError(f"{given}: this is a folder; name a file")
    if not path.parent.is_dir():
        raise UsageError(f"{given}: there is no folder {path.parent}; create it first")
    if path.is_symlink():
        raise UsageError(
            f"{given}: is a symbolic link, and nothing is written through one; name the file itself"
        )
    expect_inside(path.parent, given)


def expect_inside(folder: Path, given: str) -> None:
    """Refuse a folder to which a symbolic link leads out of what the link is in.

    A vault or repository may bring such a link; links above it are the user's own.

    Raises:
        UsageError: a link leads out of a vault, a repository or the current folder.
    """
    here = Path.cwd()
    first, *parts = (here / folder).parts
    current = Path(first)
    for part in parts:
        if part == "..":
            current = Path(os.path.realpath(current)).parent
            continue
        current /= part
        left = _left_through(current, here) if current.is_symlink() else None
        if left is not None:
            raise UsageError(
                f"{given}: a symbolic link leads out of {left}; "
                f"to write there, name {os.path.realpath(folder)} itself"
            )


def _left_through(link: Path, here: Path) -> Path | None:
    """Return the vault, repository or current folder that a symbolic link leads out of, if any."""
    real = Path(os.path.realpath(link))
    for around in link.parents:
        marks = (around / name for name in (".git", ".obsidian"))
        is_whole = around == here or any(map(os.path.lexists, marks))
        if is_whole and not real.is_relative_to(os.path.realpath(around)):
            return around
    return None


def expect_own(path: Path, given: str) -> None:
    """Refuse to replace a file that is neither empty nor written by vaultkit.

    Raises:
        UsageError: there is such a file, or it cannot be read.
    """
    if _is_stream(path) or not path.is_file() or _is_own(path, read_there(path, given)):
        return
    if path.suffix.lower() in NOTES:
        raise UsageError(f"{given}: a note with that name exists; choose another")
    raise UsageError(
        f"{given}: a file with that name exists and is not a report of vaultkit's; "
        "remove it or choose another"
    )


def read_there(path: Path, given: str) -> bytes:
    """Return what a file holds that is to be rewritten.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{given}: cannot be written: {reason(error)}") from error


def write_file(path: Path, content: bytes) -> None:
    """Replace a file in one step; what is no ordinary file (a pipe, a device) is written to.

    What has been put there since the file was named is not lost: it is looked at once more.

    Raises:
        OSError: it cannot be.
    """
    from vaultkit.changes.disk import atomic

    if _is_stream(path):
        with path.open("ab") as stream:
            stream.write(content)
        return
    folder = Path(os.path.realpath(path.parent))
    real = folder / path.name
    there = atomic.read_file(real)
    if there is not None and not _is_own(real, there):
        raise OSError("a file with that name exists now")
    temp = atomic.unused_name(folder)
    try:
        atomic.replace_file(real, there, content, temp=temp, within=folder)
    except atomic.StaleError as error:
        raise OSError(str(error)) from error


def _is_own(path: Path, data: bytes) -> bool:
    """Return whether what a file holds may be replaced; of a note a report alone."""
    if path.suffix.lower() in NOTES:
        from vaultkit.markdown.report_mark import own_front_matter

        return own_front_matter(data) is not None
    from vaultkit.cli.own_files import is_own

    return is_own(data)


def _is_stream(path: Path) -> bool:
    """Return whether a path names a pipe or a device, and no file that a link may stand for."""
    if _STREAM.fullmatch(str(path)):
        return True
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode))
