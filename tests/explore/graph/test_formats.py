"""A graph's formats, read back by those they are for, whatever the notes are called."""

import csv
import io
import json

import networkx as nx
import pydot
import pytest

from vaultkit import Vault
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.explore.graph import csv as csv_format
from vaultkit.explore.graph import dot, graphml, table
from vaultkit.explore.graph import json as json_format
from vaultkit.explore.graph.analysis import RULES, Analysis

HOSTILE = (
    'say "hi"',
    "back\\slash",
    "ends in\\",
    "two\nlines",
    "tab\tand\x1b[31mred",
    "<script>alert(1)",
    "AT&amp;T & <b>",
    "日本語 🌱",
    "a,b;c",
    "=1+1",
    "]]>",
    "-- a -> b; }",
    "zero\ufffe\x00",
    "rtl \u202e evil",
    "lone \ud800",
)


@pytest.fixture
def analysis():
    """Return the graph of a vault whose notes are each linked from Home, and link back."""
    notes = {f"{name}.md": "[[Home]]" for name in HOSTILE}
    linkable = [name for name in HOSTILE if not {*"\n\0\ud800]"} & {*name}]
    links = " ".join(f"[[{name}]]" for name in linkable)
    return analysed({**notes, "Home.md": f"{links} [[Plain]]", "Plain.md": ""})


def analysed(texts):
    vault = Vault.from_texts({".obsidian/app.json": "{}", **texts})
    return Analysis(vault, read_settings(None, Choices(select=RULES)))


def shape(graph: nx.DiGraph) -> list[int]:
    """Return the number of notes and links, and of those to and from each note, sorted."""
    degrees = sorted(graph.in_degree(key) * 100 + graph.out_degree(key) for key in graph)
    return [len(graph), graph.number_of_edges(), *degrees]


@pytest.fixture
def expected(analysis):
    return shape(nx.DiGraph(analysis.network.links))


def test_most_hostile_names_can_be_linked_to(analysis) -> None:
    assert len(analysis.network.notes) == len(HOSTILE) + 2
    assert len(analysis.network.links["Home.md"]) > len(HOSTILE) / 2


def test_graphml_is_what_networkx_reads(analysis, expected) -> None:
    graph = nx.read_graphml(io.BytesIO(graphml.render(analysis).encode()))

    assert shape(graph) == expected
    plain = graph.nodes["Plain.md"]
    assert (plain["label"], plain["links"], plain["backlinks"]) == ("Plain", 0, 1)
    assert (plain["orphan"], plain["dead_end"], plain["group"]) == (False, True, 0)
    assert plain["pagerank"] == pytest.approx(analysis.ranks["Plain.md"])
    assert graph.nodes["<script>alert(1).md"]["path"] == "<script>alert(1).md"
    assert "\x1b" not in graphml.render(analysis)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of pydot's own making
def test_dot_is_what_pydot_reads(analysis, expected) -> None:
    (graph,) = pydot.graph_from_dot_data(dot.render(analysis))
    names = [node.get_name() for node in graph.get_nodes() if node.get_name() != "node"]
    read = nx.DiGraph()
    read.add_nodes_from(names)
    read.add_edges_from((edge.get_source(), edge.get_destination()) for edge in graph.get_edges())

    assert shape(read) == expected
    assert all("\n" not in name and "\x1b" not in name for name in names)
    labels = {node.get_label() for node in graph.get_nodes() if node.get_name() != "node"}
    assert '"AT&amp;amp;T &amp; <b>"' in labels
    assert '"back\\\\slash"' in labels


@pytest.mark.parametrize("name", ["csv", "csv-notes"])
def test_csv_is_what_pythons_module_reads(analysis, expected, name) -> None:
    render = csv_format.render_links if name == "csv" else csv_format.render_notes
    rows = list(csv.DictReader(io.StringIO(render(analysis), newline="")))
    if name == "csv":
        graph = nx.DiGraph((row["source"], row["target"]) for row in rows)
        graph.add_nodes_from(key.replace("\ud800", "\ufffd") for key in analysis.network.notes)
        assert shape(graph) == expected
    else:
        assert sorted(row["name"] for row in rows) == sorted(
            name.replace("\ud800", "\ufffd") for name in (*HOSTILE, "Home", "Plain")
        )
        assert sum(int(row["backlinks"]) for row in rows) == expected[1]
        (home,) = (row for row in rows if row["note"] == "Home.md")
        assert (home["orphan"], home["group"]) == ("false", "0")
        assert int(home["cuts_off"]) == expected[0] - 2  # all but itself and the one that is left


def test_json_is_what_networkx_reads(analysis, expected) -> None:
    graph = nx.node_link_graph(json.loads(json_format.render(analysis, [])), edges="edges")

    assert graph.is_directed()
    assert shape(graph) == expected
    assert graph.nodes["two\nlines.md"]["name"] == "two\nlines"
    assert graph.graph["notes"] == len(graph)


def test_a_table_lets_no_name_forge_a_line(analysis) -> None:
    shown = table.render(analysis, 100)

    assert "\x1b" not in shown
    assert "two\ufffdlines" in shown
    assert "\nlines" not in shown


def test_names_that_look_alike_stay_apart() -> None:
    """Both would be called a�b in XML."""
    analysis = analysed(
        {"a\x01b.md": "[[Home]]", "a\x02b.md": "", "a\ufffdb.md": "", "Home.md": ""}
    )
    graph = nx.read_graphml(io.BytesIO(graphml.render(analysis).encode()))

    assert sorted(graph) == ["Home.md", "a\ufffdb.md", "a\ufffdb.md~2", "a\ufffdb.md~3"]
    assert list(graph.edges) == [("a\ufffdb.md~2", "Home.md")]


def test_a_tied_link_is_said_to_be_one() -> None:
    analysis = analysed(
        {"a/Same.md": "", "b/Same.md": "", "z/One.md": "[[Same]] [[Plain]]", "Plain.md": ""}
    )
    tied = [(edge.target, edge.tied) for edge in analysis.network.edges]

    assert tied == [("Plain.md", False), ("a/Same.md", True), ("b/Same.md", True)]
    assert csv_format.render_links(analysis).splitlines()[1:] == [
        "z/One.md,Plain.md,false",
        "z/One.md,a/Same.md,true",
        "z/One.md,b/Same.md,true",
    ]
    assert dot.render(analysis).count("[style=dashed]") == 2
