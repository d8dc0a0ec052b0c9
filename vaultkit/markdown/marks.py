"""What the parser takes for plain text: tags, block ids, footnotes, and links that are none."""

import re
from bisect import bisect_left
from collections.abc import Collection
from operator import attrgetter

from vaultkit.markdown.blank import Blanked
from vaultkit.markdown.cells import add_parted_links
from vaultkit.markdown.definitions import definition_spans
from vaultkit.markdown.escapes import is_escaped
from vaultkit.markdown.facts import Facts, LinkKind, Mark
from vaultkit.markdown.inline_link import UNENCODED
from vaultkit.markdown.pulldown import MarkdownStructure
from vaultkit.markdown.spans import SpanSet
from vaultkit.markdown.url import HTTP_ADDRESS
from vaultkit.source import Span

_MARKDOWN = LinkKind.MARKDOWN
_TAG = re.compile(
    "#(?=[^0-9]|[0-9]+[^0-9])"
    "([^\\s\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\\[\\]\\\\]+)"
)
_TAG_BYTES = re.compile(
    rb"#(?:(?<![^\s*_~=>|`)\]\[\x80-\xff]#)|(?<=\\[!-/:-@\[-`{-~]#))"
    rb"[^\s#'!\"$%&()*+,.:;<=>?@^`{|}~\[\]\\]+"
)
_IN_ADDRESS = re.compile(rb"(?i)https?://[^\s<|]*\Z")
_BLOCK_ID = re.compile(
    rb"\^(?<![A-Za-z0-9\\^\[.;:!?]\^)([A-Za-z0-9-]+)(?=[ \t]*(?:#+[ \t]*)?(?:\r|\n|\||\Z))"
)
_MAY_END_BLOCK = re.compile(
    rb"[ \t]*(?:\r\n|\n|\r)[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?=\s|\Z)|\[[^\[\]\r\n]+\]:)"
)
"""A next line that begins a list item or a definition, which parsers do not agree on."""
_COMMENTED_ID = re.compile(rb"(?<!\S)\^([A-Za-z0-9-]+)(?=[ \t]*(?:[\r\n]|\Z))")
_FOOTNOTE = re.compile(rb"\[\^(?<!\\\[\^)([A-Za-z0-9_-]{1,64})\](?!\()")
_CHARACTER_CLASS = re.compile(rb"(?:[a-zA-Z0-9]-[a-zA-Z0-9])+\Z")
_TWO_BRACKETS = re.compile(rb"\]\[")
_UNDEFINED = re.compile(rb"\[(?<!\\\[)(?:[^!\[\]\r\n]|!(?:\[[^\[\]\r\n]*\])?)+\]\[([^\[\]\r\n]*)\]")
_TASK = re.compile(rb"(?:\A|[\r\n])[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[^\]]\]\Z")
_START = attrgetter("start")
_BRACKET = re.compile(rb"\\[\[\]\\^]|\^?\[|\]")
_LINE_BREAKS = re.compile(rb"\n[ \t>]*\r?\n")
_LONGEST_MARK = 200
_LONGEST_FOOTNOTE = 2000
_LONGEST_ADDRESS = 400
_HTML_ATTRIBUTE = re.compile(
    rb"""(?i)\s(?:(?P<id>id|name)|src|href|data|poster)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))"""
)
_CONFLICT = re.compile(rb"(?m)^(?:<{7} |={7}\r?$|>{7} )")


def may_hold_block_ids(body: bytes) -> bool:
    """Return whether block ids may make it matter where blocks start and end."""
    return b"^" in body and _BLOCK_ID.search(body) is not None


def add_marks(
    found: MarkdownStructure, hidden: SpanSet, blanked: Blanked, start: int, facts: Facts
) -> None:
    """Add tags, block ids, footnotes, HTML ids, and what looks like a link but is not one."""
    body = blanked.data
    if b"#" in body:
        add_tags(hidden, body, facts)
    if b"^" in body:
        _add_block_ids(found, hidden, blanked, start, facts)
        _add_footnotes(found, hidden, body, facts)
    _add_unencoded(hidden, body, facts)
    add_parted_links(found, hidden, body, facts)
    if _TWO_BRACKETS.search(body):
        for reference in _UNDEFINED.finditer(body):
            if reference.start() not in hidden and not _is_task(body, reference.start()):
                facts.undefined_references.append(
                    Mark(reference.group().decode(), reference.start(), reference.end())
                )
    for opened, closed in found.html:
        for attribute in _HTML_ATTRIBUTE.finditer(body, opened, closed):
            value = next(group for group in attribute.groups()[1:] if group)
            marks = facts.html_ids if attribute["id"] else facts.html_sources
            marks.append(Mark(value.decode("utf-8", "replace"), attribute.start(), attribute.end()))


def _is_task(body: bytes, start: int) -> bool:
    """Return whether a bracket of one sign is the box of a task, whatever follows it."""
    end = start + 3
    if body[end - 1 : end] != b"]":
        return False
    line = body[max(0, start - _LONGEST_MARK) : end]
    return _TASK.search(line) is not None


def add_tags(hidden: SpanSet, body: bytes, facts: Facts) -> None:
    """Add the tags of a text (section 6); ``facts`` holds its links already."""
    candidates = list(_TAG_BYTES.finditer(body))
    texts = {link.start + 1 for link in facts.links if link.kind is _MARKDOWN} if candidates else ()
    defined = SpanSet(definition_spans(body)) if candidates else SpanSet(())
    for candidate in candidates:
        start = candidate.start()
        if not _begins_a_run(body, start, hidden, texts) or start in hidden or start in defined:
            continue
        found = _TAG.match(candidate.group().decode("utf-8", "replace"))
        if found:
            end = start + len(found[0].encode())
            facts.tags.append(Mark(found[1].rstrip("/"), start, end))


def _begins_a_run(body: bytes, start: int, hidden: SpanSet, texts: Collection[int]) -> bool:
    """Return whether a tag can begin here, after what the pattern has let pass (section 6)."""
    before = body[start - 1 : start] if start else b""
    if not before.strip():
        return True
    if before >= b"\x80":
        return _ends_in_space(body, start)
    if before in (b"`", b")", b"]", b">") and start - 1 in hidden:
        return True
    if _IN_ADDRESS.search(body, max(0, start - _LONGEST_ADDRESS), start):
        return False
    if before == b"\\":
        return not is_escaped(body, start)
    if is_escaped(body, start - 1):
        return True
    if before == b"[":
        return start in texts
    return before not in (b"`", b")", b"]")


def _ends_in_space(body: bytes, end: int) -> bool:
    """Return whether the character before an offset is white space, ASCII or not."""
    return body[max(0, end - 4) : end].decode("utf-8", "ignore")[-1:].isspace()


def _add_block_ids(
    found: MarkdownStructure, hidden: SpanSet, blanked: Blanked, start: int, facts: Facts
) -> None:
    """Add the block ids, and what looks like one; one that may be read is one if no other is."""
    body = blanked.data
    unsure: list[Mark] = []
    edges = sorted(found.edges)
    items = SpanSet(found.items)
    code = SpanSet(found.code)
    maths = {span.end for span in blanked.maths}
    notes = {end for _, _, end in found.footnote_references}
    first = len(body) - len(body[start:].lstrip(b" \t\r\n>"))
    if any(span.start < first for span in blanked.maths):
        first = -1
    for candidate in _BLOCK_ID.finditer(body):
        at = candidate.start()
        if at in hidden or at == first:
            continue
        before = body[at - 1 : at]
        node_before = before in b" \t\r\n*_~=|>" or at - 1 in hidden or at in maths or at in notes
        node_before = node_before or (before == b"]" and _ends_footnote(body, at, code))
        if not node_before and not (before >= b"\x80" and _ends_in_space(body, at)):
            continue
        place = bisect_left(edges, candidate.end())
        edge = edges[place] if place < len(edges) else len(body)
        marks = facts.unread_item_ids if at in items else facts.unread_block_ids
        if not body[candidate.end() : min(edge, candidate.end() + 400)].strip(b" \t\r\n>#=-"):
            marks = facts.block_ids
        elif _MAY_END_BLOCK.match(body, candidate.end()):
            marks = unsure
        marks.append(Mark(candidate[1].decode(), at, candidate.end()))
    if unsure:
        sure = {mark.name.lower() for mark in facts.block_ids}
        facts.block_ids += (mark for mark in unsure if mark.name.lower() not in sure)
        facts.block_ids.sort(key=_START)


def _ends_footnote(body: bytes, end: int, code: SpanSet) -> bool:
    """Return whether a footnote whose text is in the line, ``^[text]``, ends at an offset."""
    start = max(0, end - _LONGEST_FOOTNOTE)
    for gap in _LINE_BREAKS.finditer(body, start, end):
        start = gap.end()
    opened: list[bytes] = []
    last = b""
    for bracket in _BRACKET.finditer(body, start, end):
        sign = bracket.group()
        if sign.startswith(b"\\") or bracket.start() in code:
            continue
        if sign != b"]":
            opened.append(sign)
        else:
            last = opened.pop() if opened else b""
    return last == b"^["


def may_hold_commented_ids(inside: bytes) -> bool:
    """Return whether what is within ``%%`` may have block ids."""
    return b"^" in inside and _COMMENTED_ID.search(inside) is not None


def add_commented_ids(hidden: SpanSet, inside: bytes, facts: Facts) -> None:
    """Add what is written like a block id within ``%%``."""
    for candidate in _COMMENTED_ID.finditer(inside):
        if candidate.start() not in hidden:
            name = candidate[1].decode()
            facts.commented_ids.append(Mark(name, candidate.start(), candidate.end()))


def _add_footnotes(found: MarkdownStructure, hidden: SpanSet, body: bytes, facts: Facts) -> None:
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
    for candidate in UNENCODED.finditer(body):
        if b" " not in candidate[1] or candidate.start() in hidden:
            continue
        written = candidate["destination"].decode("utf-8", "replace")
        destination = _without_title(written)
        opening = body.rfind(b"[", max(0, candidate.start() - 400), candidate.start())
        if " " not in destination or opening < 0:
            continue
        if ":" in destination and not HTTP_ADDRESS.match(destination):
            continue
        embed = body[opening - 1 : opening] == b"!" and opening > 0
        start = opening - 1 if embed else opening
        if b"\n" not in body[start : candidate.start()] and body[start - 1 : start] != b"\\":
            facts.unencoded_links.append(Mark(destination, start, candidate.end()))


def _without_title(written: str) -> str:
    """Return a destination without the quoted title behind it."""
    written = written.strip()
    opening = written.rfind(written[-1:], 0, -1) if written.endswith(('"', "'")) else -1
    return written[:opening].rstrip() if opening > 0 and written[opening - 1] == " " else written


def add_conflicts(found: MarkdownStructure, data: bytes, facts: Facts) -> None:
    """Find the marks a merge leaves; all three in order, and not shown as code."""
    if b"<<<<<<< " not in data or b">>>>>>> " not in data:
        return
    code = SpanSet(found.code)
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
