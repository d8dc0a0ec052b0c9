"""Suppressions that cannot mean what they say."""

from collections.abc import Collection, Sequence

from vaultkit.markdown.facts import Scope, Suppression
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import SuppressionRule
from vaultkit.source import Span
from vaultkit.vault.wording import nearest, quoted_list

_LISTED = "`vaultkit rules` lists them"


class UnknownSuppression(SuppressionRule):
    """A suppression comment that names no rule, or opens a range that is never closed."""

    code = "VK904"
    name = "unknown-suppression"
    severity = Severity.WARNING

    def check(
        self, suppression: Suppression, names: Sequence[str], known: Collection[str]
    ) -> Problem:
        """Report the names that are no rule's; without one, what else is wrong."""
        if suppression.scope is Scope.UNKNOWN:
            message = f"this allows nothing: unknown keyword {quoted_list(names, 'or')}"
            remedy = "write allow, or allow-file for the whole note, followed by a rule"
        elif names:
            message = f"there is no rule {quoted_list(names, 'or')}"
            near = list(dict.fromkeys(filter(None, (nearest(name, known) for name in names))))
            remedy = f"did you mean {quoted_list(near)}?" if near else _LISTED
        elif not suppression.names:
            message = "this allows nothing: it names no rule"
            remedy = f"add a rule; {_LISTED}"
        else:
            message = "this applies to the end of the file, because nothing ends it"
            remedy = f"write allow-end {' '.join(suppression.names)}, or use allow-file here"
        span = Span(suppression.start, suppression.end)
        return Problem(span, message, remedy, target=" ".join(names))
