"""Notes of one name."""

from collections.abc import Iterator

from vaultkit.rules.base.problem import Problem, Related, Severity
from vaultkit.rules.base.rule import VaultRule
from vaultkit.vault.notes.note import Note
from vaultkit.vault.vault import Vault


class DuplicateName(VaultRule):
    """Two notes with the same name."""

    code = "VK304"
    name = "duplicate-name"
    severity = Severity.WARNING
    default = False

    def check(self, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report every note but the first of a name, compared without case."""
        named: dict[str, list[Note]] = {}
        for note in vault.notes:
            if not (note.is_preamble or note.is_report):
                named.setdefault(note.name.lower(), []).append(note)
        for notes in named.values():
            for note in notes[1:]:
                first = notes[0]
                yield (
                    note,
                    Problem(
                        note.head,
                        f'another note is also called "{note.name}"',
                        f"the other note is {first.path}",
                        target=note.name.lower(),
                        related=(Related(first.path, first.head, "the first note with this name"),),
                    ),
                )
