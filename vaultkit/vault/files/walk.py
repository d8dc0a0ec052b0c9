"""Listing a vault's folder as the app does, symbolic links included (reference, section 9.1)."""

import os
import posixpath
from collections.abc import Iterator
from errno import ELOOP, ENOENT, ENOTDIR
from pathlib import Path

from vaultkit.text import reason
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.regular_files import read_regular
from vaultkit.vault.files.unseen import Unseen, Why, module_paths

_MODULES = ".gitmodules"
_CLOUD = ".icloud"


class Walk:
    """One walk through a vault's folder.

    A link to a folder is followed if its target is disjoint from the vault and from every other
    target: neither is in the other. A link to a place in the vault, or to a folder that holds the
    vault, is passed over, as the app does. ``unseen`` is complete when the walk has ended.
    """

    def __init__(self, root: str, within: str | None = None) -> None:
        """Store the folder; it is read when the walk begins.

        Args:
            root: the folder.
            within: a folder out of which no link is followed; None if they may lead anywhere.
        """
        self.unseen: list[Unseen] = []
        self._root = root
        self._within = None if within is None else Path(within)
        self._targets: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._waiting: list[tuple[str, str]] = []
        self._modules: list[tuple[str, str, str]] = []

    def entries(self) -> Iterator[Entry]:
        """Yield every file without a part that starts with a dot, in no particular order."""
        yield from self._below("", self._root)
        while self._links:
            self._links.sort(reverse=True)
            prefix, place = self._links.pop()
            if self._is_followed(prefix, place):
                yield from self._below(prefix, place)
        self._find_modules()

    def _below(self, prefix: str, folder: str) -> Iterator[Entry]:
        self._waiting.append((prefix, folder))
        while self._waiting:
            prefix, folder = self._waiting.pop()
            try:
                with os.scandir(folder) as found:
                    items = list(found)
            except OSError as error:
                self._note(prefix, error)
                continue
            for item in items:
                yield from self._entry(prefix, item)

    def _entry(self, prefix: str, item: "os.DirEntry[str]") -> Iterator[Entry]:
        """Yield the entry of a file; note a folder or a link to one for later."""
        name = item.name
        if name.startswith("."):
            self._note_hidden(prefix, item)
            return
        path = prefix + name
        try:
            if item.is_symlink():
                if self._within is not None and is_outside(
                    self._within, os.path.abspath(item.path)
                ):
                    self.unseen.append(Unseen(path, Why.OUTSIDE))
                    return
                stat = item.stat()
                if item.is_dir():
                    self._links.append((f"{path}/", item.path))
            elif item.is_dir():
                self._waiting.append((f"{path}/", item.path))
                return
            if item.is_file():
                stat = item.stat()
                times = stat.st_mtime_ns, stat.st_ctime_ns
                yield Entry(path, stat.st_size, *times, stat.st_ino)
        except OSError as error:
            self._note(path, error, is_link=item.is_symlink())

    def _is_followed(self, prefix: str, place: str) -> bool:
        """Return whether the app follows a link to a folder; note one that it may follow."""
        target = os.path.realpath(place)
        if _overlap(target, os.path.realpath(self._root)):
            return False
        if any(_overlap(target, other) for other in self._targets):
            self.unseen.append(Unseen(prefix.rstrip("/"), Why.OVERLAP))
            return False
        self._targets.append(target)
        if _is_empty(place):
            self.unseen.append(Unseen(prefix.rstrip("/"), Why.EMPTY))
        return True

    def _note(self, path: str, error: OSError, *, is_link: bool = False) -> None:
        why = Why.BLOCKED
        if is_link and error.errno == ELOOP:
            why = Why.LOOP
        elif is_link and error.errno in {ENOENT, ENOTDIR}:
            why = Why.DANGLING
        elif error.errno == ENOENT:
            return  # it has gone since it was listed
        self.unseen.append(Unseen(path.rstrip("/"), why, reason(error)))

    def _note_hidden(self, prefix: str, item: "os.DirEntry[str]") -> None:
        """Record what a hidden file says of files that are not there."""
        if item.name == _MODULES:
            self._modules.append((item.path, prefix, ""))
        elif item.name.endswith(_CLOUD) and len(item.name) > len(_CLOUD) + 1:
            name = item.name[1 : -len(_CLOUD)]
            self.unseen.append(Unseen(prefix + name, Why.CLOUD))

    def _find_modules(self) -> None:
        """Record the submodules that were not fetched: their folders are empty, or not there."""
        self._modules += self._modules_above()
        for file, base, root in self._modules:
            try:
                named = module_paths(read_regular(file))
            except OSError:
                continue
            for name in named:
                path = posixpath.relpath(f"/{base}{os.fsdecode(name)}", f"/{root}")
                hidden = any(part.startswith(".") for part in path.split("/"))
                if not hidden and _is_empty(os.path.join(self._root, path)):  # noqa: PTH118
                    self.unseen.append(Unseen(path, Why.SUBMODULE))

    def _modules_above(self) -> list[tuple[str, str, str]]:
        """Return what names submodules at the top of the repository around the vault, if it does.

        That is the file, the folder that its paths start from, and the vault's, both from there.
        """
        folder, up = os.path.abspath(self._root), ""
        while not os.path.lexists(os.path.join(folder, ".git")):  # noqa: PTH118
            parent, name = os.path.split(folder)
            if parent == folder:
                return []
            folder, up = parent, f"{name}/{up}"
        file = os.path.join(folder, _MODULES)  # noqa: PTH118
        if not up or not os.path.isfile(file):  # noqa: PTH113
            return []
        return [(file, "", up)]


def _overlap(one: str, other: str) -> bool:
    """Return whether one of two real paths is the other or is in it."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer == shorter or longer.startswith(shorter.rstrip(os.sep) + os.sep)


def is_outside(root: Path, path: str) -> bool:
    """Return whether a path of a vault leads out of its folder, by whatever symbolic links.

    Args:
        root: the vault's folder.
        path: a file's path from it; the file need not exist.
    """
    real, top = os.path.realpath(root / path), os.path.realpath(root)
    return real != top and not real.startswith(top.rstrip(os.sep) + os.sep)


def _is_empty(folder: str) -> bool:
    """Return whether a folder holds nothing, or is not there."""
    try:
        with os.scandir(folder) as found:
            return next(found, None) is None
    except FileNotFoundError:
        return True
    except OSError:
        return False
