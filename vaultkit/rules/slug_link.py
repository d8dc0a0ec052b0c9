"""Web slugs where Obsidian wants a name."""

from typing import TYPE_CHECKING

from vaultkit.markdown.facts import Link
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import Relink
from vaultkit.rules.base.rule import LinkRule
from vaultkit.vault.notes.note import rendered
from vaultkit.vault.resolver.outcome import Outcome

if TYPE_CHECKING:
    from vaultkit.vault.suggestions.meanings import Meaning


class SlugLink(LinkRule):
    """A link by a web slug, which does not open here but matches exactly one note or heading."""

    code = "VK106"
    name = "slug-link"
    severity = Severity.WARNING
    is_minor_in_comments = True
    fixes = (Applicability.SAFE, Applicability.UNSAFE)

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report a slug whose meaning is certain."""
        if not outcome.is_broken or outcome.suggester is None:
            return None
        meaning = outcome.suggester.meaning(link, outcome)
        if meaning is None or meaning.by == "alias":
            return None
        written = outcome.subpath or outcome.linkpath
        if meaning.by == "export":
            message = f'"{written}" is an export\'s slug of both target and text'
        else:
            message = f'"{written}" is a web slug, which does not open here'
        said = _evidence(meaning, outcome)
        remedy = _remedy(link, outcome, meaning)
        before_fix = f"{said}: " if meaning.heading is None else None
        return Problem(link.span, message, said, written, remedy=remedy, before_fix=before_fix)


def _evidence(meaning: "Meaning", outcome: Outcome) -> str:
    """Return what a link means, and what shows that."""
    if meaning.heading is not None:
        name, kind = rendered(meaning.heading), "heading"
    else:
        name, kind = meaning.note.name, "note"
    if not meaning.sure:
        return f'perhaps it means the {kind} "{name}"'
    if meaning.by == "export":
        return f'it means "{name}", the only note that the text names'
    if meaning.heading is None and outcome.documents == (meaning.note.document,):
        return f'it means "{name}", this note itself, which has this slug'
    return f'it means "{name}", the only {kind} with this slug'


def _remedy(link: Link, outcome: Outcome, meaning: "Meaning") -> Relink:
    """Return the link its meaning; an export's slug gives back the text and the heading, too."""
    target, _, text = (link.text or "").partition("|")
    heading = meaning.heading or meaning.note.title_heading
    if meaning.by != "export":
        subpath = outcome.subpath if outcome.linkpath else ""
        path, safe = meaning.note.path, meaning.sure
        return Relink(link, path, heading, subpath, restyle=True, safe=safe)
    _, mark, part = target.partition("#")
    return Relink(link, meaning.note.path, heading, mark + part, text, restyle=True)
