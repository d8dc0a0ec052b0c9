"""Bytes to facts: the parser facade. Pure, linear, and never raises, whatever the bytes."""

import re
from bisect import bisect_left

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
from vaultkit.markdown.spans import SpanSet
from vaultkit.markdown.suppression import read_suppressions
from vaultkit.markdown.wikilink import split_wikilink
from vaultkit.source import Source, Span

_TAG = re.compile(
    "#(?=[^0-9]|[0-9]+[^0-9])"
    "([^\\s\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\\[\\]\\\\]+)"
)
_TAG_BYTES = re.compile(
    rb"#(?<![^\s*_~=>|`)\]\[\x80-\xff]#)[^\s#'!\"$%&()*+,.:;<=>?@^`{|}~\[\]\\]+"
)
_BLOCK_ID = re.compile(
    rb"\^(?<![A-Za-z0-9\\^\[.,;:!?]\^)([A-Za-z0-9-]+)(?=[ \t]*(?:#+[ \t]*)?(?:\r|\n|\||\Z))"
)
_FOOTNOTE = re.compile(rb"\[\^(?<!\\\[\^)([A-Za-z0-9_-]{1,64})\](?!\()")
_CHARACTER_CLASS = re.compile(rb"(?:[a-zA-Z0-9]-[a-zA-Z0-9])+\Z")
_PIPE_FIRST = re.compile(rb"!?\[\[(?<!\\\[\[)\|[^\[\]\r\n]*\]\]")
_LINK_IN_TEXT = re.compile(
    rb"!?\[\[(?<!\\\[\[)[^\[\]|\r\n]+\|[^\[\]\r\n]*\[[^\[\]\r\n]*\]\([^()\r\n]*\)[^\[\]\r\n]*\]\]"
)
_UNDERLINED = re.compile(rb"\n([^|\n]+)\n[ ]{0,3}(=+|-+)[ \t]*\r?(?:\n|\Z)")
_UNENCODED = re.compile(
    rb"\]\((?![<\s#])(?P<destination>[^()<>\r\n]*(?:\([^()<>\r\n]*\)[^()<>\r\n]*)*)\)"
)
_UNDEFINED = re.compile(rb"\[(?<!\\\[)[^\[\]\r\n]+\]\[([^\[\]\r\n]*)\]")
_HTML_ID = re.compile(rb"""(?i)\s(?:id|name)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""")
_CONFLICT = re.compile(rb"(?m)^(?:<{7} |={7}\r?$|>{7} )")
_MARKUP = re.compile(r"[`*_\[\]<>&\\~$%\n]")
_MARKUP_ONLY = re.compile(rb"[-*_+=#>|~:.,\\]+\Z")
_MOST_WORDS_READ = 6000
_LONGEST_LINK = 20_000
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
    found = outline(body.decode(), blocks=_wants_blocks(data, body))
    _add_links(found.links, blanked, facts, Place.BODY)
    hidden = _hidden(found, facts.links)
    _add_comments(blanked, facts)
    _add_headings(found, blanked, data, start, facts)
    _add_marks(found, hidden, blanked, start, facts)
    if b"vaultkit" in data:
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
    _add_links(found.links, blanked, facts, Place.BODY)
    hidden = _hidden(found, facts.links)
    _add_comments(blanked, facts)
    _add_marks(found, hidden, blanked, 0, facts)
    return facts


def _wants_blocks(data: bytes, body: bytes) -> bool:
    """Say whether block ids or suppressions make it matter where blocks start and end."""
    return b"vaultkit" in data or (b"^" in body and _BLOCK_ID.search(body) is not None)


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


def _hidden(found: Outline, links: list[Link]) -> SpanSet:
    """Give where no tag, block id or footnote can stand: code, HTML, links but for their text."""
    spans = [(span.start, span.end) for span in (*found.code, *found.html, *found.web)]
    for link in links:
        if link.kind is LinkKind.MARKDOWN and not link.embed and link.text is not None:
            spans.append((link.start + 1 + len(link.text.encode()), link.end))
        elif link.place is not Place.PROPERTY:
            spans.append((link.start, link.end))
    return SpanSet(spans)


def _add_links(raw: list[RawLink], text: Blanked, facts: Facts, place: Place) -> None:
    whole = not (text.maths or text.comments)
    for link in raw:
        if not whole and link.kind is LinkKind.MARKDOWN:
            link.destination = _destination(link, text)
        made = _link(link, text.original, place)
        if made is not None:
            facts.links.append(made)


def _destination(link: RawLink, text: Blanked) -> str:
    """Give a link's destination from the note itself where the parser saw some of it blanked."""
    written = text.original[link.start : link.end]
    if written == text.data[link.start : link.end]:
        return link.destination
    found = outline(written.decode("utf-8", "replace")).links
    return found[0].destination if found else link.destination


def _link(raw: RawLink, data: bytes, place: Place) -> Link | None:
    start, end = raw.start, raw.end
    if end - start > _LONGEST_LINK:
        return None
    written = data[start:end]
    embed = raw.image
    if raw.kind is LinkKind.MARKDOWN and embed and written.startswith(b"![["):
        stop = written.find(b"]]")
        if stop > 0:
            return _wikilink(written[3:stop], start, start + stop + 2, place, embed=True)
    if raw.kind is LinkKind.WIKILINK:
        return _wikilink(written[3 if embed else 2 : -2], start, end, place, embed=embed)
    if not raw.destination:
        return None
    opening = 2 if embed else 1
    closing = written.rfind(b"](")
    if raw.kind is LinkKind.REFERENCE or closing < 0:
        closing = written.find(b"]", opening)
    text = written[opening : max(closing, opening)].decode("utf-8", "replace")
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
    for span in blanked.comments:
        inside = blanked.original[span.start + 2 : span.end].removesuffix(b"%%")
        if not (b"[[" in inside or b"](" in inside or b"#" in inside):
            continue
        found = outline(inside.decode("utf-8", "replace"))
        within = Facts()
        _add_links(found.links, Blanked(inside, inside), within, Place.COMMENT)
        _add_tags(_hidden(found, within.links), inside, within)
        moved: list[Link | Mark] = [*within.links, *within.tags]
        for item in moved:
            item.start += span.start + 2
            item.end += span.start + 2
        facts.links += within.links
        facts.tags += within.tags


def _add_headings(found: Outline, blanked: Blanked, data: bytes, start: int, facts: Facts) -> None:
    if found.tables:
        found.headings += _under_tables(found, blanked.data)
        found.headings.sort(key=lambda heading: heading.start)
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


def _under_tables(found: Outline, data: bytes) -> list[RawHeading]:
    """Find Setext headings right after a table, which a line without a pipe ends (section 8)."""
    headings = []
    for table in found.tables:
        for line in _UNDERLINED.finditer(data, table.start, table.end):
            text = line[1].decode("utf-8", "replace").strip()
            if not text:
                continue
            level = 1 if line[2].startswith(b"=") else 2
            pieces = [(text, line.start(1), line.end(1))]
            headings.append(RawHeading(level, line.start(1), line.end(), True, pieces))
    return headings


def _heading_text(raw: RawHeading, data: bytes) -> tuple[str, int]:
    """Give a heading's inline source, and where the heading ends less its line end."""
    written = data[raw.start : raw.end].rstrip(b"\r\n \t")
    end = raw.start + len(written)
    lines = written.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > 1:
        return "\n".join(line.strip() for line in lines[:-1]).strip(), end
    text = lines[0].lstrip("#").strip(" \t")
    unmarked = text.rstrip("#")
    closed = not unmarked or unmarked[-1] in " \t"
    return (unmarked if closed else text).strip(), end


def _rendered(raw: RawHeading, text: str, data: bytes, blanked: Blanked) -> str | None:
    if not _MARKUP.search(text):
        return None
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


def _add_wikilink(written: re.Match[bytes], facts: Facts) -> None:
    embed = written.group().startswith(b"!")
    inner = written.group()[3 if embed else 2 : -2]
    made = _wikilink(inner, written.start(), written.end(), Place.BODY, embed=embed)
    if made is not None:
        facts.links.append(made)


def _add_links_around_links(hidden: SpanSet, body: bytes, facts: Facts) -> None:
    """Read ``[[Note|[text](url)]]`` as the wikilink it is in Obsidian, not as the link inside."""
    found = [outer for outer in _LINK_IN_TEXT.finditer(body) if outer.start() not in hidden]
    if found:
        outside = SpanSet(outer.span() for outer in found)
        facts.links = [link for link in facts.links if link.start not in outside]
        for outer in found:
            _add_wikilink(outer, facts)


def _words(body: bytes) -> int:
    """Count words; in a long text by its spaces, which is near enough to say that it is long."""
    if len(body) > _COUNTED_EXACTLY:
        return body.count(b" ") + body.count(b"\n") + 1
    words = body.split()
    if len(words) > _MARKUP_AT_MOST:
        return len(words)
    return sum(not _MARKUP_ONLY.match(word) for word in words)


def _add_marks(found: Outline, hidden: SpanSet, blanked: Blanked, start: int, facts: Facts) -> None:
    body = blanked.data
    if b"#" in body:
        _add_tags(hidden, body, facts)
    if b"^" in body:
        _add_block_ids(found, hidden, blanked, start, facts)
    if b"[^" in body:
        _add_footnotes(found, hidden, body, facts)
    if b"[[|" in body:
        for pipe in _PIPE_FIRST.finditer(body):
            if pipe.start() not in hidden:
                _add_wikilink(pipe, facts)
    if b"](" in body:
        _add_unencoded(hidden, body, facts)
        if b"[[" in body:
            _add_links_around_links(hidden, body, facts)
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


def _add_tags(hidden: SpanSet, body: bytes, facts: Facts) -> None:
    texts = {link.start + 1 for link in facts.links if link.kind is LinkKind.MARKDOWN}
    for candidate in _TAG_BYTES.finditer(body):
        start = candidate.start()
        if start in hidden or not _begins_a_run(body, start, hidden, texts):
            continue
        found = _TAG.match(candidate.group().decode("utf-8", "replace"))
        if found:
            end = start + len(found[0].encode())
            facts.tags.append(Mark(found[1].rstrip("/"), start, end))


def _begins_a_run(body: bytes, start: int, hidden: SpanSet, texts: set[int]) -> bool:
    """Say whether a tag can begin here, after what the pattern has let pass (section 6)."""
    before = body[start - 1 : start] if start else b""
    if before == b"[":
        return start in texts
    if before in (b"`", b")", b"]"):
        return start - 1 in hidden
    return before < b"\x80" or _ends_in_space(body, start)


def _ends_in_space(body: bytes, end: int) -> bool:
    """Say whether the character before an offset is white space, ASCII or not."""
    return body[max(0, end - 4) : end].decode("utf-8", "ignore")[-1:].isspace()


def _add_block_ids(
    found: Outline, hidden: SpanSet, blanked: Blanked, start: int, facts: Facts
) -> None:
    body = blanked.data
    edges = sorted(found.edges)
    maths = {span.end for span in blanked.maths}
    first = len(body) - len(body[start:].lstrip(b" \t\r\n>"))
    for candidate in _BLOCK_ID.finditer(body):
        at = candidate.start()
        if at in hidden or at == first:
            continue
        before = body[at - 1 : at]
        node_before = before in b" \t\r\n*_~=|>" or at - 1 in hidden or at in maths
        if not node_before and not (before >= b"\x80" and _ends_in_space(body, at)):
            continue
        place = bisect_left(edges, candidate.end())
        edge = edges[place] if place < len(edges) else len(body)
        if not body[candidate.end() : min(edge, candidate.end() + 400)].strip(b" \t\r\n>#=-"):
            facts.block_ids.append(Mark(candidate[1].decode(), at, candidate.end()))


def _add_footnotes(found: Outline, hidden: SpanSet, body: bytes, facts: Facts) -> None:
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


def _add_unencoded(hidden: SpanSet, body: bytes, facts: Facts) -> None:
    for candidate in _UNENCODED.finditer(body):
        if candidate.start() in hidden:
            continue
        written = candidate["destination"].decode("utf-8", "replace")
        destination = _without_title(written)
        opening = body.rfind(b"[", max(0, candidate.start() - 400), candidate.start())
        if " " not in destination or opening < 0 or ":" in destination:
            continue
        embed = body[opening - 1 : opening] == b"!" and opening > 0
        start = opening - 1 if embed else opening
        if b"\n" not in body[start : candidate.start()] and body[start - 1 : start] != b"\\":
            facts.unencoded_links.append(Mark(destination, start, candidate.end()))


def _without_title(written: str) -> str:
    """Give a destination without the quoted title behind it."""
    written = written.strip()
    opening = written.rfind(written[-1:], 0, -1) if written.endswith(('"', "'")) else -1
    return written[:opening].rstrip() if opening > 0 and written[opening - 1] == " " else written


def _add_conflicts(found: Outline, data: bytes, facts: Facts) -> None:
    """Notice the marks a merge leaves; all three in order, and not shown as code."""
    if b"<<<<<<< " not in data or b">>>>>>> " not in data:
        return
    code = SpanSet((span.start, span.end) for span in found.code)
    opened = middle = None
    for mark in _CONFLICT.finditer(data):
        if mark.start() in code:
            continue
        if mark.group().startswith(b"<"):
            opened, middle = mark, None
        elif mark.group().startswith(b"=") and opened:
            middle = mark
        elif mark.group().startswith(b">") and opened and middle:
            line = data[opened.start() : mark.start()].splitlines()[0]
            facts.conflicts.append(Span(opened.start(), opened.start() + len(line)))
            opened = middle = None
