"""Files that nothing uses."""

from collections.abc import Iterator

from vaultkit.diagnostic import Problem, Severity
from vaultkit.rule import VaultRule
from vaultkit.source import Span
from vaultkit.vault.note import Note
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_attachment


class UnusedAttachment(VaultRule):
    """An attachment that no note, canvas, base, property or drawing uses."""

    code = "VK501"
    name = "unused-attachment"
    severity = Severity.INFO
    needs_all_links = True
    default = False

    def check(self, vault: Vault) -> Iterator[tuple[Note | str, Problem]]:
        """Report media and PDF files that nothing refers to."""
        used = vault.graph.attachments
        mentioned = vault.mentioned_names
        for path in vault.files:
            name = path.rpartition("/")[2]
            if is_attachment(path) and path not in used and name.lower() not in mentioned:
                yield path, Problem(Span(0, 0), f'nothing uses "{name}"')
