"""Wikilinks that a table takes apart: the bare pipe in them ends the cell (section 8)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vaultkit.markdown.blank import blank
from vaultkit.markdown.facts import Facts, Mark
from vaultkit.markdown.frontmatter import find_front_matter
from vaultkit.markdown.pulldown import MarkdownStructure, outline
from vaultkit.markdown.spans import SpanSet
from vaultkit.markdown.wikilink import WIKILINK_BYTES, start_of_wikilink

_LINE = re.compile(rb"[^\r\n]+")
_BARE_PIPE = re.compile(rb"(?<!\\)(?:\\\\)*\|")
_CODE = re.compile(rb"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")

_LONGEST_ROW = 20_000


@dataclass(slots=True)
class PartedRow:
    """A line of a table below its header, the header, and the links in it that are taken apart."""

    start: int
    end: int
    header: bytes
    links: list[Mark] = field(default_factory=list)

    def pipes(self, data: bytes) -> Iterator[int]:
        """Yield where a backslash is missing before a pipe."""
        for link in self.links:
            for pipe in _BARE_PIPE.finditer(data, link.start, link.end):
                yield pipe.end() - 1


def parted_rows(data: bytes, links: Sequence[Mark]) -> list[PartedRow]:
    """Return the rows below a header that hold parted links.

    Args:
        data: the note.
        links: its parted links, in order.
    """
    block = find_front_matter(data) if data.startswith(b"---") else None
    body = blank(data, block[2] if block else 0).data
    waiting = list(reversed(links))
    rows: list[PartedRow] = []
    for opened, closed in sorted(outline(body.decode()).all_tables):
        header = None
        for line in _LINE.finditer(data, opened, closed):
            row = PartedRow(*line.span(), header or b"")
            while waiting and waiting[-1].start < line.end():
                row.links.append(waiting.pop())
            if header is None:
                header = line.group()
            elif row.links:
                rows.append(row)
    return rows


def add_parted_links(found: MarkdownStructure, hidden: SpanSet, body: bytes, facts: Facts) -> None:
    """Add the wikilinks that are in two cells.

    A line below a table that has no other pipe is none of its rows to everybody.
    """
    for opened, closed in found.all_tables:
        if body.find(b"[[", opened, closed) < 0:
            continue
        for line in _LINE.finditer(body, opened, closed):
            row = line.group()
            if b"[[" not in row or len(row) > _LONGEST_ROW:
                continue
            if _BARE_PIPE.search(WIKILINK_BYTES.sub(b"", row)):
                _add_from(line, hidden, facts)


def _add_from(line: re.Match[bytes], hidden: SpanSet, facts: Facts) -> None:
    code = SpanSet(span.span() for span in _CODE.finditer(line.group()))
    for link in WIKILINK_BYTES.finditer(line.group()):
        first, last = start_of_wikilink(link), link.end()
        start = line.start() + first
        if first in code or start in hidden or not _BARE_PIPE.search(link.group()):
            continue
        written = line.group()[first:last].decode("utf-8", "replace")
        facts.parted_links.append(Mark(written, start, line.start() + last))
