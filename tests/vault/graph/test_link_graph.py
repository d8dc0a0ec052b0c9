"""Who links to whom where a link is tied between several notes: it counts for each of them."""

import pytest

from vaultkit import Vault, check

TIED = {
    ".obsidian/app.json": "{}",
    "a/Same.md": "",
    "b/Same.md": "",
    "z/One.md": "[[Same]]",
    "z/Two.md": "[[Same]] [[Plain]]",
    "z/Plain.md": "",
}


@pytest.fixture
def graph():
    return Vault.from_texts(TIED).graph


@pytest.fixture
def incoming():
    return Vault.from_texts(TIED).incoming


def test_a_tied_link_leads_to_all_it_fits(graph):
    assert graph.links["z/One.md"] == {"a/Same.md", "b/Same.md"}
    assert graph.links["z/Two.md"] == {"a/Same.md", "b/Same.md", "z/Plain.md"}
    assert graph.backlinks["b/Same.md"] == {"z/One.md", "z/Two.md"}


def test_a_tied_link_makes_neither_an_orphan_nor_a_dead_end(graph, incoming):
    assert [key for key in graph.links if incoming.is_orphan(key)] == ["z/One.md", "z/Two.md"]
    report = check(TIED, select=["dead-end-note"])
    assert [item.path for item in report.findings] == ["a/Same.md", "b/Same.md", "z/Plain.md"]


def test_a_tied_link_joins_islands(graph):
    assert graph.islands() == [sorted(TIED.keys() - {".obsidian/app.json"})]


def test_a_note_among_those_its_own_link_fits_is_not_its_own_neighbour():
    vault = Vault.from_texts({"A.md": "[[a]]", "a.md": "", "B.md": ""})
    graph = vault.graph
    assert graph.links == {"A.md": {"a.md"}, "a.md": set(), "B.md": set()}
    assert vault.incoming.is_orphan("A.md")
    assert not vault.incoming.is_orphan("a.md")
    assert graph.islands() == [["A.md", "a.md"], ["B.md"]]
