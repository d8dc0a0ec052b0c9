"""What is in queries, which plugins read from code: it may name a file, a folder or a tag."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from vaultkit.markdown.inline_link import IN_YAML
from vaultkit.markdown.wikilink import TARGET_BYTES

_FENCED = re.compile(
    rb"""(?xmsi) ^ [ \t>]* (?:[-*+][ \t]+)? (?P<fence>`{3,}|~{3,}) [ \t]*
    (?P<language>base|dataview|dataviewjs|tasks|query) \b [^\n]* \n
    (?P<body> .*?) (?: ^ [ \t>]* (?P=fence) | \Z )"""
)
_INLINE = re.compile(rb"(?<!`)`\$?=(?P<body>[^`\n]+)`")
_MAY_HOLD_QUERIES = re.compile(rb"(?:```|~~~)[ \t]*(?i:base|dataview|tasks|query)|`\$?=")
_OF_WORDS = (b"tasks", b"query")
"""The languages in which a name needs no quotes."""
_STRING = re.compile(rb"""(?P<quote>["'`])(?=(?P<text>(?:(?!(?P=quote))[^\r\n])+)(?P=quote))""")
"""Each quotation mark with what comes before the next: quotes may be within others."""
_MOST_BEFORE = 200
_TAG = re.compile(rb"(?<![\w&/#])#(?P<name>[^\s#,()\"'`\[\]{}|<>]+)")
_FRONT_MATTER = re.compile(
    rb"\A---[ \t]*\r?\n(?P<body>.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE | re.DOTALL
)


class TermKind(StrEnum):
    """What kind of thing a term is."""

    LINK = "link"
    STRING = "string"
    TAG = "tag"
    WORDS = "words"
    """A line of a query in which names need no quotes."""
    PROSE = "prose"
    """A line of front matter."""


@dataclass(frozen=True, slots=True)
class Term:
    """Something that may name a file, folder or tag: its text and its place.

    ``before`` is what is before a string in its line, or the end of that.
    """

    kind: TermKind
    text: str
    start: int
    before: bytes = b""


def terms_of_queries(data: bytes) -> Iterator[Term]:
    """Yield what is in the queries of a note, in blocks and within lines."""
    if _MAY_HOLD_QUERIES.search(data) is None:
        return
    for block in _FENCED.finditer(data):
        yield from _terms(data, *block.span("body"))
        if block["language"].lower() in _OF_WORDS:
            yield from _lines(TermKind.WORDS, data, *block.span("body"))
    for query in _INLINE.finditer(data):
        yield from _terms(data, *query.span("body"))


def terms_of_properties(data: bytes) -> Iterator[Term]:
    """Yield the links and the lines of a note's front matter, whatever YAML makes of them."""
    block = _FRONT_MATTER.match(data)
    if block is None:
        return
    start, end = block.span("body")
    yield from _links(data, start, end)
    for found in IN_YAML.finditer(data, start, end):
        text = unquote(found["target"].decode("utf-8", "replace"))
        yield Term(TermKind.LINK, text, found.start("target"))
    yield from _lines(TermKind.PROSE, data, start, end)


def terms_of_base(data: bytes) -> Iterator[Term]:
    """Yield what is in a base."""
    yield from _terms(data, 0, len(data))


def _terms(data: bytes, start: int, end: int) -> Iterator[Term]:
    yield from _links(data, start, end)
    for found in _STRING.finditer(data, start, end):
        at = found.start("text")
        before = data[max(start, at - _MOST_BEFORE) : at].rpartition(b"\n")[2]
        yield Term(TermKind.STRING, _text(found, "text"), at, before)
    for found in _TAG.finditer(data, start, end):
        yield Term(TermKind.TAG, _text(found, "name"), found.start())


def _links(data: bytes, start: int, end: int) -> Iterator[Term]:
    for found in TARGET_BYTES.finditer(data, start, end):
        yield Term(TermKind.LINK, _text(found, "target"), found.start("target"))


def _lines(kind: TermKind, data: bytes, start: int, end: int) -> Iterator[Term]:
    at = start
    for raw in data[start:end].splitlines(keepends=True):
        line = raw.decode("utf-8", "replace").strip()
        if line:
            yield Term(kind, line, at)
        at += len(raw)


def _text(found: re.Match[bytes], group: str) -> str:
    return found[group].decode("utf-8", "replace")
