"""Notes that cannot be read."""

from collections.abc import Iterator

from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import NoteRule
from vaultkit.source import Span
from vaultkit.vault.notes.note import Note


class UnreadableFile(NoteRule):
    """A note that cannot be read as UTF-8 text, or that a crash has damaged."""

    code = "VK901"
    name = "unreadable-file"
    severity = Severity.ERROR

    def check(self, note: Note) -> Iterator[Problem]:
        """Report what is in the way."""
        facts = note.document.facts
        if facts.unreadable and note.is_first:
            at = Span(facts.unreadable_at, facts.unreadable_at)
            yield Problem(at, f"the file {facts.unreadable}")
        elif facts.nuls and note.is_first:
            yield Problem(
                Span(facts.nul_at, facts.nul_at),
                f"the file contains {facts.nuls:,} NUL character{'s' * (facts.nuls > 1)}, "
                "as after a crash or a failed sync",
                "an earlier version may have the lost text; then delete them",
                severity=Severity.WARNING,
            )
