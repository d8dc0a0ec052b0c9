"""What a scalar is once its tag is used, which keys are the same, and what they are called."""

import math
import re

from vaultkit.markdown.facts import ScalarKind
from vaultkit.markdown.yaml.kinds import plain_kind
from vaultkit.markdown.yaml.nodes import AliasNode, ListNode, MapNode, Node, ScalarNode, Style

_YAML = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z")
_MOST_ZEROS = 20
_MOST_DECIMAL_ZEROS = 6
"""What is larger or smaller, JavaScript writes with an exponent."""


def scalar_kind(node: ScalarNode) -> ScalarKind:
    """Return what a scalar is: as its tag says, if it can be that, or else as it is written."""
    tag = node.tag
    if tag is None:
        return plain_kind(node.text) if node.style is Style.PLAIN else ScalarKind.TEXT
    found = plain_kind(node.text)
    name = tag[2:] if tag.startswith("!!") else tag.removeprefix(f"!<{_YAML}").removesuffix(">")
    if found is ScalarKind.NUMBER:
        integer = _INTEGER.match(node.text) is not None
        return found if name == ("int" if integer else "float") else ScalarKind.TEXT
    same = {"null": ScalarKind.NULL, "bool": ScalarKind.BOOLEAN}.get(name)
    return found if found is same else ScalarKind.TEXT


def key_identity(key: Node) -> object:
    """Return what two keys of a map must not have in common; None where that is nothing."""
    if not isinstance(key, ScalarNode):
        return None
    kind = scalar_kind(key)
    if kind is ScalarKind.NUMBER:
        value = _number(key.text)
        return None if math.isnan(value) else (kind, value)
    if kind is ScalarKind.TEXT:
        return (kind, key.text)
    return (kind, _name(key))


def key_name(key: Node) -> str:
    """Return what a key is called: the text that the app makes of it."""
    if isinstance(key, ScalarNode):
        return _name(key)
    if isinstance(key, AliasNode):
        return _name(key.meant) if isinstance(key.meant, ScalarNode) else f"*{key.name}"
    if isinstance(key, ListNode):
        items = ", ".join(key_name(item) for item in key.items)
        return f"[ {items} ]" if items else "[]"
    assert isinstance(key, MapNode)
    pairs = ", ".join(
        ": ".join(filter(None, (key_name(name), key_name(value)))) for name, value in key.pairs
    )
    return f"{{ {pairs} }}" if pairs else "{}"


def _name(key: ScalarNode) -> str:
    kind = scalar_kind(key)
    if kind is ScalarKind.NULL:
        return ""
    if kind is ScalarKind.BOOLEAN:
        return key.text.lower()
    return _written(_number(key.text)) if kind is ScalarKind.NUMBER else key.text


def _number(text: str) -> float:
    if text.startswith(("0o", "0x")):
        try:
            return float(int(text, 0))
        except OverflowError:
            return float("inf")
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))


def _written(number: float) -> str:
    """Return a number as JavaScript writes it."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    mantissa, exponent, written = repr(number + 0.0).removesuffix(".0").partition("e")
    if not exponent:
        return mantissa
    power = int(written)
    sign = "-" * mantissa.startswith("-")
    digits = mantissa.lstrip("-").replace(".", "")
    if 0 < power <= _MOST_ZEROS:
        return sign + digits.ljust(power + 1, "0")
    if -_MOST_DECIMAL_ZEROS <= power < 0:
        return f"{sign}0.{'0' * (-power - 1)}{digits}"
    return f"{mantissa}e{power:+d}"
