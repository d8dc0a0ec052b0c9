"""What a check's outcome depends on besides the files of the vault."""

import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]


def key_of(chosen: Iterable[object], config: bytes) -> str:
    """Return a name for checks that find the same in the same files.

    Args:
        chosen: the vault's place, and what the command line chose.
        config: the bytes of its configuration.

    The code as installed counts as well: this package's files by size and time, the other packages
    by version.
    """
    parts = [*map(repr, chosen), config.hex(), sys.version, *_code()]
    text = "\0".join(parts)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def cache_name(chosen: Iterable[object]) -> str:
    """Return a short name for runs with one configuration file and one choice of options."""
    text = repr([*map(repr, chosen)])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _code() -> list[str]:
    """Return what tells one state of the code from another."""
    found: list[str] = []
    folders = [str(_PACKAGE)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                elif entry.name.endswith(".py"):
                    stat = entry.stat()
                    found.append(f"{entry.path} {stat.st_size} {stat.st_mtime_ns}")
    for folder in sys.path:
        if folder.endswith("-packages"):
            with os.scandir(folder) as entries:
                found += [entry.name for entry in entries if entry.name.endswith(".dist-info")]
    return sorted(found)
