"""A graph as tables: one of the links, one of the notes."""

import csv
import io
from collections.abc import Iterable

from vaultkit.explore.graph.analysis import Analysis
from vaultkit.text import decodable


def render_links(analysis: Analysis) -> str:
    """Return a row a pair of notes: who links, to whom, and whether other notes fit as well."""
    edges = analysis.network.edges
    rows = ((edge.source, edge.target, _said(edge.tied)) for edge in edges)
    return _table(("source", "target", "tied"), rows)


def render_notes(analysis: Analysis) -> str:
    """Return a row a note, with its figures."""
    network = analysis.network
    groups = analysis.group_of
    orphans, dead_ends = {*analysis.orphans.members}, {*analysis.dead_ends.members}
    held = {joint.key: joint.cut_off for joint in analysis.articulation_notes}
    head = "note name path links backlinks pagerank group orphan dead_end cuts_off".split()
    rows = (
        (
            key,
            note.name,
            note.path,
            len(network.links[key]),
            len(network.backlinks[key]),
            f"{analysis.ranks[key]:.9f}",
            groups[key],
            _said(key in orphans),
            _said(key in dead_ends),
            held.get(key, 0),
        )
        for key, note in network.notes.items()
    )
    return _table(head, rows)


def _said(value: bool) -> str:  # noqa: FBT001
    return "true" if value else "false"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow(decodable(cell) if isinstance(cell, str) else cell for cell in row)
    return stream.getvalue()
