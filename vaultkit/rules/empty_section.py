"""Headings with nothing under them."""

from collections.abc import Iterator
from itertools import zip_longest

from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import NoteRule
from vaultkit.vault.notes.note import Note, rendered
from vaultkit.vault.notes.slug import split_id


class EmptySection(NoteRule):
    """A heading with nothing under it."""

    code = "VK202"
    name = "empty-section"
    severity = Severity.WARNING
    default = False
    spares_templates = True

    def check(self, note: Note) -> Iterator[Problem]:
        """Report a heading followed by the end, or by a heading that is no deeper."""
        headings = [] if note.document.is_drawing else note.headings
        for heading, following in zip_longest(headings, headings[1:]):
            if heading.content.words or heading.content.rich or not heading.root:
                continue
            if following is not None and not following.root:
                continue
            if following is None or following.level <= heading.level:
                title = split_id(rendered(heading))[0]
                yield Problem(heading.span, f'no text under "{title}"', target=title.lower())
