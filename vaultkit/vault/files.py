"""All files of a vault by name, and Obsidian's way to one from a linkpath (section 1)."""

from collections.abc import Iterable

from vaultkit.markdown.wikilink import tidy


class FileIndex:
    """The vault's files by lower-case name."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Take the paths of all files, notes and others."""
        self.by_name: dict[str, list[tuple[str, str]]] = {}
        self.count = 0
        for path in paths:
            lower = tidy(path).lower()
            name = lower[lower.rfind("/") + 1 :]
            self.by_name.setdefault(name, []).append((lower, path))
            self.count += 1

    def find(self, linkpath: str, folder: str) -> tuple[tuple[str, ...], bool]:
        """Resolve a linkpath as Obsidian does.

        Args:
            linkpath: the link's path, tidied; not empty.
            folder: the folder of the note that holds the link, with its final slash, or "".

        Returns:
            The file, or several where nothing but Obsidian's internal order decides between them,
            or none; and whether the answer would be the same from every folder.
        """
        path = linkpath.lower()
        last = path[path.rfind("/") + 1 :]
        found = self.by_name.get(last, ()) if "." in last else ()
        if not found:
            path = f"{linkpath}.md".lower()
            found = self.by_name.get(path[path.rfind("/") + 1 :], ())
        if not found:
            return (), True
        if len(found) == 1 and "/" not in path:
            return (found[0][1],), True
        if path.startswith(("./", "../")):
            path = _join(tidy(folder).lower(), path)
            exact = [original for lower, original in found if lower == path]
            if exact:
                return tuple(exact), False
        path = path.removeprefix("/")
        exact = [original for lower, original in found if lower == path]
        if exact:
            return tuple(exact), True
        if linkpath.startswith("/"):
            return (), True
        hits = [(lower, original) for lower, original in found if lower.endswith(path)]
        if len(hits) > 1:
            home = tidy(folder).lower().removesuffix("/")
            hits = [hit for hit in hits if hit[0].startswith(home)] or hits
            shortest = min(len(lower) for lower, _ in hits)
            hits = [hit for hit in hits if len(hit[0]) == shortest]
        return tuple(original for _, original in hits), False


def _join(folder: str, path: str) -> str:
    """Join a path that starts with ``./`` or ``../`` onto a folder; never above the root."""
    parts = folder.split("/")[:-1]
    path = path.removeprefix("./")
    while path.startswith("../"):
        path = path[3:]
        parts = parts[:-1]
    return "/".join([*parts, path])
