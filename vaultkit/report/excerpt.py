"""The part of a line that an excerpt shows, by its width on a terminal."""

import re
import unicodedata
from functools import cache

from vaultkit.text import printable

_SURELY = 2
"""So many times the cells of a line hold more characters than fit; few take no cell."""

_PLAIN = re.compile("[\\0-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e]*", re.DOTALL)
"""Characters of one cell each: most of what is written in Latin, Greek and Cyrillic letters."""


def window(line: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """Cut a long line around the marked part; give the text, the mark's start and its length."""
    line = printable(line.replace("\t", " "))
    end = min(max(end, start + 1), len(line))
    if len(line) <= _SURELY * room and columns(line) <= room:
        lead = len(line) - len(line.lstrip())
        lead = min(lead, start)
        return line[lead:].rstrip(), start - lead, end - start
    left = max(0, start - room // 3)
    text = line[left : left + _SURELY * room]
    while (cells := columns(text)) > room - 6:
        text = text[: max(1, len(text) * (room - 6) // cells)]
    cut_right = left + len(text) < len(line)
    head = "..." if left else ""
    length = min(end - start, left + len(text) - start)
    return head + text + ("..." if cut_right else ""), start - left + len(head), max(1, length)


def columns(text: str) -> int:
    """Return the number of terminal cells a text takes."""
    return len(text) if _PLAIN.fullmatch(text) else sum(map(_cells_of, text))


@cache
def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200b\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
