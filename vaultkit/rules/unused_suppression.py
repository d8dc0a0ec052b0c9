"""Suppressions that silence nothing."""

from collections.abc import Collection, Sequence

from vaultkit.markdown.facts import Suppression
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import SuppressionRule
from vaultkit.source import Span
from vaultkit.vault.wording import quoted_list


class UnusedSuppression(SuppressionRule):
    """A suppression comment that suppresses nothing."""

    code = "VK903"
    name = "unused-suppression"
    severity = Severity.WARNING

    def check(
        self,
        suppression: Suppression,
        names: Sequence[str],
        known: Collection[str],  # noqa: ARG002
    ) -> Problem:
        """Report the names that silenced nothing."""
        return Problem(
            Span(suppression.start, suppression.end),
            f"nothing to allow here for {quoted_list(names, 'or')}",
            "remove it",
            target=" ".join(names),
        )
