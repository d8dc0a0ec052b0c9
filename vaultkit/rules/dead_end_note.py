"""Notes that link nowhere."""

from collections.abc import Iterator

from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.vault import Vault


class DeadEndNote(DocumentRule):
    """A note that links to no other note."""

    code = "VK303"
    name = "dead-end-note"
    severity = Severity.INFO
    default = False
    spares_templates = True

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report notes without a link that leads to another note."""
        if document.is_drawing:
            return
        for note in document.notes:
            linked = (key != note.key for key in vault.outgoing(note).everywhere())
            if not note.is_preamble and not any(linked) and not vault.may_link_unseen(note):
                yield note, Problem(note.head, f'"{note.name}" links to no other note')
