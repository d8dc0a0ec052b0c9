"""Where files come from: a folder, memory, or unsaved text laid over either.

Notes, settings, attachment names and configuration all come through the same tree, so that what is
checked is one consistent state.
"""

import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from vaultkit.errors import TreeError
from vaultkit.text import printable, reason
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.regular_files import read_regular
from vaultkit.vault.files.unseen import Unseen, errors_of
from vaultkit.vault.files.walk import Walk, is_outside
from vaultkit.vault.history.past import Past


class Tree(Protocol):
    """A set of files that can be listed and read."""

    def entries(self) -> Iterator[Entry]:
        """Return every file outside hidden folders, in no particular order."""
        ...

    def read(self, path: str) -> bytes:
        """Return a file's bytes.

        Raises:
            TreeError: the file does not exist or cannot be read.
        """
        ...

    def exists(self, path: str) -> bool:
        """Return whether a file or folder is there; the path may leave the root with ``..``."""
        ...

    @property
    def unseen(self) -> Sequence[Unseen]:
        """Return what is there and could not be seen when the files were last listed."""
        ...

    @property
    def errors(self) -> list[str]:
        """Return the sentences about what could not be listed."""
        ...

    def is_outside(self, path: str) -> bool:
        """Return whether a file is outside the vault's folder, behind a symbolic link."""
        ...

    @property
    def past(self) -> Past | None:
        """Return what is known of the files that are gone, if anything may be."""
        ...

    @property
    def folder_name(self) -> str:
        """Return the name of the vault's folder, which is the vault's; empty if it has none."""
        ...

    @property
    def on_disk(self) -> Path | None:
        """Return the folder below which any process can read these files, if there is one."""
        ...


class FolderTree:
    """The files below a folder on disk; links to folders are followed as the app does."""

    def __init__(self, root: Path, within: Path | None = None, past: Past | None = None) -> None:
        """Store the folder; it is read when asked, not now.

        Args:
            root: the folder.
            within: a folder out of which no link is followed; None if they may lead anywhere.
            past: what is known of the files that are gone.
        """
        self.root = self.on_disk = root
        self.past = past
        self._within = within
        self.unseen: Sequence[Unseen] = ()
        self._outside: dict[str, bool] = {}

    @property
    def folder_name(self) -> str:
        """Return the folder's name."""
        return Path(os.path.abspath(self.root)).name

    @property
    def errors(self) -> list[str]:
        """Return the sentences about what could not be listed."""
        return errors_of(self.unseen)

    def entries(self) -> Iterator[Entry]:
        """Yield every file without a part that starts with a dot (reference, section 9.1)."""
        self._outside = {}
        walk = Walk(str(self.root), None if self._within is None else str(self._within))
        self.unseen = walk.unseen
        yield from walk.entries()

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        try:
            return read_regular(os.path.join(self.root, path))  # noqa: PTH118
        except (OSError, ValueError) as error:
            raise TreeError(f"{printable(path)} cannot be read: {reason(error)}") from error

    def exists(self, path: str) -> bool:
        """Return whether something is there; a name the file system refuses is not."""
        try:
            return os.path.lexists(self.root / path)
        except (OSError, ValueError):
            return False

    def is_outside(self, path: str) -> bool:
        """Return whether a file is outside the folder, behind a symbolic link.

        Of a folder it is known until the files are listed again.
        """
        if os.path.islink(os.path.join(self.root, path)):  # noqa: PTH114, PTH118
            return is_outside(self.root, path)
        folder = path.rpartition("/")[0]
        known = self._outside.get(folder)
        if known is None:
            known = self._outside[folder] = is_outside(self.root, folder)
        return known


class MemoryTree:
    """Files held in memory: used by tests and other programs."""

    on_disk = None
    unseen: Sequence[Unseen] = ()

    def __init__(
        self, files: Mapping[str, str | bytes], past: Past | None = None, *, folder_name: str = ""
    ) -> None:
        """Store contents by path, text being stored as UTF-8, and what is known of others."""
        self.past = past
        self.folder_name = folder_name
        self.files = {
            path: text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
            for path, text in files.items()
        }
        self.folders = _folders_of(self.files)
        self.errors: list[str] = []

    def is_outside(self, path: str) -> bool:  # noqa: ARG002
        """Return whether a file is outside the vault; nothing in memory does."""
        return False

    def entries(self) -> Iterator[Entry]:
        """Yield every file outside hidden folders."""
        for path, data in self.files.items():
            if not any(part.startswith(".") for part in path.split("/")):
                yield Entry(path, len(data))

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        if path not in self.files:
            raise TreeError(f"{path} cannot be read: no such file")
        return self.files[path]

    def exists(self, path: str) -> bool:
        """Return whether a file or a folder of that path is there."""
        path = posixpath.normpath(path)
        return path in self.files or path in self.folders


class OverlayTree:
    """Unsaved contents over another tree: standard input, an editor's buffers."""

    on_disk = None

    def __init__(self, below: Tree, files: Mapping[str, bytes | None]) -> None:
        """Store the tree below and the contents that hide its files; None where a path is gone."""
        self.below = below
        self.files = {path: data for path, data in files.items() if data is not None}
        self._folders: set[str] | None = None
        self.gone = {path for path, data in files.items() if data is None}

    @property
    def unseen(self) -> Sequence[Unseen]:
        """Return what could not be seen in the tree below."""
        return self.below.unseen

    @property
    def errors(self) -> list[str]:
        """Return the errors of the tree below."""
        return self.below.errors

    @property
    def folder_name(self) -> str:
        """Return the name of the folder of the tree below."""
        return self.below.folder_name

    @property
    def past(self) -> Past | None:
        """Return what the tree below knows of the files that are gone."""
        return self.below.past

    def is_outside(self, path: str) -> bool:
        """Return whether a file of the tree below is outside the vault's folder."""
        return self.below.is_outside(path)

    def entries(self) -> Iterator[Entry]:
        """Yield the files of both, the upper ones winning."""
        for path, data in self.files.items():
            yield Entry(path, len(data))
        for entry in self.below.entries():
            if entry.path not in self.files and entry.path not in self.gone:
                yield entry

    def read(self, path: str) -> bytes:
        """Return a file's bytes, the upper ones if there are any."""
        if path in self.gone:
            raise TreeError(f"{printable(path)} cannot be read: no such file")
        return self.files[path] if path in self.files else self.below.read(path)

    def exists(self, path: str) -> bool:
        """Return whether either has it."""
        path = posixpath.normpath(path)
        if path in self.files or (path not in self.gone and self.below.exists(path)):
            return True
        if self._folders is None:
            self._folders = _folders_of(self.files)
        return path in self._folders


def _folders_of(paths: Iterable[str]) -> set[str]:
    return {path[:at] for path in paths for at, mark in enumerate(path) if mark == "/"}
