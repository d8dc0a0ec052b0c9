"""One file of a tree, as it was listed."""

from typing import NamedTuple

from vaultkit.vault.index.stamp import Stamp


class Entry(NamedTuple):
    """One file: its path (``/`` between parts, relative to the root), size, times and number.

    What is in memory has neither time nor number.
    """

    path: str
    size: int = 0
    modified_ns: int = 0
    changed_ns: int = 0
    inode: int = 0

    @property
    def stamp(self) -> Stamp | None:
        """Return what tells whether the file has changed; None where nothing does."""
        if not self.changed_ns:
            return None
        return Stamp(self.size, self.modified_ns, self.changed_ns, self.inode)
