"""Bytes to facts: the parser facade. Pure, linear, and never raises, whatever the bytes."""

from collections.abc import Iterator
from operator import attrgetter

from vaultkit.markdown.blank import Blanked, blank
from vaultkit.markdown.facts import Facts, Link, LinkKind, Mark, Place
from vaultkit.markdown.frontmatter import find_front_matter, property_links, read_front_matter
from vaultkit.markdown.headings import add_headings
from vaultkit.markdown.links import add_links, add_odd_wikilinks, add_uris
from vaultkit.markdown.lost_block import find_lost_block
from vaultkit.markdown.marks import (
    add_commented_ids,
    add_conflicts,
    add_marks,
    add_tags,
    may_hold_block_ids,
    may_hold_commented_ids,
)
from vaultkit.markdown.pulldown import MarkdownStructure, outline
from vaultkit.markdown.queries import add_query_sources
from vaultkit.markdown.report_mark import is_report
from vaultkit.markdown.spans import SpanSet
from vaultkit.markdown.suppression import read_suppressions
from vaultkit.source import Source

_MARKDOWN, _PROPERTY = LinkKind.MARKDOWN, Place.PROPERTY
_START = attrgetter("start")
_BEGINNING = 8000
_MOSTLY = 0.6


def parse(source: Source) -> Facts:
    """Return all that one note says.

    Args:
        source: the note's bytes; offsets in the facts refer to its ``data``.
    """
    data = source.data
    facts = Facts(size=len(data))
    if not _is_text(source, facts):
        return facts
    start = _front_matter(data, facts)
    report = is_report(data, start)
    blanked = blank(data, start)
    body = blanked.data
    suppressed = b"vaultkit" in data
    found = outline(body.decode(), blocks=suppressed or may_hold_block_ids(body))
    hidden = _add_links(found, blanked, facts, Place.BODY)
    _add_comments(blanked, facts)
    add_headings(found, blanked, data, start, facts)
    add_marks(found, hidden, blanked, start, facts)
    if suppressed:
        read_suppressions(data, found, facts)
    add_query_sources(found, data, facts)
    add_conflicts(found, data, facts)
    facts.links.sort(key=_START)
    facts.tags.sort(key=_START)
    if report:
        facts = _places_alone(facts)
    facts.settle()
    return facts


def _places_alone(facts: Facts) -> Facts:
    """Return what links to a report can open; what it says itself is about other notes."""
    return Facts(
        size=facts.size,
        headings=facts.headings,
        block_ids=facts.block_ids,
        html_ids=facts.html_ids,
        is_report=True,
    )


def parse_fragment(text: str) -> Facts:
    """Return the facts of Markdown outside a note (a canvas card), which has no front matter."""
    data = text.encode("utf-8", "replace")
    facts = Facts(size=len(data))
    blanked = blank(data, 0)
    found = outline(blanked.data.decode(), blocks=True)
    hidden = _add_links(found, blanked, facts, Place.BODY)
    _add_comments(blanked, facts)
    add_marks(found, hidden, blanked, 0, facts)
    return facts


def _is_text(source: Source, facts: Facts) -> bool:
    """Record what is in the way of reading a file, and return whether it is a text at all."""
    data = source.data
    if source.invalid_at is None:
        facts.nuls = data.count(b"\0")
        facts.nul_at = data.index(b"\0") if facts.nuls else 0
    if b"\0" in data[:_BEGINNING] and _is_utf16(data, source.invalid_at):
        facts.unreadable = "is UTF-16; Obsidian reads only UTF-8"
    elif source.invalid_at is not None and b"\0" in data[:_BEGINNING]:
        facts.unreadable, facts.unreadable_at = "is binary, not text", data.index(b"\0")
    elif source.invalid_at is not None:
        facts.unreadable = "contains bytes that are not UTF-8"
        facts.unreadable_at = source.invalid_at
        return True
    return facts.unreadable is None


def _is_utf16(data: bytes, invalid_at: int | None) -> bool:
    """Return whether a text that holds NUL is UTF-16: by its mark, or half of it all NUL."""
    if data[:2] in (b"??", b"\xff\xfe") and invalid_at == 0:
        return True
    even, odd = (data[start:_BEGINNING:2] for start in (0, 1))
    few, many = sorted(each.count(b"\0") for each in (even, odd))
    return len(odd) > 1 and many > _MOSTLY * len(odd) and few < len(odd) - many + 1


def _front_matter(data: bytes, facts: Facts) -> int:
    block = find_front_matter(data) if data.startswith(b"---") else None
    if block is None:
        facts.lost_block = find_lost_block(data)
        return 0
    start, end, after = block
    facts.front_matter = read_front_matter(data, start, end, after)
    facts.links = property_links(facts.front_matter, data)
    return after


def _add_links(found: MarkdownStructure, text: Blanked, facts: Facts, place: Place) -> SpanSet:
    """Add the links of a text; return where no tag, block id or footnote can be."""
    add_links(found.links, text, facts, place)
    add_uris(found.uris, text.original, facts, place)
    hidden = SpanSet(_hidden(found, facts.links.copy()))
    if add_odd_wikilinks(hidden, text.data, facts, place):
        return SpanSet(_hidden(found, facts.links.copy()))
    return hidden


def _hidden(found: MarkdownStructure, links: list[Link]) -> Iterator[tuple[int, int]]:
    """Yield where no tag, block id or footnote can stand: code, HTML, links without their text."""
    yield from found.code
    yield from found.html
    yield from found.web
    for link in links:
        if link.kind is _MARKDOWN and not link.embed and link.text is not None:
            yield link.start + 1 + len(link.text.encode()), link.end
        elif link.place is not _PROPERTY:
            yield link.start, link.end


def _add_comments(blanked: Blanked, facts: Facts) -> None:
    """Read links and tags inside ``%%``: they count in Obsidian, headings there do not.

    Of block ids there no one knows whether they do.
    """
    for span in blanked.comments:
        inside = blanked.original[span.start + 2 : span.end].removesuffix(b"%%")
        has_ids = may_hold_commented_ids(inside)
        if not (has_ids or b"[[" in inside or b"](" in inside or b"#" in inside):
            continue
        found = outline(inside.decode("utf-8", "replace"))
        within = Facts()
        hidden = _add_links(found, Blanked(inside, inside), within, Place.COMMENT)
        add_tags(hidden, inside, within)
        if has_ids:
            add_commented_ids(hidden, inside, within)
        moved: list[Link | Mark] = [*within.links, *within.tags, *within.commented_ids]
        for item in moved:
            item.start += span.start + 2
            item.end += span.start + 2
        facts.links += within.links
        facts.tags += within.tags
        facts.commented_ids += within.commented_ids
