"""What a report says of itself: which vault, when, and by which vaultkit."""

from dataclasses import dataclass
from datetime import datetime

from vaultkit.health.address import AppVault


@dataclass(frozen=True, slots=True)
class About:
    """The vault's name, how the app knows it, the local time of the check, vaultkit's version."""

    vault: str
    app: AppVault
    time: datetime
    version: str
