"""The values of properties as JSON has them, and where in the file each part of one is."""

import re
from typing import Any

from vaultkit.markdown.facts import Property, Scalar, ScalarKind
from vaultkit.source import Span

_BASES = {"0o": 8, "0x": 16}
_WORD = re.compile(r"\.(inf|nan)\Z")


def value_of(item: Property) -> Any:
    """Return a property's value: None, text, a number, true or false, a list, or a map."""
    if not item.values:
        return []
    first = item.values[0].path
    if not first:
        return _scalar(item.values[0])
    root: Any = [] if isinstance(first[0], int) else {}
    for scalar in item.values:
        _put(root, scalar)
    return root


def span_of_part(item: Property, path: tuple[str | int, ...]) -> Span:
    """Return where a part of a property's value is, by its path below the key.

    For a list or map within the value that is its first part; for the value as a whole, if it is
    more than one scalar, the key.
    """
    if not path and (len(item.values) != 1 or item.values[0].path):
        return item.span
    for scalar in item.values:
        if scalar.path[: len(path)] == path:
            return scalar.span if scalar.end > scalar.start else item.span
    return span_of_part(item, path[:-1]) if path else item.span


def _put(root: Any, scalar: Scalar) -> None:
    """Store a scalar at its path, making the lists and maps on the way."""
    at = root
    for part, following in zip(scalar.path, scalar.path[1:], strict=False):
        missing = part >= len(at) if isinstance(part, int) else part not in at
        if missing:
            _set(at, part, [] if isinstance(following, int) else {})
        at = at[part]
    _set(at, scalar.path[-1], _scalar(scalar))


def _set(at: Any, part: str | int, value: Any) -> None:
    if isinstance(at, list):
        at.append(value)
    else:
        at[part] = value


def _scalar(scalar: Scalar) -> Any:
    match scalar.kind:
        case ScalarKind.NULL:
            return None
        case ScalarKind.BOOLEAN:
            return scalar.text.lower() == "true"
        case ScalarKind.NUMBER:
            return _number(scalar.text)
        case ScalarKind.EMPTY_LIST:
            return []
        case ScalarKind.EMPTY_MAP:
            return {}
        case _:
            return scalar.text


def _number(text: str) -> int | float:
    base = _BASES.get(text[:2], 10)
    try:
        return int(text[2:] if base != 10 else text, base)
    except ValueError:
        return float(_WORD.sub(r"\1", text.lower()))
