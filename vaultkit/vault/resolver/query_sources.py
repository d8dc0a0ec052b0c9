"""Whether what a Dataview query reads from is there: a folder, or a note, by its exact path."""

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING
from unicodedata import normalize

from vaultkit.text import printable
from vaultkit.vault.wording import nearest, quoted_list

if TYPE_CHECKING:
    from vaultkit.vault.vault import Vault

_MOST_NAMES = 3


class QuerySources:
    """The folders and files of a vault as Dataview knows them."""

    def __init__(self, vault: "Vault") -> None:
        """Store the vault."""
        self._vault = vault
        self.suggestion = cache(self._suggestion)

    def is_there(self, path: str) -> bool:
        """Return whether a query that reads from a path may find something.

        So it may in a folder that version control leaves out of this copy, or that cannot be seen.
        """
        path = _form(path)
        if path in ("", "/") or path in self._folders or {path, f"{path}.md"} & self._files:
            return True
        vault = self._vault
        if path.endswith("/"):
            return False
        if vault.tree.exists(path) or vault.hidden.at(path) is not None:
            return True
        return vault.past is not None and vault.past.ignores(f"{path}/_")

    def _suggestion(self, path: str) -> str | None:
        """Return what may be meant by a path that is not there, as help for people."""
        path = _form(path)
        bare = path.strip("/")
        if bare != path and (bare in self._folders or f"{bare}.md" in self._files):
            return f'Dataview allows no slash at either end: write "{printable(bare)}"'
        same = self._by_lower.get(bare.lower())
        if same is not None:
            return f"Dataview is case-sensitive: the vault has {_listed(same)}"
        named = sorted(self._by_name.get(_name(bare), ()))
        if named:
            return f"the vault has {_listed(named)}"
        near = nearest(bare, self._sorted_folders)
        return None if near is None else f'did you mean "{printable(near)}"?'

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(map(_form, self._vault.files))

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(folder for path in self._files for folder in _above(path))

    @cached_property
    def _sorted_folders(self) -> list[str]:
        return sorted(self._folders)

    @cached_property
    def _by_lower(self) -> dict[str, list[str]]:
        """Return all that a query may name, in order, by its path in lower case."""
        found: dict[str, list[str]] = {}
        for path in sorted(self._all):
            found.setdefault(path.lower(), []).append(path)
        return found

    @cached_property
    def _all(self) -> frozenset[str]:
        """Return all that a query may name: folders, and notes without ``.md``."""
        return self._folders | {path[:-3] for path in self._files if path.endswith(".md")}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Return the folders, or else the notes, by their last name in lower case."""
        found: dict[str, list[str]] = {}
        for path in self._all - self._folders:
            found.setdefault(_name(path), []).append(path)
        named: dict[str, list[str]] = {}
        for path in self._folders:
            named.setdefault(_name(path), []).append(path)
        return found | named


def _above(path: str) -> Iterator[str]:
    return (path[:at] for at, mark in enumerate(path) if mark == "/")


def _form(path: str) -> str:
    return normalize("NFC", path)


def _name(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _listed(paths: Iterable[str]) -> str:
    names = list(map(printable, paths))
    return quoted_list(names[:_MOST_NAMES], "and", more=len(names) - _MOST_NAMES)
