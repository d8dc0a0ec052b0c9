"""Markdown links that a space breaks."""

import re
from collections.abc import Iterator

from vaultkit.markdown.facts import Mark
from vaultkit.markdown.url import HTTP_ADDRESS
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import EncodeSpaces
from vaultkit.rules.base.rule import NoteRule
from vaultkit.vault.files.extensions import has_file_extension
from vaultkit.vault.notes.note import Note

_ENTITY = re.compile(r"&#?\w+;")
_TITLE = re.compile(r"\s[\"']")
_UNPAIRED = "a title needs one pair of quotes: close it, and escape quotes inside it"
_FILLED_IN_LATER = ("{{", "<%")


class UnencodedLink(NoteRule):
    """A Markdown link to a file or web address with a bare space, which makes it plain text."""

    code = "VK109"
    name = "unencoded-link"
    severity = Severity.WARNING
    fixes = (Applicability.SAFE, Applicability.UNSAFE)

    def check(self, note: Note) -> Iterator[Problem]:
        """Report what looks like a link to a file or a web address but is text."""
        for mark in note.marks(note.document.facts.unencoded_links):
            if any(sign in mark.name for sign in _FILLED_IN_LATER):
                continue
            if HTTP_ADDRESS.match(mark.name):
                if "${" in mark.name:
                    continue
                said = _UNPAIRED if _TITLE.search(mark.name) else "write %20 for each space"
                yield _problem(mark, "address", said)
                continue
            path, _, _ = mark.name.partition("#")
            if has_file_extension(path):
                # a sign of the name or an encoded one: the fix knows
                doubtful = "%" in mark.name or _ENTITY.search(mark.name)
                said = f"write ({mark.name.replace(' ', '%20')}) or (<{mark.name}>)"
                yield _problem(
                    mark,
                    "target",
                    "write %20 for each space" if doubtful else said,
                    "with %20 for each space, it opens a file in the vault: ",
                )


def _problem(mark: Mark, what: str, advice: str, before_fix: str | None = None) -> Problem:
    return Problem(
        mark.span,
        f'a space ends the {what}: "{mark.name}" is not a link',
        advice,
        target=mark.name.lower(),
        remedy=EncodeSpaces(mark),
        before_fix=before_fix,
    )
