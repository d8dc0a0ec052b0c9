"""The definitions of reference links, and the links that name them: the one reader of both.

``[label]: destination "title"`` may be in a quote, in a list or on several lines; the parser
says where one is; its parts are read here. Of each label the first counts. A
comment is a text of its own, with its own definitions.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from vaultkit.markdown.blank import blank
from vaultkit.markdown.escapes import is_escaped
from vaultkit.markdown.inline_link import ANGLE_DESTINATION, BARE_DESTINATION
from vaultkit.markdown.pulldown import (
    Naming,
    RawDefinition,
    outline_of_definitions,
    outline_of_references,
)
from vaultkit.source import Span

_LABEL = rb"(?P<label>(?:\\.|[^\\\[\]])++)\]"
_MAY_DEFINE = re.compile(rb"(?s)\[(?!\^)%s:" % _LABEL)
_GAP = rb"[ \t]*(?:(?:\r\n|\r|\n)[ \t>]*)?"
_DEFINITION = re.compile(
    rb"(?s)\[%s:%s" % (_LABEL, _GAP)
    + rb"(?P<destination>%s|%s+)(?:%s(?P<title>.+))?" % (ANGLE_DESTINATION, BARE_DESTINATION, _GAP)
)
_LINE_END = re.compile(rb"[\r\n]+[ \t>]*")
_BLANKS = re.compile(r"[\t\n\x0b\x0c\r ]+")
_LONGEST_LABEL = 1000
_NUMBER = b"\x7f%d"
"""What tells labels apart that are alike; no author writes this sign."""


class Definition(NamedTuple):
    """``[label]: destination "title"`` in a note.

    ``name`` is the label in the form that labels are compared in, ``target`` the destination with
    its escapes resolved; ``within`` is the place of the text whose links it is for, the note or a
    comment; ``counts`` is False where a definition before it has the same label.
    """

    name: str
    target: str
    label: Span
    destination: Span
    title: Span | None
    span: Span
    within: Span
    counts: bool


class ReferenceLink(NamedTuple):
    """A link that names a definition: ``[text][label]``, ``[label][]`` or ``[label]``.

    It is the one of the same ``name`` and the same ``within`` that counts.
    """

    naming: Naming
    name: str
    label: Span
    span: Span
    within: Span


def normal_label(label: bytes) -> str:
    """Return a label in the form that labels are compared in, whatever lines it is on."""
    text = _LINE_END.sub(b" ", label).decode("utf-8", "replace")
    return _BLANKS.sub(" ", text).strip(" ").casefold()


def read_definitions(data: bytes, start: int) -> list[Definition]:
    """Return all definitions of a note, in their order.

    Args:
        data: the note, valid UTF-8.
        start: where its text starts, after the front matter.
    """
    found: list[Definition] = []
    if not _may_define(data, start):
        return found
    for within, text in _texts(data, start):
        names: set[str] = set()
        for raw in _all_definitions(text):
            made = _definition(data, text, raw, within, names)
            if made is not None:
                found.append(made)
                names.add(made.name)
    return sorted(found, key=lambda item: item.span.start)


def read_references(data: bytes, start: int) -> list[ReferenceLink]:
    """Return all links of a note that name a definition, in their order, wherever they lead.

    Args:
        data: the note, valid UTF-8.
        start: where its text starts, after the front matter.
    """
    if not _may_define(data, start):
        return []
    found = []
    for within, text in _texts(data, start):
        for raw in outline_of_references(text.decode("utf-8", "replace")):
            span = Span(within.start + raw.start, within.start + raw.end)
            label = _label_of(data, span, raw.naming)
            name = normal_label(data[label.start : label.end])
            found.append(ReferenceLink(raw.naming, name, label, span, within))
    return sorted(found, key=lambda item: item.span.start)


def definition_spans(text: bytes) -> list[tuple[int, int]]:
    """Return where in a blanked text definitions stand, from their brackets to their titles."""
    return [(raw.start, raw.end) for raw in _all_definitions(text)] if _may_define(text, 0) else []


def _may_define(data: bytes, start: int) -> bool:
    """Check whether there is anything that may be a definition, without reading the note."""
    return b"]:" in data and _MAY_DEFINE.search(data, start) is not None


def _texts(data: bytes, start: int) -> Iterator[tuple[Span, bytes]]:
    """Yield the texts of a note that have definitions of their own, as the parser sees them."""
    blanked = blank(data, start)
    yield Span(0, len(data)), blanked.data
    for comment in blanked.comments:
        inside = data[comment.start + 2 : comment.end].removesuffix(b"%%")
        if b"]" in inside:
            first = comment.start + 2
            yield Span(first, first + len(inside)), inside


def _all_definitions(text: bytes) -> list[RawDefinition]:
    """Return all definitions, where the parser gives of each label the first."""
    labels = list(_MAY_DEFINE.finditer(text))
    if not labels:
        return []
    counted = Counter(normal_label(found["label"]) for found in labels)
    if len(counted) == len(labels):
        return outline_of_definitions(text.decode("utf-8", "replace"))
    pieces, places, at = [], [], 0
    for number, found in enumerate(labels):
        place = found.end("label")
        if counted[normal_label(found["label"])] > 1:
            pieces += [text[at:place], _NUMBER % number]
            places.append(place)
            at = place
    grown = [0, *accumulate(len(piece) for piece in pieces[1::2])]
    raised = [place + growth for place, growth in zip(places, grown[1:], strict=True)]
    told_apart = b"".join([*pieces, text[at:]])

    def lowered(offset: int) -> int:
        return offset - grown[bisect_right(raised, offset)]

    return [
        RawDefinition(lowered(raw.start), lowered(raw.end), raw.destination)
        for raw in outline_of_definitions(told_apart.decode("utf-8", "replace"))
    ]


def _definition(
    data: bytes, text: bytes, raw: RawDefinition, within: Span, names: set[str]
) -> Definition | None:
    """Return a definition with the places of its parts; None where its label is a blank."""
    found = _DEFINITION.fullmatch(text, raw.start, raw.end)
    if found is None:
        return None
    label, destination, title = (
        Span(within.start + found.start(part), within.start + found.end(part))
        for part in ("label", "destination", "title")
    )
    name = normal_label(data[label.start : label.end])
    if not name:
        return None
    return Definition(
        name,
        _target(data[destination.start : destination.end]),
        label,
        destination,
        title if found["title"] else None,
        Span(within.start + raw.start, within.start + raw.end),
        within,
        name not in names,
    )


def _target(written: bytes) -> str:
    """Return a destination with its escapes resolved."""
    found = outline_of_definitions(f"[x]: {written.decode('utf-8', 'replace')}")
    return found[0].destination if found else ""


def _label_of(data: bytes, link: Span, naming: Naming) -> Span:
    """Return where in a reference link the label is, between its brackets."""
    closing = link.end - (len("[]") if naming is Naming.COLLAPSED else 0) - 1
    opening = data.rfind(b"[", link.start, closing)
    while opening > link.start and is_escaped(data, opening):
        opening = data.rfind(b"[", link.start, opening)
    return Span(opening + 1, closing)
