"""A revision's files with those of today that are outside of the repository.

Git knows nothing of what a link leads to there. Held against a vault on disk, where such links are
followed, it counts as the same then and now: what is found in it, and what leads to it, is not new.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.tree import Tree
from vaultkit.vault.files.unseen import Unseen, Why, errors_of
from vaultkit.vault.git.git_tree import GitTree
from vaultkit.vault.history.past import Past


class LentTree:
    """The files of a revision, and some that another tree lends."""

    on_disk = None

    def __init__(self, below: GitTree, lender: Tree, lent: Sequence[str]) -> None:
        """Store the revision's files, who lends, and the paths of what is lent."""
        self.below = below
        self.folder_name = below.folder_name
        self._lender = lender
        self._lent = frozenset(lent)
        links = {item.path for item in below.unseen if item.why is Why.OUTSIDE}
        self.unseen: Sequence[Unseen] = [
            *(item for item in below.unseen if item.why is not Why.OUTSIDE),
            *(item for item in lender.unseen if not links.isdisjoint(_heads(item.path))),
        ]

    @property
    def errors(self) -> list[str]:
        """Return the sentences about what could not be listed."""
        return errors_of(self.unseen)

    @property
    def past(self) -> Past | None:
        """Return what is known of the files that are gone."""
        return self.below.past

    def is_outside(self, path: str) -> bool:
        """Return whether a file is outside the vault's folder."""
        return path in self._lent or self.below.is_outside(path)

    def entries(self) -> Iterator[Entry]:
        """Yield every file, of those lent their paths alone."""
        yield from self.below.entries()
        yield from map(Entry, self._lent)

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        return (self._lender if path in self._lent else self.below).read(path)

    def exists(self, path: str) -> bool:
        """Return whether a file or folder is there."""
        return self.below.exists(path) or path in self._lent


def paths_lent(tree: GitTree, now: Tree, files: Sequence[str]) -> list[str]:
    """Return what is behind links that leave the repository, then and now.

    Args:
        tree: the revision's files.
        now: the vault's, as they are.
        files: their paths.
    """
    if isinstance(now, GitTree) or not leads_out(tree):
        return []
    links = {item.path for item in tree.unseen if item.why is Why.OUTSIDE}
    return [path for path in files if not links.isdisjoint(_heads(path)) and now.is_outside(path)]


def leads_out(tree: GitTree) -> bool:
    """Return whether a link among a revision's files leaves the repository."""
    return any(item.why is Why.OUTSIDE for item in tree.unseen)


def _heads(path: str) -> Iterator[str]:
    """Yield the folders of a path, and the path itself."""
    return accumulate(path.split("/"), "{}/{}".format)
