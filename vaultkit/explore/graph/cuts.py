"""What holds a vault together: the links and notes without which a part of it falls off."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Bridge:
    """Two notes that nothing but a link between them joins.

    ``first`` is on the larger side. ``cut_off`` are so many notes on the other, ``second``
    included.
    """

    first: str
    second: str
    cut_off: int


@dataclass(frozen=True)
class Joint:
    """A note whose loss would cut off so many notes from the largest part that remains."""

    key: str
    cut_off: int


def cuts(graph: "nx.Graph") -> tuple[list[Bridge], list[Joint]]:
    """Return the bridges and the articulation points of a graph without directions.

    Both come from its blocks (biconnected components): a bridge is a block of two, an articulation
    point is in several. Blocks and points make a tree, on which parts are counted once for all.
    Those that cut off most come first.
    """
    import networkx as nx

    blocks = [tuple(sorted(block)) for block in nx.biconnected_components(graph)]
    blocks_of: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        for key in block:
            blocks_of.setdefault(key, []).append(number)
    bridges: list[Bridge] = []
    joints: list[Joint] = []
    seen: set[int] = set()
    for root in range(len(blocks)):
        if root not in seen:
            tree = _Tree(root, blocks, blocks_of)
            seen.update(tree.order)
            bridges += tree.bridges()
            joints += tree.joints()
    bridges.sort(key=lambda item: (-item.cut_off, item.first, item.second))
    joints.sort(key=lambda item: (-item.cut_off, item.key))
    return bridges, joints


class _Tree:
    """The blocks of one connected part, from a root on, each with the notes that hang on it.

    ``entry`` is the note by which a block hangs on the one above it; ``below`` the number of notes
    in it and below it, without its entry.
    """

    def __init__(
        self, root: int, blocks: list[tuple[str, ...]], blocks_of: dict[str, list[int]]
    ) -> None:
        self.root = root
        self.blocks = blocks
        self.blocks_of = blocks_of
        self.entry: dict[int, str | None] = {root: None}
        self.order = [root]
        for number in self.order:
            for key in blocks[number]:
                if key == self.entry[number]:
                    continue
                for other in blocks_of[key]:
                    if other not in self.entry:
                        self.entry[other] = key
                        self.order.append(other)
        self.below: dict[int, int] = {}
        for number in reversed(self.order):
            own = len(blocks[number]) - (self.entry[number] is not None)
            self.below[number] = own + sum(self.below[child] for child in self._children(number))
        self.size = self.below[root]

    def _children(self, number: int) -> list[int]:
        entry = self.entry[number]
        return [
            other
            for key in self.blocks[number]
            if key != entry
            for other in self.blocks_of[key]
            if other != number and self.entry[other] == key
        ]

    def bridges(self) -> list[Bridge]:
        found = []
        for number in self.order:
            block = self.blocks[number]
            if len(block) != 2:
                continue
            entry = self.entry[number]
            first, second = block if entry in (None, block[0]) else block[::-1]
            if entry is None:
                hanging = [other for other in self.blocks_of[second] if other != number]
                away = 1 + sum(self.below[other] for other in hanging)
            else:
                away = self.below[number]
            if away > self.size - away:
                first, second, away = second, first, self.size - away
            found.append(Bridge(first, second, away))
        return found

    def joints(self) -> list[Joint]:
        found = []
        points = {key for number in self.order for key in self.blocks[number]}
        for key in points:
            around = self.blocks_of[key]
            if len(around) < 2:
                continue
            parts = [self.below[number] for number in around if self.entry[number] == key]
            above = self.size - 1 - sum(parts)
            found.append(Joint(key, self.size - 1 - max(above, *parts)))
        return found
