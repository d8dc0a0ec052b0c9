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
        forms: dict[str, str] = {}
        for path in files:
            forms.setdefault(normalize("NFC", path), path)
            if len(forms) == _NAMED:
                break
        paths = list(forms.values())
        fitting = quoted_list(
            [shown_name(path) for path in paths],
            "and",
            more=len(files) - len(paths) if len(paths) == _NAMED else 0,
        )
        message = f'"{name}" matches {counted(len(files), "file")}'
        if len(paths) == 1:
            remedy = "their names are one in two Unicode forms; rename or delete all but one"
        elif all(path.lower() == paths[0].lower() for path in files[1:]):
            remedy = f"their paths differ only in case; rename all but one of {fitting}"
        else:
            remedy = f"write the path of the one you mean: {fitting}"
        return Problem(link.span, message, remedy, target=name.lower())
