"""Canvas files: which files their cards show, and the Markdown of their text cards (section 10)."""

import codecs
import json
import re
from dataclasses import dataclass, field

from vaultkit.markdown.app_uri import is_app_uri
from vaultkit.markdown.definitions import read_definitions
from vaultkit.markdown.facts import Link, LinkKind, Mark
from vaultkit.markdown.parser import parse_fragment
from vaultkit.source import Span
from vaultkit.vault.notes.json_places import places_of_nodes

_MAY_REFER = re.compile(r"[\[#]|<obsidian:")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|.)", re.DOTALL)


@dataclass(slots=True)
class Card:
    """A card that shows a file: the exact vault path, the subpath, and where each is."""

    path: str
    subpath: str
    span: Span
    subpath_span: Span | None = None


@dataclass(slots=True)
class Canvas:
    """What one canvas refers to, and its tags; ``error`` is set when it is not a canvas at all.

    ``definitions`` are where those of reference links lead in texts, and stand.
    """

    path: str
    cards: list[Card] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tags: list[Mark] = field(default_factory=list)
    definitions: list[Mark] = field(default_factory=list)
    error: str | None = None
    is_read: bool = True


def read_canvas(path: str, data: bytes) -> Canvas:
    """Read a canvas; an empty file is a canvas without cards.

    Args:
        path: where it is.
        data: its bytes; places are counted from behind a byte order mark, as in ``Source.data``.
    """
    canvas = Canvas(path)
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        return canvas
    try:
        content = json.loads(
            data.decode(),
            parse_int=float,  # as JavaScript does
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError):
        canvas.error = "is not valid JSON"
        return canvas
    nodes = content.get("nodes") if isinstance(content, dict) else None
    if not isinstance(nodes, list):
        if not isinstance(content, dict) or nodes is not None:
            canvas.error = "has no list of nodes"
        return canvas
    objects = [node for node in nodes if isinstance(node, dict)]
    for node, places in zip(objects, places_of_nodes(data), strict=True):
        _read_node(node, places, data, canvas)
    return canvas


def _refuse(name: str) -> None:
    """Refuse ``NaN`` and ``Infinity``, which are no JSON.

    Raises:
        ValueError: always.
    """
    raise ValueError(name)


def _read_node(
    node: dict[str, object], places: dict[str, Span], data: bytes, canvas: Canvas
) -> None:
    shown, text, background = node.get("file"), node.get("text"), node.get("background")
    url = node.get("url")
    if node.get("type") == "file" and isinstance(shown, str) and shown:
        subpath = node.get("subpath")
        within = places["subpath"] if isinstance(subpath, str) and subpath else None
        said = subpath if isinstance(subpath, str) else ""
        canvas.cards.append(Card(shown, said, places["file"], within))
    elif node.get("type") == "group" and isinstance(background, str) and background:
        canvas.cards.append(Card(background, "", places["background"]))
    elif node.get("type") == "link" and isinstance(url, str) and is_app_uri(url):
        place = places["url"]
        canvas.links.append(Link(LinkKind.URI, False, url, None, place.start, place.end))
    elif node.get("type") == "text" and isinstance(text, str) and _MAY_REFER.search(text):
        found = parse_fragment(text)
        defined = [
            Mark(item.target, item.destination.start, item.destination.end)
            for item in read_definitions(text.encode("utf-8", "replace"), 0)
        ]
        if found.links or found.tags or defined:
            offsets = _offsets(data, places["text"], text)
            items: list[Link | Mark] = [*found.links, *found.tags, *defined]
            for item in items:
                item.start, item.end = offsets[item.start], offsets[item.end]
            canvas.links += found.links
            canvas.tags += found.tags
            canvas.definitions += defined


def _offsets(data: bytes, span: Span, text: str) -> list[int]:
    """Return, for every byte of a string's value, the offset in the file that it comes from."""
    written = data[span.start : span.end].decode("utf-8", "replace")
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
