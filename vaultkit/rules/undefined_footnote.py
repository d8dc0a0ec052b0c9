"""Footnotes that do not match their references."""

from collections.abc import Iterator

from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import NoteRule
from vaultkit.vault.notes.note import Note


class UndefinedFootnote(NoteRule):
    """A footnote reference without its text, or a footnote text without a reference."""

    code = "VK111"
    name = "undefined-footnote"
    severity = Severity.WARNING

    def check(self, note: Note) -> Iterator[Problem]:
        """Report both halves that lack the other.

        In a note without footnotes ``[^s]`` is a character class or the like; only a number counts.
        """
        facts = note.document.facts
        defined = {mark.name.lower() for mark in facts.footnotes}
        used = {mark.name.lower() for mark in facts.footnote_references}
        for mark in note.marks(facts.footnote_references):
            if mark.name.lower() not in defined and (defined or mark.name.isdecimal()):
                yield Problem(
                    mark.span,
                    f'the footnote "{mark.name}" has no text',
                    f"add a line [^{mark.name}]: text",
                    target=mark.name.lower(),
                )
        for mark in note.marks(facts.footnotes):
            if mark.name.lower() not in used:
                yield Problem(
                    mark.span,
                    f'nothing refers to the footnote "{mark.name}"',
                    target=mark.name.lower(),
                )
