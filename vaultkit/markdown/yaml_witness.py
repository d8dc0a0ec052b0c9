"""Front matter as PyYAML reads it: the witness of what the reader in ``markdown/yaml`` says.

It keeps to YAML 1.1 and refuses some of what Obsidian reads. Of that it says nothing but that it
cannot read it.
"""

import yaml

from vaultkit.markdown.facts import FrontMatter, Property, Scalar, ScalarKind
from vaultkit.markdown.yaml.kinds import plain_kind

UNREADABLE = "PyYAML cannot read it"
_C_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Path = tuple[str | int, ...]
_MOST_NODES = 50_000


class _RefusedYamlError(Exception):
    """Anchors that multiply, or a key that is twice: the block is left alone."""


def compose_properties(raw: bytes, base: int, result: FrontMatter) -> None:
    """Fill ``result`` from the YAML in ``raw``, whose first byte is at offset ``base``."""
    text = raw.decode()
    offsets = None if raw.isascii() else _byte_offsets(text)
    try:
        root = _compose(text)
        if isinstance(root, yaml.MappingNode):
            _PropertyReader(raw, base, offsets, result).read(root)
    except (yaml.YAMLError, RecursionError, _RefusedYamlError):
        result.properties.clear()
        result.error = UNREADABLE


def _compose(text: str) -> yaml.Node | None:
    """Compose with the C loader; if it refuses, what the Python loader says is the result."""
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


class _PropertyReader:
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
                    raise _RefusedYamlError
                seen.add(key.value)
        return list(node.value)

    def _collect(self, node: yaml.Node, path: _Path, values: list[Scalar]) -> None:
        self.visited += 1
        if self.visited > _MOST_NODES:
            raise _RefusedYamlError
        if isinstance(node, yaml.ScalarNode):
            start, end = self._place(node)
            plain = node.style is None or node.style == ""
            kind = plain_kind(node.value) if plain else ScalarKind.TEXT
            values.append(Scalar(path, node.value, kind, start, end))
        elif isinstance(node, yaml.SequenceNode):
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

    def _place(self, node: yaml.Node) -> tuple[int, int]:
        return self._offset(node.start_mark.index), self._offset(node.end_mark.index)

    def _offset(self, index: int) -> int:
        return self.base + (self.offsets[index] if self.offsets else index)

    def _slice(self, node: yaml.Node) -> str:
        start, end = self._place(node)
        return self.raw[start - self.base : end - self.base].decode()
