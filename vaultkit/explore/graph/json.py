"""A graph and its figures as JSON, a contract by its version."""

from collections.abc import Iterable, Sequence
from typing import Any

from vaultkit.explore.graph.analysis import Analysis, Offenders
from vaultkit.explore.graph.gates import Gate
from vaultkit.text import decodable, json_document

VERSION = 1


def render(analysis: Analysis, gates: Sequence[Gate]) -> str:
    """Return one object; networkx's ``node_link_graph`` reads its nodes and edges."""
    network = analysis.network
    groups, ranks = analysis.group_of, analysis.ranks
    content: dict[str, Any] = {
        "version": VERSION,
        "vault": decodable(analysis.vault.name),
        "directed": True,
        "multigraph": False,
        "graph": _figures(analysis),
        "gates": [
            {
                "name": gate.name,
                "limit": gate.limit,
                "actual": gate.actual,
                "exceeded": gate.exceeded,
            }
            for gate in gates
        ],
        "nodes": [
            {
                "id": decodable(key),
                "name": decodable(note.name),
                "path": decodable(note.path),
                "links": len(network.links[key]),
                "backlinks": len(network.backlinks[key]),
                "pagerank": round(ranks[key], 9),
                "group": groups[key],
            }
            for key, note in network.notes.items()
        ],
        "edges": [
            {
                "source": decodable(edge.source),
                "target": decodable(edge.target),
                "tied": edge.tied,
            }
            for edge in network.edges
        ],
    }
    return json_document(content)


def _figures(analysis: Analysis) -> dict[str, Any]:
    return {
        "notes": analysis.notes,
        "links": analysis.links,
        "edges": len(analysis.network.edges),
        "mainland": len(analysis.mainland),
        "orphans": _offenders(analysis.orphans),
        "dead_ends": _offenders(analysis.dead_ends),
        "isolated": {"count": len(analysis.isolated), "notes": _all(analysis.isolated)},
        "islands": {
            "count": len(analysis.islands),
            "groups": [_all(group) for group in analysis.islands],
            "exempt": [_all(group) for group in analysis.exempt_islands],
        },
        "bridges": {
            "count": len(analysis.bridges),
            "links": [
                {
                    "from": decodable(bridge.first),
                    "to": decodable(bridge.second),
                    "cut_off": bridge.cut_off,
                }
                for bridge in analysis.bridges
            ],
        },
        "articulation_notes": {
            "count": len(analysis.articulation_notes),
            "notes": [
                {"note": decodable(joint.key), "cut_off": joint.cut_off}
                for joint in analysis.articulation_notes
            ],
        },
    }


def _offenders(found: Offenders) -> dict[str, Any]:
    return {
        "count": len(found.members),
        "notes": _all(found.members),
        "exempt": _all(found.exempt),
    }


def _all(keys: Iterable[str]) -> list[str]:
    return [decodable(key) for key in keys]
