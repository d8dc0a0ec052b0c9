"""Files that nothing uses."""

from collections.abc import Iterator

from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import VaultRule
from vaultkit.source import Span
from vaultkit.vault.notes.mentions import mentioned_files
from vaultkit.vault.notes.note import Note
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_attachment


class UnusedAttachment(VaultRule):
    """An attachment or drawing that no note, canvas, base or property uses."""

    code = "VK501"
    name = "unused-attachment"
    severity = Severity.INFO
    needs_all_links = True
    default = False

    def check(self, vault: Vault) -> Iterator[tuple[Note | str, Problem]]:
        """Report media, PDF files and drawings that nothing refers to."""
        unlinked: dict[str, Note | str] = {path: path for path in _unlinked_media(vault)}
        unlinked |= _unlinked_drawings(vault)
        names: dict[str, list[str]] = {}
        for path in unlinked:
            for name in _called(path):
                names.setdefault(name.lower(), []).append(path)
        mentioned = mentioned_files(vault, names) if names else ()
        for path, where in unlinked.items():
            if path not in mentioned:
                name = path.rpartition("/")[2]
                yield where, Problem(Span(0, 0), f'nothing uses "{name}"')


def _unlinked_media(vault: Vault) -> Iterator[str]:
    used = vault.graph.attachments
    return (path for path in vault.files if is_attachment(path) and path not in used)


def _unlinked_drawings(vault: Vault) -> dict[str, Note | str]:
    return {
        document.path: document.notes[0]
        for document in vault.documents.values()
        if document.is_drawing and not document.flattened
        if vault.incoming.is_orphan(document.notes[0].key)
    }


def _called(path: str) -> Iterator[str]:
    """Yield what a mention may call a file: its name, and that of a drawing without ``.md``."""
    name = path.rpartition("/")[2]
    yield name
    bare = name[:-3]
    if name.lower().endswith(".md") and "." in bare:
        yield bare
