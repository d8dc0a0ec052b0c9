"""Lines that a missing space keeps from being headings."""

from collections.abc import Iterator

from vaultkit.markdown.unspaced import unspaced_headings
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import SpaceHeading
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.text import printable
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.vault import Vault

_LONGEST = 60


class MissingHeadingSpace(DocumentRule):
    """Two to six hashes without a space after them, so that the line is not a heading."""

    code = "VK203"
    name = "missing-heading-space"
    severity = Severity.WARNING
    default = False
    spares_templates = True
    checks_daily_notes = True
    fixes = (Applicability.UNSAFE,)

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report each line that is text and was surely meant as a heading."""
        if document.facts.unreadable:
            return
        source = vault.source(document.path)
        if len(source.data) != document.facts.size:
            return
        for mark in unspaced_headings(source):
            hashes = "#" * (mark.end - mark.start)
            short = mark.name if len(mark.name) <= _LONGEST else f"{mark.name[: _LONGEST - 1]}…"
            problem = Problem(
                mark.span,
                f'no space after the hashes: "{hashes}{printable(short)}" is not a heading',
                f"write {hashes} {printable(short)}",
                target=mark.name,
                remedy=SpaceHeading(mark),
            )
            yield document.note_at(mark.start), problem
