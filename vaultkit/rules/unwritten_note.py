"""Links to notes that no one has written."""

from vaultkit.markdown.facts import Link
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import LinkRule
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.suggestions.planned_notes import is_planned
from vaultkit.vault.wording import (
    likely_alias,
    meant_as_mark,
    near_names,
    not_of_the_vault,
    shown_name,
)


class UnwrittenNote(LinkRule):
    """A link to the plain name of a note that does not exist yet."""

    code = "VK102"
    name = "unwritten-note"
    severity = Severity.INFO

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report a bare name that no file has and that is no slip for one."""
        if outcome.state is not State.NO_FILE or link.embed:
            return None
        suggester = outcome.suggester
        if suggester is None or suggester.meaning(link, outcome) or not is_planned(link, outcome):
            return None
        if meant_as_mark(link, outcome):
            return None
        said = not_of_the_vault(link, outcome) or likely_alias(outcome) or near_names(outcome)
        name = shown_name(outcome.linkpath)
        message = f'"{name}" is not written yet'
        return Problem(link.span, message, said, target=name.lower())
