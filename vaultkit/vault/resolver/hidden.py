"""Which names may be there although nothing of them is seen.

Absence from the list of files proves nothing where a folder could not be listed, a disk is not
mounted or a submodule was not fetched: a link to a plain name opens a file in whatever folder.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from vaultkit.markdown.wikilink import tidy
from vaultkit.vault.files.file_index import possible_paths
from vaultkit.vault.files.unseen import Unseen, Why


class Behind(NamedTuple):
    """What hides the file that a link may open; ``sure`` where the link names a path in it."""

    item: Unseen
    sure: bool


class Hidden:
    """What cannot be seen of a vault; false where everything can.

    ``known`` is all that hides something: not a link that leads back to itself. ``told`` is what
    people are told of: not what the configuration excludes, and no link into the target of another
    one, whose content is seen there. ``named`` is what is in both; ``folders`` are those of them
    that may hold a file of any name, ``referring`` those that may refer to any. What is only not
    read refers, and hides nothing.
    """

    def __init__(
        self,
        unseen: Iterable[Unseen] = (),
        is_excluded: Callable[[str], bool] = lambda _: False,
        is_address: Callable[[str, str], bool] = lambda *_: False,
    ) -> None:
        """Store what cannot be seen, and two tests.

        Args:
            unseen: the files and folders.
            is_excluded: whether the configuration excludes a path.
            is_address: whether a linkpath, seen from a folder, can mean no file of any vault.
        """
        around = tuple(item for item in unseen if item.why is Why.UNREAD)
        items = sorted({*unseen}.difference(around))
        self.told = tuple(
            item
            for item in items
            if item.why is not Why.OVERLAP
            and not is_excluded(item.path)
            and not is_excluded(f"{item.path}/_")
        )
        self.known = tuple(item for item in items if item.why is not Why.LOOP)
        self.named = tuple(item for item in self.told if item.why is not Why.LOOP)
        self.folders = tuple(item for item in self.named if item.may_be_folder)
        self.referring = (*(item for item in self.named if item.may_refer), *around)
        self._is_address = is_address
        self._at = {_key(item.path): item for item in self.known}
        self._by_name: dict[str, list[Unseen]] = {}
        for item in self.named:
            self._by_name.setdefault(_name(item.path), []).append(item)

    def __bool__(self) -> bool:
        return bool(self.known)

    def at(self, path: str) -> Unseen | None:
        """Return what hides a path from the vault's root, if anything does."""
        if not self.known:
            return None
        path = _key(path)
        known = self._at.get(path)
        if known is None and path.endswith(".md"):
            known = self._folder_at(path[:-3])
        while known is None and path:
            path = path.rpartition("/")[0]
            known = self._folder_at(path)
        return known

    def _folder_at(self, path: str) -> Unseen | None:
        item = self._at.get(path)
        return item if item is not None and item.may_be_folder else None

    def behind_path(self, path: str) -> Behind | None:
        """Return what hides a path from the vault's root as what hides what a link opens."""
        item = self.at(path)
        return None if item is None else Behind(item, sure=True)

    def behind(self, linkpath: str, folder: str) -> Behind | None:
        """Return what may hide the file that Obsidian opens for a linkpath.

        Args:
            linkpath: the link's path, tidied; not empty.
            folder: the folder of the note that holds the link, with its final slash, or "".
        """
        paths = possible_paths(linkpath, folder) if self.known else []
        for path in paths:
            known = self.behind_path(path)
            if known is not None:
                return known
        if linkpath.startswith("/") or self._is_address(linkpath, folder):
            return None
        for path in paths:
            for item in self._by_name.get(_name(path), ()):
                if _key(item.path).endswith(f"/{path}"):
                    return Behind(item, sure=True)
        return Behind(self.folders[0], sure=False) if self.folders else None

    def before(self, found: str, linkpath: str, folder: str) -> Behind | None:
        """Return what may hide a file that Obsidian opens rather than one that is seen.

        It prefers the very path, then what is below the note's own folder, then the shortest
        path.

        Args:
            found: the file that is seen, or the first of several that fit.
            linkpath: the link's path, tidied; not empty.
            folder: the folder of the note that holds the link, with its final slash, or "".
        """
        seen = tidy(found).lower()
        for path in possible_paths(linkpath, folder):
            if path == seen:
                return None
            known = self.behind_path(path)
            if known is not None:
                return known
            if linkpath.startswith("/"):
                continue
            for item in (*self.folders, *self._by_name.get(_name(path), ())):
                best = _best(item, path)
                if best is not None and _rank(best, folder) <= _rank(seen, folder):
                    return Behind(item, sure=False)
        return None

    def may_hold_name(self, path: str) -> bool:
        """Return whether a file of a path's last name may be there, in whatever folder."""
        return bool(self.folders) or _name(path) in self._by_name


ALL_SEEN = Hidden()
"""Nothing is hidden."""


def _best(item: Unseen, path: str) -> str | None:
    """Return the shortest path that may be there and that ends in another; None for none."""
    own = _key(item.path)
    if item.may_be_folder:
        return f"{own}/{path}" if own else path
    return own if own.endswith(f"/{path}") else None


def _rank(path: str, folder: str) -> tuple[bool, int]:
    """Return by what Obsidian chooses between files of a name, the least first."""
    return not path.startswith(tidy(folder).lower().removesuffix("/")), len(path)


def _name(path: str) -> str:
    return _key(path).rpartition("/")[2].removesuffix(".md")


def _key(path: str) -> str:
    return tidy(path).lower()
