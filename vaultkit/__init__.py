"""Vaultkit: linter and maintenance toolkit for Obsidian vaults.

``Vault`` is a vault read into memory; ``check`` runs the rules over one and gives a ``Report``.
"""

from vaultkit.version import __version__ as __version__

TYPE_CHECKING = False
"""As typing has it, which is not imported: see vaultkit.__main__ on what is in a vault."""
if TYPE_CHECKING:
    from typing import Any

    from vaultkit.api import Finding as Finding
    from vaultkit.api import Report as Report
    from vaultkit.api import Severity as Severity
    from vaultkit.api import Vault as Vault
    from vaultkit.api import VaultkitError as VaultkitError
    from vaultkit.api import check as check

__all__ = ["Finding", "Report", "Severity", "Vault", "VaultkitError", "__version__", "check"]


def __getattr__(name: str) -> "Any":
    """Import the public names when they are first asked for, so that starting costs nothing."""
    if name in __all__:
        from vaultkit import api

        return getattr(api, name)
    raise AttributeError(f"module 'vaultkit' has no attribute {name!r}")
