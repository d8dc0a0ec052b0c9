"""Suppressions that cannot mean what they say."""

from collections.abc import Sequence

from vaultkit.diagnostic import Problem, Severity
from vaultkit.markdown.facts import Scope, Suppression
from vaultkit.rule import SuppressionRule
from vaultkit.source import Span
from vaultkit.vault.wording import quoted_list


class UnknownSuppression(SuppressionRule):
    """A suppression comment that names no rule, or that opens a range which nothing ends."""

    code = "VK904"
    name = "unknown-suppression"
    severity = Severity.WARNING

    def check(self, suppression: Suppression, names: Sequence[str]) -> Problem:
        """Report the names that are no rule's; without one, what else is wrong."""
        if suppression.scope is Scope.UNKNOWN:
            message = f"this allows nothing: {quoted_list(names, 'or')} is no way to begin"
            remedy = "write allow, or allow-file for the whole note, and the rule behind it"
        elif names:
            message = f"there is no rule {quoted_list(names, 'or')}"
            remedy = "`vaultkit rules` lists them"
        elif not suppression.names:
            message = "this allows nothing: it names no rule"
            remedy = "write the rule behind it; `vaultkit rules` lists them"
        else:
            message = "this holds to the end of the file, because nothing ends it"
            remedy = f"write allow-end {' '.join(suppression.names)}, or here allow-file"
        span = Span(suppression.start, suppression.end)
        return Problem(span, message, remedy, target=" ".join(names))
