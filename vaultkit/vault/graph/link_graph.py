"""Which note links to which, as far as the links lead somewhere."""

from collections.abc import Collection, Iterable, Iterator, Mapping


class LinkGraph:
    """Directed edges between notes, by their keys; a note's links to itself are not edges."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Store the keys of all notes."""
        self.links = Neighbours(keys)
        self.backlinks = Neighbours(self.links)
        self.attachments: set[str] = set()
        """Paths of other files that something names."""
        self._ties: list[tuple[frozenset[str], frozenset[str]]] = []

    def connect(self, sources: Collection[str], targets: Collection[str]) -> None:
        """Add an edge from each source to each target.

        Several targets are kept together, because very many links may be tied between very many
        notes of one name.
        """
        if len(targets) == 1:
            (target,) = targets
            self.links.add_to_each(sources, target)
            self.backlinks.add(target, sources)
            return
        tie = frozenset(sources), frozenset(targets)
        self._ties.append(tie)
        self.links.add_all(*tie)
        self.backlinks.add_all(tie[1], tie[0])

    def islands(self) -> list[list[str]]:
        """Return the groups of connected notes, largest first, members in order."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(self.links)
        graph.add_edges_from(self.links.single())
        for number, (sources, targets) in enumerate(self._ties):
            graph.add_edges_from((number, key) for key in sources | targets)
        groups = [
            sorted(key for key in group if isinstance(key, str))
            for group in nx.connected_components(graph)
        ]
        return sorted(groups, key=lambda group: (-len(group), group))


class Neighbours(Mapping[str, set[str]]):
    """The notes at the other end of each note's edges, put together when they are asked for."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Store the keys of all notes."""
        self._single: dict[str, set[str]] = {key: set() for key in keys}
        self._groups: dict[str, list[frozenset[str]]] = {}

    def add(self, key: str, others: Iterable[str]) -> None:
        """Add neighbours of a note; it is none of its own."""
        self._single[key].update(others)
        self._single[key].discard(key)

    def add_to_each(self, keys: Iterable[str], other: str) -> None:
        """Add one neighbour to each of several notes; it may be among them."""
        for key in keys:
            if key != other:
                self._single[key].add(other)

    def add_all(self, keys: Iterable[str], others: frozenset[str]) -> None:
        """Add a group of neighbours to each of several notes, which may be among them."""
        for key in keys:
            self._groups.setdefault(key, []).append(others)

    def single(self) -> Iterator[tuple[str, str]]:
        """Return each note with each neighbour that was added by itself."""
        return ((key, other) for key, others in self._single.items() for other in others)

    def __getitem__(self, key: str) -> set[str]:
        return self._single[key].union(*self._groups.get(key, ())) - {key}

    def __iter__(self) -> Iterator[str]:
        return iter(self._single)

    def __len__(self) -> int:
        return len(self._single)
