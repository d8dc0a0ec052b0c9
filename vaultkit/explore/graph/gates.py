"""Limits on what may be wrong with a graph."""

from collections.abc import Sequence
from dataclasses import dataclass

from vaultkit.explore.graph.analysis import Analysis

GATES = ("orphans", "dead-ends", "isolated", "islands", "bridges", "articulation-notes")
"""What can be held against a limit."""


@dataclass(frozen=True)
class Gate:
    """A limit on how many of something there may be, and the keys of the notes that there are."""

    name: str
    limit: int
    members: Sequence[str]

    @property
    def actual(self) -> int:
        """Return how many there are."""
        return len(self.members)

    @property
    def exceeded(self) -> bool:
        """Return whether there are too many."""
        return self.actual > self.limit


def gate(analysis: Analysis, name: str, limit: int) -> Gate:
    """Compare one of ``GATES`` with a limit; a group or bridge is under its first note."""
    members: Sequence[str]
    if name == "orphans":
        members = analysis.orphans.members
    elif name == "dead-ends":
        members = analysis.dead_ends.members
    elif name == "isolated":
        members = analysis.isolated
    elif name == "islands":
        members = [group[0] for group in analysis.islands]
    elif name == "bridges":
        members = [bridge.first for bridge in analysis.bridges]
    else:
        members = [joint.key for joint in analysis.articulation_notes]
    return Gate(name, limit, members)
