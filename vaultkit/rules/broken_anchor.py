"""Links to headings that are not there."""

from typing import TYPE_CHECKING

from vaultkit.diagnostic import Applicability, Problem, Severity
from vaultkit.markdown.facts import Link
from vaultkit.remedy import Relink
from vaultkit.rule import LinkRule
from vaultkit.vault.note import rendered
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.slug import slug, split_id
from vaultkit.vault.wording import quoted_list

if TYPE_CHECKING:
    from vaultkit.vault.meanings import Respelt


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
        if outcome.state is not State.NO_HEADING or not outcome.clues:
            return None
        if outcome.clues.meaning(link, outcome) is not None:
            return None
        document = outcome.documents[0]
        fragment = outcome.subpath.lstrip("#")
        wanted = fragment.replace("#", " > ")
        if document.flattened:
            file = "this file" if document is outcome.source else f'"{document.stem}"'
            message = f'no note or heading of {file} answers to "#{fragment}"'
        elif outcome.linkpath:
            message = f'no heading "{wanted}" in "{document.stem}"'
        else:
            message = f'no heading "{wanted}" in this note'
        target = f"{outcome.linkpath}{outcome.subpath}".lower()
        meant = outcome.clues.meanings.respelt(link, outcome)
        remedy = None
        if meant is not None:
            remedy = Relink(link, document.path, meant.heading, safe=meant.only)
        said = _help(link, outcome, meant)
        before_fix = f"{said}: " if meant is not None and meant.only else None
        return Problem(link.span, message, said, target, remedy=remedy, before_fix=before_fix)


def _help(link: Link, outcome: Outcome, meant: "Respelt | None") -> str | None:
    assert outcome.clues is not None
    if meant is not None and meant.only:
        return f'it means "{split_id(rendered(meant.heading))[0]}", the one heading of these words'
    document = outcome.documents[0]
    fragment = outcome.subpath.lstrip("#")
    name, pipe, text = (link.text or "").partition("|")
    if pipe and slug(link.text or "") == fragment:
        return (
            f'an export made one slug of "[[{name}|{text}]]"; '
            f'the note "{name}" it led to is not in this file'
        )
    last = fragment.rpartition("#")[2]
    near = outcome.clues.near_headings(document, last)
    if near:
        return f"did you mean {quoted_list(near)}?"
    named = [] if document.flattened else outcome.clues.meanings.notes_for_slug(slug(last))
    if named and not outcome.linkpath:
        return f'there is a note "{named[0].name}"'
    return None
