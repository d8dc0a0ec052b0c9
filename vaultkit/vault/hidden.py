"""Which names may be there although nothing of them is seen.

Absence from the list of files proves nothing where a folder could not be listed, a disk is not
mounted or a submodule was not fetched: a link to a plain name opens a file in whatever folder.
"""

from collections.abc import Callable, Iterable

from vaultkit.markdown.wikilink import tidy
from vaultkit.vault.files import possible_paths
from vaultkit.vault.unseen import Unseen, Why

_IMPOSSIBLE = frozenset(":\\")
"""What no name in a vault holds (reference, section 9.1)."""


class Hidden:
    """What cannot be seen of a vault; false where everything can.

    ``known`` is all of it. ``named`` is what people are told of: not what the configuration
    excludes, and no link into the target of another one, whose content is seen there.
    """

    def __init__(
        self, unseen: Iterable[Unseen] = (), is_excluded: Callable[[str], bool] = lambda _: False
    ) -> None:
        """Take what cannot be seen, and a test for paths that are excluded."""
        self.known = tuple(sorted(unseen))
        self.named = tuple(
            item
            for item in self.known
            if item.why is not Why.OVERLAP
            and not is_excluded(item.path)
            and not is_excluded(f"{item.path}/_")
        )
        self.folders = tuple(item for item in self.named if item.may_be_folder)
        self.referring = tuple(item for item in self.named if item.may_refer)

    def __bool__(self) -> bool:
        return bool(self.known)

    def at(self, path: str) -> Unseen | None:
        """Return what hides a path from the vault's root, if anything does."""
        path = tidy(path).lower()
        return next((item for item in self.known if item.hides(path)), None)

    def behind(self, linkpath: str, folder: str) -> Unseen | None:
        """Return what may hide the file that Obsidian opens for a linkpath.

        Args:
            linkpath: the link's path, tidied; not empty.
            folder: the folder of the note that holds the link, with its final slash, or "".
        """
        if not self.known or not _IMPOSSIBLE.isdisjoint(linkpath):
            return None
        paths = possible_paths(linkpath, folder)
        for path in paths:
            known = self.at(path)
            if known is not None:
                return known
        if linkpath.startswith("/"):
            return None
        ends = tuple(f"/{path}" for path in paths)
        for item in self.named:
            if item.may_be_folder or tidy(item.path).lower().endswith(ends):
                return item
        return None

    def may_hold_name(self, path: str) -> bool:
        """Return whether a file of a path's last name may be there, in whatever folder."""
        name = tidy(path).lower().rpartition("/")[2].removesuffix(".md")
        return bool(self.folders) or any(
            tidy(item.path).lower().rpartition("/")[2].removesuffix(".md") == name
            for item in self.named
        )

    def outranks(self, found: tuple[str, ...], linkpath: str, folder: str) -> bool:
        """Return whether Obsidian may open what is hidden rather than a file that is seen.

        It prefers the very path, then what lies below the note's own folder, then the shortest
        path.

        Args:
            found: the files that are seen for the linkpath.
            linkpath: the link's path, tidied; not empty.
            folder: the folder of the note that holds the link, with its final slash, or "".
        """
        if not self.known or not found or not _IMPOSSIBLE.isdisjoint(linkpath):
            return False
        seen = tidy(found[0]).lower()
        home = tidy(folder).lower().removesuffix("/")
        for path in possible_paths(linkpath, folder):
            if path == seen:
                return False
            if self.at(path) is not None:
                return True
            if linkpath.startswith("/"):
                continue
            for item in self.named:
                own = tidy(item.path).lower()
                if item.may_be_folder:
                    best = f"{own}/{path}" if own else path
                elif own.endswith(f"/{path}"):
                    best = own
                else:
                    continue
                is_near, was_near = best.startswith(home), seen.startswith(home)
                if is_near > was_near or (is_near == was_near and len(best) <= len(seen)):
                    return True
        return False
