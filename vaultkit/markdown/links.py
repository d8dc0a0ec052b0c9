"""Links and embeds as facts: destinations and texts, read from the note itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from sys import intern

from vaultkit.markdown.blank import Blanked
from vaultkit.markdown.escapes import is_escaped
from vaultkit.markdown.facts import Facts, Link, LinkKind, Place
from vaultkit.markdown.inline_link import end_of_text
from vaultkit.markdown.pulldown import RawLink, outline
from vaultkit.markdown.spans import SpanSet
from vaultkit.markdown.wikilink import closes_later, split_wikilink, start_of_wikilink

_WIKILINK, _MARKDOWN, _REFERENCE = LinkKind.WIKILINK, LinkKind.MARKDOWN, LinkKind.REFERENCE
_PIPE_FIRST = re.compile(rb"\[\[(?<!\\\[\[)\|[^\[\]\r\n]*\]\]")
_LINK_IN_TEXT = re.compile(
    rb"\[\[(?<!\\\[\[)[^\[\]|\r\n]+\|[^\[\]\r\n]*\[[^\[\]\r\n]*\]\([^()\r\n]*\)[^\[\]\r\n]*\]\]"
)
_LONGEST_LINK = 20_000


def add_links(raw: list[RawLink], text: Blanked, facts: Facts, place: Place) -> None:
    """Add the links an outline found to the facts.

    Args:
        raw: what the parser found in ``text.data``.
        text: the note, as it is and as the parser saw it.
        facts: what to add to.
        place: where in the note the text is.
    """
    whole = not (text.maths or text.comments)
    links, data = facts.links, text.original
    raw = list(_apart(raw, data))
    starts: set[int] | None = None
    last = 0
    for link in raw:
        if link.start < last:
            continue  # in a wikilink, which holds a text and nothing else
        if not whole and link.kind is _MARKDOWN:
            link.destination = _destination(link, text)  # none where the note has no link there
        made = _link(link, data, place)
        if made is None:
            continue
        if made.start != link.start:  # one within it, which the parser may give as well
            starts = {other.start for other in raw} if starts is None else starts
            if made.start in starts:
                continue
            starts.add(made.start)
        if made.kind is _WIKILINK:
            last = made.end
        links.append(made)


def add_uris(raw: list[RawLink], data: bytes, facts: Facts, place: Place) -> None:
    """Add the addresses that open a file in the app.

    Args:
        raw: those that the parser found.
        data: the text.
        facts: what to add to.
        place: where in the note the text is.
    """
    for link in raw:
        closing = end_of_text(data[link.start : link.end])
        is_bare = data[link.start : link.start + 1] == b"<"
        text = None if is_bare else data[link.start + 1 : link.start + closing].decode()
        target = intern(link.destination)
        facts.links.append(Link(link.kind, False, target, text, link.start, link.end, place))


def add_odd_wikilinks(hidden: SpanSet, body: bytes, facts: Facts, place: Place) -> bool:
    """Add the wikilinks that only Obsidian knows: ``[[|x]]``, and those around a Markdown link.

    Return whether there are any.
    """
    if b"[[" not in body:
        return False
    known = len(facts.links)
    if b"[[|" in body:
        for pipe in _PIPE_FIRST.finditer(body):
            if start_of_wikilink(pipe) not in hidden:
                _add_wikilink(pipe, facts, place)
    return _add_links_around_links(hidden, body, facts, place) or len(facts.links) > known


def _apart(raw: list[RawLink], data: bytes) -> Iterator[RawLink]:
    """Yield the links, and those that the parser took for a part of a wikilink before them.

    To the app the first two brackets end one; the parser overlooks such as are in code.
    """
    for link in raw:
        yield link
        if link.kind is not _WIKILINK:
            continue
        end = data.find(b"]]", link.start + 2, link.end) + 2
        if 2 < end < link.end and b"[[" not in data[link.start + 2 + link.image : end]:
            rest = outline(data[end : link.end].decode("utf-8", "replace")).links
            moved = (replace(item, start=item.start + end, end=item.end + end) for item in rest)
            yield from _apart(list(moved), data)


def _destination(link: RawLink, text: Blanked) -> str:
    """Return a link's destination from the note itself where the parser saw some of it blanked."""
    written = text.original[link.start : link.end]
    if written == text.data[link.start : link.end]:
        return link.destination
    found = outline(written.decode("utf-8", "replace")).links
    whole = found and (found[0].start, found[0].end) == (0, len(written))
    return found[0].destination if whole else ""


def _link(raw: RawLink, data: bytes, place: Place) -> Link | None:
    start, end, embed = raw.start, raw.end, raw.image
    if end - start > _LONGEST_LINK:
        return None
    if raw.kind is _WIKILINK:
        stop = data.find(b"]]", start + 2 + embed, end)  # the app knows no escape in it
        if stop < 0:
            return None  # of some nested ones the parser gives the end alone
        if not embed and data[start - 1 : start] == b"[" and not is_escaped(data, start - 1):
            start -= 1  # of three brackets the app takes the first two
            embed = data[start - 1 : start] == b"!" and not is_escaped(data, start - 1)
            start -= embed
        elif data[stop + 2 : stop + 3] == b"]":
            stop += closes_later(data[start + 2 + embed : stop].decode("utf-8", "replace"))
        return _wikilink(data[start + 2 + embed : stop], start, stop + 2, place, embed=embed)
    written = data[start:end]
    if embed and raw.kind is _MARKDOWN and written.startswith(b"![["):
        stop = written.find(b"]]")
        if stop > 0:
            return _wikilink(written[3:stop], start, start + stop + 2, place, embed=True)
    if not raw.destination:
        return None
    opening = 2 if embed else 1
    closing = end_of_text(written)
    if raw.kind is _REFERENCE or closing < 0:
        closing = written.find(b"]", opening)
    text = written[opening : max(closing, opening)].decode("utf-8", "replace")
    return Link(raw.kind, embed, intern(raw.destination), text, start, end, place)


def _wikilink(inner: bytes, start: int, end: int, place: Place, *, embed: bool) -> Link | None:
    nested = inner.rfind(b"[[")
    if nested >= 0:
        if b"|" in inner[: inner.find(b"[[")]:
            return None  # the links in a text are found by themselves
        if inner[nested - 1 : nested] == b"[":
            nested -= 1  # of three brackets the app takes the first two
        start = end - 2 - len(inner) + nested
        embed = inner[nested - 1 : nested] == b"!"
        inner = inner[nested + 2 :].partition(b"]]")[0]
        end = start + 4 + len(inner)
        start -= embed
    if not inner or b"\n" in inner or b"\r" in inner:
        return None
    target, text = split_wikilink(inner.decode("utf-8", "replace"))
    return Link(_WIKILINK, embed, intern(target), text, start, end, place)


def _add_wikilink(written: re.Match[bytes], facts: Facts, place: Place) -> None:
    start = start_of_wikilink(written)
    embed = start < written.start()
    inner = written.group()[2:-2]
    made = _wikilink(inner, start, written.end(), place, embed=embed)
    if made is not None:
        facts.links.append(made)


def _add_links_around_links(hidden: SpanSet, body: bytes, facts: Facts, place: Place) -> bool:
    """Read ``[[Note|[text](url)]]`` as the wikilink it is in Obsidian, not as the link inside.

    Return whether there are any.
    """
    found = [
        outer for outer in _LINK_IN_TEXT.finditer(body) if start_of_wikilink(outer) not in hidden
    ]
    if found:
        outside = SpanSet((start_of_wikilink(outer), outer.end()) for outer in found)
        facts.links = [link for link in facts.links if link.start not in outside]
        for outer in found:
            _add_wikilink(outer, facts, place)
    return bool(found)
