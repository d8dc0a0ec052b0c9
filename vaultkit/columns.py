"""Columns counted as other tools count them."""

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache

from vaultkit.errors import TreeError
from vaultkit.report import Finding, Place, Remedied, Replacement, Report
from vaultkit.source import Source
from vaultkit.vault.vault import Vault

_EMPTY = Source(b"")


def in_utf16(report: Report, vault: Vault) -> Report:
    """Give the report with columns in UTF-16 code units instead of code points.

    Args:
        report: of a check of the vault.
        vault: read again where its text is not at hand.
    """
    counter = _Counter(vault)
    return replace(report, findings=tuple(counter.finding(found) for found in report.findings))


class _Counter:
    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.source = lru_cache(16)(self._source)
        self.wide = lru_cache(256)(self._wide)

    def finding(self, found: Finding) -> Finding:
        return replace(
            found,
            column=self.column(found.path, found.line, found.column),
            end_column=self.column(found.path, found.end_line, found.end_column),
            related=tuple(self._place(place) for place in found.related),
            fix=found.fix and self._remedied(found.fix),
        )

    def column(self, path: str, line: int, column: int) -> int:
        """Give the column that another one is."""
        return column + bisect_left(self.wide(path, line), column - 1)

    def _place(self, place: Place) -> Place:
        return replace(place, column=self.column(place.path, place.line, place.column))

    def _remedied(self, fix: Remedied) -> Remedied:
        return replace(fix, edits=tuple(self._edit(edit) for edit in fix.edits))

    def _edit(self, edit: Replacement) -> Replacement:
        return replace(
            edit,
            column=self.column(edit.path, edit.line, edit.column),
            end_column=self.column(edit.path, edit.end_line, edit.end_column),
        )

    def _wide(self, path: str, line: int) -> list[int]:
        """Give the places in a line, from 0, of the characters that take two code units."""
        text = self.source(path).line(line)
        if text.isascii():
            return []
        return [at for at, character in enumerate(text) if character > "\uffff"]

    def _source(self, path: str) -> Source:
        try:
            return self.vault.source(path)
        except TreeError:
            return _EMPTY
