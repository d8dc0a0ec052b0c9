"""What a merge left behind."""

from collections.abc import Iterator

from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import NoteRule
from vaultkit.vault.notes.note import Note


class MergeConflict(NoteRule):
    """The markers of a merge conflict that is not resolved."""

    code = "VK902"
    name = "merge-conflict"
    severity = Severity.ERROR

    def check(self, note: Note) -> Iterator[Problem]:
        """Report each conflict at its first mark."""
        if note.is_first:
            for span in note.document.facts.conflicts:
                yield Problem(
                    span,
                    "unresolved merge conflict",
                    "keep one side and delete the lines with <<<<<<<, ======= and >>>>>>>",
                )
