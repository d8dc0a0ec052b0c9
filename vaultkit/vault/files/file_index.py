"""All files of a vault by name, and Obsidian's way to one from a linkpath (section 1)."""

import posixpath
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from vaultkit.markdown.wikilink import tidy

_LAST = "\U0010ffff"


class _Same:
    """The files of one name, kept so that the few of interest among very many are found at once."""

    def __init__(self) -> None:
        self.paths: list[tuple[str, str]] = []
        self._ending: dict[str, _Ending] = {}

    @cached_property
    def exact(self) -> dict[str, list[str]]:
        """Return the files by lower-case path: one, or some that differ in case or Unicode form."""
        found: dict[str, list[str]] = {}
        for lower, original in self.paths:
            found.setdefault(lower, []).append(original)
        return found

    @cached_property
    def backward(self) -> list[str]:
        return sorted(lower[::-1] for lower in self.exact)

    def ending_in(self, tail: str) -> "_Ending":
        """Return the files whose lower-case paths end in a string."""
        known = self._ending.get(tail)
        if known is None:
            lowers = [lower[::-1] for lower in _starting(self.backward, tail[::-1])]
            known = self._ending[tail] = _Ending(sorted(lowers), self.exact)
        return known


class _Ending:
    """The files of one name that a linkpath fits, wherever it is."""

    def __init__(self, lowers: list[str], exact: dict[str, list[str]]) -> None:
        """Store their lower-case paths in order, and what these are in the vault."""
        self._lowers = lowers
        self._exact = exact

    def nearest(self, home: str) -> tuple[str, ...]:
        """Return those whose paths start with a folder's, else all; of them the shortest, in order.

        From every folder that has none it is the same tuple.
        """
        below = _starting(self._lowers, home) if home else []
        return self._shortest(below) if below else self._everywhere

    @cached_property
    def _everywhere(self) -> tuple[str, ...]:
        return self._shortest(self._lowers)

    def _shortest(self, lowers: list[str]) -> tuple[str, ...]:
        least = min(map(len, lowers), default=0)
        hits = (
            original for lower in lowers if len(lower) == least for original in self._exact[lower]
        )
        return tuple(sorted(hits))


class FileIndex:
    """The vault's files by lower-case name."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Store the paths of all files, notes and others."""
        self._by_name: dict[str, _Same] = {}
        for path in paths:
            lower = tidy(path).lower()
            name = lower[lower.rfind("/") + 1 :]
            same = self._by_name.get(name)
            if same is None:
                same = self._by_name[name] = _Same()
            same.paths.append((lower, path))

    def twins(self, path: str) -> list[str]:
        """Return the files of exactly this path, in any case and Unicode form; often none."""
        lower = tidy(path).lower()
        same = self._by_name.get(lower[lower.rfind("/") + 1 :])
        return [] if same is None else same.exact.get(lower, [])

    def has_namesakes(self, path: str) -> bool:
        """Return whether other files have the name of this one, in whatever folder."""
        lower = tidy(path).lower()
        same = self._by_name.get(lower[lower.rfind("/") + 1 :])
        return same is not None and len(same.paths) > 1

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
        return same.ending_in(path).nearest(tidy(folder).lower().removesuffix("/")), False


def possible_paths(linkpath: str, folder: str) -> list[str]:
    """Return the lower-case paths, or their ends, that a linkpath may mean, the first ones first.

    Args:
        linkpath: the link's path, tidied; not empty.
        folder: the folder of the note that holds the link, with its final slash, or "".
    """
    path = linkpath.lower()
    paths = [path, f"{path}.md"] if "." in path[path.rfind("/") + 1 :] else [f"{path}.md"]
    if path.startswith(("./", "../")):
        paths = [_join(tidy(folder).lower(), path) for path in paths]
    return [path.removeprefix("/") for path in paths]


def candidate_paths(linkpath: str, folder: str) -> list[str]:
    """Return the paths that a target may be, from the root and from the folder of its file.

    The arguments are those of ``possible_paths``; case stays as it is.
    """
    relative = linkpath.strip("/")
    places = dict.fromkeys(posixpath.normpath(base + relative) for base in ("", folder))
    inside = [place for place in places if not place.startswith("..")]
    return [form for place in inside for form in (place, f"{place}.md")]


def _starting(names: list[str], start: str) -> list[str]:
    """Return the strings of a sorted list that start with another."""
    first = bisect_left(names, start)
    return names[first : bisect_left(names, start + _LAST, lo=first)]


def _join(folder: str, path: str) -> str:
    """Join a path that starts with ``./`` or ``../`` onto a folder; never above the root."""
    parts = folder.split("/")[:-1]
    path = path.removeprefix("./")
    while path.startswith("../"):
        path = path[3:]
        parts = parts[:-1]
    return "/".join([*parts, path])
