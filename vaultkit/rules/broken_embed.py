"""Embeds and images whose file is not there."""

from vaultkit.diagnostic import Applicability, Problem, Severity
from vaultkit.markdown.facts import Link
from vaultkit.remedy import relink_to_nearest
from vaultkit.rule import LinkRule
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.wording import near_names, not_of_the_vault, slipped


class BrokenEmbed(LinkRule):
    """An embed or image whose file does not exist."""

    code = "VK103"
    name = "broken-embed"
    severity = Severity.ERROR
    is_minor_in_comments = True
    fixes = (Applicability.SAFE, Applicability.UNSAFE)

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report an embed without a file."""
        if outcome.state is not State.NO_FILE or not link.embed:
            return None
        clues = outcome.clues
        if clues is None or clues.meaning(link, outcome) is not None:
            return None
        name = outcome.linkpath
        slip = clues.slip_of(link, outcome)
        said = not_of_the_vault(link, outcome) or near_names(outcome)
        if slip is not None:
            said = slipped(slip)
        remedy = relink_to_nearest(link, outcome)
        return Problem(link.span, f'no file "{name}" to embed', said, name.lower(), remedy=remedy)
