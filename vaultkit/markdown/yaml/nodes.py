"""What front matter is made of once it is read: scalars, lists, maps, and names for them."""

from dataclasses import dataclass
from enum import Enum


class Style(Enum):
    """How a scalar is written."""

    PLAIN = "plain"
    QUOTED = "quoted"
    BLOCK = "block"


@dataclass(slots=True)
class Node:
    """A key or a value, from its first character to its last, without its anchor and its tag."""

    start: int
    end: int
    anchor: str | None
    tag: str | None


@dataclass(slots=True)
class ScalarNode(Node):
    """A text, a number, nothing: what is not made of others."""

    text: str
    style: Style


@dataclass(slots=True)
class AliasNode(Node):
    """A name that stands for another node: the last above that has it as its anchor."""

    name: str
    meant: Node | None = None


@dataclass(slots=True)
class ListNode(Node):
    """A list, in brackets or with dashes."""

    items: list[Node]
    flow: bool


@dataclass(slots=True)
class MapNode(Node):
    """A map, in brackets or on lines."""

    pairs: list[tuple[Node, Node]]
    flow: bool
