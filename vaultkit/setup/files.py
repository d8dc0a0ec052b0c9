"""Files that are to be written: told before, and then each put in its place in one step."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vaultkit.changes.disk import atomic
from vaultkit.errors import UsageError
from vaultkit.text import reason
from vaultkit.vault.files.disk import Disk


@dataclass(frozen=True)
class Draft:
    """A file as it is to be: where, what it holds now (None: there is none), what it will hold.

    ``within`` is the folder that it belongs to: the repository's or the configuration's.
    """

    path: Path
    before: bytes | None
    content: bytes
    within: Path


class Drafted(Disk):
    """The disk as it will be when some files are written."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        """Store the files."""
        self._contents = {draft.path: draft.content for draft in drafts}

    def is_file(self, path: Path) -> bool:
        """Return whether there will be a file of that path."""
        return path in self._contents or super().is_file(path)

    def exists(self, path: Path) -> bool:
        """Return whether anything will be there."""
        return path in self._contents or super().exists(path)

    def read(self, path: Path) -> bytes:
        """Return a file's bytes as they will be.

        Raises:
            OSError: it cannot be read.
        """
        return self._contents[path] if path in self._contents else super().read(path)


def write_draft(draft: Draft) -> None:
    """Write a file, provided it is still what it was when it was drafted, and is where it should.

    A symbolic link is followed within the folder that the file belongs to.

    Raises:
        UsageError: it is not, or it cannot be written; then nothing of it is.
    """
    real, within = (Path(os.path.realpath(path)) for path in (draft.path, draft.within))
    if not real.is_relative_to(within):
        raise UsageError(f"{draft.path}: cannot be written: a symbolic link leads out of {within}")
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        temp = atomic.unused_name(real.parent)
        atomic.replace_file(real, draft.before, draft.content, temp=temp, within=within)
    except (OSError, atomic.StaleError) as error:
        said = reason(error) if isinstance(error, OSError) else str(error)
        raise UsageError(f"{draft.path}: cannot be written: {said}") from error
