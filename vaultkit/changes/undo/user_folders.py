"""Where vaultkit keeps what belongs to a vault but is not in it."""

import hashlib
import os
from pathlib import Path


def state_folder(root: Path) -> Path:
    """Return the folder of a vault's undo journal."""
    from platformdirs import user_state_path

    return user_state_path("vaultkit", appauthor=False) / _name(root)


def cache_folder(root: Path, within: Path | None = None) -> Path:
    """Return the folder of a vault's cache: in the user's, or in the one named."""
    if within is None:
        from platformdirs import user_cache_path

        within = user_cache_path("vaultkit", appauthor=False)
    return within / _name(root)


def _name(root: Path) -> str:
    """Return what tells a vault's folders from those of others: a hash of where it is."""
    return hashlib.blake2b(os.fsencode(os.path.realpath(root)), digest_size=8).hexdigest()
