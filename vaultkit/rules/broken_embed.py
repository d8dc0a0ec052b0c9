"""Embeds and images whose file is not there."""

from vaultkit.markdown.facts import Link
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import relink_to_nearest
from vaultkit.rules.base.rule import LinkRule
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.wording import meant_as_mark, near_names, not_of_the_vault, slipped


class BrokenEmbed(LinkRule):
    """An embed or image whose file does not exist."""

    code = "VK103"
    name = "broken-embed"
    severity = Severity.ERROR
    is_minor_in_comments = True
    is_minor_in_clones = True
    fixes = (Applicability.SAFE, Applicability.UNSAFE)

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report an embed without a file."""
        if outcome.state is not State.NO_FILE or not link.embed:
            return None
        suggester = outcome.suggester
        if suggester is None or suggester.meaning(link, outcome) is not None:
            return None
        name = outcome.linkpath
        mark = meant_as_mark(link, outcome)
        if mark is not None:
            return Problem(link.span, *mark, target=name.lower())
        message = f'no file "{name}" to embed'
        outside = not_of_the_vault(link, outcome)
        if outside is not None:
            return Problem(link.span, message, outside, name.lower())
        near_miss = suggester.near_miss_of(link, outcome)
        said = slipped(near_miss, name) if near_miss is not None else near_names(outcome)
        remedy = relink_to_nearest(link, outcome)
        return Problem(link.span, message, said, name.lower(), remedy=remedy)
