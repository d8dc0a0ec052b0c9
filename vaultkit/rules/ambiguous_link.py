"""Links that match several files."""

from unicodedata import normalize

from vaultkit.markdown.facts import Link
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import LinkRule
from vaultkit.text import counted
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.wording import quoted_list, shown_name

_NAMED = 4


class AmbiguousLink(LinkRule):
    """A link that matches several files."""

    code = "VK108"
    name = "ambiguous-link"
    severity = Severity.WARNING

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report a tie that only Obsidian's internal order decides."""
        if outcome.is_broken or len(outcome.files) < 2:
            return None
        name = outcome.linkpath
        files = outcome.files
        paths = list({normalize("NFC", path): path for path in files}.values())
        first = [shown_name(path) for path in paths[:_NAMED]]
        fitting = quoted_list(first, "and", more=len(paths) - _NAMED)
        message = f'"{name}" matches {counted(len(files), "file")}'
        if len(paths) == 1:
            remedy = "their names are one in two Unicode forms; rename or delete all but one"
        elif all(path.lower() == paths[0].lower() for path in paths[1:]):
            remedy = f"their paths differ only in case; rename all but one of {fitting}"
        else:
            remedy = f"write the path of the one you mean: {fitting}"
        return Problem(link.span, message, remedy, target=name.lower())
