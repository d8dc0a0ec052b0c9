"""Where the definitions of reference links stand, which the links themselves do not say."""

import re
from collections.abc import Collection, Iterator

from vaultkit.markdown.blank import blank
from vaultkit.markdown.facts import Facts, Link, LinkKind, Place
from vaultkit.markdown.frontmatter import find_front_matter
from vaultkit.markdown.parser import parse_fragment
from vaultkit.markdown.pulldown import running_text
from vaultkit.markdown.spans import SpanSet
from vaultkit.source import Source

_DEFINITION = re.compile(
    rb"""(?mx) (?:^|(?<=\r)) (?: [ \t>] | (?:[-*+]|\d{1,9}[.)])[ \t] )*
    \[ (?P<label> (?!\^) (?:\\.|[^\[\]\\])+ ) \]:
    [ \t]* (?:(?:\r\n|\n|\r)[ \t>]*)? (?P<url> <[^<>\r\n]*> | [^\s<]\S* )"""
)
_LABEL = re.compile(rb"\[((?:\\.|[^\[\]\\])+)\](?:\[\])?\Z")


def definitions(source: Source, facts: Facts) -> Iterator[Link]:
    """Give the definitions that reference links of a note use, as links without a text.

    A comment is a text of its own, with its own definitions.

    Args:
        source: the note.
        facts: what it says.
    """
    links = [link for link in facts.links if link.kind is LinkKind.REFERENCE]
    if not links:
        return
    start = find_front_matter(source.data)
    blanked = blank(source.data, start[2] if start else 0)
    body = [link for link in links if link.place is Place.BODY]
    found = list(_used(source, 0, blanked.data, body))
    for span in blanked.comments:
        first = span.start + 2
        inside = source.data[first : span.end].removesuffix(b"%%")
        within = [link for link in links if span.start < link.start < span.end]
        found += _used(source, first, inside, within)
    yield from sorted(found, key=lambda link: link.start)


def _used(source: Source, first: int, text: bytes, links: Collection[Link]) -> Iterator[Link]:
    """Give the definitions that links use, from the text that begins at an offset."""
    used = {
        _normal(found[1])
        for link in links
        if (found := _LABEL.search(source.data, link.start, link.end))
    }
    shown = SpanSet(running_text(text.decode("utf-8", "replace")) if used else ())
    for found in _DEFINITION.finditer(text) if used else ():
        label = _normal(found["label"])
        if label not in used or found.start("url") in shown:
            continue
        used.discard(label)
        start, end = first + found.start("url"), first + found.end("url")
        read = parse_fragment(f"[x]({source.data[start:end].decode()})").links
        if len(read) == 1:
            yield Link(LinkKind.MARKDOWN, False, read[0].target, None, start, end)


def _normal(label: bytes) -> str:
    return " ".join(label.decode("utf-8", "replace").casefold().split())
