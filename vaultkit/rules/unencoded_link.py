"""Markdown links that a space breaks."""

import re
from collections.abc import Iterator

from vaultkit.diagnostic import Applicability, Problem, Severity
from vaultkit.remedy import EncodeSpaces
from vaultkit.rule import NoteRule
from vaultkit.vault.extensions import has_file_extension
from vaultkit.vault.note import Note

_ENTITY = re.compile(r"&#?\w+;")


class UnencodedLink(NoteRule):
    """A Markdown link to a file with a bare space in it, which makes it no link at all."""

    code = "VK109"
    name = "unencoded-link"
    severity = Severity.WARNING
    fixes = (Applicability.SAFE,)

    def check(self, note: Note) -> Iterator[Problem]:
        """Report what looks like a link to a file but is text."""
        for mark in note.marks(note.document.facts.unencoded_links):
            path, _, _ = mark.name.partition("#")
            if has_file_extension(path) and "{{" not in mark.name and "<%" not in mark.name:
                # a sign of the name or an encoded one: the fix knows
                doubtful = "%" in mark.name or _ENTITY.search(mark.name)
                said = f"write ({mark.name.replace(' ', '%20')}) or (<{mark.name}>)"
                yield Problem(
                    mark.span,
                    f'a space ends the target: "{mark.name}" is no link',
                    "write %20 for each space" if doubtful else said,
                    target=mark.name.lower(),
                    remedy=EncodeSpaces(mark),
                    before_fix="with %20 for each space it opens a file of the vault: ",
                )
