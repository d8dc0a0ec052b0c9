"""What a report says of itself: which vault, when, and by which vaultkit."""

import shlex
from dataclasses import dataclass
from datetime import datetime

from vaultkit.explore.health.address import AppVault


@dataclass(frozen=True, slots=True)
class About:
    """The vault's name, how the app knows it, the local time of the check, vaultkit's version.

    ``has_baseline`` says that a check of the vault is silent on what its baseline holds. ``where``
    is how a command names the vault, quoted for a shell; empty in the vault's own folder.
    """

    vault: str
    app: AppVault
    time: datetime
    version: str
    has_baseline: bool = False
    where: str = ""

    @property
    def check(self) -> str:
        """Return the command that finds what the report counts, without the vault."""
        return f"vaultkit check{' --no-baseline' * self.has_baseline}"

    def lists_all(self, rule: str | None) -> str:
        """Return which command lists all findings, or all of a rule."""
        return f"{self.check_of(rule) if rule else self.command('check', '--verbose')} lists all"

    def check_of(self, rule: str) -> str:
        """Return the command that lists the findings of a rule."""
        return self.command("check", "--select", rule)

    def command(self, name: str, *options: str) -> str:
        """Return a command for this vault; a check is one that finds what the report counts."""
        past = ["--no-baseline"] * (self.has_baseline and name in ("check", "fix"))
        words = shlex.join(["vaultkit", name, *past, *options])
        return f"{words} {self.where}" if self.where else words
