"""Notes that cannot be read."""

from collections.abc import Iterator

from vaultkit.diagnostic import Problem, Severity
from vaultkit.rule import NoteRule
from vaultkit.source import Span
from vaultkit.vault.note import Note


class UnreadableFile(NoteRule):
    """A note that cannot be read as UTF-8 text."""

    code = "VK901"
    name = "unreadable-file"
    severity = Severity.ERROR

    def check(self, note: Note) -> Iterator[Problem]:
        """Report what stands in the way."""
        facts = note.document.facts
        if facts.unreadable and note.is_first:
            at = Span(facts.unreadable_at, facts.unreadable_at)
            yield Problem(at, f"the file {facts.unreadable}")
