"""Blank what the Markdown parser must not see: comments and maths, byte for byte.

Obsidian's ``%%`` comments and its maths rules are unknown to CommonMark parsers (reference, section
8). Their bytes are replaced one for one, so every offset of the rest stays true. One left-to-right
scan, linear in the size of the text: whoever starts first (code, link, maths, comment) wins.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from vaultkit.source import Span

_TOKEN = re.compile(
    rb"""(?mx)
      ^(?P<prefix>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)
          (?: (?P<fence>`{3,}(?=[^`\n]*$)|~{3,})
            | (?P<block>%%)(?=[^%\n]*$)
            | (?P<display>\$\$) )
    | ^(?:[ ]{4,}|[ ]{0,3}\t)(?P<indented>.*)
    | \\.
    | (?P<html><!--)
    | \[\[[^\[\]\n]+\]\]
    | \]\([^()\s]*\)
    | (?P<ticks>`+)
    | (?P<comment>(?<!%)%%(?!%))
    | (?P<maths>\$\$?)
    """
)
_PARAGRAPH_END = re.compile(
    rb"\n[ \t>]*\r?(?:\n|\Z|\#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|```|~~~|\|)|\r[ \t]*\r"
)
_TICKS = re.compile(rb"`+")
_CLOSING_DOLLAR = re.compile(rb"(?<![ \t\n\\$])\$(?![\d$])")
_BLANK_LINE_BEFORE = re.compile(rb"(?:\A|\n[ \t]*\r?\n)\Z")
_NO_OPENING = re.compile(rb"[ \t\r\n]|\Z")
_NEAR = 200
_NOT_LINE_END = re.compile(rb"[^\r\n]")


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
    if b"%%" in data or b"$" in data:
        _Scanner(data, start, result).run()
    if start or result.comments or result.maths:
        result.data = _blanked(data, start, result)
    return result


def spaces(data: bytes) -> bytes:
    """Give as many spaces as there are bytes, with the line ends kept."""
    return _NOT_LINE_END.sub(b" ", data)


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
    """Give white space for what is a block of its own, a word for what stands within a line."""
    before = data[max(0, span.start - _NEAR) : span.start].rpartition(b"\n")[2]
    after = data[span.end : span.end + _NEAR].partition(b"\n")[0]
    opens_line = not before.strip(b" \t>\r")
    closes_line = not after.strip()
    if opens_line and (closes_line or b"\n" in taken):
        return spaces(taken)
    return _NOT_LINE_END.sub(b"x", taken)


class _Scanner:
    """The scan itself; its fields are what makes it linear."""

    def __init__(self, data: bytes, start: int, result: Blanked) -> None:
        self.data = data
        self.at = start
        self.result = result
        self.paragraph_end = start
        self.no_dollar_before = start
        self.no_display = False
        self.no_html_end = False
        self.runs: dict[int, list[int]] | None = None

    def run(self) -> None:
        while token := _TOKEN.search(self.data, self.at):
            handler = getattr(self, f"_{token.lastgroup}") if token.lastgroup else None
            self.at = handler(token) if handler else token.end()

    def _fence(self, token: re.Match[bytes]) -> int:
        ticks = token["fence"]
        closing = re.compile(rb"(?m)^[ \t>]*" + ticks[:1] + b"{%d,}[ \t]*\r?$" % len(ticks))
        quoted = token["prefix"].count(b">")
        line = self.data.find(b"\n", token.end())
        if line < 0:
            return len(self.data)
        if quoted:
            unquoted = re.compile(rb"(?m)^(?![ \t]*>)").search(self.data, line + 1)
            limit = unquoted.start() if unquoted else len(self.data)
            found = closing.search(self.data, line + 1, limit)
            return found.end() if found else limit
        found = closing.search(self.data, line + 1)
        return found.end() if found else len(self.data)

    def _indented(self, token: re.Match[bytes]) -> int:
        """Skip a code line; text that continues a paragraph or a list item is read as text."""
        if _BLANK_LINE_BEFORE.search(self.data, max(0, token.start() - 80), token.start()) and (
            not self._in_list(token.start())
        ):
            return token.end()
        return token.start("indented")

    def _in_list(self, at: int) -> bool:
        """Say whether the nearest less indented line above is a list item or a footnote."""
        stop = max(0, at - 4000)
        for line in reversed(self.data[stop:at].split(b"\n")):
            if line.strip() and not line.startswith((b"    ", b"\t")):
                return bool(re.match(rb"[ >]*(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]+\]:)[ \t]", line))
        return False

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
            for run in _TICKS.finditer(self.data):
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
        if at >= self.paragraph_end:
            found = _PARAGRAPH_END.search(self.data, max(0, at - 1))
            self.paragraph_end = found.start() + 1 if found else len(self.data) + 1
        return self.paragraph_end
