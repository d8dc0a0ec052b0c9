"""Notes that link nowhere."""

from collections.abc import Iterator

from vaultkit.diagnostic import Problem, Severity
from vaultkit.rule import VaultRule
from vaultkit.vault.note import Note
from vaultkit.vault.vault import Vault


class DeadEndNote(VaultRule):
    """A note that links to no other note."""

    code = "VK303"
    name = "dead-end-note"
    severity = Severity.INFO
    default = False
    spares_templates = True

    def check(self, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report notes without a link that leads to another note."""
        for note in vault.notes:
            if not note.is_preamble and vault.graph.is_dead_end(note.key):
                yield note, Problem(note.head, f'"{note.name}" links to no other note')
