"""Links to headings that are not there."""

from typing import TYPE_CHECKING, NamedTuple

from vaultkit.markdown.facts import Heading, Link, LinkKind
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import Relink
from vaultkit.rules.base.rule import LinkRule
from vaultkit.text import printable
from vaultkit.vault.notes.anchor import normal_form, segments
from vaultkit.vault.notes.note import Document
from vaultkit.vault.notes.slug import slug
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.suggestions.lookalikes import unseen_difference
from vaultkit.vault.suggestions.other_notes import title_of
from vaultkit.vault.wording import quoted_list

if TYPE_CHECKING:
    from vaultkit.vault.suggestions.suggest import Suggester


class BrokenAnchor(LinkRule):
    """A link to a heading that its note does not have."""

    code = "VK104"
    name = "broken-anchor"
    severity = Severity.ERROR
    is_minor_in_comments = True
    is_minor_in_pages = True
    fixes = (Applicability.SAFE, Applicability.UNSAFE)

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report a heading that is not there."""
        if outcome.state is not State.NO_HEADING or not outcome.suggester:
            return None
        if outcome.suggester.meaning(link, outcome) is not None:
            return None
        document = outcome.documents[0]
        fragment = outcome.subpath.lstrip("#")
        wanted = fragment.replace("#", " > ")
        if document.flattened:
            file = "this file" if document is outcome.source else f'"{document.stem}"'
            message = f'no note or heading in {file} matches "#{fragment}"'
        elif outcome.linkpath:
            message = f'no heading "{wanted}" in "{document.stem}"'
        else:
            message = f'no heading "{wanted}" in this note'
        target = f"{outcome.linkpath}{outcome.subpath}".lower()
        meant = outcome.suggester.meanings.same_words(link, outcome)
        if meant is None:
            hint = _written_id(link, outcome, outcome.suggester)
            severity = Severity.INFO if hint is not None else None
            hint = hint or _hint(link, outcome, outcome.suggester)
            return Problem(
                link.span,
                message,
                hint.said,
                target,
                before_fix=hint.before_link,
                shown=hint.link,
                severity=severity,
            )
        remedy = Relink(link, document.path, meant.heading, safe=meant.only)
        if not meant.only:
            said = _hint(link, outcome, outcome.suggester, elsewhere=False).said
            return Problem(link.span, message, said, target, remedy=remedy)
        title = title_of(meant.heading)
        unseen = unseen_difference(normal_form(outcome.subpath), normal_form(title))
        said = f'it means "{title}", the only heading with these words'
        if unseen is not None:
            said = f'it differs only by {unseen} from "{title}", the only heading with these words'
        elif normal_form(outcome.subpath) == normal_form(title):
            said = f'the heading with this text is written "{meant.heading.text}"'
        return Problem(link.span, message, said, target, remedy=remedy, before_fix=f"{said}: ")


class _Hint(NamedTuple):
    """What a heading that is not there may have been, and the link that would open it."""

    said: str | None = None
    link: Relink | None = None
    before: str = "if that is meant, "

    @property
    def before_link(self) -> str | None:
        return f"{self.said}: {self.before}" if self.link is not None else None


def _hint(link: Link, outcome: Outcome, suggester: "Suggester", *, elsewhere: bool = True) -> _Hint:
    document = outcome.documents[0]
    name, pipe, text = (link.text or "").partition("|")
    if pipe and slug(link.text or "") == outcome.subpath.lstrip("#"):
        return _Hint(
            f'an export turned "[[{name}|{text}]]" into one slug; '
            f'its note "{name}" is not in this file'
        )
    last = outcome.subpath.rpartition("#")[2]
    if document.flattened:
        return _Hint(_near(document, last, suggester))
    there = _there(link, outcome, last, suggester)
    if there is not None:
        return there
    near = _near(document, last, suggester)
    home = suggester.anchors.home_of(link, outcome) if elsewhere else None
    if home is not None:
        other, heading = home
        said = f'the heading "{title_of(heading)}" is in "{printable(suggester.shown(other.path))}"'
        if near is not None:
            said = f"{near} {said[0].upper()}{said[1:]}"
        return _Hint(said, _opening(link, other, heading))
    named = suggester.meanings.notes_for_slug(slug(last)) if not outcome.linkpath else []
    if near is None and named:
        return _Hint(f'there is a note "{named[0].name}"')
    kindred = None if near else suggester.anchors.kindred_heading(document, last)
    return _Hint(f'perhaps "{kindred}"' if kindred else near)


def _written_id(link: Link, outcome: Outcome, suggester: "Suggester") -> _Hint | None:
    """Return where the id that a Markdown link was written for is, by which others open it.

    That is nothing to know of where the vault must open in more than Obsidian.
    """
    document, identifier = outcome.documents[0], outcome.subpath.removeprefix("#")
    if link.kind is not LinkKind.MARKDOWN or not suggester.creates_notes(outcome.source.path):
        return None
    if document.flattened or identifier not in document.written_ids:
        return None
    heading, is_its = document.written_ids[identifier]
    if heading is None:
        return _Hint("other readers open the id with this name, but Obsidian does not")
    where = f'{"at" if is_its else "below"} "{title_of(heading).strip()}"'
    said = f"other readers open the id {where}"
    return _Hint(said, _opening(link, document, heading), "for Obsidian, ")


def _near(document: Document, text: str, suggester: "Suggester") -> str | None:
    """Return a question with the headings nearest to a text, or what tells the nearest from it."""
    near = suggester.anchors.near_headings(document, text)
    if not near:
        return None
    unseen = unseen_difference(normal_form(text), normal_form(near[0]))
    if unseen is not None:
        return f'it differs only by {unseen} from the heading "{near[0]}"'
    other = [title for title in near if title != text]
    return f"did you mean {quoted_list(other)}?" if other else None


def _there(link: Link, outcome: Outcome, last: str, suggester: "Suggester") -> _Hint | None:
    """Return what keeps a link from a heading that its note does have."""
    document = outcome.documents[0]
    form = normal_form(last)
    if not form:
        return None
    parts = segments(outcome.subpath)
    rooted = document.first_by_form.get(form)
    if rooted is not None and len(parts) > 1:
        above = parts[-2]
        said = f'the heading "{title_of(rooted)}" exists, but not under "{above}"'
        return _Hint(said, _opening(link, document, rooted))
    titles = suggester.anchors.titles(document)
    if form in titles.nested and rooted is None:
        return _Hint("a heading with this text is in a quote or a list, where Obsidian sees none")
    titled = titles.by_form.get(form)
    if titled is None:
        return None
    if normal_form(titled.text) == form:
        slugs = document.anchors_by_start[titled.start]
        return _Hint(f'a forge opens the heading "{title_of(titled)}" by "#{slugs[0]}"')
    said = f'the heading with this text is written "{titled.text}"'
    return _Hint(said, _opening(link, document, titled))


def _opening(link: Link, document: Document, heading: Heading) -> Relink | None:
    """Return the link that opens a heading; a wikilink without a text shows what it opens."""
    subpath = document.outline.subpath(heading)
    if subpath is None:
        return None
    if link.kind is LinkKind.WIKILINK:
        return Relink(link, document.path, subpath=subpath, safe=False)
    return Relink(link, document.path, heading, safe=False)
