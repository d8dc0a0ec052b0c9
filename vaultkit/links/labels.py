"""Labels of footnotes and reference links: each note has its own, and in one file they would meet.

Where they would, they get a word before them that tells the note.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vaultkit.markdown.definitions import ReferenceLink, read_definitions, read_references
from vaultkit.markdown.facts import Facts
from vaultkit.markdown.pulldown import Naming

_PREFIX = re.compile(r"n+\d+-")
_LIKE_A_PREFIX = re.compile(rb"(?i)\[\^?\s*(n+)\d+-")
_INDENT = re.compile(rb"(?:[ \t]|[\r\n]+[ \t>]*)*")
_LINE_END = re.compile(rb"[\r\n]+[ \t>]*")
_OWN = "\t"
"""What is before the prefix where a link has both text and label, and both are the same."""


class LabelEdit(NamedTuple):
    """A stretch of bytes and what is to be there."""

    start: int
    end: int
    text: str


def unused_letters(texts: Iterable[bytes]) -> str:
    """Return what prefixes are to begin with, so that no label of the notes begins so already."""
    used = {len(letters) for text in texts for letters in _LIKE_A_PREFIX.findall(text)}
    return "n" * next(number for number in range(1, len(used) + 2) if number not in used)


def prefixed(
    data: bytes, facts: Facts, start: int, prefix: str, *, footnotes: bool
) -> Iterator[LabelEdit]:
    """Yield the edits that put a prefix before the labels of a note.

    Args:
        data: the note.
        facts: what it says.
        start: where its text starts, after the front matter.
        prefix: ``n7-`` or the like.
        footnotes: whether footnotes get it; definitions always do.
    """
    if footnotes:
        for mark in (*facts.footnotes, *facts.footnote_references):
            yield LabelEdit(mark.start + 2, mark.start + 2, prefix)
    for item in read_definitions(data, start):
        at = _after_indent(data, item.label.start, item.label.end)
        yield LabelEdit(at, at, prefix)
    for link in read_references(data, start):
        label = _on_one_line(data[link.label.start : link.label.end]).decode()
        if link.naming is Naming.SHORTCUT:
            yield LabelEdit(link.span.end, link.span.end, f"[{prefix}{label}]")
        elif link.naming is Naming.COLLAPSED:
            yield LabelEdit(link.span.end - 1, link.span.end - 1, f" {prefix}{label}")
        else:
            at = _after_indent(data, link.label.start, link.label.end)
            own = _OWN if data[at : link.label.end] == _text(data, link) else ""
            yield LabelEdit(at, at, f"{own}{prefix}")


def bared(data: bytes, facts: Facts, start: int, end: int, prefix: str) -> Iterator[LabelEdit]:
    """Yield the edits that take the prefix away again between two offsets of a flattened file."""
    for mark in (*facts.footnotes, *facts.footnote_references):
        if start <= mark.start < end and mark.name.startswith(prefix):
            yield LabelEdit(mark.start + 2, mark.start + 2 + len(prefix), "")
    section, marked = data[start:end], prefix.encode()
    if marked not in section:
        return
    for item in read_definitions(section, 0):
        at = _after_indent(section, item.label.start, item.label.end)
        if section.startswith(marked, at):
            yield LabelEdit(start + at, start + at + len(marked), "")
    for link in read_references(section, 0):
        at = _after_indent(section, link.label.start, link.label.end)
        if link.naming is not Naming.FULL or not section.startswith(marked, at):
            continue
        before = section[link.label.start : at]
        first, last = link.label.start, link.label.end
        if section[at + len(marked) : last] != _text(section, link):
            first, last = at, at + len(marked)
        elif before.endswith(_OWN.encode()):
            first, last = at - len(_OWN), at + len(marked)
        elif not before:
            first, last = first - 1, last + 1
        yield LabelEdit(start + first, start + last, "")


def _text(data: bytes, link: ReferenceLink) -> bytes:
    """Return what a link with a label shows, in the form in which that would be a label."""
    image = data.startswith(b"!", link.span.start)
    return _on_one_line(data[link.span.start + 1 + image : link.label.start - 2])


def _on_one_line(label: bytes) -> bytes:
    return _LINE_END.sub(b" ", label[_after_indent(label, 0, len(label)) :])


def _after_indent(data: bytes, start: int, end: int) -> int:
    """Return where a label's first word starts."""
    found = _INDENT.match(data, start, end)
    return found.end() if found else start


def is_prefix(text: str) -> bool:
    """Return whether a text is such a prefix."""
    return _PREFIX.fullmatch(text) is not None


def with_edits(data: bytes, edits: list[LabelEdit], start: int, end: int) -> bytes:
    """Return a stretch of a text with the edits made; one within another is dropped.

    Of those at the same place the first comes first.
    """
    pieces = []
    at = start
    for edit in sorted(edits, key=lambda item: (item.start, item.end)):
        if edit.start < at or edit.end > end:
            continue
        pieces += [data[at : edit.start], edit.text.encode("utf-8", "surrogatepass")]
        at = edit.end
    return b"".join([*pieces, data[at:end]])
