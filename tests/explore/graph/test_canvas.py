"""The canvas of an island: what JSON Canvas 1.0 asks for, and what a person can read."""

import json
from itertools import combinations

import pytest

from vaultkit import Vault, check
from vaultkit.explore.graph.canvas import render
from vaultkit.explore.graph.network import Network

SIDES = {"top", "right", "bottom", "left"}
GARDEN = {
    "Home.md": "[[Soil]] [[Beds]]",
    "Soil.md": "[[Home]] [[Compost]]",
    "Beds.md": "[[Compost]]",
    "Compost.md": "[[Compost]]",
    "Far.md": "[[Away]]",
    "Away.md": "",
}
FLAT = "# Soil {#soil}\n\n[Beds](#beds--more)\n\n# Beds & more {#beds--more}\n\ntext\n"


def canvas_of(texts, group=0):
    network = Network(Vault.from_texts(texts))
    return json.loads(render(network, network.vault.graph.islands()[group]))


def overlap(one, other) -> bool:
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


def wide(size: int) -> dict[str, str]:
    """Return a vault of one note that links to very many, some of which link to others."""
    notes = {f"n{number}.md": f"[[n{number * 3 % size}]]" for number in range(size)}
    return {**notes, "Hub.md": " ".join(f"[[n{number}]]" for number in range(size))}


@pytest.mark.parametrize("texts", [GARDEN, wide(60), {"all.md": FLAT}])
def test_it_is_a_canvas_by_the_letter(texts) -> None:
    canvas = canvas_of(texts)
    ids = [item["id"] for item in canvas["nodes"] + canvas["edges"]]
    cards = {node["id"] for node in canvas["nodes"]}

    assert set(canvas) == {"nodes", "edges"}
    assert len(ids) == len(set(ids))
    for node in canvas["nodes"]:
        assert node["type"] == "file"
        assert node["file"] in texts
        assert all(type(node[name]) is int for name in ("x", "y", "width", "height"))
        assert node.get("subpath", "#").startswith("#")
    for edge in canvas["edges"]:
        assert {edge["fromNode"], edge["toNode"]} <= cards
        assert {edge["fromSide"], edge["toSide"]} <= SIDES
        assert edge.get("fromEnd", "none") in ("none", "arrow")


@pytest.mark.parametrize("texts", [GARDEN, wide(5), wide(60)])
def test_no_cards_overlap(texts) -> None:
    for one, other in combinations(canvas_of(texts)["nodes"], 2):
        assert not overlap(one, other)


def test_a_large_group_is_about_square() -> None:
    nodes = canvas_of(wide(400))["nodes"]
    across = max(node["x"] for node in nodes) - min(node["x"] for node in nodes)
    down = max(node["y"] for node in nodes) - min(node["y"] for node in nodes)

    assert 1 / 4 < across / down < 4


def test_each_link_of_the_group_is_an_arrow_and_mutual_ones_share_it() -> None:
    canvas = canvas_of(GARDEN)
    names = {node["id"]: node["file"] for node in canvas["nodes"]}
    arrows = {
        (names[edge["fromNode"]], names[edge["toNode"]], edge.get("fromEnd"))
        for edge in canvas["edges"]
    }

    assert set(names.values()) == {"Home.md", "Soil.md", "Beds.md", "Compost.md"}
    assert arrows == {
        ("Home.md", "Soil.md", "arrow"),
        ("Home.md", "Beds.md", None),
        ("Soil.md", "Compost.md", None),
        ("Beds.md", "Compost.md", None),
    }


def test_the_smaller_island_has_its_own_cards() -> None:
    assert {node["file"] for node in canvas_of(GARDEN, 1)["nodes"]} == {"Far.md", "Away.md"}


@pytest.mark.parametrize("texts", [GARDEN, {"all.md": FLAT}])
def test_its_cards_open(texts) -> None:
    canvas = json.dumps(canvas_of(texts))
    report = check({**texts, "Map.canvas": canvas}, select=["broken-canvas-node", "VK1"])

    assert report.findings == ()


def test_a_section_of_a_flattened_file_is_opened_by_its_heading() -> None:
    nodes = canvas_of({"all.md": FLAT})["nodes"]

    assert sorted(node["subpath"] for node in nodes) == [
        "#Beds & more { beds--more}",
        "#Soil { soil}",
    ]


def test_it_is_the_same_every_time() -> None:
    assert canvas_of(wide(60)) == canvas_of(dict(reversed(wide(60).items())))
