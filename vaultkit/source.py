"""The text of one file: bytes, offsets and the positions people read."""

import codecs
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

_BOM = codecs.BOM_UTF8


def _mask(error: UnicodeError) -> tuple[str, int]:
    """Stand in for undecodable bytes with as many question marks, so that offsets stay true."""
    assert isinstance(error, UnicodeDecodeError)
    return "?" * (error.end - error.start), error.end


codecs.register_error("vaultkit.mask", _mask)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of byte offsets, ``start <= offset < end``, into a source's ``data``."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as people and editors count it: line and column from 1, columns in code points."""

    line: int
    column: int


class Source:
    """One file's bytes with the byte order mark set aside and invalid UTF-8 masked.

    ``data`` is always valid UTF-8 and of the same length as the bytes it was made from (less the
    mark), so an offset means the same in both.
    """

    def __init__(self, raw: bytes) -> None:
        """Store the bytes of a file as they are on disk."""
        self.bom = raw.startswith(_BOM)
        data = raw[len(_BOM) :] if self.bom else raw
        self.invalid_at: int | None = None
        """Offset of the first byte that is not UTF-8, or None."""
        try:
            data.decode()
        except UnicodeDecodeError as error:
            self.invalid_at = error.start
            data = data.decode("utf-8", "vaultkit.mask").encode()
        self.data = data
        self._last_asked = (0, 0, 0)
        self._last_line = (0, "")

    @cached_property
    def _line_starts(self) -> list[int]:
        lines = self.data.splitlines(keepends=True)
        if lines and not lines[-1].endswith((b"\n", b"\r")):
            lines.pop()
        return [0, *accumulate(map(len, lines))]

    @property
    def raw(self) -> bytes:
        """Return the bytes as they are on disk; those that are not UTF-8 are masked."""
        return (_BOM if self.bom else b"") + self.data

    def position(self, offset: int) -> Position:
        """Return the line and column of a byte offset; one past the end is clamped to the end."""
        offset = min(max(offset, 0), len(self.data))
        line = bisect_right(self._line_starts, offset)
        start, column = self._line_starts[line - 1], 1
        known_line, known_offset, known_column = self._last_asked
        if known_line == line and known_offset <= offset:
            start, column = known_offset, known_column
        before = self.data[start:offset]
        column += len(before) if before.isascii() else len(before.decode("utf-8", "replace"))
        self._last_asked = line, offset, column
        return Position(line, column)

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return self._line_starts[bisect_right(self._line_starts, offset) - 1]

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its line end."""
        if self._last_line[0] != number:
            starts = self._line_starts
            if not 1 <= number <= len(starts):
                return ""
            end = starts[number] if number < len(starts) else len(self.data)
            text = self.data[starts[number - 1] : end].decode().rstrip("\r\n")
            self._last_line = number, text
        return self._last_line[1]
