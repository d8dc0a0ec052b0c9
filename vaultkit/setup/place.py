"""Where things go: the vault, the repository around it, and the configuration of both."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vaultkit.config.file import FILE_NAME
from vaultkit.config.vault_root import find_home, repository_top
from vaultkit.errors import UsageError
from vaultkit.text import printable, some_of

_DEEPEST = 3
_NAMED = 3


@dataclass(frozen=True)
class SetupPlace:
    """A vault's folder, the top of its repository, its configuration; None where there is none.

    ``new_config`` is where a configuration would go.
    """

    root: Path
    top: Path | None
    config_file: Path | None
    new_config: Path

    @property
    def folder(self) -> str:
        """Return the vault's folder from the repository's top; empty where it is the top."""
        if self.top is None or self.top == self.root:
            return ""
        return self.root.relative_to(self.top).as_posix()

    @property
    def argument(self) -> str:
        """Return the folder as a command at the repository's top has to name it."""
        return f"./{self.folder}" if self.folder.startswith("-") else self.folder

    @property
    def named_root(self) -> str:
        """Return the ``root`` that a new configuration has to name; empty where it needs none."""
        return self.folder if self.new_config.parent != self.root else ""


def find_place(path: Path, root: Path | None) -> SetupPlace:
    """Find the vault that is meant, and where its configuration belongs.

    A folder that is no vault itself and holds just one stands for that one. In a repository that
    holds more than the vault the configuration belongs to the top, where people run commands; not
    where there are several vaults, of which it could name only one.

    Args:
        path: a folder in the vault, or above it.
        root: the vault's folder, if it was given.

    Raises:
        UsageError: there is no such folder, it holds several vaults, or no file can name the vault.
    """
    if not path.is_dir():
        what = "is not a folder; name the vault's" if path.exists() else "no such folder"
        raise UsageError(f"{path}: {what}")
    home = find_home(path, root)
    if root is None and home.config_file is None and not (home.root / ".obsidian").is_dir():
        below = list(_vaults_in(home.root))
        if len(below) > 1:
            some = some_of([str(vault.relative_to(home.root)) for vault in below], _NAMED)
            raise UsageError(f"{path}: holds several vaults ({some}); name one of them")
        if below:
            home = find_home(below[0])
    top = repository_top(home.root)
    at_top = top is not None and not any(vault != home.root for vault in _vaults_in(top))
    where = top if top is not None and at_top else home.root
    place = SetupPlace(home.root, top, home.config_file, where / FILE_NAME)
    if printable(place.folder) != place.folder:
        what = "a folder whose name is not plain text cannot be named in a configuration"
        raise UsageError(f"{place.folder}: {what}")
    return place


def _vaults_in(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Yield the folders with Obsidian's settings, the outermost only, in order of their names."""
    if (folder / ".obsidian").is_dir():
        yield folder
        return
    if depth == _DEEPEST:
        return
    try:
        with os.scandir(folder) as found:
            names = sorted(
                item.name
                for item in found
                if item.is_dir(follow_symlinks=False)
                and not item.name.startswith(".")
                and item.name != "node_modules"
            )
    except OSError:
        return
    for name in names:
        yield from _vaults_in(folder / name, depth + 1)
