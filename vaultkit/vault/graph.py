"""Which note links to which, as far as the links lead somewhere."""

from collections.abc import Iterable


class LinkGraph:
    """Directed edges between notes, by their keys; a note's links to itself are not edges."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Take the keys of all notes."""
        self.links: dict[str, set[str]] = {key: set() for key in keys}
        self.backlinks: dict[str, set[str]] = {key: set() for key in self.links}
        self.references: set[str] = set()
        """Keys of notes that a canvas or a base names."""
        self.attachments: set[str] = set()
        """Paths of other files that something names."""

    def add(self, source: str, target: str) -> None:
        """Add an edge between two notes."""
        if source != target:
            self.links[source].add(target)
            self.backlinks[target].add(source)

    def is_orphan(self, key: str) -> bool:
        """Say whether nothing else leads to a note."""
        return not self.backlinks[key] and key not in self.references

    def islands(self) -> list[list[str]]:
        """Give the groups of connected notes, largest first, members in order."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(self.links)
        graph.add_edges_from(
            (source, target) for source, targets in self.links.items() for target in targets
        )
        groups = [sorted(group) for group in nx.connected_components(graph)]
        return sorted(groups, key=lambda group: (-len(group), group))
