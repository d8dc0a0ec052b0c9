"""Front matter through PyYAML's node composer, which gives positions and duplicates.

An error counts only when the C and the Python loader agree on it: where they differ, Obsidian's own
parser may well accept the block. So does one that YAML 1.2 knows and PyYAML does not: an empty key.
"""

import re

import yaml

from vaultkit.markdown.facts import FrontMatter, MalformedLink, Property, Scalar, ScalarKind
from vaultkit.markdown.frontmatter import kind_of

_C_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Path = tuple[str | int, ...]
_WIKILINK = re.compile(rb"\[\[[^\[\]\r\n]+\]\]")
_MOST_NODES = 50_000
_EMPTY_KEY = "expected <block end>, but found ':'"


class _TooManyNodesError(Exception):
    """Anchors that multiply: the block is left alone."""


def compose_properties(raw: bytes, base: int, result: FrontMatter) -> None:
    """Fill ``result`` from the YAML in ``raw``, whose first byte lies at offset ``base``."""
    text = raw.decode()
    offsets = None if raw.isascii() else _byte_offsets(text)
    try:
        root = _compose(text)
        if isinstance(root, yaml.MappingNode):
            _Reader(raw, base, offsets, result).read(root)
    except yaml.reader.ReaderError:
        return
    except yaml.MarkedYAMLError as error:
        _refuse(error, base, offsets, result)
    except (yaml.YAMLError, RecursionError, _TooManyNodesError):
        result.properties.clear()
        result.malformed_links.clear()


def _compose(text: str) -> yaml.Node | None:
    """Compose with the C loader; if it refuses, what the Python loader says is the verdict."""
    try:
        return yaml.compose(text, Loader=_C_LOADER)
    except yaml.MarkedYAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _byte_offsets(text: str) -> list[int]:
    offsets, at = [], 0
    for character in text:
        offsets.append(at)
        at += len(character.encode())
    offsets.append(at)
    return offsets


def _refuse(
    error: yaml.MarkedYAMLError, base: int, offsets: list[int] | None, result: FrontMatter
) -> None:
    result.properties.clear()
    result.malformed_links.clear()
    if error.problem == _EMPTY_KEY:
        return
    mark = error.problem_mark or error.context_mark
    index = mark.index if mark else 0
    result.error = error.problem or "not valid YAML"
    result.error_at = base + (offsets[min(index, len(offsets) - 1)] if offsets else index)


class _Reader:
    """Turns nodes into properties; positions in characters become offsets in bytes."""

    def __init__(
        self, raw: bytes, base: int, offsets: list[int] | None, result: FrontMatter
    ) -> None:
        self.raw = raw
        self.base = base
        self.offsets = offsets
        self.result = result
        self.visited = 0

    def read(self, root: yaml.MappingNode) -> None:
        for key, value in self._pairs(root):
            start, end = self._place(key)
            values: list[Scalar] = []
            self._collect(value, (), values)
            name = key.value if isinstance(key, yaml.ScalarNode) else self._slice(key)
            self.result.properties.append(Property(name, start, end, values))

    def _pairs(self, node: yaml.MappingNode) -> list[tuple[yaml.Node, yaml.Node]]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.MarkedYAMLError(
                        problem=f'the key "{key.value}" stands twice', problem_mark=key.start_mark
                    )
                seen.add(key.value)
        return list(node.value)

    def _collect(self, node: yaml.Node, path: _Path, values: list[Scalar]) -> None:
        self.visited += 1
        if self.visited > _MOST_NODES:
            raise _TooManyNodesError
        if isinstance(node, yaml.ScalarNode):
            start, end = self._place(node)
            plain = node.style is None or node.style == ""
            kind = kind_of(node.value) if plain else ScalarKind.TEXT
            values.append(Scalar(path, node.value, kind, start, end))
        elif isinstance(node, yaml.SequenceNode):
            self._check_unquoted(node)
            if not node.value and path:
                values.append(Scalar(path, "[]", ScalarKind.EMPTY_LIST, *self._place(node)))
            for number, item in enumerate(node.value):
                self._collect(item, (*path, number), values)
        elif isinstance(node, yaml.MappingNode):
            if not node.value:
                values.append(Scalar(path, "{}", ScalarKind.EMPTY_MAP, *self._place(node)))
            for key, value in self._pairs(node):
                name = key.value if isinstance(key, yaml.ScalarNode) else self._slice(key)
                self._collect(value, (*path, str(name)), values)

    def _check_unquoted(self, node: yaml.SequenceNode) -> None:
        """Notice ``[[Note]]`` without quotes, which YAML reads as a list in a list.

        Where there is more than a text in it, as in ``[[Smith, John]]``, it may be one.
        """
        if not node.flow_style or len(node.value) != 1:
            return
        inner = node.value[0]
        if not isinstance(inner, yaml.SequenceNode) or not inner.flow_style:
            return
        start, end = self._place(node)
        written = self.raw[start - self.base : end - self.base]
        if not _WIKILINK.fullmatch(written):
            return
        reason = "listed"
        if len(inner.value) == 1 and isinstance(inner.value[0], yaml.ScalarNode):
            value = inner.value[0]
            if kind_of(value.value) is not ScalarKind.TEXT or value.style:
                return
            reason = "unquoted"
        self.result.malformed_links.append(MalformedLink(reason, written.decode(), start, end))

    def _place(self, node: yaml.Node) -> tuple[int, int]:
        return self._offset(node.start_mark.index), self._offset(node.end_mark.index)

    def _offset(self, index: int) -> int:
        return self.base + (self.offsets[index] if self.offsets else index)

    def _slice(self, node: yaml.Node) -> str:
        start, end = self._place(node)
        return self.raw[start - self.base : end - self.base].decode()
