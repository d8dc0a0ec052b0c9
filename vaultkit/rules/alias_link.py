"""Links to an alias."""

from vaultkit.diagnostic import Applicability, Problem, Severity
from vaultkit.markdown.facts import Link
from vaultkit.remedy import Relink
from vaultkit.rule import LinkRule
from vaultkit.vault.resolver.outcome import Outcome


class AliasLink(LinkRule):
    """A link that names an alias of exactly one note, which Obsidian does not resolve."""

    code = "VK107"
    name = "alias-link"
    severity = Severity.WARNING
    fixes = (Applicability.SAFE,)

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report an alias used as a target."""
        if not outcome.is_broken or outcome.clues is None:
            return None
        meaning = outcome.clues.meaning(link, outcome)
        if meaning is None or meaning.by != "alias":
            return None
        alias = outcome.linkpath
        message = f'"{alias}" is an alias of "{meaning.note.name}", and aliases do not resolve'
        said = f'link to the note "{meaning.note.name}"'
        remedy = Relink(link, meaning.note.path, subpath=outcome.subpath)
        return Problem(link.span, message, said, alias.lower(), remedy=remedy, before_fix="")
