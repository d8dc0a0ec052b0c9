"""Bridges and articulation points, held against trying out what each loss would cut off."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.explore.graph.cuts import Bridge, Joint, cuts

KEYS = "abcdefghij"
PAIRS = st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(
    lambda pair: len({*pair}) > 1
)


def cut_off(graph: nx.Graph, where: set[str]) -> int:
    """Return how many of some notes are outside the largest part that they make."""
    parts = [len(part) for part in nx.connected_components(graph.subgraph(where))]
    return sum(parts) - max(parts)


@given(st.lists(PAIRS, max_size=25))
def test_as_many_are_cut_off_as_when_it_is_tried_out(pairs) -> None:
    graph = nx.Graph(pairs)
    joints: dict[str, int] = {}
    for key in graph:
        group = nx.node_connected_component(graph, key) - {key}
        if lost := cut_off(graph, group) if group else 0:
            joints[key] = lost
    bridges: dict[frozenset[str], int] = {}
    for first, second in graph.edges:
        less = graph.copy()
        less.remove_edge(first, second)
        if lost := cut_off(less, nx.node_connected_component(graph, first)):
            bridges[frozenset((first, second))] = lost
    found_bridges, found_joints = cuts(graph)

    assert {item.key: item.cut_off for item in found_joints} == joints
    assert {frozenset((b.first, b.second)): b.cut_off for b in found_bridges} == bridges
    assert (len(found_joints), len(found_bridges)) == (len(joints), len(bridges))


def test_those_that_cut_off_most_come_first_and_the_second_note_is_cut_off() -> None:
    graph = nx.Graph([*nx.complete_graph("abcd").edges, ("d", "e"), ("e", "f"), ("a", "x")])

    assert cuts(graph) == (
        [Bridge("d", "e", 2), Bridge("a", "x", 1), Bridge("e", "f", 1)],
        [Joint("d", 2), Joint("a", 1), Joint("e", 1)],
    )


@pytest.mark.parametrize("leaves", [30_000])
def test_a_note_with_very_many_leaves_is_soon_dealt_with(leaves) -> None:
    """Quadratic, this would take minutes."""
    bridges, joints = cuts(nx.star_graph([f"{number}" for number in range(leaves + 1)]))

    assert len(bridges) == leaves
    assert joints == [Joint("0", leaves - 1)]
