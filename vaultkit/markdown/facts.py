"""What one file says, as plain records: the outcome of parsing and the input of everything else.

Facts depend on the bytes alone. Offsets are bytes into ``Source.data``. The records are slotted but
not frozen, because tens of thousands are made in a run; no one changes one once it is made.

It is one file so that all that a note can say is seen at once.
"""

from collections.abc import Container
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from typing import Any

from vaultkit.source import Span


class LinkKind(StrEnum):
    """How a link is written; ``URI`` is an address that opens a file in the app."""

    WIKILINK = "wikilink"
    MARKDOWN = "markdown"
    REFERENCE = "reference"
    URI = "uri"


class Place(StrEnum):
    """Where in a file a link or tag is."""

    BODY = "body"
    COMMENT = "comment"
    PROPERTY = "property"


@dataclass(slots=True)
class Link:
    """A link or embed: destination as written (Markdown escapes resolved), display text or None."""

    kind: LinkKind
    embed: bool
    target: str
    text: str | None
    start: int
    end: int
    place: Place = Place.BODY

    @property
    def span(self) -> Span:
        """Return the whole link's place, from its first bracket (or ``!``) to its last."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class Content:
    """How much a stretch of a note holds: words, and whether there is more than words.

    ``words`` stops counting at about a thousand; ``rich`` says that there is an embed, code, maths,
    a table or HTML.
    """

    words: int = 0
    rich: bool = False


shared_content = cache(Content)
"""Return the content of this much, the same record for all of the same size."""


@dataclass(slots=True)
class Heading:
    """A heading: its source text, and what is between it and the next one.

    ``rendered`` is the text a reader sees where that differs from the source, else None. ``root``
    is False inside quotes, callouts, lists and footnotes, where Obsidian does not index headings
    (reference, section 3.3).
    """

    level: int
    text: str
    rendered: str | None
    start: int
    end: int
    root: bool
    content: Content

    @property
    def span(self) -> Span:
        """Return the heading's place, without the line end."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class Mark:
    """A name at a place: a block id, a footnote label, a tag, an HTML id or source."""

    name: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Return the place of the mark."""
        return Span(self.start, self.end)


class ScalarKind(StrEnum):
    """What a YAML scalar is by the rules of YAML 1.2's core schema.

    A collection without anything in it stands for itself: a map, or a list within another value.
    """

    TEXT = "text"
    NULL = "null"
    BOOLEAN = "boolean"
    NUMBER = "number"
    EMPTY_LIST = "list"
    EMPTY_MAP = "map"


@dataclass(slots=True)
class Scalar:
    """One value of a property: its path below the key, its text, and where it is."""

    path: tuple[str | int, ...]
    text: str
    kind: ScalarKind
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Return the place of the value, quotes included."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class Property:
    """A top-level key of the front matter, with all scalars below it in order."""

    key: str
    start: int
    end: int
    values: list[Scalar]

    @property
    def span(self) -> Span:
        """Return the place of the key."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class MalformedLink:
    """A property value meant as a link that Obsidian does not read as one (section 7).

    ``reason`` is ``unquoted``, ``several`` where two links are in one value, or ``listed`` where
    it is meant as a link only if the whole names a note, as in ``[[Smith, John]]`` without quotes.
    """

    reason: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class FrontMatter:
    """The block between the ``---`` lines.

    ``error`` is set where YAML refuses it, ``templated`` where it holds ``{{...}}`` or ``<% %>``
    that something else fills in, ``odd_end`` where the ``---`` that ends it is followed by more
    without white space between.
    """

    start: int
    end: int
    properties: list[Property] = field(default_factory=list)
    malformed_links: list[MalformedLink] = field(default_factory=list)
    error: str | None = None
    error_at: int = 0
    templated: bool = False
    odd_end: Span | None = None


class Loss(StrEnum):
    """Why Obsidian does not see what was meant as front matter."""

    BELOW = "below"
    BLANK = "blank"
    DOTS = "dots"
    OPEN = "open"


_SURELY = frozenset("tag tags alias aliases cssclass cssclasses".split())
_MAYBE = frozenset(
    """title date created updated modified publish permalink author status type category categories
    description draft id uid""".split()
)


@dataclass(slots=True)
class LostBlock:
    """What was meant as front matter, and is none: why, from its first ``---``, and its keys."""

    loss: Loss
    start: int
    end: int
    keys: list[str]

    @property
    def is_misplaced(self) -> bool:
        """Return whether it only is in the wrong place."""
        return self.loss in {Loss.BELOW, Loss.BLANK}

    def is_sure(self, known: Container[str]) -> bool:
        """Return whether it can be nothing else.

        Where its end is missing, one key that may begin a sentence is not enough.

        Args:
            known: the names of the vault's own properties, in lower case.
        """
        if any(key.lower() in _SURELY for key in self.keys):
            return True
        several = self.is_misplaced or len(self.keys) > 1
        return several and any(key in _MAYBE or key.lower() in known for key in self.keys)


class Scope(StrEnum):
    """How far a suppression reaches; one that begins with another word reaches nothing."""

    SPAN = "allow"
    START = "allow-start"
    END = "allow-end"
    FILE = "allow-file"
    NOTE = "allow-note"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Suppression:
    """A wish not to be told: rule names, and the bytes for which it holds."""

    scope: Scope
    names: list[str]
    start: int
    end: int
    covers_from: int
    covers_to: int


_NOTHING: list[Any] = []


@dataclass(slots=True)
class Facts:
    """All of one file, in document order.

    Of a report that vaultkit wrote there is nothing but the places that links can open. ``nuls``
    counts the NUL characters, of which the first is at ``nul_at``. ``block_ids`` include those
    before a line that may end their block. ``unread_block_ids`` are
    written like block ids at the end of a line after which their paragraph goes on, so that the app
    reads none; ``unread_item_ids`` those among the lines of a list item. ``commented_ids`` stand
    within ``%%``, where no one knows whether the app reads them.
    """

    size: int = 0
    unreadable: str | None = None
    unreadable_at: int = 0
    nuls: int = 0
    nul_at: int = 0
    links: list[Link] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    preamble: Content = field(default_factory=Content)
    block_ids: list[Mark] = field(default_factory=list)
    unread_block_ids: list[Mark] = field(default_factory=list)
    unread_item_ids: list[Mark] = field(default_factory=list)
    commented_ids: list[Mark] = field(default_factory=list)
    footnotes: list[Mark] = field(default_factory=list)
    footnote_references: list[Mark] = field(default_factory=list)
    tags: list[Mark] = field(default_factory=list)
    html_ids: list[Mark] = field(default_factory=list)
    html_sources: list[Mark] = field(default_factory=list)
    undefined_references: list[Mark] = field(default_factory=list)
    unencoded_links: list[Mark] = field(default_factory=list)
    parted_links: list[Mark] = field(default_factory=list)
    query_sources: list[Mark] = field(default_factory=list)
    conflicts: list[Span] = field(default_factory=list)
    suppressions: list[Suppression] = field(default_factory=list)
    front_matter: FrontMatter | None = None
    lost_block: LostBlock | None = None
    is_report: bool = False

    def settle(self) -> None:
        """Replace what is empty by one empty list, now that nothing will be added."""
        for name in _LISTS:
            if not getattr(self, name):
                setattr(self, name, _NOTHING)

    @property
    def properties(self) -> list[Property]:
        """Return the front matter's properties; none when there is no valid front matter."""
        return self.front_matter.properties if self.front_matter else []

    def property_values(self, *keys: str) -> list[Scalar]:
        """Return all scalars of the properties with one of these lower-case names."""
        return [
            value for item in self.properties if item.key.lower() in keys for value in item.values
        ]


_LISTS = tuple(item.name for item in fields(Facts) if item.default_factory is list)
