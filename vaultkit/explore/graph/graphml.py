"""A graph as GraphML, for Gephi, yEd, Cytoscape and networkx."""

import io

from vaultkit.explore.graph.analysis import Analysis
from vaultkit.explore.graph.node_names import label, legible, legible_keys


def render(analysis: Analysis) -> str:
    """Return the notes with their figures, and the links between them."""
    import networkx as nx

    network = analysis.network
    names = legible_keys(network.notes)
    groups = analysis.group_of
    orphans, dead_ends = {*analysis.orphans.members}, {*analysis.dead_ends.members}
    graph = nx.DiGraph()
    for key, note in network.notes.items():
        graph.add_node(
            names[key],
            label=label(note),
            path=legible(note.path),
            links=len(network.links[key]),
            backlinks=len(network.backlinks[key]),
            pagerank=analysis.ranks[key],
            group=groups[key],
            orphan=key in orphans,
            dead_end=key in dead_ends,
        )
    for edge in network.edges:
        graph.add_edge(names[edge.source], names[edge.target], tied=edge.tied)
    stream = io.BytesIO()
    nx.write_graphml_xml(graph, stream, prettyprint=True)
    return stream.getvalue().decode() + "\n"
