"""Links that several files fit."""

from vaultkit.diagnostic import Problem, Severity
from vaultkit.markdown.facts import Link
from vaultkit.rule import LinkRule
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.wording import quoted_list, shown_name


class AmbiguousLink(LinkRule):
    """A link that several files fit equally well."""

    code = "VK108"
    name = "ambiguous-link"
    severity = Severity.WARNING

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report a tie that only Obsidian's internal order decides."""
        if outcome.is_broken or len(outcome.files) < 2:
            return None
        name = outcome.linkpath
        fitting = quoted_list([shown_name(path) for path in outcome.files[:4]], "and")
        more = f" and {len(outcome.files) - 4} more" if len(outcome.files) > 4 else ""
        message = f'"{name}" fits {len(outcome.files)} files equally well'
        remedy = f"write the path of the one you mean: {fitting}{more}"
        return Problem(link.span, message, remedy, target=name.lower())
