"""A group of notes as a canvas that Obsidian opens (JSON Canvas 1.0)."""

import hashlib
import json
from collections.abc import Sequence
from math import ceil, sqrt
from typing import Any, NamedTuple

from vaultkit.explore.graph.network import Network
from vaultkit.text import decodable, escaped_json
from vaultkit.vault.notes.note import Note

WIDTH, HEIGHT = 320, 160
GAP_ACROSS, GAP_DOWN = 200, 60
_NOT_IN_SUBPATH = str.maketrans("#^[]|", "     ")


class _Cell(NamedTuple):
    column: int
    x: int
    y: int


def render(network: Network, keys: Sequence[str]) -> str:
    """Return a canvas with a card for each of some notes, and an arrow for each link between them.

    The best-linked note is at the left, those next to it in the next columns, and so on; a
    column holds no more than the root of their number, so that the whole is about square. Notes
    that link to each other share one arrow with two heads.
    """
    chosen = set(keys)
    around = {
        key: sorted({*network.links[key], *network.backlinks[key]} & chosen) for key in sorted(keys)
    }
    cells = _placed(_layers(around))
    nodes = [_card(network.notes[key], cell) for key, cell in cells.items()]
    edges = []
    for key in cells:
        for target in network.links[key]:
            if target in chosen:
                back = key in network.links[target]
                if not back or key < target:
                    edges.append(_arrow(key, target, cells, both=back))
    return (
        escaped_json(json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False, indent="\t"))
        + "\n"
    )


def _layers(around: dict[str, list[str]]) -> list[list[str]]:
    """Return the notes by their distance from the best-linked one, each near its neighbours."""
    left = dict.fromkeys(around)
    layers: list[list[str]] = []
    while left:
        layer = [min(left, key=lambda key: (-len(around[key]), key))]
        while layer:
            layers.append(layer)
            for key in layer:
                del left[key]
            following: dict[str, None] = {}
            for key in layer:
                following.update(dict.fromkeys(other for other in around[key] if other in left))
            layer = list(following)
    return layers


def _placed(layers: list[list[str]]) -> dict[str, _Cell]:
    total = sum(len(layer) for layer in layers)
    most = max(3, ceil(sqrt(total)))
    cells: dict[str, _Cell] = {}
    column = 0
    for layer in layers:
        for start in range(0, len(layer), most):
            part = layer[start : start + most]
            top = -(len(part) * (HEIGHT + GAP_DOWN) - GAP_DOWN) // 2
            for row, key in enumerate(part):
                x = column * (WIDTH + GAP_ACROSS)
                cells[key] = _Cell(column, x, top + row * (HEIGHT + GAP_DOWN))
            column += 1
    return cells


def _card(note: Note, cell: _Cell) -> dict[str, Any]:
    card: dict[str, Any] = {
        "id": _id(note.key),
        "type": "file",
        "file": decodable(note.path),
        "x": cell.x,
        "y": cell.y,
        "width": WIDTH,
        "height": HEIGHT,
    }
    if note.title_heading is not None:
        title = note.title_heading.text.translate(_NOT_IN_SUBPATH)
        card["subpath"] = f"#{' '.join(title.split())}"
    return card


def _arrow(source: str, target: str, cells: dict[str, _Cell], *, both: bool) -> dict[str, Any]:
    here, there = cells[source], cells[target]
    if here.column == there.column:
        sides = ("bottom", "top") if here.y < there.y else ("top", "bottom")
    else:
        sides = ("right", "left") if here.column < there.column else ("left", "right")
    arrow: dict[str, Any] = {
        "id": _id(f"{source}\0{target}"),
        "fromNode": _id(source),
        "fromSide": sides[0],
        "toNode": _id(target),
        "toSide": sides[1],
    }
    if both:
        arrow["fromEnd"] = "arrow"
    return arrow


def _id(key: str) -> str:
    """Return an id like Obsidian's own, the same one every time."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
