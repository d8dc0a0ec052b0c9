"""Blank what the Markdown parser must not see: comments and maths, byte for byte.

Obsidian's ``%%`` comments and its maths rules are unknown to CommonMark parsers (reference, section
8). Their bytes are replaced one for one, so every offset of the rest stays true. One left-to-right
scan, linear in the size of the text: whoever starts first (code, link, maths, comment) wins.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from vaultkit.source import Span

_BLOCK = rb"""(?:(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})|(?P<block>%%)(?=[^%\n]*$)|(?P<display>\$\$))"""
_TOKEN = re.compile(
    rb"""(?mx)
      ^(?:[ ]{4,}|[ ]{0,3}\t)(?P<indented>.*)
    | ^(?P<prefix>[ >]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)"""
    + _BLOCK
    + rb"""
    | \\.
    | (?P<html><!--)
    | <[a-zA-Z/!][^<>\n]*>
    | \[\[[^\[\]\n]+\]\]
    | \]\([^()\s]*\)
    | (?P<ticks>`+)
    | (?P<comment>(?<!%)%%(?!%))
    | (?P<maths>\$\$?)
    """
)
_MATTERS = re.compile(rb"\$|%%|<!--|```|~~~")
_INDENTED_BLOCK = re.compile(rb"(?m)(?P<prefix>)" + _BLOCK)
_STARTS_A_BLOCK = (
    rb"\#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|```|~~~|\|"
    rb"|(?:=+|-+|\*{3,}|_{3,})[ \t]*\r?(?:\n|\Z)"
)
_PARAGRAPH_END = re.compile(rb"\n[ \t]*\r?(?:\n|\Z|>|" + _STARTS_A_BLOCK + rb")|\r[ \t]*\r")
_QUOTED_END = re.compile(rb"\n[ \t>]*\r?(?:\n|\Z|" + _STARTS_A_BLOCK + rb")|\r[ \t]*\r")
_HEADING = re.compile(rb"[ >]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*\#{1,6}[ \t][^\r\n]*")
_BLANK_LINE = re.compile(rb"\n[ \t>]*\r?\n")
_DELIMITERS = re.compile(
    rb"(?m)^(?![ \t>]*-+[ \t]*\r?$)[ \t>]*"  # dashes alone are a break or underline a heading
    rb"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?$"
)
_CELL_END = re.compile(rb"(?<!\\)\||\n")
_TICKS = re.compile(rb"`+")
_CLOSING_DOLLAR = re.compile(rb"(?<![ \t\n\\$])\$(?![\d$])")
_BLANK_LINE_BEFORE = re.compile(rb"(?:\A|\n[ \t]*\r?\n)\Z")
_NO_OPENING = re.compile(rb"[ \t\r\n]|\Z")
_NOT_QUOTED = re.compile(rb"(?m)^(?![ \t]*>)")
_LIST_ITEM = re.compile(rb"[ >]*(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]+\]:)[ \t]")
_NEAR = 200
_SPACES, _COMMAS = (
    bytes(byte if byte in b"\r\n" else fill for byte in range(256)) for fill in b" ,"
)


@dataclass(slots=True)
class Blanked:
    """The text for the parser, and what was taken out of it."""

    data: bytes
    original: bytes = b""
    comments: list[Span] = field(default_factory=list)
    maths: list[Span] = field(default_factory=list)


def blank(data: bytes, start: int) -> Blanked:
    """Blank ``data`` up to ``start`` (the front matter), its comments and its maths."""
    result = Blanked(data, data)
    if b"$" in data or (b"%" in data and b"%%" in data):
        _BlankScanner(data, start, result).run()
    if start or result.comments or result.maths:
        result.data = _blanked(data, start, result)
    return result


def spaces(data: bytes) -> bytes:
    """Return as many spaces as there are bytes, with the line ends kept."""
    return data.translate(_SPACES)


def _blanked(data: bytes, start: int, result: Blanked) -> bytes:
    pieces = [spaces(data[:start])]
    at = start
    for span in sorted(result.comments + result.maths):
        taken = data[span.start : span.end]
        pieces += [data[at : span.start], _stand_in(data, span, taken)]
        at = span.end
    pieces.append(data[at:])
    return b"".join(pieces)


def _stand_in(data: bytes, span: Span, taken: bytes) -> bytes:
    """Return white space for what is a block of its own, commas for what is within a line."""
    before = data[max(0, span.start - _NEAR) : span.start].rpartition(b"\n")[2]
    after = data[span.end : span.end + _NEAR].partition(b"\n")[0]
    opens_line = not before.strip(b" \t>\r")
    closes_line = not after.strip()
    if opens_line and (closes_line or b"\n" in taken):
        return spaces(taken)
    return taken.translate(_COMMAS)


class _BlankScanner:
    """The scan itself; its fields are what makes it linear."""

    def __init__(self, data: bytes, start: int, result: Blanked) -> None:
        self.data = data
        self.at = start
        self.result = result
        self.paragraph_end = start
        self.quote_end = start
        self.no_dollar_before = start
        self.no_display = False
        self.no_html_end = False
        self.margin_seen = start
        self.margin_is_list = False
        self.in_table = False
        self.cell_end = start
        self.runs: dict[int, list[int]] | None = None

    def run(self) -> None:
        matters = -1
        while True:
            if matters < self.at:
                found = _MATTERS.search(self.data, self.at)
                if found is None:
                    return
                matters = found.start()
                self._skip_paragraphs(matters)
            token = _TOKEN.search(self.data, self.at)
            if token is None:
                return
            handler = getattr(self, f"_{token.lastgroup}") if token.lastgroup else None
            self.at = handler(token) if handler else token.end()

    def _skip_paragraphs(self, limit: int) -> None:
        """Go to the last blank line before a limit: nothing that ends before it matters."""
        for blank_line in (b"\n\n", b"\n\r\n"):
            found = self.data.rfind(blank_line, self.at, limit)
            if found >= 0:
                self.at = found + len(blank_line)

    def _fence(self, token: re.Match[bytes]) -> int:
        """Skip a code fence: to its closing line, or to the end of the quote or item it is in."""
        ticks, prefix = token["fence"], token["prefix"]
        line = self.data.find(b"\n", token.end())
        if line < 0:
            return len(self.data)
        limit = len(self.data)
        if b">" in prefix:
            limit = self._end_of_quote(line + 1)
        elif prefix.strip():
            outside = re.compile(rb"(?m)^(?![ ]{%d}|\t|[ \t]*\r?$)" % len(prefix)).search(
                self.data, line + 1
            )
            limit = outside.start() if outside else limit
        room = len(prefix) + 3 + token.start("fence") - token.end("prefix")
        deepest = max(room, token.start("fence") - self.data.rfind(b"\n", 0, token.start()) + 2)
        closing = re.compile(
            rb"(?m)^[ \t>]{0,%d}" % deepest + ticks[:1] + b"{%d,}[ \t]*\r?$" % len(ticks)
        )
        found = closing.search(self.data, line + 1, limit)
        return found.end() if found else limit

    def _end_of_quote(self, at: int) -> int:
        """Return where the first line from an offset on starts that carries no quote's mark."""
        if at > self.quote_end:
            outside = _NOT_QUOTED.search(self.data, at)
            self.quote_end = outside.start() if outside else len(self.data)
        return self.quote_end

    def _indented(self, token: re.Match[bytes]) -> int:
        """Skip a code line; text that continues a paragraph or a list item is read as text."""
        start, inner = token.start(), token.start("indented")
        after_blank = _BLANK_LINE_BEFORE.search(self.data, max(0, start - 80), start)
        in_list = self._in_list(start)
        if after_blank and not in_list:
            return token.end()
        block = _INDENTED_BLOCK.match(self.data, inner)
        if block is None or block.lastgroup is None or (block["fence"] and not in_list):
            return inner
        handler = getattr(self, f"_{block.lastgroup}")
        return int(handler(block))

    def _in_list(self, at: int) -> bool:
        """Return whether the nearest less indented line above is a list item or a footnote."""
        for line in reversed(self.data[self.margin_seen : at].split(b"\n")):
            if _LIST_ITEM.match(line):
                self.margin_is_list = True
                break
            if line.strip() and not line.startswith((b" ", b"\t")):
                self.margin_is_list = False
                break
        self.margin_seen = at
        return self.margin_is_list

    def _block(self, token: re.Match[bytes]) -> int:
        start = token.start("block")
        end = self.data.find(b"%%", start + 2)
        end = len(self.data) if end < 0 else end + 2
        self.result.comments.append(Span(start, end))
        return end

    def _display(self, token: re.Match[bytes]) -> int:
        start = token.start("display")
        end = -1 if self.no_display else self.data.find(b"$$", start + 2)
        if end < 0:
            self.no_display = True
            return start + 2
        self.result.maths.append(Span(start, end + 2))
        return end + 2

    def _html(self, token: re.Match[bytes]) -> int:
        end = -1 if self.no_html_end else self.data.find(b"-->", token.end())
        if end < 0:
            self.no_html_end = True
            return token.end()
        return end + 3

    def _ticks(self, token: re.Match[bytes]) -> int:
        if self.runs is None:
            self.runs = {}
            for run in _TICKS.finditer(self.data, token.start()):
                self.runs.setdefault(run.end() - run.start(), []).append(run.start())
        length = token.end() - token.start()
        same = self.runs.get(length, [])
        following = bisect_right(same, token.start())
        if following < len(same) and same[following] < self._end_of_paragraph(token.end()):
            return same[following] + length
        return token.end()

    def _comment(self, token: re.Match[bytes]) -> int:
        end = self.data.find(b"%%", token.end(), self._end_of_paragraph(token.end()))
        if end < 0:
            return token.end()
        self.result.comments.append(Span(token.start(), end + 2))
        return end + 2

    def _maths(self, token: re.Match[bytes]) -> int:
        limit = self._end_of_paragraph(token.end())
        if len(token.group()) == 2:
            end = self.data.find(b"$$", token.end(), limit)
            end = end + 2 if end >= 0 else -1
        elif self.no_dollar_before >= limit or _NO_OPENING.match(self.data, token.end()):
            end = -1
        else:
            found = _CLOSING_DOLLAR.search(self.data, token.end() + 1, limit)
            end = found.end() if found else -1
            if not found:
                self.no_dollar_before = limit
        if end < 0:
            return token.end()
        self.result.maths.append(Span(token.start(), end))
        return end

    def _end_of_paragraph(self, at: int) -> int:
        """Return where the paragraph, heading or table cell around an offset ends."""
        if at >= self.paragraph_end:
            line = self.data.rfind(b"\n", 0, max(0, at - 1)) + 1
            text = self.data[line : line + _NEAR].lstrip(b" \t")
            heading = _HEADING.match(self.data, line)
            if heading:
                self.paragraph_end = max(heading.end(), at) + 1
            else:
                ends = _QUOTED_END if text.startswith(b">") else _PARAGRAPH_END
                found = ends.search(self.data, max(0, at - 1))
                self.paragraph_end = found.start() + 1 if found else len(self.data) + 1
            self.in_table = text.startswith(b"|") or self._is_table(line)
        if not self.in_table:
            return self.paragraph_end
        if self.cell_end < at:
            end = _CELL_END.search(self.data, at, self.paragraph_end)
            self.cell_end = end.start() if end else self.paragraph_end
        return min(self.cell_end, self.paragraph_end)

    def _is_table(self, line: int) -> bool:
        """Return whether the paragraph around a line has a row of table delimiters in it."""
        above = self.data[max(0, line - 2000) : line].rpartition(b"\n\n")[2]
        if b"|" not in above and b"|" not in self.data[line : line + _NEAR]:
            return False
        below = _BLANK_LINE.split(self.data[line : line + 2 * _NEAR], maxsplit=1)[0]
        return bool(_DELIMITERS.search(above + below))
