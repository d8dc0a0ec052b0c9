"""What happens to a file, and the paths it may happen to."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file's bytes before and after; None where there is no file (a creation, a deletion).

    A rename is a deletion and a creation in one run. ``path`` is from the vault's root, with ``/``
    between its parts.
    """

    path: str
    before: bytes | None
    after: bytes | None


def is_vault_path(path: str) -> bool:
    """Return whether a path can be a file's of the vault: inside it, and nothing hidden."""
    parts = path.split("/")
    if "\0" in path or any(part.startswith(".") or not part for part in parts):
        return False
    return os.name != "nt" or not ("\\" in path or PureWindowsPath(path).drive)


def moved_once(paths: Iterable[str], renames: Mapping[str, str]) -> set[str]:
    """Return paths without the old ones of files that have their new one among them.

    Args:
        paths: the paths of changes.
        renames: the new paths of files by the old ones.
    """
    found, arrived = set(paths), set(renames.values())
    return {path for path in found if path in arrived or renames.get(path) not in found}
