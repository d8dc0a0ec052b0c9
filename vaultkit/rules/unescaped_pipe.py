"""Wikilinks in tables that a pipe takes apart."""

import re
from collections.abc import Iterator

from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import EscapePipes
from vaultkit.rules.base.rule import NoteRule
from vaultkit.vault.notes.note import Note
from vaultkit.vault.wording import is_filled_in_later

_BARE_PIPE = re.compile(r"(?<!\\)\|")


class UnescapedPipe(NoteRule):
    """A wikilink in a table with an unescaped pipe, which ends the cell and breaks the link."""

    code = "VK112"
    name = "unescaped-pipe"
    severity = Severity.WARNING
    spares_templates = True
    fixes = (Applicability.SAFE, Applicability.UNSAFE)

    def check(self, note: Note) -> Iterator[Problem]:
        """Report what looks like a link and is text in two cells (section 8)."""
        for mark in note.marks(note.document.facts.parted_links):
            if not is_filled_in_later(mark.name):
                yield Problem(
                    mark.span,
                    f"the pipe ends the cell: {mark.name} is not a link",
                    f"write {_BARE_PIPE.sub(lambda _: chr(92) + '|', mark.name)}",
                    target=mark.name.lower(),
                    remedy=EscapePipes(mark),
                )
