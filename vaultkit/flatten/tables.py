"""Which places of a note are in a table, where a pipe would end a cell."""

from functools import cached_property

from vaultkit.markdown.blank import blank
from vaultkit.markdown.facts import Facts
from vaultkit.markdown.pulldown import outline
from vaultkit.markdown.spans import SpanSet


class Tables:
    """The tables of a note, found when they are asked for."""

    def __init__(self, data: bytes, facts: Facts) -> None:
        """Store the note and what it says."""
        self._data = data
        self._start = facts.front_matter.end if facts.front_matter else 0

    def __contains__(self, offset: int) -> bool:
        """Return whether an offset is in a table."""
        return b"|" in self._data and offset in self._spans

    @cached_property
    def _spans(self) -> SpanSet:
        return SpanSet(outline(blank(self._data, self._start).data.decode()).all_tables)
