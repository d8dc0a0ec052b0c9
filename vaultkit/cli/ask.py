"""``vaultkit fix --interactive``: each fix is shown, and someone says whether to make it."""

from collections.abc import Sequence

import click

from vaultkit.changes.diff import unified
from vaultkit.changes.fix import Fix
from vaultkit.cli.terminal import has_color, write
from vaultkit.fix.repair import proposed
from vaultkit.report.formats.fixes import shown_diff
from vaultkit.text import printable
from vaultkit.vault.vault import Vault

_KEYS = {
    "y": "yes, make this fix",
    "n": "no, do not make it",
    "r": "make this and all other fixes of {rule}",
    "i": "ignore {rule}: make no other fix of this rule",
    "s": "skip {path}: make no other fix in this file",
    "a": "make this and all others",
    "q": "quit: make none of the others; the fixes chosen before are made",
    "?": "explain the keys",
}


class Asker:
    """Asks for each fix whether to make it, showing what it would change."""

    def __init__(self) -> None:
        """Begin with no fix asked about, and nothing answered for any."""
        self._met = 0
        self._all: bool | None = None
        self._rules: dict[str, bool] = {}
        self._skipped: set[str] = set()

    @property
    def has_asked(self) -> bool:
        """Return whether there was a fix to ask about."""
        return self._met > 0

    def __call__(self, fixes: Sequence[Fix], waiting: int, vault: Vault) -> list[Fix]:
        """Ask about fixes that go together, and return those to make.

        Args:
            fixes: in the order in which to ask.
            waiting: how many others are asked about later.
            vault: what they would change.
        """
        total = self._met + len(fixes) + waiting
        accepted = []
        for fix in fixes:
            self._met += 1
            answered = self._answered_before(fix)
            if answered is None:
                answered = self._ask(fix, f"{self._met:,} of {total:,}", vault)
            if answered:
                accepted.append(fix)
        return accepted

    def _answered_before(self, fix: Fix) -> bool | None:
        """Return what an earlier answer says of this fix; None if it has to be asked."""
        if self._all is not None:
            return self._all
        if fix.place[0] in self._skipped:
            return False
        return self._rules.get(fix.rule)

    def _ask(self, fix: Fix, which: str, vault: Vault) -> bool:
        for change in proposed(fix, vault):
            write(shown_diff(unified(change, context=1), color=has_color()))
        question = f"{which}: {printable(fix.title)} ({fix.rule}, {fix.applicability})?"
        key = _prompt(f"{question} [{','.join(_KEYS)}]")
        while key == "?":
            path = printable(fix.place[0])
            for name, meaning in _KEYS.items():
                click.echo(f"  {name}  {meaning.format(rule=fix.rule, path=path)}")
            key = _prompt(question)
        if key in "aq":
            self._all = key == "a"
        elif key in "ri":
            self._rules[fix.rule] = key == "r"
        elif key == "s":
            self._skipped.add(fix.place[0])
        return key in "yra"


def _prompt(question: str) -> str:
    """Ask, again after any other key, and return the key."""
    keys = click.Choice(tuple(_KEYS), case_sensitive=False)
    answer: str = click.prompt(question, type=keys, default="n", show_choices=False)
    return answer
