"""Canvas files: reference, section 10."""

import json

import pytest

from vaultkit import Vault, check
from vaultkit.vault.notes.canvas import read_canvas


def canvas(*nodes):
    return json.dumps({"nodes": list(nodes), "edges": []})


@pytest.mark.parametrize(
    ("data", "broken"),
    [
        pytest.param("", False, id="empty file"),
        pytest.param("{}", False, id="empty object"),
        pytest.param('{"nodes": []}', False, id="no nodes"),
        pytest.param("[]", True, id="list"),
        pytest.param("{", True, id="no JSON"),
        pytest.param('{"nodes": 1}', True, id="nodes are no list"),
        pytest.param("[" * 10_000, True, id="nested too deep"),
    ],
)
def test_what_is_a_canvas(data, broken):
    assert (read_canvas("x.canvas", data.encode()).error is not None) == broken


@pytest.mark.parametrize(
    ("node", "cards"),
    [
        pytest.param({"type": "file", "file": "a/N.md"}, [("a/N.md", "")], id="file"),
        pytest.param(
            {"type": "file", "file": "N.md", "subpath": "#H"}, [("N.md", "#H")], id="subpath"
        ),
        pytest.param({"type": "group", "background": "p.png"}, [("p.png", "")], id="background"),
        pytest.param({"type": "group", "label": "g"}, [], id="group"),
        pytest.param({"type": "link", "url": "https://x.org"}, [], id="link"),
        pytest.param({"type": "text", "text": "plain"}, [], id="text"),
        pytest.param({"type": "file"}, [], id="file without a path"),
        pytest.param({"type": "file", "file": ""}, [], id="empty path"),
        pytest.param("no node", [], id="no object"),
    ],
)
def test_cards(node, cards):
    found = read_canvas("x.canvas", canvas(node).encode())
    assert [(card.path, card.subpath) for card in found.cards] == cards


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        pytest.param("a/N.md", False, id="exact path"),
        pytest.param("N.md", True, id="no search by name"),
        pytest.param("a/N", True, id="no extension"),
    ],
)
def test_a_file_card_is_looked_up_by_its_exact_path(found, path, broken):
    texts = {"a/N.md": "x", "b.canvas": canvas({"type": "file", "file": path})}
    assert bool(found(texts, select=["broken-canvas-node"])) == broken


def test_text_is_read_like_a_note():
    text = "# H\n[[A]] ![[B]] `[[C]]` [x](D.md) %%[[E]]%%"
    found = read_canvas("x.canvas", canvas({"type": "text", "text": text}).encode())
    assert [link.target for link in found.links] == ["A", "B", "D.md", "E"]


def test_text_has_no_front_matter():
    text = "---\n[[A]]\n---\n"
    found = read_canvas("x.canvas", canvas({"type": "text", "text": text}).encode())
    assert [link.target for link in found.links] == ["A"]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(r"[[Nix]]", id="plain"),
        pytest.param(r"a\nb\t\"c\" [[Nix]]", id="short escapes"),
        pytest.param(r"\u00e9\u65e5 [[Nix]]", id="long escapes"),
        pytest.param(r"\ud83c\udf89 [[Nix]]", id="surrogate pair"),
        pytest.param("é日🎉 [[Nix]]", id="non-ASCII"),
    ],
)
def test_a_link_in_a_card_has_its_place_in_the_file(written):
    data = f'{{"nodes": [{{"type": "text", "text": "{written}"}}]}}'
    (link,) = read_canvas("x.canvas", data.encode()).links
    assert data.encode()[link.start : link.end] == b"[[Nix]]"


def test_a_card_has_its_place_in_the_file():
    data = canvas({"type": "file", "file": "é N.md"}, {"type": "file", "file": "é N.md"}).encode()
    spans = [card.span for card in read_canvas("x.canvas", data).cards]
    assert [json.loads(b'"' + data[s.start : s.end] + b'"') for s in spans] == ["é N.md"] * 2
    assert spans[0] < spans[1]


@pytest.mark.parametrize(
    "node",
    [
        pytest.param({"type": "file", "file": "N.md"}, id="file"),
        pytest.param({"type": "text", "text": "[[N]]"}, id="text"),
    ],
)
def test_a_canvas_keeps_a_note_from_being_an_orphan(node):
    vault = Vault.from_texts({"N.md": "text", "c.canvas": canvas(node)})
    assert not vault.incoming.is_orphan("N.md")


def test_links_in_a_card_are_followed_once():
    vault = Vault.from_texts({"c.canvas": canvas({"type": "text", "text": "[[#Gone]]"})})
    (shown,) = vault.canvases
    ((_, first),), ((_, second),) = vault.canvas_outcomes(shown), vault.canvas_outcomes(shown)
    assert first is second


def test_links_in_a_card_are_checked():
    report = check({"c.canvas": canvas({"type": "text", "text": "[[no/No.md]]"}), "A.md": "x"})
    assert [(f.path, f.rule) for f in report.findings if f.path == "c.canvas"] == [
        ("c.canvas", "broken-link")
    ]


def test_places_are_counted_from_behind_a_byte_order_mark():
    nodes = {"type": "file", "file": "N.md"}, {"type": "text", "text": "[[Nix]] #tag"}
    data = canvas(*nodes).encode()
    found = read_canvas("x.canvas", b"\xef\xbb\xbf" + data)
    items = [found.cards[0].span, found.links[0], found.tags[0]]
    assert [data[item.start : item.end] for item in items] == [b"N.md", b"[[Nix]]", b"#tag"]


def test_a_finding_in_a_canvas_with_a_byte_order_mark_has_its_column():
    data = canvas({"type": "file", "file": "No.md"})
    (finding,) = check({"c.canvas": f"\ufeff{data}"}, select=["broken-canvas-node"]).findings
    assert (finding.line, finding.column) == (1, data.index("No.md") + 1)


def test_a_card_counts_for_a_note_of_another_case() -> None:
    card = '{"nodes": [{"id": "1", "type": "file", "file": "p.md"}]}'

    assert check({"P.md": "text", "Map.canvas": card}, select=["orphan-note"]).findings == ()


@pytest.mark.parametrize(
    ("file", "subpath", "codes"),
    [
        ("A.md", "#H", []),
        ("A.md", "#h#", []),
        ("A.md", "#H#Sub", []),
        ("A.md", "#Sub#H", ["VK104"]),
        ("A.md", "#^b", []),
        ("A.md", "#^c", ["VK105"]),
        ("A.md", "", []),
        ("p.pdf", "#page=3", []),
        ("x.base", "#View", []),
        ("gone.md", "#H", ["VK502"]),
    ],
)
def test_the_part_that_a_card_shows(file: str, subpath: str, codes: list[str]) -> None:
    card = {"id": "1", "type": "file", "file": file, "subpath": subpath}
    files = {
        ".obsidian/app.json": "{}",
        "C.canvas": json.dumps({"nodes": [card]}),
        "A.md": "## H\n\n### Sub\n\nwords ^b\n",
        "p.pdf": "",
        "x.base": "",
    }
    found = check(files, select=["VK1", "broken-canvas-node"]).findings
    assert [item.code for item in found] == codes


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_javascript_alone_calls_a_number_is_no_json(number: str) -> None:
    assert read_canvas("C.canvas", f'{{"nodes": [{{"x": {number}}}]}}'.encode()).error
