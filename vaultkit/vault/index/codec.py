"""Facts as compact JSON and back, exactly: what the cache holds and what workers send.

Records of one kind follow each other in one flat list, which is quicker to read than a list for
each. What comes back is equal to what went in, lone surrogates from YAML escapes included.
"""

import json
from collections.abc import Iterable
from itertools import product
from sys import intern
from typing import Any

from vaultkit.markdown.facts import (
    Facts,
    FrontMatter,
    Heading,
    Link,
    LinkKind,
    Loss,
    LostBlock,
    MalformedLink,
    Mark,
    Place,
    Property,
    Scalar,
    ScalarKind,
    Scope,
    Suppression,
    shared_content,
)
from vaultkit.source import Span

SCHEMA = 9
"""Raised whenever the records in ``markdown/facts.py`` or their form here change."""

_LINKS = tuple(product(LinkKind, (False, True), Place))
_LINK_CODES = {item: code for code, item in enumerate(_LINKS)}
_LINK_KINDS, _LINK_EMBEDS, _LINK_PLACES = zip(*_LINKS, strict=True)
_KINDS = tuple(ScalarKind)
_KIND_CODES = {kind: code for code, kind in enumerate(_KINDS)}
_LOSSES = tuple(Loss)
_SCOPES = tuple(Scope)
_BOOLS = (False, True)
_ROOTS, _RICH = zip(*product(_BOOLS, repeat=2), strict=True)
_MARKS = (
    "block_ids",
    "unread_block_ids",
    "unread_item_ids",
    "commented_ids",
    "footnotes",
    "footnote_references",
    "tags",
    "html_ids",
    "html_sources",
    "undefined_references",
    "unencoded_links",
    "parted_links",
    "query_sources",
)

_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_load = json.JSONDecoder().decode


def encode(facts: Facts) -> bytes:
    """Return facts as JSON."""
    links: list[Any] = []
    for link in facts.links:
        code = _LINK_CODES[link.kind, link.embed, link.place]
        links += (code, link.target, link.text, link.start, link.end)
    headings: list[Any] = []
    for item in facts.headings:
        flags = 2 * item.root + item.content.rich
        where = (item.start, item.end)
        headings += (item.level, item.text, item.rendered, *where, flags, item.content.words)
    record = [
        facts.size,
        facts.unreadable,
        facts.unreadable_at,
        facts.nuls,
        facts.nul_at,
        facts.preamble.words,
        int(facts.preamble.rich),
        links,
        headings,
        *(_flat_marks(getattr(facts, name)) for name in _MARKS),
        _flat_spans(facts.conflicts),
        [_flat_suppression(item) for item in facts.suppressions],
        _flat_front_matter(facts.front_matter) if facts.front_matter else None,
        _flat_lost_block(facts.lost_block) if facts.lost_block else None,
        int(facts.is_report),
    ]
    return _dump(record).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> Facts:
    """Return the facts that ``encode`` made the JSON of.

    Raises:
        Exception: any; it is not what ``encode`` gave.
    """
    (
        size,
        unreadable,
        unreadable_at,
        nuls,
        nul_at,
        words,
        rich,
        links,
        headings,
        *marks,
        conflicts,
        suppressions,
        front_matter,
        lost_block,
        is_report,
    ) = _load(data.decode("utf-8", "surrogatepass"))
    named: dict[str, Any] = {
        name: list(map(Mark, flat[::3], flat[1::3], flat[2::3])) if flat else []
        for name, flat in zip(_MARKS, marks, strict=True)
    }
    facts = Facts(
        size=size,
        unreadable=unreadable,
        unreadable_at=unreadable_at,
        nuls=nuls,
        nul_at=nul_at,
        links=_links(links) if links else [],
        headings=_headings(headings) if headings else [],
        preamble=shared_content(words, _BOOLS[rich]),
        conflicts=list(map(Span, conflicts[::2], conflicts[1::2])),
        suppressions=[_suppression(*item) for item in suppressions],
        front_matter=_front_matter(*front_matter) if front_matter else None,
        lost_block=_lost_block(*lost_block) if lost_block else None,
        is_report=_BOOLS[is_report],
        **named,
    )
    facts.settle()
    return facts


def _links(flat: list[Any]) -> list[Link]:
    codes = flat[::5]
    return list(
        map(
            Link,
            map(_LINK_KINDS.__getitem__, codes),
            map(_LINK_EMBEDS.__getitem__, codes),
            map(intern, flat[1::5]),
            flat[2::5],
            flat[3::5],
            flat[4::5],
            map(_LINK_PLACES.__getitem__, codes),
        )
    )


def _headings(flat: list[Any]) -> list[Heading]:
    flags = flat[5::7]
    contents = map(shared_content, flat[6::7], map(_RICH.__getitem__, flags))
    roots = map(_ROOTS.__getitem__, flags)
    return list(
        map(Heading, flat[::7], flat[1::7], flat[2::7], flat[3::7], flat[4::7], roots, contents)
    )


def _flat_marks(marks: list[Mark]) -> list[str | int]:
    return [value for mark in marks for value in (mark.name, mark.start, mark.end)]


def _flat_spans(spans: Iterable[Span]) -> list[int]:
    return [offset for span in spans for offset in (span.start, span.end)]


def _flat_suppression(item: Suppression) -> list[Any]:
    scope = _SCOPES.index(item.scope)
    return [scope, item.names, item.start, item.end, item.covers_from, item.covers_to]


def _suppression(scope: int, names: list[str], *where: int) -> Suppression:
    return Suppression(_SCOPES[scope], names, *where)


def _flat_lost_block(block: LostBlock) -> list[Any]:
    return [_LOSSES.index(block.loss), block.start, block.end, block.keys]


def _lost_block(loss: int, start: int, end: int, keys: list[str]) -> LostBlock:
    return LostBlock(_LOSSES[loss], start, end, keys)


def _flat_front_matter(block: FrontMatter) -> list[Any]:
    properties: list[Any] = []
    for item in block.properties:
        values: list[Any] = []
        for value in item.values:
            code = _KIND_CODES[value.kind]
            values += (value.path, value.text, code, value.start, value.end)
        properties += (item.key, item.start, item.end, values)
    malformed: list[Any] = []
    for link in block.malformed_links:
        malformed += (link.reason, link.text, link.start, link.end)
    return [
        block.start,
        block.end,
        properties,
        malformed,
        block.error,
        block.error_at,
        int(block.templated),
        _flat_spans([block.odd_end]) if block.odd_end else None,
    ]


def _front_matter(
    start: int,
    end: int,
    properties: list[Any],
    malformed: list[Any],
    error: str | None,
    error_at: int,
    templated: int,
    odd_end: list[int] | None,
) -> FrontMatter:
    return FrontMatter(
        start,
        end,
        list(
            map(
                Property,
                map(intern, properties[::4]),
                properties[1::4],
                properties[2::4],
                map(_scalars, properties[3::4]),
            )
        ),
        list(map(MalformedLink, malformed[::4], malformed[1::4], malformed[2::4], malformed[3::4])),
        error,
        error_at,
        _BOOLS[templated],
        Span(*odd_end) if odd_end else None,
    )


def _scalars(flat: list[Any]) -> list[Scalar]:
    kinds = map(_KINDS.__getitem__, flat[2::5])
    return list(map(Scalar, map(tuple, flat[::5]), flat[1::5], kinds, flat[3::5], flat[4::5]))
