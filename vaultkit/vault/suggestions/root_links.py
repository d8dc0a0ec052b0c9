"""Links whose path begins with a slash: in some vaults from the root, in others to a web site."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from vaultkit.markdown.facts import Facts
from vaultkit.vault.files.extensions import has_file_extension

_ENOUGH = 2


class _Found(NamedTuple):
    """How many paths open a file, how many of them a note, and how many to notes open nothing."""

    opened: int
    notes: int
    no_notes: int


class RootLinks:
    """What the links of a vault mean that begin with a slash, as those to notes show together."""

    def __init__(self, paths: Sequence[str], facts: Callable[[], Iterable[Facts]]) -> None:
        """Store the vault.

        Args:
            paths: of all its files.
            facts: yields what its notes hold.
        """
        self._paths = paths
        self._facts = facts

    @property
    def open_files(self) -> bool:
        """Return whether several of them open a file, and no fewer a note than do not."""
        found = self._found
        return found.opened >= _ENOUGH and found.notes >= found.no_notes

    def is_of_site(self, linkpath: str) -> bool:
        """Return whether a path that opens nothing is rather one of a web site's page.

        That is where fewer of such links open a note than do not, and the root lacks the folder.
        """
        parts = _key(linkpath).strip("/").split("/")
        if not linkpath.startswith("/") or linkpath.startswith("//"):
            return False
        found = self._found
        return found.notes < found.no_notes and (
            len(parts) == 1 or parts[0] not in self._root_folders
        )

    @cached_property
    def _found(self) -> _Found:
        files = {_key(path) for path in self._paths}
        sought = {path for facts in self._facts() for path in paths_from_root(facts)}
        opened = {path for path in sought if path in files or f"{path}.md" in files}
        notes = {path for path in sought if path.endswith(".md") or not has_file_extension(path)}
        return _Found(len(opened), len(opened & notes), len(notes - opened))

    @cached_property
    def _root_folders(self) -> set[str]:
        return {_key(path.partition("/")[0]) for path in self._paths if "/" in path}


def paths_from_root(facts: Facts) -> set[str]:
    """Return the paths, folded, that a note's links write with a slash at their beginning."""
    return {
        _key(unquote(link.target).partition("#")[0].strip("/"))
        for link in facts.links
        if link.target.startswith("/") and not link.target.startswith("//")
    }


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
