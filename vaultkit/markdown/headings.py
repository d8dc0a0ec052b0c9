"""Headings as facts: their source text, what a reader sees of it, and what is below them."""

import re
from bisect import bisect_left

from vaultkit.markdown.blank import Blanked, spaces
from vaultkit.markdown.facts import Content, Facts, Heading, shared_content
from vaultkit.markdown.pulldown import MarkdownStructure, RawHeading

_UNDERLINED = re.compile(rb"\n([^|\n]+)\n[ ]{0,3}(=+|-+)[ \t]*\r?(?:\n|\Z)")
_MARKUP = re.compile(r"[`*_\[\]<>&\\~$%\n]")
_LINES_MARKUP = re.compile(
    rb"""(?mx) ^[ \t]*
      (?:(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t\r\n]|\Z))[ \t]*)*
      (?:\[[ ]\](?=[ \t\r\n]|\Z)
        |(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})(?=\r?$))?"""
)
_ANCHOR = re.compile(rb"""<a[ ](?:id|name)=["'][^"'<>\r\n]*["']>""")
_SHAPE = bytes(32 if bytes((byte,)).isspace() else ord("x") for byte in range(256))
_MARKS = b">-*+_.)[]0123456789"
_MOST_WORDS_READ = 6000
_COUNTED_EXACTLY = 2000
_MARKUP_AT_MOST = 30


def add_headings(
    found: MarkdownStructure, blanked: Blanked, data: bytes, start: int, facts: Facts
) -> None:
    """Add the headings of a note, and measure what is before, between and after them."""
    if found.tables:
        found.headings += _under_tables(found, blanked.data)
        found.headings.sort(key=lambda heading: heading.start)
    between = _Contents(found, blanked).between
    bounds = [heading.start for heading in found.headings]
    bounds.append(len(data))
    facts.preamble = between(start, bounds[0])
    whole = not (blanked.maths or blanked.comments)
    for raw, following in zip(found.headings, bounds[1:], strict=True):
        text, end = _heading_text(raw, data)
        pieces = raw.pieces
        plain = whole and len(pieces) == 1 and pieces[0][0] == text
        rendered = None if plain else _rendered(pieces, text, data, whole=whole)
        content = between(raw.end, following)
        heading = Heading(raw.level, text, rendered, raw.start, end, raw.root, content)
        facts.headings.append(heading)


def _under_tables(found: MarkdownStructure, data: bytes) -> list[RawHeading]:
    """Find Setext headings right after a table, which a line without a pipe ends (section 8)."""
    headings = []
    for start, end in found.tables:
        for line in _UNDERLINED.finditer(data, start, end):
            text = line[1].decode("utf-8", "replace").strip()
            if not text:
                continue
            level = 1 if line[2].startswith(b"=") else 2
            pieces = [(text, line.start(1), line.end(1))]
            headings.append(RawHeading(level, line.start(1), line.end(), True, pieces))
    return headings


def _heading_text(raw: RawHeading, data: bytes) -> tuple[str, int]:
    """Return a heading's inline source, and where the heading ends less its line end."""
    written = data[raw.start : raw.end].rstrip(b"\r\n \t")
    return heading_text(written), raw.start + len(written)


def heading_text(written: bytes) -> str:
    """Return the inline source of a heading that is written so, less its line end."""
    text = written.decode("utf-8", "replace")
    if "\n" in text or "\r" in text:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(line.strip() for line in lines[:-1]).strip()
    text = text.lstrip("#").strip(" \t")
    if text.endswith("#"):
        unmarked = text.rstrip("#")
        if not unmarked or unmarked[-1] in " \t":
            return unmarked.strip()
    return text.strip()


def _rendered(
    pieces: list[tuple[str, int, int]], text: str, data: bytes, *, whole: bool
) -> str | None:
    if not _MARKUP.search(text):
        return None
    if whole:
        rendered = "".join([piece for piece, _, _ in pieces])
    else:
        seen = [data[start:end].decode("utf-8", "replace") for _, start, end in pieces]
        rendered = re.sub(r"%%.*?%%", "", "".join(seen))
    return None if rendered == text else rendered


class _Contents:
    """Measures how much is between two offsets."""

    def __init__(self, found: MarkdownStructure, blanked: Blanked) -> None:
        self.data = blanked.data
        if blanked.comments:
            shown = bytearray(self.data)
            for span in blanked.comments:
                shown[span.start : span.end] = spaces(self.data[span.start : span.end])
            self.data = bytes(shown)
        self.comments = [
            (opened, closed)
            for opened, closed in found.html
            if self.data[opened : opened + 4] == b"<!--" or self._is_anchor(opened, closed)
        ]
        comments = {start for start, _ in self.comments}
        self.rich = sorted(
            [
                *found.rich,
                *(span.start for span in blanked.maths),
                *(opened for opened, _ in found.html if opened not in comments),
            ]
        )

    def _is_anchor(self, opened: int, closed: int) -> bool:
        """Return whether a tag is part of an empty ``<a id="...">``: a place, and no content."""
        if self.data[opened:closed] == b"</a>":
            opened = self.data.rfind(b"<", 0, opened)
            return opened >= 0 and _ANCHOR.fullmatch(self.data, opened, closed - 4) is not None
        return _ANCHOR.fullmatch(self.data, opened, closed) is not None and self.data.startswith(
            b"</a>", closed
        )

    def between(self, start: int, end: int) -> Content:
        body = self.data[start : min(end, start + _MOST_WORDS_READ)]
        if self.comments:
            at = bisect_left(self.comments, (start, 0))
            if at < len(self.comments) and self.comments[at][0] < end:
                body = self._without_comments(start, end, at)
        rich = False
        if self.rich:
            first_rich = bisect_left(self.rich, start)
            rich = first_rich < len(self.rich) and self.rich[first_rich] < end
        return shared_content(_words(body), rich)

    def _without_comments(self, start: int, end: int, at: int) -> bytes:
        pieces = []
        while at < len(self.comments) and self.comments[at][0] < end:
            opened, closed = self.comments[at]
            pieces.append(self.data[start:opened])
            close = self.data.find(b"-->", opened, closed)
            start = closed if close < 0 else close + 3
            at += 1
        return b"".join([*pieces, self.data[start : min(end, start + _MOST_WORDS_READ)]])


def _words(body: bytes) -> int:
    """Count words; in a long text by its spaces, which is near enough to say that it is long.

    The marks of quotes, list items and empty tasks, and lines drawn across, are no words; they are
    looked for only where some word is made of nothing but the signs they are made of.
    """
    if not body or body.isspace():
        return 0
    if len(body) > _COUNTED_EXACTLY:
        return body.count(b" ") + body.count(b"\n") + 1
    words = _starts(body.translate(_SHAPE))
    if words > _MARKUP_AT_MOST or words == _starts(body.translate(_SHAPE, _MARKS)):
        return words
    return len(_LINES_MARKUP.sub(b"", body).split())


def _starts(shape: bytes) -> int:
    """Count the words of a text in which ``x`` stands for every sign and a space for every gap."""
    return shape.count(b" x") + shape.startswith(b"x")
