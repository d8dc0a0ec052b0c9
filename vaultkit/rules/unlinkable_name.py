"""Names that no link can hold."""

from collections.abc import Iterator

from vaultkit.diagnostic import Problem, Severity
from vaultkit.rule import NoteRule
from vaultkit.vault.note import Note
from vaultkit.vault.wording import quoted_list

_UNLINKABLE = "#^[]|"


class UnlinkableName(NoteRule):
    """A note whose file name holds a character that no link can hold."""

    code = "VK305"
    name = "unlinkable-name"
    severity = Severity.WARNING

    def check(self, note: Note) -> Iterator[Problem]:
        """Report ``# ^ [ ] |`` in a file's name (reference, section 9.1)."""
        if note.document.flattened:
            return
        found = [character for character in _UNLINKABLE if character in note.name]
        if found:
            yield Problem(
                note.head,
                f"no wikilink can hold the {quoted_list(found, 'and')} in this note's file name",
                "rename the file",
                target=note.name.lower(),
            )
