"""What a scalar is by YAML 1.2's core schema."""

import re

from vaultkit.markdown.facts import ScalarKind

_NULL = re.compile(r"(?:~|null|Null|NULL)?\Z")
_BOOLEAN = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_NUMBER = re.compile(
    r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"
)
_DIGITS = frozenset("-+.0123456789")
_TEXT = ScalarKind.TEXT


def plain_kind(text: str) -> ScalarKind:
    """Return what a plain scalar is by YAML 1.2's core schema."""
    if _NULL.match(text):
        return ScalarKind.NULL
    if text[0] in "tTfF":
        return ScalarKind.BOOLEAN if _BOOLEAN.match(text) else _TEXT
    return ScalarKind.NUMBER if text[0] in _DIGITS and _NUMBER.match(text) else _TEXT
