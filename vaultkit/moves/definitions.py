"""Where the definitions of reference links stand, which the links themselves do not say."""

import re
from collections.abc import Iterator

from vaultkit.markdown.blank import blank
from vaultkit.markdown.facts import Facts, Link, LinkKind
from vaultkit.markdown.frontmatter import find_front_matter
from vaultkit.markdown.parser import parse_fragment
from vaultkit.markdown.pulldown import running_text
from vaultkit.markdown.spans import SpanSet
from vaultkit.source import Source

DEFINITION = re.compile(
    rb"""(?mx) (?:^|(?<=\r)) (?: [ \t>] | (?:[-*+]|\d{1,9}[.)])[ \t] )*
    \[ (?P<label> (?!\^) (?:\\.|[^\[\]\\])+ ) \]:
    [ \t]* (?:(?:\r\n|\n|\r)[ \t>]*)? (?P<url> <[^<>\r\n]*> | [^\s<]\S* )"""
)
_LABEL = re.compile(rb"\[((?:\\.|[^\[\]\\])+)\](?:\[\])?\Z")


def definitions(source: Source, facts: Facts) -> Iterator[Link]:
    """Give the definitions that reference links of a note use, as links without a text.

    Args:
        source: the note.
        facts: what it says.
    """
    used = {
        _normal(found[1])
        for link in facts.links
        if link.kind is LinkKind.REFERENCE
        and (found := _LABEL.search(source.data, link.start, link.end))
    }
    start = find_front_matter(source.data)
    body = blank(source.data, start[2] if start else 0).data
    text = SpanSet(running_text(body.decode()))
    for found in DEFINITION.finditer(body):
        label = _normal(found["label"])
        at = found.start("url")
        if label not in used or at in text:
            continue
        used.discard(label)
        written = source.data[at : found.end("url")].decode()
        read = parse_fragment(f"[x]({written})").links
        if len(read) == 1:
            yield Link(LinkKind.MARKDOWN, False, read[0].target, None, at, found.end("url"))


def _normal(label: bytes) -> str:
    return " ".join(label.decode("utf-8", "replace").casefold().split())
