"""Names that no link can hold."""

from collections.abc import Iterator

from vaultkit.markdown.parser import parse_fragment
from vaultkit.markdown.unlinkable import SYNTAX
from vaultkit.markdown.wikilink import write_wikilink
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import NoteRule
from vaultkit.vault.notes.note import Note
from vaultkit.vault.wording import quoted_list


class UnlinkableName(NoteRule):
    """A note whose file name contains a character that no link can contain."""

    code = "VK305"
    name = "unlinkable-name"
    severity = Severity.WARNING

    def check(self, note: Note) -> Iterator[Problem]:
        """Report what the parser reads otherwise (reference, sections 1.1 and 9.1).

        ``^`` alone and a single bracket within a name resolve.
        """
        if note.document.flattened or _is_linkable(note.name):
            return
        found = [sign for sign in SYNTAX if sign in note.name]
        if found:
            signs = quoted_list(found, "and")
            yield Problem(
                note.head,
                f"wikilinks cannot contain the {signs} in this note's file name",
                "rename the file",
                target=note.name.lower(),
            )


def _is_linkable(name: str) -> bool:
    """Return whether a wikilink to a name is read as one to that name."""
    if not any(sign in name for sign in SYNTAX):
        return True
    links = parse_fragment(write_wikilink(name)).links
    return [link.target.partition("#")[0] for link in links] == [name] and not links[0].text
