"""Queries that read from a folder that is not there."""

from collections.abc import Iterator

from vaultkit.markdown.facts import Mark
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.text import printable
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_filled_in_later


class BrokenQuerySource(DocumentRule):
    """A Dataview query that reads from a folder or note that does not exist."""

    code = "VK113"
    name = "broken-query-source"
    severity = Severity.INFO
    spares_templates = True
    checks_daily_notes = True

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report the paths that queries read from and that are neither a folder nor a note."""
        for note in document.notes:
            for mark in note.marks(document.facts.query_sources):
                if not (is_filled_in_later(mark.name) or vault.query_sources.is_there(mark.name)):
                    yield note, _problem(mark, vault)


def _problem(mark: Mark, vault: Vault) -> Problem:
    return Problem(
        mark.span,
        f'the query reads from "{printable(mark.name)}", which is not a folder or note',
        vault.query_sources.suggestion(mark.name),
        mark.name.lower(),
    )
