"""The notes of a vault and the links between them, numbered and in order."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vaultkit.progress import Step, with_progress
from vaultkit.vault.notes.note import Note
from vaultkit.vault.vault import Vault

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Edge:
    """That one note links to another; ``tied`` where each such link fits other notes as well."""

    source: str
    target: str
    tied: bool


class Network:
    """Directed edges between notes, each pair of notes once.

    ``notes`` are the notes by their keys, in the vault's order. The nameless text before the first
    title of a flattened file is among them where a link leads from or to it, what vaultkit itself
    wrote about the vault is not. ``links`` and
    ``backlinks`` are the keys of the neighbours, in order.
    """

    def __init__(self, vault: Vault, step: Step | None = None) -> None:
        """Follow the links of a vault.

        Args:
            vault: the vault.
            step: called with the notes whose links have been followed.
        """
        self.vault = vault
        for note in with_progress(vault.notes, len(vault.notes), step):
            vault.outgoing(note)
        graph = vault.graph
        links = {key: sorted(found) for key, found in graph.links.items()}
        self.notes: dict[str, Note] = {
            note.key: note
            for note in vault.notes
            if not note.is_report
            and (not note.is_preamble or links[note.key] or graph.backlinks[note.key])
        }
        self.links: dict[str, list[str]] = {
            key: [target for target in links[key] if target in self.notes] for key in self.notes
        }
        self.backlinks: dict[str, list[str]] = {key: [] for key in self.notes}
        for key, targets in self.links.items():
            for target in targets:
                self.backlinks[target].append(key)
        self._certain = set(graph.links.single())

    @cached_property
    def edges(self) -> list[Edge]:
        """Return who links to whom, in order of the sources, then of the targets."""
        return [
            Edge(source, target, (source, target) not in self._certain)
            for source, targets in self.links.items()
            for target in targets
        ]

    @cached_property
    def undirected(self) -> "nx.Graph":
        """Return the same for networkx, without directions."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(self.notes)
        graph.add_edges_from((edge.source, edge.target) for edge in self.edges)
        return graph
