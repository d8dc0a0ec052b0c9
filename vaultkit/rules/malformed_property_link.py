"""Links in properties that Obsidian does not read as links."""

from collections.abc import Iterator

from vaultkit.diagnostic import Applicability, Problem, Severity
from vaultkit.remedy import QuoteLinks
from vaultkit.rule import NoteRule
from vaultkit.source import Span
from vaultkit.vault.note import Note
from vaultkit.vault.wording import is_filled_in_later


class MalformedPropertyLink(NoteRule):
    """A property value that is meant as a link but is none: unquoted, or two links in one."""

    code = "VK405"
    name = "malformed-property-link"
    severity = Severity.WARNING
    spares_templates = True
    fixes = (Applicability.SAFE,)

    def check(self, note: Note) -> Iterator[Problem]:
        """Report values that Obsidian reads as a list, or as one link to nowhere (section 7)."""
        block = note.front_matter
        if block is None or block.error is not None:
            return
        for malformed in block.malformed_links:
            if is_filled_in_later(malformed.text):
                continue
            if malformed.reason == "unquoted":
                message = f"{malformed.text} without quotes is a list in a list, not a link"
                said = _quoted(malformed.text)
                evidence = "in quotes it opens a file of the vault"
            else:
                message = "two links in one value are read as one link to nowhere"
                said = "make it a list with one link an entry"
                evidence = "each of them opens a file of the vault"
            yield Problem(
                Span(malformed.start, malformed.end),
                message,
                said,
                malformed.text.lower(),
                remedy=QuoteLinks(malformed),
                before_fix=f"{evidence}: ",
            )


def _quoted(text: str) -> str:
    """Say how to quote a text in YAML, where that is plain."""
    for mark in "\"'":
        if mark not in text and "\\" not in text:
            return f"write {mark}{text}{mark}"
    return "put quotes around it"
