"""The one module that knows pyromark: one pass over its events gives what the parser needs.

Everything Obsidian does differently is settled before (blank.py) or after (parser.py). The loop is
the hottest code of the project: the two commonest events are dropped first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyromark

from vaultkit.markdown.facts import LinkKind
from vaultkit.markdown.url import WEB_ADDRESS
from vaultkit.source import Span

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
_REFERENCES = ("Reference", "Collapsed", "Shortcut")
_LONE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(slots=True)
class RawLink:
    """A link as the parser gives it; a wikilink's destination is read from the source instead."""

    kind: LinkKind
    image: bool
    destination: str
    start: int
    end: int


@dataclass(slots=True)
class RawHeading:
    """A heading as the parser gives it; ``pieces`` are what a reader sees of it, with offsets."""

    level: int
    start: int
    end: int
    root: bool
    pieces: list[tuple[str, int, int]]


@dataclass(slots=True)
class Outline:
    """What one pass over the events found; offsets are bytes into the text given.

    ``links`` are those that may lead into the vault, ``web`` the places of all others; ``blocks``
    the top-level blocks, ``tables`` the tables among them, ``edges`` the offsets at which any block
    starts or ends; ``rich`` the starts of code blocks, tables and embeds.
    """

    links: list[RawLink] = field(default_factory=list)
    web: list[Span] = field(default_factory=list)
    headings: list[RawHeading] = field(default_factory=list)
    code: list[Span] = field(default_factory=list)
    html: list[Span] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    blocks: list[Span] = field(default_factory=list)
    tables: list[Span] = field(default_factory=list)
    rich: list[int] = field(default_factory=list)
    footnotes: list[tuple[str, int, int]] = field(default_factory=list)
    footnote_references: list[tuple[str, int, int]] = field(default_factory=list)


def outline(text: str, *, blocks: bool = False) -> Outline:
    """Walk the Markdown events of ``text`` once.

    Args:
        text: the blanked note; offsets in the result are bytes into its UTF-8 form.
        blocks: whether ``blocks`` and ``edges`` are wanted, too.
    """
    if "\r" in text:
        text = _LONE_RETURN.sub("\n", text)  # the parser looks past one for a fence's info string
    result = Outline()
    heading: RawHeading | None = None
    depth = 0
    events: Iterator[tuple[Any, Any]] = _MARKDOWN.events_with_range(text)
    if blocks:
        events = _with_blocks(events, result)
    for event, where in events:
        if "Text" in event:
            if heading is not None:
                heading.pieces.append((event["Text"], where["start"], where["end"]))
        elif "End" in event:
            kind = event["End"]
            if type(kind) is not str:
                kind = next(iter(kind))
                if kind == "Heading":
                    heading = None
                elif kind in _CONTAINERS:
                    depth -= 1
            elif kind == "FootnoteDefinition":
                depth -= 1
        elif "Start" in event:
            value = event["Start"]
            if type(value) is str:
                if value == "HtmlBlock":
                    result.html.append(Span(where["start"], where["end"]))
                continue
            ((kind, data),) = value.items()
            start, end = where["start"], where["end"]
            if kind == "Link" or kind == "Image":
                _add_link(result, data, start, end, image=kind == "Image")
            elif kind == "Heading":
                heading = RawHeading(int(data["level"][1]), start, end, depth == 0, [])
                result.headings.append(heading)
            elif kind in _CONTAINERS:
                depth += 1
                if kind == "FootnoteDefinition":
                    result.footnotes.append((data, start, end))
            elif kind == "CodeBlock":
                result.code.append(Span(start, end))
                result.rich.append(start)
            elif kind == "Table":
                result.rich.append(start)
                if depth == 0:
                    result.tables.append(Span(start, end))
        elif type(event) is str:
            if heading is not None and event != "Rule":
                heading.pieces.append((" ", where["start"], where["end"]))
        elif "Code" in event:
            result.code.append(Span(where["start"], where["end"]))
            if heading is not None:
                heading.pieces.append((event["Code"], where["start"], where["end"]))
        elif "InlineHtml" in event:
            result.html.append(Span(where["start"], where["end"]))
        elif "FootnoteReference" in event:
            label = event["FootnoteReference"]
            result.footnote_references.append((label, where["start"], where["end"]))
    return result


def _with_blocks(events: Iterator[tuple[Any, Any]], result: Outline) -> Iterator[tuple[Any, Any]]:
    """Pass the events on, and note where blocks start and end."""
    nesting = 0
    for event, where in events:
        yield event, where
        if event == "Rule":
            result.edges += (where["start"], where["end"])
            continue
        if type(event) is str:
            continue
        ((name, value),) = event.items()
        if name in ("Start", "End"):
            kind = value if type(value) is str else next(iter(value))
            if kind in _INLINE:
                continue
            if name == "Start":
                if nesting == 0:
                    result.blocks.append(Span(where["start"], where["end"]))
                nesting += 1
                result.edges.append(where["start"])
            else:
                nesting -= 1
                result.edges.append(where["end"])


def _add_link(result: Outline, data: dict[str, Any], start: int, end: int, *, image: bool) -> None:
    written = data["link_type"]
    destination = data["dest_url"]
    if type(written) is dict:
        kind = LinkKind.WIKILINK
    elif written == "Inline":
        kind = LinkKind.MARKDOWN
    elif written in _REFERENCES:
        kind = LinkKind.REFERENCE
    else:
        result.web.append(Span(start, end))
        return
    if image:
        result.rich.append(start)
    if kind is not LinkKind.WIKILINK and WEB_ADDRESS.match(destination):
        result.web.append(Span(start, end))
        return
    result.links.append(RawLink(kind, image, destination, start, end))
