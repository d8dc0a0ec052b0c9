"""What the tests of moves use: a vault in memory, what a command makes of it, and its edges."""

from collections.abc import Callable, Mapping

import pytest

from vaultkit.rename import operations as moves
from vaultkit.rename.proven import RenameResult
from vaultkit.vault.vault import Vault

Files = Mapping[str, str | bytes]


class Moved:
    """A vault after a command, with what the command said."""

    def __init__(self, before: Vault, outcome: RenameResult) -> None:
        self.before = before
        self.outcome = outcome
        changes = {change.path: change.after for change in outcome.changes}
        self.after = before.with_changes(changes)

    def __getitem__(self, path: str) -> str:
        """Return a file's text as it is then; line ends as they are."""
        return self.after.tree.read(path).decode("utf-8-sig")

    @property
    def conflicts(self) -> list[str]:
        return [
            f"{place.path}:{place.line} {place.written} {place.said}"
            for place in self.outcome.conflicts
        ]

    @property
    def rewrites(self) -> list[str]:
        return [f"{place.written} -> {place.said}" for place in self.outcome.rewrites]


@pytest.fixture
def rename() -> Callable[[Files, str, str], Moved]:
    """Return a function that renames a file or folder of a vault."""

    def renamed(files: Files, old: str, new: str) -> Moved:
        vault = Vault.from_texts(files)
        return proven(Moved(vault, moves.rename(vault, old, new)))

    return renamed


@pytest.fixture
def move() -> Callable[..., Moved]:
    """Return a function that moves files and folders of a vault."""

    def moved(files: Files, *places: str) -> Moved:
        vault = Vault.from_texts(files)
        *olds, to = places
        return proven(Moved(vault, moves.move(vault, olds, to)))

    return moved


@pytest.fixture
def rename_heading() -> Callable[..., Moved]:
    """Return a function that renames a heading of a note."""

    def renamed(files: Files, path: str, subpath: str, text: str) -> Moved:
        vault = Vault.from_texts(files)
        return proven(Moved(vault, moves.rename_heading(vault, path, subpath, text)))

    return renamed


@pytest.fixture
def rename_tag() -> Callable[..., Moved]:
    """Return a function that renames a tag."""

    def renamed(files: Files, old: str, new: str, *, merge: bool = False) -> Moved:
        vault = Vault.from_texts(files)
        return proven(Moved(vault, moves.rename_tag(vault, old, new, merge=merge)))

    return renamed


def proven(moved: Moved) -> Moved:
    assert moved.outcome.faults == []
    return moved
