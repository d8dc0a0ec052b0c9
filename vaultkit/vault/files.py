"""All files of a vault by name, and Obsidian's way to one from a linkpath (section 1)."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from vaultkit.markdown.wikilink import tidy

_LAST = "\U0010ffff"


class _Same:
    """The files of one name, kept so that the few of interest among very many are found at once."""

    def __init__(self) -> None:
        self.paths: list[tuple[str, str]] = []

    @cached_property
    def exact(self) -> dict[str, list[str]]:
        """Give the files by lower-case path: one, or twins that differ by case or Unicode form."""
        found: dict[str, list[str]] = {}
        for lower, original in self.paths:
            found.setdefault(lower, []).append(original)
        return found

    @cached_property
    def forward(self) -> list[str]:
        return sorted(self.exact)

    @cached_property
    def backward(self) -> list[str]:
        return sorted(lower[::-1] for lower in self.exact)

    @cached_property
    def shortest(self) -> list[str]:
        return _shortest(self.forward)

    def ending_in(self, tail: str) -> list[str]:
        """Give the lower-case paths that end in a string."""
        return [lower[::-1] for lower in _starting(self.backward, tail[::-1])]

    def below(self, folder: str) -> list[str]:
        """Give the lower-case paths that start with a string."""
        return _starting(self.forward, folder)


class FileIndex:
    """The vault's files by lower-case name."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Take the paths of all files, notes and others."""
        self._by_name: dict[str, _Same] = {}
        for path in paths:
            lower = tidy(path).lower()
            name = lower[lower.rfind("/") + 1 :]
            same = self._by_name.get(name)
            if same is None:
                same = self._by_name[name] = _Same()
            same.paths.append((lower, path))

    def twins(self, path: str) -> list[str]:
        """Give the files of exactly this path, in any case and Unicode form; none or nearly one."""
        lower = tidy(path).lower()
        same = self._by_name.get(lower[lower.rfind("/") + 1 :])
        return [] if same is None else same.exact.get(lower, [])

    def find(self, linkpath: str, folder: str) -> tuple[tuple[str, ...], bool]:
        """Resolve a linkpath as Obsidian does.

        Args:
            linkpath: the link's path, tidied; not empty.
            folder: the folder of the note that holds the link, with its final slash, or "".

        Returns:
            The file, or several in order where nothing but Obsidian's internal order decides
            between them, or none; and whether the answer would be the same from every folder.
        """
        path = linkpath.lower()
        last = path[path.rfind("/") + 1 :]
        same = self._by_name.get(last) if "." in last else None
        if same is None:
            path = f"{linkpath}.md".lower()
            last = path[path.rfind("/") + 1 :]
            same = self._by_name.get(last)
        if same is None:
            return (), True
        if len(same.paths) == 1 and "/" not in path:
            return (same.paths[0][1],), True
        if path.startswith(("./", "../")):
            path = _join(tidy(folder).lower(), path)
            if path in same.exact:
                return tuple(same.exact[path]), False
        path = path.removeprefix("/")
        if path in same.exact:
            return tuple(same.exact[path]), True
        if linkpath.startswith("/"):
            return (), True
        return tuple(sorted(_nearest(same, path, last, tidy(folder).lower()))), False


def _nearest(same: _Same, path: str, last: str, folder: str) -> list[str]:
    """Give the files below the folder, else all, that end in the path; of them the shortest."""
    home = folder.removesuffix("/")
    if path == last:
        hits = _shortest(same.below(home)) or same.shortest
    else:
        ending = same.ending_in(path)
        hits = _shortest([lower for lower in ending if lower.startswith(home)] or ending)
    return [original for lower in hits for original in same.exact[lower]]


def _starting(names: list[str], start: str) -> list[str]:
    """Give the strings of a sorted list that start with another."""
    first = bisect_left(names, start)
    return names[first : bisect_left(names, start + _LAST, lo=first)]


def _shortest(names: list[str]) -> list[str]:
    least = min(map(len, names), default=0)
    return [name for name in names if len(name) == least]


def _join(folder: str, path: str) -> str:
    """Join a path that starts with ``./`` or ``../`` onto a folder; never above the root."""
    parts = folder.split("/")[:-1]
    path = path.removeprefix("./")
    while path.startswith("../"):
        path = path[3:]
        parts = parts[:-1]
    return "/".join([*parts, path])
