"""The one module that knows pyromark: one pass over its events gives what the parser needs.

Everything Obsidian does differently is settled before (blank.py) or after (parser.py). The loop is
the hottest code of the project: the two commonest events are dropped first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

import pyromark

from vaultkit.markdown.app_uri import is_app_uri
from vaultkit.markdown.facts import LinkKind
from vaultkit.markdown.url import WEB_ADDRESS

_MARKDOWN = pyromark.Markdown(
    options=(
        pyromark.Options.ENABLE_WIKILINKS
        | pyromark.Options.ENABLE_TABLES
        | pyromark.Options.ENABLE_FOOTNOTES
        | pyromark.Options.ENABLE_TASKLISTS
        | pyromark.Options.ENABLE_STRIKETHROUGH
    )
)
_CONTAINERS = ("BlockQuote", "List", "FootnoteDefinition")
_INLINE = frozenset(("Link", "Image", "Emphasis", "Strong", "Strikethrough"))
_KINDS = {
    "Inline": LinkKind.MARKDOWN,
    "Reference": LinkKind.REFERENCE,
    "Collapsed": LinkKind.REFERENCE,
    "Shortcut": LinkKind.REFERENCE,
}
_WIKILINK = LinkKind.WIKILINK
_WITH_ITS_ADDRESS = ("Inline", "Autolink")
_LONE_RETURN = re.compile(r"\r(?!\n)")

Events = Iterator[tuple[Any, Any]]
Stretch = tuple[int, int]


@dataclass(slots=True)
class RawLink:
    """A link as the parser gives it; a wikilink's destination is read from the source instead."""

    kind: LinkKind
    image: bool
    destination: str
    start: int
    end: int


class Naming(StrEnum):
    """How a reference link names its definition: ``[text][label]``, ``[label][]``, ``[label]``."""

    FULL = "full"
    COLLAPSED = "collapsed"
    SHORTCUT = "shortcut"


_NAMINGS = {"Reference": Naming.FULL, "Collapsed": Naming.COLLAPSED, "Shortcut": Naming.SHORTCUT}


class RawReference(NamedTuple):
    """A reference link as the parser gives it."""

    naming: Naming
    image: bool
    destination: str
    start: int
    end: int


class RawDefinition(NamedTuple):
    """A definition as the parser gives it: from its first bracket to the end of its title."""

    start: int
    end: int
    destination: str


@dataclass(slots=True)
class RawHeading:
    """A heading as the parser gives it; ``pieces`` are what a reader sees of it, with offsets."""

    level: int
    start: int
    end: int
    root: bool
    pieces: list[tuple[str, int, int]]


@dataclass(slots=True)
class MarkdownStructure:
    """What one pass over the events found; offsets are bytes into the text given.

    ``links`` are those that may lead into the vault, ``web`` the places of all others, ``uris``
    those among these that open a file in the app; ``blocks``
    the top-level blocks, ``tables`` the tables among them, ``all_tables`` those within others, too,
    ``items`` those of lists, ``edges`` the offsets at which any block starts or ends; ``rich`` the
    starts of code blocks, tables and embeds.
    """

    links: list[RawLink] = field(default_factory=list)
    web: list[Stretch] = field(default_factory=list)
    uris: list[RawLink] = field(default_factory=list)
    headings: list[RawHeading] = field(default_factory=list)
    code: list[Stretch] = field(default_factory=list)
    html: list[Stretch] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    blocks: list[Stretch] = field(default_factory=list)
    items: list[Stretch] = field(default_factory=list)
    tables: list[Stretch] = field(default_factory=list)
    all_tables: list[Stretch] = field(default_factory=list)
    rich: list[int] = field(default_factory=list)
    footnotes: list[tuple[str, int, int]] = field(default_factory=list)
    footnote_references: list[tuple[str, int, int]] = field(default_factory=list)


def outline(text: str, *, blocks: bool = False) -> MarkdownStructure:
    """Walk the Markdown events of ``text`` once.

    Args:
        text: the blanked note; offsets in the result are bytes into its UTF-8 form.
        blocks: whether ``blocks``, ``items`` and ``edges`` are wanted, too.
    """
    if "\r" in text:
        text = _LONE_RETURN.sub("\n", text)  # the parser looks past one for a fence's info string
    result = MarkdownStructure()
    events: Events = _MARKDOWN.events_with_range(text)
    if blocks:
        known = list(events)
        _find_blocks(known, result)
        events = iter(known)
    _read(events, result)
    return result


def outline_of_definitions(text: str) -> list[RawDefinition]:
    """Return the definitions of reference links, of each label the first, in their order.

    Args:
        text: the blanked note; offsets in the result are bytes into its UTF-8 form.
    """
    found = _MARKDOWN.reference_definitions(_LONE_RETURN.sub("\n", text)).values()
    return [
        RawDefinition(item["span"]["start"], item["span"]["end"], item["dest"]) for item in found
    ]


def outline_of_references(text: str) -> list[RawReference]:
    """Return the links that name a definition, wherever they lead, in their order.

    Args:
        text: the blanked note; offsets in the result are bytes into its UTF-8 form.
    """
    found = []
    events: Events = _MARKDOWN.events_with_range(_LONE_RETURN.sub("\n", text))
    for event, where in events:
        value = event.get("Start") if type(event) is dict else None
        if type(value) is not dict:
            continue
        ((kind, data),) = value.items()
        written = data["link_type"] if kind in ("Link", "Image") else None
        if type(written) is str and (naming := _NAMINGS.get(written)) is not None:
            start, end = where["start"], where["end"]
            if naming is Naming.COLLAPSED:
                end += len("[]")  # which the parser leaves out
            found.append(RawReference(naming, kind == "Image", data["dest_url"], start, end))
    return found


def _read(events: Events, result: MarkdownStructure) -> None:
    """Add what the events say, in their order."""
    outside = 0
    for event, where in events:
        if "Text" in event or "End" in event:
            continue
        if "Start" in event:
            value = event["Start"]
            if type(value) is str:
                if value == "HtmlBlock":
                    result.html.append((where["start"], where["end"]))
                continue
            ((kind, data),) = value.items()
            start, end = where["start"], where["end"]
            if kind == "Link" or kind == "Image":
                _add_link(result, data, start, end, image=kind == "Image")
            elif kind == "Heading":
                heading = RawHeading(int(data["level"][1]), start, end, start >= outside, [])
                result.headings.append(heading)
                _read_heading(events, heading, result)
            elif kind in _CONTAINERS:
                outside = max(outside, end)
                if kind == "FootnoteDefinition":
                    result.footnotes.append((data, start, end))
            elif kind == "CodeBlock":
                result.code.append((start, end))
                result.rich.append(start)
            elif kind == "Table":
                result.rich.append(start)
                result.all_tables.append((start, end))
                if start >= outside:
                    result.tables.append((start, end))
        elif "Code" in event:
            result.code.append((where["start"], where["end"]))
        elif "InlineHtml" in event:
            result.html.append((where["start"], where["end"]))
        elif "FootnoteReference" in event:
            label = event["FootnoteReference"]
            result.footnote_references.append((label, where["start"], where["end"]))


def _read_heading(events: Events, heading: RawHeading, result: MarkdownStructure) -> None:
    """Read the events up to a heading's end."""
    others = []
    for event, where in events:
        if "Text" in event:
            heading.pieces.append((event["Text"], where["start"], where["end"]))
        elif "End" in event:
            if "Heading" in event["End"]:
                break
        elif type(event) is str:
            heading.pieces.append((" ", where["start"], where["end"]))
        else:
            if "Code" in event:
                heading.pieces.append((event["Code"], where["start"], where["end"]))
            others.append((event, where))
    if others:
        _read(iter(others), result)


def _find_blocks(events: list[tuple[Any, Any]], result: MarkdownStructure) -> None:
    """Record where blocks start and end."""
    nesting = 0
    for event, where in events:
        if "Text" in event or "Code" in event:
            continue
        if "Start" in event:
            value = event["Start"]
            if (value if type(value) is str else next(iter(value))) in _INLINE:
                continue
            if nesting == 0:
                result.blocks.append((where["start"], where["end"]))
            if value == "Item":
                result.items.append((where["start"], where["end"]))
            nesting += 1
            result.edges.append(where["start"])
        elif "End" in event:
            value = event["End"]
            if (value if type(value) is str else next(iter(value))) in _INLINE:
                continue
            nesting -= 1
            result.edges.append(where["end"])
        elif event == "Rule":
            result.edges += (where["start"], where["end"])


def _add_link(
    result: MarkdownStructure, data: dict[str, Any], start: int, end: int, *, image: bool
) -> None:
    written = data["link_type"]
    destination = data["dest_url"]
    kind = _WIKILINK if type(written) is dict else _KINDS.get(written)
    if image and kind is not None:
        result.rich.append(start)
    leads_out = kind is not _WIKILINK and ":" in destination and WEB_ADDRESS.match(destination)
    if kind is None or leads_out:
        result.web.append((start, end))
        if not image and written in _WITH_ITS_ADDRESS and is_app_uri(destination):
            result.uris.append(RawLink(LinkKind.URI, False, destination, start, end))
    else:
        result.links.append(RawLink(kind, image, destination, start, end))
