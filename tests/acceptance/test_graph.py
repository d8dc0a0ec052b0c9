"""The graphs of real vaults, held against other programs' figures and against a check."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import graphmark
import networkx as nx
import pytest
from graphmark.graph import VaultGraph
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

from tests.acceptance.vaults import ENCYCLOPEDIA, HELP, VAULTS
from vaultkit.api import Vault, check
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.explore.graph import canvas, dot, graphml
from vaultkit.explore.graph import json as json_format
from vaultkit.explore.graph.analysis import RULES, Analysis
from vaultkit.markdown.facts import LinkKind, Place
from vaultkit.vault.files.tree import FolderTree

UNEXPLAINED = {
    HELP: 0,
    "data-archive": 5,
    "kepano-obsidian": 0,
    "13th-age-srd": 0,
    "foam-docs": 0,
    ENCYCLOPEDIA: 0,
}
"""Edges graphmark alone sees: in indented code, and in tables, where a bare pipe cuts a link."""


@pytest.fixture(scope="module")
def analyses() -> dict[Path, Analysis]:
    return {}


@pytest.fixture
def analysis(request, corpora: Path, analyses: dict[Path, Analysis]) -> Analysis:
    """Return the graph of the vault a test is about."""
    root = corpora / "vaults" / request.param
    if root not in analyses:
        settings = read_settings(None, Choices(select=RULES))
        analyses[root] = Analysis(Vault(FolderTree(root), name=str(root)), settings)
    return analyses[root]


@pytest.fixture
def exported(analysis: Analysis) -> Any:
    """Return what a program reads of the graph."""
    return json.loads(json_format.render(analysis, []))


on_each_vault = pytest.mark.parametrize("analysis", VAULTS, indirect=True)


@on_each_vault
def test_figures_are_those_of_networkx_on_the_exported_edges(analysis, exported) -> None:
    graph = nx.node_link_graph(exported, edges="edges")
    flat = graph.to_undirected()
    figures = exported["graph"]
    parts = sorted(map(len, nx.connected_components(flat)), reverse=True)
    lost = {
        key: _lost(flat, [(key, other) for other in flat[key]], [*flat[key]])
        for key in [*nx.articulation_points(flat)]
    }
    bridges = {}
    for ends in [*nx.bridges(flat)]:
        cut_off = _lost(flat, [ends], ends)
        if cut_off > 1:
            bridges[frozenset(ends)] = cut_off

    islands = [*figures["islands"]["groups"], *figures["islands"]["exempt"]]
    assert figures["mainland"] == parts[0]
    assert sorted(map(len, islands), reverse=True) == [size for size in parts[1:] if size > 1]
    assert {i["note"]: i["cut_off"] for i in figures["articulation_notes"]["notes"]} == lost
    assert {
        frozenset((item["from"], item["to"])): item["cut_off"]
        for item in figures["bridges"]["links"]
    } == bridges
    ends = {key for key in graph if not graph.out_degree(key)}
    assert {*figures["dead_ends"]["notes"], *figures["dead_ends"]["exempt"]} == ends
    ranks = _pagerank_python(graph, tol=1e-12, max_iter=500)
    assert {node["id"]: node["pagerank"] for node in exported["nodes"]} == pytest.approx(
        ranks, abs=2e-9
    )
    for node in exported["nodes"]:
        assert node["links"] == graph.out_degree(node["id"])
        assert node["backlinks"] == graph.in_degree(node["id"])


def _lost(graph: nx.Graph, edges: Sequence[tuple[str, str]], around: Sequence[str]) -> int:
    """Return how many of the nodes around some edges are cut off from most when these are gone."""
    graph.remove_edges_from(edges)
    parts = {frozenset(nx.node_connected_component(graph, key)) for key in around}
    graph.add_edges_from(edges)
    return sum(map(len, parts)) - max(map(len, parts))


@on_each_vault
def test_figures_are_those_of_graphmark_on_the_exported_edges(analysis, exported) -> None:
    """It calls articulation notes bridges, and an orphan what neither links nor is linked to."""
    links: dict[str, set[str]] = {node["id"]: set() for node in exported["nodes"]}
    for edge in exported["edges"]:
        links[edge["source"]].add(edge["target"])
    theirs = _as_graphmark(links)
    figures = exported["graph"]

    assert sorted(item["note"] for item in figures["articulation_notes"]["notes"]) == (
        graphmark.bridges(theirs)
    )
    assert [len(group) for group in graphmark.clusters(theirs)] == [
        len(group) for group in analysis.groups if len(group) > 1
    ]
    assert graphmark.stats(theirs)["edges"] == figures["edges"]
    ranks = dict(graphmark.pagerank(theirs, len(links)))
    off = sum(abs(node["pagerank"] - ranks[node["id"]]) for node in exported["nodes"])
    assert off < 6e-6 * len(links)  # it stops when a round changes less than 1e-6 a note


@pytest.mark.parametrize("analysis", UNEXPLAINED, indirect=True)
def test_graphmark_reads_the_same_edges_but_for_what_it_does_otherwise(analysis, request) -> None:
    """It reads wikilinks in the text, settles no ties by nearness, follows slugs and aliases."""
    vault = analysis.vault
    theirs = {
        (source, target)
        for source, targets in graphmark.build(Path(vault.name)).out_links.items()
        for target in targets
    }
    ours = {(edge.source, edge.target) for edge in analysis.network.edges}
    plain: set[tuple[str, str]] = set()
    loose: set[str] = set()
    for note in vault.notes:
        for link, outcome in vault.outcomes(note):
            if outcome.is_broken:
                loose.add(note.key)
            elif (link.kind, link.place) == (LinkKind.WIKILINK, Place.BODY):
                plain.update(
                    (note.key, target.key)
                    for target in outcome.notes
                    if not vault.index.has_namesakes(target.path)
                )
    unexplained = [edge for edge in theirs - ours if edge[0] not in loose]

    assert plain & ours - theirs == set()
    assert len(unexplained) == UNEXPLAINED[request.node.callspec.params["analysis"]], unexplained
    assert len(plain & ours & theirs) > 0


@on_each_vault
def test_numbers_are_those_of_a_check(analysis) -> None:
    report = check(analysis.vault, select=list(RULES))
    found = Counter(item.rule for item in report.findings)

    assert found == Counter(
        {
            "orphan-note": len(analysis.orphans.members),
            "dead-end-note": len(analysis.dead_ends.members),
            "island": len(analysis.islands),
        }
    )
    assert (analysis.notes, analysis.links) == (report.notes, report.links)


@on_each_vault
def test_other_programs_read_it(analysis, exported) -> None:
    graph = nx.parse_graphml(graphml.render(analysis))
    assert {*graph.edges} == {(edge["source"], edge["target"]) for edge in exported["edges"]}
    assert dot.render(analysis).count(" -> ") == len(exported["edges"])


@on_each_vault
def test_every_island_and_the_mainland_open_as_a_canvas(analysis) -> None:
    for group in [analysis.mainland, *analysis.islands]:
        drawn = json.loads(canvas.render(analysis.network, group))
        places = {(node["x"], node["y"]) for node in drawn["nodes"]}
        assert len(places) == len(group) == len(drawn["nodes"])
        assert {node["file"] for node in drawn["nodes"]} <= {*analysis.vault.files}


def _as_graphmark(links: dict[str, set[str]]) -> VaultGraph:
    back: dict[str, set[str]] = {key: set() for key in links}
    for source, targets in links.items():
        for target in targets:
            back[target].add(source)
    return VaultGraph(dict.fromkeys(links), links, back)
