"""Reference links without a definition."""

from collections.abc import Iterator

from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import NoteRule
from vaultkit.vault.notes.note import Note


class UndefinedReference(NoteRule):
    """A reference link ``[text][label]`` whose label is not defined in the note."""

    code = "VK110"
    name = "undefined-reference"
    severity = Severity.WARNING
    default = False

    def check(self, note: Note) -> Iterator[Problem]:
        """Report references that stay plain text."""
        for mark in note.marks(note.document.facts.undefined_references):
            text, _, label = mark.name[1:-1].rpartition("][")
            yield Problem(
                mark.span,
                f'the reference "{label or text}" is not defined',
                f"add a line [{label or text}]: target",
                target=(label or text).lower(),
            )
