"""Names for values: ``&name`` before one, and ``*name`` where it is once more."""

from collections.abc import Iterator

from vaultkit.markdown.yaml.nodes import AliasNode, ListNode, MapNode, Node
from vaultkit.markdown.yaml.tokens import YamlError

_MOST_REPEATS = 100
"""What is read more often by its name, the app takes for an attack."""


def link_aliases(root: Node) -> None:
    """Link each alias with its node: the last above with that anchor.

    Raises:
        YamlError: there is none.
    """
    named: dict[str, Node] = {}
    for node in _nodes(root):
        if isinstance(node, AliasNode):
            node.meant = named.get(node.name)
            if node.meant is None:
                reason = f"*{node.name} has no anchor above; a value with a leading * needs quotes"
                raise YamlError(reason, node.start)
        elif node.anchor is not None:
            named[node.anchor] = node


class Repeats:
    """How often values were read by their names."""

    def __init__(self) -> None:
        """Start with none."""
        self._counts: dict[int, int] = {}
        self._weights: dict[int, int] = {}

    def count(self, alias: AliasNode, meant: Node) -> None:
        """Count one reading.

        Raises:
            YamlError: it is one too many for the app.
        """
        key = id(meant)
        self._counts[key] = self._counts.get(key, 1) + 1
        if not self._weights.get(key):
            self._weights[key] = self._weight(meant)
        if self._counts[key] * self._weights[key] > _MOST_REPEATS:
            raise YamlError(f"*{alias.name} stands for too many values", alias.start)

    def _weight(self, node: Node) -> int:
        if isinstance(node, AliasNode):
            key = id(node.meant)
            return self._counts.get(key, 1) * self._weights.get(key, 0)
        if isinstance(node, ListNode):
            return max(map(self._weight, node.items), default=0)
        if isinstance(node, MapNode):
            return max((self._weight(part) for pair in node.pairs for part in pair), default=0)
        return 1


def _nodes(root: Node) -> Iterator[Node]:
    """Yield all nodes in the order they are written in."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ListNode):
            waiting += reversed(node.items)
        elif isinstance(node, MapNode):
            waiting += (part for pair in reversed(node.pairs) for part in reversed(pair))
