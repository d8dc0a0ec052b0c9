"""Wikilinks that a table takes apart: the bare pipe in them ends the cell (section 8)."""

import re

from vaultkit.markdown.facts import Facts, Mark
from vaultkit.markdown.pulldown import Outline
from vaultkit.markdown.spans import SpanSet

_LINE = re.compile(rb"[^\r\n]+")
_WIKILINK = re.compile(rb"!?\[\[(?<!\\\[\[)[^\[\]\r\n]+\]\]")
_BARE_PIPE = re.compile(rb"(?<!\\)(?:\\\\)*\|")
_CODE = re.compile(rb"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")

_LONGEST_ROW = 20_000


def add_parted_links(found: Outline, hidden: SpanSet, body: bytes, facts: Facts) -> None:
    """Add the wikilinks that stand in two cells.

    A line below a table that has no other pipe is none of its rows to everybody.
    """
    for opened, closed in found.all_tables:
        if body.find(b"[[", opened, closed) < 0:
            continue
        for line in _LINE.finditer(body, opened, closed):
            row = line.group()
            if b"[[" not in row or len(row) > _LONGEST_ROW:
                continue
            if _BARE_PIPE.search(_WIKILINK.sub(b"", row)):
                _add_from(line, hidden, facts)


def _add_from(line: re.Match[bytes], hidden: SpanSet, facts: Facts) -> None:
    code = SpanSet(span.span() for span in _CODE.finditer(line.group()))
    for link in _WIKILINK.finditer(line.group()):
        start = line.start() + link.start()
        if link.start() in code or start in hidden or not _BARE_PIPE.search(link.group()):
            continue
        end = line.start() + link.end()
        facts.parted_links.append(Mark(link.group().decode("utf-8", "replace"), start, end))
