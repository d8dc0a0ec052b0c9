"""Properties from nodes: the scalars below each key, with their places in bytes."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from sys import intern

from vaultkit.markdown.facts import FrontMatter, MalformedLink, Property, Scalar, ScalarKind
from vaultkit.markdown.wikilink import WIKILINK
from vaultkit.markdown.yaml.aliases import Repeats, link_aliases
from vaultkit.markdown.yaml.blocks import read_node
from vaultkit.markdown.yaml.cursor import DEEPEST
from vaultkit.markdown.yaml.keys import key_name, scalar_kind
from vaultkit.markdown.yaml.nodes import AliasNode, ListNode, MapNode, Node, ScalarNode, Style
from vaultkit.markdown.yaml.tokens import BeyondReasonError, YamlError

_Path = tuple[str | int, ...]
_MOST_VALUES = 50_000


def read_properties(text: str, base: int, result: FrontMatter) -> None:
    """Fill ``result`` from the YAML in ``text``, whose first byte is at offset ``base``.

    What versions of the app disagree about, and what is too much to read, has no properties and no
    error.
    """
    place = _offsets(text, base)
    try:
        root = read_node(text)
        if root is not None:
            link_aliases(root)
            _Properties(text, place, root, result).fill()
    except YamlError as error:
        result.properties.clear()
        result.malformed_links.clear()
        if not error.disputed:
            result.error = error.reason
            result.error_at = place[error.at]
    except BeyondReasonError:
        result.properties.clear()
        result.malformed_links.clear()


def _offsets(text: str, base: int) -> Sequence[int]:
    """Return the offset in bytes of every character, and of the end."""
    if text.isascii():
        return range(base, base + len(text) + 1)
    return list(accumulate((len(sign.encode()) for sign in text), initial=base))


class _Properties:
    """Makes properties of the nodes of one front matter."""

    def __init__(self, text: str, place: Sequence[int], root: Node, result: FrontMatter) -> None:
        self._text = text
        self._place = place
        self._root = root
        self._result = result
        self._repeats = Repeats()
        self._visited = 0
        self._within: set[int] = set()

    def fill(self) -> None:
        """Add all properties; a root that is no map has none."""
        if not isinstance(self._root, MapNode):
            return
        for key, value in self._root.pairs:
            values = list(self._scalars(value, ()))
            name = intern(key_name(key))
            self._result.properties.append(Property(name, *self._span(key), values))

    def _scalars(self, node: Node, path: _Path) -> Iterator[Scalar]:
        """Yield the scalars of a value in order."""
        self._visited += 1
        if self._visited > _MOST_VALUES or len(path) > 2 * DEEPEST:
            raise BeyondReasonError
        if isinstance(node, ScalarNode):
            yield Scalar(path, node.text, scalar_kind(node), *self._span(node))
        elif isinstance(node, ListNode):
            self._check_unquoted(node)
            if not node.items and path:
                yield Scalar(path, "[]", ScalarKind.EMPTY_LIST, *self._span(node))
            for number, item in enumerate(node.items):
                yield from self._scalars(item, (*path, number))
        elif isinstance(node, MapNode):
            if not node.pairs:
                yield Scalar(path, "{}", ScalarKind.EMPTY_MAP, *self._span(node))
            for key, value in node.pairs:
                yield from self._scalars(value, (*path, key_name(key)))
        elif isinstance(node, AliasNode):
            yield from self._repeated(node, path)

    def _repeated(self, node: AliasNode, path: _Path) -> Iterator[Scalar]:
        """Yield the scalars of the value that a name stands for."""
        meant = node.meant
        assert meant is not None
        if id(meant) in self._within or meant.start <= node.start < meant.end:
            raise BeyondReasonError
        self._repeats.count(node, meant)
        self._within.add(id(meant))
        yield from self._scalars(meant, path)
        self._within.discard(id(meant))

    def _check_unquoted(self, node: ListNode) -> None:
        """Find ``[[Note]]`` without quotes, which YAML reads as a list in a list.

        Where there is more than a text in it, as in ``[[Smith, John]]``, it may be one.
        """
        if self._within or not node.flow or len(node.items) != 1:
            return
        inner = node.items[0]
        written = self._text[node.start : node.end]
        if not isinstance(inner, ListNode) or not WIKILINK.fullmatch(written):
            return
        reason = "listed"
        if len(inner.items) == 1 and isinstance(inner.items[0], ScalarNode):
            value = inner.items[0]
            if value.style is not Style.PLAIN or value.tag:
                return
            if scalar_kind(value) is not ScalarKind.TEXT:
                return
            reason = "unquoted"
        link = MalformedLink(reason, written, *self._span(node))
        self._result.malformed_links.append(link)

    def _span(self, node: Node) -> tuple[int, int]:
        return self._place[node.start], self._place[node.end]
