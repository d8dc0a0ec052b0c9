"""Canvas files: which files their cards show, and the Markdown of their text cards (section 10)."""

import codecs
import json
import re
from dataclasses import dataclass, field

from vaultkit.markdown.facts import Link, Mark
from vaultkit.markdown.parser import parse_fragment
from vaultkit.source import Span

_MEMBER = re.compile(rb'"(file|text|background|subpath)"\s*:\s*("(?:[^"\\]|\\.)*")')
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|.)", re.DOTALL)


@dataclass(slots=True)
class Card:
    """A card that shows a file: the exact vault path, the subpath, and where each stands."""

    path: str
    subpath: str
    span: Span
    subpath_span: Span | None = None


@dataclass(slots=True)
class Canvas:
    """What one canvas refers to, and its tags; ``error`` is set when it is not a canvas at all."""

    path: str
    cards: list[Card] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tags: list[Mark] = field(default_factory=list)
    error: str | None = None


def read_canvas(path: str, data: bytes) -> Canvas:
    """Read a canvas; an empty file is a canvas without cards.

    Args:
        path: where it lies.
        data: its bytes; places are counted from behind a byte order mark, as in ``Source.data``.
    """
    canvas = Canvas(path)
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        return canvas
    try:
        content = json.loads(data.decode())
    except (ValueError, RecursionError):
        canvas.error = "is not valid JSON"
        return canvas
    nodes = content.get("nodes") if isinstance(content, dict) else None
    if not isinstance(nodes, list):
        if not isinstance(content, dict) or nodes is not None:
            canvas.error = "holds no list of nodes"
        return canvas
    places = _Places(data)
    for node in nodes:
        if isinstance(node, dict):
            _read_node(node, places, canvas)
    return canvas


def _read_node(node: dict[str, object], places: "_Places", canvas: Canvas) -> None:
    shown, text, background = node.get("file"), node.get("text"), node.get("background")
    if node.get("type") == "file" and isinstance(shown, str) and shown:
        subpath = node.get("subpath")
        span = places.next("file", shown)
        within = places.next("subpath", subpath) if isinstance(subpath, str) and subpath else None
        canvas.cards.append(Card(shown, subpath if isinstance(subpath, str) else "", span, within))
    elif node.get("type") == "group" and isinstance(background, str) and background:
        canvas.cards.append(Card(background, "", places.next("background", background)))
    elif node.get("type") == "text" and isinstance(text, str) and ("[" in text or "#" in text):
        span = places.next("text", text)
        found = parse_fragment(text)
        if found.links or found.tags:
            offsets = places.offsets(span, text)
            items: list[Link | Mark] = [*found.links, *found.tags]
            for item in items:
                item.start, item.end = offsets[item.start], offsets[item.end]
            canvas.links += found.links
            canvas.tags += found.tags


class _Places:
    """Finds where in the file the strings of a canvas stand."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.found: dict[tuple[str, str], list[Span]] = {}
        for member in _MEMBER.finditer(data):
            try:
                value = json.loads(member[2])
            except ValueError:
                continue
            span = Span(member.start(2) + 1, member.end(2) - 1)
            self.found.setdefault((member[1].decode(), value), []).append(span)
        for spans in self.found.values():
            spans.reverse()

    def next(self, name: str, value: str) -> Span:
        spans = self.found.get((name, value))
        return spans.pop() if spans else Span(0, 0)

    def offsets(self, span: Span, text: str) -> list[int]:
        """Give, for every byte of a string's value, the offset in the file that it comes from."""
        written = self.data[span.start : span.end].decode("utf-8", "replace")
        size = len(text.encode("utf-8", "replace")) + 1
        offsets: list[int] = []
        at, base = 0, span.start
        while at < len(written):
            escape = _ESCAPE.match(written, at)
            source = escape.group() if escape else written[at]
            value = json.loads(f'"{source}"') if escape else source
            width = len(source.encode())
            offsets += [base] * len(value.encode("utf-8", "replace"))
            at += len(source)
            base += width
        return (offsets + [span.end] * size)[:size]
