"""Links to an alias."""

from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.markdown.seen import visible
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import Relink
from vaultkit.rules.base.rule import LinkRule
from vaultkit.vault.resolver.outcome import Outcome


class AliasLink(LinkRule):
    """A link that names an alias of exactly one note, which Obsidian does not resolve."""

    code = "VK107"
    name = "alias-link"
    severity = Severity.WARNING
    fixes = (Applicability.UNSAFE,)

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report an alias used as a target."""
        if not outcome.is_broken or outcome.suggester is None:
            return None
        meaning = outcome.suggester.meaning(link, outcome)
        if meaning is None or meaning.by != "alias":
            return None
        alias, name = outcome.linkpath, meaning.note.name
        shows_target = link.kind is LinkKind.WIKILINK and link.text is None and not link.embed
        remedy = Relink(
            link,
            meaning.note.path,
            subpath=outcome.subpath,
            text=visible(link.target, None) if shows_target else None,
            safe=False,
        )
        return Problem(
            link.span,
            f'"{alias}" is an alias of "{name}", and aliases do not resolve',
            f'if "{name}" is meant, link to it',
            alias.lower(),
            remedy=remedy,
            before_fix="if that note is meant, ",
        )
