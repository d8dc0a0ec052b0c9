"""The parts of a JSON Schema: its references, patterns and lists."""

from collections.abc import Iterator
from typing import Any

_VALUES = frozenset(("enum", "const", "default", "examples"))
MOST_MIXED = 1_000
OF_SCHEMAS = ("properties", "patternProperties")


def references(schema: Any) -> Iterator[str]:
    """Yield what the parts of a schema refer to."""
    for part in _parts(schema):
        for key in ("$ref", "$dynamicRef"):
            if isinstance(part.get(key), str):
                yield part[key]


def patterns(schema: Any) -> Iterator[str]:
    """Yield the regular expressions of a schema."""
    for part in _parts(schema):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        if isinstance(part.get("patternProperties"), dict):
            yield from part["patternProperties"]


def keywords(schema: Any) -> Iterator[str]:
    """Yield the keywords of all parts of a schema."""
    for part in _parts(schema):
        yield from part


def lists(schema: Any) -> Iterator[list[Any]]:
    """Yield the lists of a schema, at any depth."""
    left = [schema]
    while left:
        part = left.pop()
        if isinstance(part, list):
            yield part
        left += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()


def is_slow_list(values: list[Any]) -> bool:
    """Return whether jsonschema would compare each of many values with each other one."""
    return len(values) > MOST_MIXED and {*map(type, values)} not in ({str}, {int}, {float})


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield the maps of a schema that may be schemas; values to compare with are none."""
    left = [schema]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            yield part
            left += [value for key, value in part.items() if key not in _VALUES]
        elif isinstance(part, list):
            left += part
