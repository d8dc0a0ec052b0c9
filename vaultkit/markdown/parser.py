"""Bytes to facts: the parser facade. Pure, linear, and never raises, whatever the bytes."""

import re
from bisect import bisect_left, bisect_right

from vaultkit.markdown.blank import Blanked, blank, spaces
from vaultkit.markdown.facts import (
    Content,
    Facts,
    Heading,
    Link,
    LinkKind,
    Mark,
    Place,
)
from vaultkit.markdown.frontmatter import find_front_matter, property_links, read_front_matter
from vaultkit.markdown.pulldown import Outline, RawHeading, RawLink, outline
from vaultkit.markdown.suppression import read_suppressions
from vaultkit.markdown.wikilink import split_wikilink
from vaultkit.source import Source, Span

_CLOSING_MARKS = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_TAG = re.compile(
    "#(?=[^0-9]|[0-9]+[^0-9])"
    "([^\\s\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\\[\\]\\\\]+)"
)
_TAG_BYTES = re.compile(rb"#(?<![^\s*_~=>|`)\]x]#)[^\s#'!\"$%&()*+,.:;<=>?@^`{|}~\[\]\\]+")
_BLOCK_ID = re.compile(rb"\^(?<![A-Za-z0-9\\^\[]\^)([A-Za-z0-9-]+)(?=[ \t]*(?:\r|\n|\||\Z))")
_FOOTNOTE = re.compile(rb"\[\^(?<!\\\[\^)([A-Za-z0-9_-]{1,64})\](?!\()")
_CHARACTER_CLASS = re.compile(rb"(?:[a-zA-Z0-9]-[a-zA-Z0-9])+\Z")
_PIPE_FIRST = re.compile(rb"!?\[\[(?<!\\\[\[)\|[^\[\]\r\n]+\]\]")
_UNENCODED = re.compile(
    rb"\]\((?![<\s#])(?P<destination>[^()<>\r\n]*(?:\([^()<>\r\n]*\)[^()<>\r\n]*)*)\)"
)
_UNDEFINED = re.compile(rb"\[(?<!\\\[)[^\[\]\r\n]+\]\[([^\[\]\r\n]*)\]")
_HTML_ID = re.compile(rb"""(?i)\s(?:id|name)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""")
_CONFLICT = re.compile(rb"(?m)^(?:<{7} |={7}\r?$|>{7} )")
_TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*$""")
_MARKUP_ONLY = re.compile(rb"[-*_+=#>|~:.\\x]+\Z")
_MOST_WORDS_READ = 6000
_COUNTED_EXACTLY = 2000
_MARKUP_AT_MOST = 30


def parse(source: Source) -> Facts:
    """Give all that one note says.

    Args:
        source: the note's bytes; offsets in the facts refer to its ``data``.
    """
    data = source.data
    facts = Facts(size=len(data))
    if not _is_text(source, facts):
        return facts
    start = _front_matter(data, facts)
    blanked = blank(data, start)
    body = blanked.data
    found = outline(body.decode(), blocks=b"^" in body or b"vaultkit:" in body)
    _add_links(found.links, data, facts, Place.BODY)
    hidden = _Hidden(found, facts.links)
    _add_comments(blanked, facts)
    _add_headings(found, blanked, data, start, facts)
    _add_marks(found, hidden, body, facts)
    if b"vaultkit:" in data:
        read_suppressions(data, found, facts)
    _add_conflicts(found, data, facts)
    facts.links.sort(key=lambda link: link.start)
    facts.tags.sort(key=lambda tag: tag.start)
    return facts


def parse_fragment(text: str) -> Facts:
    """Give what a piece of Markdown outside a note says (a canvas card): it has no front matter."""
    data = text.encode("utf-8", "replace")
    facts = Facts(size=len(data))
    blanked = blank(data, 0)
    found = outline(blanked.data.decode(), blocks=True)
    _add_links(found.links, data, facts, Place.BODY)
    hidden = _Hidden(found, facts.links)
    _add_comments(blanked, facts)
    _add_marks(found, hidden, blanked.data, facts)
    return facts


def _is_text(source: Source, facts: Facts) -> bool:
    data = source.data
    if data[:2] in (b"??", b"\xff\xfe") and source.invalid_at == 0 and b"\0" in data[:200]:
        facts.unreadable = "is UTF-16; Obsidian reads UTF-8 only"
    elif b"\0" in data[:8000]:
        facts.unreadable, facts.unreadable_at = "is binary, not text", data.index(b"\0")
    elif source.invalid_at is not None:
        facts.unreadable = "holds bytes that are not UTF-8"
        facts.unreadable_at = source.invalid_at
        return True
    return facts.unreadable is None


def _front_matter(data: bytes, facts: Facts) -> int:
    block = find_front_matter(data) if data.startswith(b"---") else None
    if block is None:
        return 0
    start, end, after = block
    facts.front_matter = read_front_matter(data, start, end, after)
    facts.links = property_links(facts.front_matter, data)
    return after


class _Hidden:
    """The stretches in which no tag, block id or footnote can stand: code, HTML and links."""

    def __init__(self, found: Outline, links: list[Link]) -> None:
        spans = [(span.start, span.end) for span in (*found.code, *found.html, *found.web)]
        spans += [(link.start, link.end) for link in links if link.place is not Place.PROPERTY]
        spans.sort()
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in spans:
            if self.ends and start < self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.ends[at]


def _add_links(raw: list[RawLink], data: bytes, facts: Facts, place: Place) -> None:
    for link in raw:
        made = _link(link, data, place)
        if made is not None:
            facts.links.append(made)


def _link(raw: RawLink, data: bytes, place: Place) -> Link | None:
    start, end = raw.start, raw.end
    written = data[start:end]
    embed = raw.image
    if raw.kind is LinkKind.MARKDOWN and embed and written.startswith(b"![["):
        stop = written.find(b"]]")
        if stop > 0:
            return _wikilink(written[3:stop], start, start + stop + 2, place, embed=True)
    if raw.kind is LinkKind.WIKILINK:
        return _wikilink(written[3 if embed else 2 : -2], start, end, place, embed=embed)
    opening = 2 if embed else 1
    closing = written.rfind(b"](")
    if raw.kind is LinkKind.REFERENCE or closing < 0:
        closing = written.find(b"]", opening)
    text = written[opening : max(closing, opening)].decode("utf-8", "replace")
    if not raw.destination:
        return None
    return Link(raw.kind, embed, raw.destination, text, start, end, place)


def _wikilink(inner: bytes, start: int, end: int, place: Place, *, embed: bool) -> Link | None:
    nested = inner.rfind(b"[[")
    if nested >= 0:
        inner, start, embed = inner[nested + 2 :], end - 2 - len(inner) + nested, False
    if not inner or b"\n" in inner or b"\r" in inner:
        return None
    target, text = split_wikilink(inner.decode("utf-8", "replace"))
    return Link(LinkKind.WIKILINK, embed, target, text, start, end, place)


def _add_comments(blanked: Blanked, facts: Facts) -> None:
    """Read links and tags inside ``%%``: they count in Obsidian, headings there do not."""
    if not blanked.comments:
        return
    original = blanked.original
    data = bytearray(spaces(original))
    for span in blanked.comments:
        data[span.start + 2 : span.end - 2] = original[span.start + 2 : span.end - 2]
    if not (b"[[" in data or b"](" in data or b"#" in data):
        return
    found = outline(data.decode())
    _add_links(found.links, original, facts, Place.COMMENT)
    _add_tags(_Hidden(found, facts.links), bytes(data), facts)


def _add_headings(found: Outline, blanked: Blanked, data: bytes, start: int, facts: Facts) -> None:
    content = _Contents(found, blanked)
    bounds = [heading.start for heading in found.headings]
    ends = [*bounds, len(data)]
    facts.preamble = content.between(start, ends[0])
    for number, raw in enumerate(found.headings):
        text, end = _heading_text(raw, data)
        facts.headings.append(
            Heading(
                raw.level,
                text,
                _rendered(raw, text, data, blanked),
                raw.start,
                end,
                raw.root,
                content.between(raw.end, ends[number + 1]),
            )
        )


def _heading_text(raw: RawHeading, data: bytes) -> tuple[str, int]:
    """Give a heading's inline source, and where the heading ends less its line end."""
    written = data[raw.start : raw.end].rstrip(b"\r\n \t")
    text = written.decode("utf-8", "replace")
    if text.startswith("#"):
        return _CLOSING_MARKS.sub("", text.lstrip("#").strip(" \t")).strip(), raw.start + len(
            written
        )
    lines = text.splitlines()
    return "\n".join(line.strip() for line in lines[:-1]).strip(), raw.start + len(written)


def _rendered(raw: RawHeading, text: str, data: bytes, blanked: Blanked) -> str | None:
    pieces = raw.pieces
    if blanked.maths or blanked.comments:
        seen = [data[start:end].decode("utf-8", "replace") for _, start, end in pieces]
        rendered = re.sub(r"%%.*?%%", "", "".join(seen))
    else:
        rendered = "".join(piece for piece, _, _ in pieces)
    return None if rendered == text else rendered


class _Contents:
    """Measures how much stands between two offsets."""

    def __init__(self, found: Outline, blanked: Blanked) -> None:
        self.data = blanked.data
        if blanked.comments:
            shown = bytearray(self.data)
            for span in blanked.comments:
                shown[span.start : span.end] = spaces(self.data[span.start : span.end])
            self.data = bytes(shown)
        self.comments = [
            (span.start, span.end)
            for span in found.html
            if self.data[span.start : span.start + 4] == b"<!--"
        ]
        comments = {start for start, _ in self.comments}
        self.rich = sorted(
            [
                *found.rich,
                *(span.start for span in blanked.maths),
                *(span.start for span in found.html if span.start not in comments),
            ]
        )

    def between(self, start: int, end: int) -> Content:
        body = self.data[start : min(end, start + _MOST_WORDS_READ)]
        if not body or body.isspace():
            return Content()
        at = bisect_left(self.comments, (start, 0))
        if at < len(self.comments) and self.comments[at][0] < end:
            body = self._without_comments(start, end, at)
        first_rich = bisect_left(self.rich, start)
        rich = first_rich < len(self.rich) and self.rich[first_rich] < end
        return Content(_words(body), rich)

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
    """Count words; in a long text by its spaces, which is near enough to say that it is long."""
    if len(body) > _COUNTED_EXACTLY:
        return body.count(b" ") + body.count(b"\n") + 1
    words = body.split()
    if len(words) > _MARKUP_AT_MOST:
        return len(words)
    return sum(not _MARKUP_ONLY.match(word) for word in words)


def _add_marks(found: Outline, hidden: _Hidden, body: bytes, facts: Facts) -> None:
    if b"#" in body:
        _add_tags(hidden, body, facts)
    if b"^" in body:
        _add_block_ids(found, hidden, body, facts)
    if b"[^" in body:
        _add_footnotes(found, hidden, body, facts)
    if b"[[|" in body:
        for pipe in _PIPE_FIRST.finditer(body):
            if pipe.start() not in hidden:
                start, embed = pipe.start(), pipe.group().startswith(b"!")
                inner = pipe.group()[3 if embed else 2 : -2]
                made = _wikilink(inner, start, pipe.end(), Place.BODY, embed=embed)
                if made is not None:
                    facts.links.append(made)
    if b"](" in body:
        _add_unencoded(hidden, body, facts)
    if b"][" in body:
        for reference in _UNDEFINED.finditer(body):
            if reference.start() not in hidden:
                facts.undefined_references.append(
                    Mark(reference.group().decode(), reference.start(), reference.end())
                )
    for span in found.html:
        for identified in _HTML_ID.finditer(body, span.start, span.end):
            name = next(group for group in identified.groups() if group)
            facts.html_ids.append(
                Mark(name.decode("utf-8", "replace"), identified.start(), identified.end())
            )


def _add_tags(hidden: _Hidden, body: bytes, facts: Facts) -> None:
    for candidate in _TAG_BYTES.finditer(body):
        if candidate.start() in hidden:
            continue
        before = body[candidate.start() - 1 : candidate.start()] if candidate.start() else b""
        if before in (b"`", b")", b"]", b"x") and candidate.start() - 1 not in hidden:
            continue
        found = _TAG.match(candidate.group().decode("utf-8", "replace"))
        if found:
            end = candidate.start() + len(found[0].encode())
            facts.tags.append(Mark(found[1].rstrip("/"), candidate.start(), end))


def _add_block_ids(found: Outline, hidden: _Hidden, body: bytes, facts: Facts) -> None:
    edges: list[int] | None = None
    for candidate in _BLOCK_ID.finditer(body):
        if candidate.start() in hidden:
            continue
        if edges is None:
            edges = sorted(found.edges)
        at = bisect_left(edges, candidate.end())
        edge = edges[at] if at < len(edges) else len(body)
        if not body[candidate.end() : min(edge, candidate.end() + 400)].strip(b" \t\r\n>"):
            facts.block_ids.append(Mark(candidate[1].decode(), candidate.start(), candidate.end()))


def _add_footnotes(found: Outline, hidden: _Hidden, body: bytes, facts: Facts) -> None:
    for label, start, _ in found.footnotes:
        facts.footnotes.append(Mark(label, start, body.index(b"]", start) + 1))
    known = {start for _, start, _ in found.footnote_references}
    for label, start, end in found.footnote_references:
        facts.footnote_references.append(Mark(label, start, end))
    defined = {start for _, start, _ in found.footnotes}
    for candidate in _FOOTNOTE.finditer(body):
        start = candidate.start()
        if start in known or start in defined or start in hidden:
            continue
        if not _CHARACTER_CLASS.match(candidate[1]):
            facts.footnote_references.append(Mark(candidate[1].decode(), start, candidate.end()))
    facts.footnote_references.sort(key=lambda mark: mark.start)


def _add_unencoded(hidden: _Hidden, body: bytes, facts: Facts) -> None:
    for candidate in _UNENCODED.finditer(body):
        if candidate.start() in hidden:
            continue
        written = candidate["destination"].decode("utf-8", "replace")
        destination = _TITLE.sub("", written).strip()
        opening = body.rfind(b"[", max(0, candidate.start() - 400), candidate.start())
        if " " not in destination or opening < 0 or ":" in destination:
            continue
        embed = body[opening - 1 : opening] == b"!" and opening > 0
        start = opening - 1 if embed else opening
        if b"\n" not in body[start : candidate.start()] and body[start - 1 : start] != b"\\":
            facts.unencoded_links.append(Mark(destination, start, candidate.end()))


def _add_conflicts(found: Outline, data: bytes, facts: Facts) -> None:
    """Notice the marks a merge leaves; all three in order, and not shown as code."""
    if b"<<<<<<< " not in data or b">>>>>>> " not in data:
        return
    opened = middle = None
    for mark in _CONFLICT.finditer(data):
        if any(span.start <= mark.start() < span.end for span in found.code):
            continue
        if mark.group().startswith(b"<"):
            opened, middle = mark, None
        elif mark.group().startswith(b"=") and opened:
            middle = mark
        elif mark.group().startswith(b">") and opened and middle:
            line = data.find(b"\n", opened.start())
            facts.conflicts.append(Span(opened.start(), line if line > 0 else opened.end()))
            opened = middle = None
