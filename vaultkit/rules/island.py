"""Groups of notes cut off from the rest."""

from collections.abc import Iterator

from vaultkit.rules.base.problem import Problem, Related, Severity
from vaultkit.rules.base.rule import VaultRule
from vaultkit.text import counted
from vaultkit.vault.notes.note import Note
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import quoted_list

_NAMED = 3


class Island(VaultRule):
    """A group of two or more notes that no link joins to the largest group."""

    code = "VK306"
    name = "island"
    severity = Severity.INFO
    needs_all_links = True
    default = False

    def check(self, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report each group once, at its first note."""
        notes = {note.key: note for note in vault.notes}
        for group in vault.graph.islands()[1:]:
            members = [notes[key] for key in group if not notes[key].is_report]
            if len(members) < 2:
                continue
            first = [note.name for note in members[:_NAMED]]
            names = quoted_list(first, "and", more=len(members) - _NAMED)
            yield (
                members[0],
                Problem(
                    members[0].head,
                    f"{counted(len(members), 'note')} are cut off from the rest: {names}",
                    related=tuple(
                        Related(note.path, note.head, "on the same island") for note in members[1:]
                    ),
                ),
            )
