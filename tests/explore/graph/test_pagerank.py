"""PageRank, held against networkx's own that needs no numpy, and against what is known."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

from vaultkit.explore.graph.pagerank import pagerank

GRAPHS = st.dictionaries(st.integers(0, 12), st.sets(st.integers(0, 12)), max_size=13)


@given(GRAPHS)
def test_networkx_finds_the_same(found) -> None:
    links = {
        f"{key}": sorted(f"{n}" for n in others if n in found) for key, others in found.items()
    }
    ranks = pagerank(links)
    theirs = _pagerank_python(nx.DiGraph(links), tol=1e-12, max_iter=500) if links else {}

    assert ranks == pytest.approx(theirs, abs=1e-8)
    assert not links or sum(ranks.values()) == pytest.approx(1)


def test_two_notes_that_link_to_each_other_share_the_rank() -> None:
    assert pagerank({"a": ["b"], "b": ["a"]}) == {"a": 0.5, "b": 0.5}


def test_what_one_links_to_ranks_higher_by_a_share_of_the_other() -> None:
    """a = .15/2 + .85 b/2, b = a + .85 a, for b is a dead end."""
    ranks = pagerank({"a": ["b"], "b": []})

    assert ranks["b"] == pytest.approx(1.85 * ranks["a"])
    assert ranks["a"] + ranks["b"] == pytest.approx(1)


def test_no_notes() -> None:
    assert pagerank({}) == {}
