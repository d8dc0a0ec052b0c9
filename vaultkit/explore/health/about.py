"""What a report says of itself: which vault, when, and by which vaultkit."""

from dataclasses import dataclass
from datetime import datetime

from vaultkit.explore.health.address import AppVault


@dataclass(frozen=True, slots=True)
class About:
    """The vault's name, how the app knows it, the local time of the check, vaultkit's version.

    ``has_baseline`` says that a check of the vault is silent on what its baseline holds.
    """

    vault: str
    app: AppVault
    time: datetime
    version: str
    has_baseline: bool = False

    def lists_all(self, rule: str | None) -> str:
        """Return which command lists all findings, or all of a rule."""
        return f"{self.check} {f'--select {rule}' if rule else '--verbose'} lists all"

    @property
    def check(self) -> str:
        """Return the command that finds what the report counts."""
        return f"vaultkit check{' --no-baseline' * self.has_baseline}"
