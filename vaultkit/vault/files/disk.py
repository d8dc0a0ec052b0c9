"""What is where, by absolute path: asked before it is known which folder is the vault."""

import os
from pathlib import Path

from vaultkit.vault.files.regular_files import read_regular
from vaultkit.vault.files.tree import FolderTree, Tree
from vaultkit.vault.history.past import Past

INDEX = "index"
"""What git's index is called as a place where files come from."""


class Disk:
    """The files and folders of this machine.

    ``name`` tells it from other places that the same files may come from, ``where`` is what to say
    of it after a path that is not there.
    """

    name = ""
    where = ""

    def is_file(self, path: Path) -> bool:
        """Return whether there is a file of that path."""
        return path.is_file()

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of that path."""
        return path.is_dir()

    def exists(self, path: Path) -> bool:
        """Return whether anything is there, be it a link that leads nowhere."""
        return os.path.lexists(path)

    def read(self, path: Path) -> bytes:
        """Return a file's bytes.

        Raises:
            OSError: it cannot be read.
        """
        return read_regular(path)

    def tree(self, root: Path, past: Past | None = None) -> Tree:
        """Return the files below a folder, with what is known of those that are gone."""
        return FolderTree(root, past=past)


DISK = Disk()
