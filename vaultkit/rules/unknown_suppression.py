"""Suppressions of rules that do not exist."""

from collections.abc import Sequence

from vaultkit.diagnostic import Problem, Severity
from vaultkit.markdown.facts import Suppression
from vaultkit.rule import SuppressionRule
from vaultkit.source import Span
from vaultkit.vault.wording import quoted_list


class UnknownSuppression(SuppressionRule):
    """A suppression comment that names no rule."""

    code = "VK904"
    name = "unknown-suppression"
    severity = Severity.WARNING

    def check(self, suppression: Suppression, names: Sequence[str]) -> Problem:
        """Report the names that are no rule's."""
        return Problem(
            Span(suppression.start, suppression.end),
            f"there is no rule {quoted_list(names, 'or')}",
            "`vaultkit rules` lists them",
            target=" ".join(names),
        )
