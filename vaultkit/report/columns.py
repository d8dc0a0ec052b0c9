"""Places as other tools count them."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from vaultkit.errors import TreeError
from vaultkit.report.record import Finding, RelatedPlace, Remedied, Replacement, Report
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source

_EMPTY = Source(b"")


def in_utf16(report: Report, source: Callable[[str], Source]) -> Report:
    """Return the report with columns in UTF-16 code units, and the edits of fixes by such places.

    Args:
        report: of a check of a vault.
        source: gives the text of one of its files.
    """
    counter = _Counter(source)
    return replace(report, findings=tuple(counter.finding(found) for found in report.findings))


class _Counter:
    def __init__(self, source: Callable[[str], Source]) -> None:
        self.read = source
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
        """Return the column that another one is."""
        return column + bisect_left(self.wide(path, line), column - 1)

    def _place(self, place: RelatedPlace) -> RelatedPlace:
        return replace(place, column=self.column(place.path, place.line, place.column))

    def _remedied(self, fix: Remedied) -> Remedied:
        edits = sorted(fix.edits, key=lambda edit: (edit.path, edit.start))
        if any(self.source(edit.path) is _EMPTY for edit in edits):
            return fix
        return replace(fix, replacements=tuple(self._replacement(edit) for edit in edits))

    def _replacement(self, edit: Edit) -> Replacement:
        source = self.source(edit.path)
        start, end = source.position(edit.start), source.position(edit.end)
        return Replacement(
            edit.path,
            start.line,
            self.column(edit.path, start.line, start.column),
            end.line,
            self.column(edit.path, end.line, end.column),
            edit.new.decode(),
        )

    def _wide(self, path: str, line: int) -> list[int]:
        """Return the places in a line, from 0, of the characters that take two code units."""
        text = self.source(path).line(line)
        if text.isascii():
            return []
        return [at for at, character in enumerate(text) if character > "\uffff"]

    def _source(self, path: str) -> Source:
        try:
            return self.read(path)
        except TreeError:
            return _EMPTY
