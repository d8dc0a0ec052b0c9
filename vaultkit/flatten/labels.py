"""Labels of footnotes and reference links: each note has its own, and in one file they would meet.

Where they would, they get a word before them that tells the note.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vaultkit.markdown.blank import blank
from vaultkit.markdown.facts import Facts
from vaultkit.markdown.pulldown import outline
from vaultkit.markdown.spans import SpanSet

_DEFINITION = re.compile(
    rb"""(?mx) ^[ ]{0,3} \[ (?!\^) (?P<label> (?: [^\[\]\\\r\n] | \\[^\r\n] )+ ) \]:
    [ \t]* (?P<destination> <[^<>\r\n]*> | [^\s<]\S* )
    (?P<title> [ \t]+ (?: "[^"\r\n]*" | '[^'\r\n]*' | \([^()\r\n]*\) ) )? [ \t]* \r? $"""
)
_REFERENCE = re.compile(rb"(?s)(?P<text>!?\[.*?\])(?:\[(?P<label>[^\[\]]*)\])?\Z")
_PREFIX = re.compile(r"n\d+-")


class Edit(NamedTuple):
    """A stretch of bytes and what is to stand there."""

    start: int
    end: int
    text: str


class Definition(NamedTuple):
    """``[label]: destination``: where the label starts, and the stretch of all that follows it."""

    label_at: int
    start: int
    end: int
    destination: str


def definitions(data: bytes, start: int) -> list[Definition]:
    """Give the definitions of reference links of a note, those in code left out."""
    if b"]:" not in data or not _DEFINITION.search(data, start):
        return []
    blanked = blank(data, start).data
    found = outline(blanked.decode())
    hidden = SpanSet([*found.code, *found.html])
    return [
        Definition(
            item.start("label"),
            item.start("destination"),
            item.end("title") if item["title"] else item.end("destination"),
            item["destination"].decode().removeprefix("<").removesuffix(">"),
        )
        for item in _DEFINITION.finditer(blanked, start)
        if item.start("label") not in hidden
    ]


def references(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Give the places of all links that name a definition, wherever they lead."""
    blanked = blank(data, start).data
    found = outline(blanked.decode())
    spans = [*found.web, *((link.start, link.end) for link in found.links)]
    for opened, closed in sorted(spans):
        if blanked[closed - 1 : closed] == b"]" and not blanked[opened:closed].endswith(b"]]"):
            yield opened, closed


def prefixed(
    data: bytes, facts: Facts, start: int, prefix: str, *, footnotes: bool
) -> Iterator[Edit]:
    """Give the edits that put a prefix before the labels of a note.

    Args:
        data: the note.
        facts: what it says.
        start: where its text starts, after the front matter.
        prefix: ``n7-`` or the like.
        footnotes: whether footnotes get it; definitions always do.
    """
    if footnotes:
        for mark in (*facts.footnotes, *facts.footnote_references):
            yield Edit(mark.start + 2, mark.start + 2, prefix)
    defined = definitions(data, start)
    for item in defined:
        yield Edit(item.label_at, item.label_at, prefix)
    if not defined:
        return
    for opened, closed in references(data, start):
        parts = _REFERENCE.match(data, opened, closed)
        if parts is None:
            continue
        if parts["label"]:
            yield Edit(parts.start("label"), parts.start("label"), prefix)
            continue
        label = parts["text"].decode().lstrip("!")[1:-1]
        if parts["label"] is None:
            yield Edit(closed, closed, f"[{prefix}{label}]")
        else:
            yield Edit(closed - 1, closed - 1, f" {prefix}{label}")


def bared(data: bytes, facts: Facts, start: int, end: int, prefix: str) -> Iterator[Edit]:
    """Give the edits that take the prefix away again between two offsets of a flattened file."""
    for mark in (*facts.footnotes, *facts.footnote_references):
        if start <= mark.start < end and mark.name.startswith(prefix):
            yield Edit(mark.start + 2, mark.start + 2 + len(prefix), "")
    section = data[start:end]
    marked = prefix.encode()
    for item in definitions(section, 0):
        if section.startswith(marked, item.label_at):
            at = start + item.label_at
            yield Edit(at, at + len(prefix), "")
    if marked not in section:
        return
    for opened, closed in references(section, 0):
        parts = _REFERENCE.match(section, opened, closed)
        if parts is None or not parts["label"] or marked not in parts["label"]:
            continue
        at, label = start + parts.start("label"), parts["label"].decode()
        text = parts["text"].decode().lstrip("!")[1:-1]
        if label == f"{prefix}{text}":
            yield Edit(at - 1, start + closed, "")
        elif label == f" {prefix}{text}":
            yield Edit(at, start + closed - 1, "")
        elif label.startswith(prefix):
            yield Edit(at, at + len(prefix), "")


def is_prefix(text: str) -> bool:
    """Say whether a text is such a prefix."""
    return _PREFIX.fullmatch(text) is not None


def edited(data: bytes, edits: list[Edit], start: int, end: int) -> bytes:
    """Give a stretch of a text with the edits made; one within another is dropped."""
    pieces = []
    at = start
    for edit in sorted(edits):
        if edit.start < at or edit.end > end:
            continue
        pieces += [data[at : edit.start], edit.text.encode("utf-8", "surrogatepass")]
        at = edit.end
    return b"".join([*pieces, data[at:end]])
