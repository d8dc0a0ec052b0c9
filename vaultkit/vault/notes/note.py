"""A file's facts with its name, and the notes it holds: one, or one a section when flattened.

It is one file because a document and its notes refer to each other.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from vaultkit.markdown.facts import (
    Content,
    Facts,
    FrontMatter,
    Heading,
    Link,
    LostBlock,
    Mark,
    Scalar,
    ScalarKind,
)
from vaultkit.source import Span
from vaultkit.vault.notes.anchor import Outline, normal_form
from vaultkit.vault.notes.property_index import PropertyIndex
from vaultkit.vault.notes.slug import pandoc_slug, slug, slugs, split_id

_Located = TypeVar("_Located", Link, Heading, Mark)
_BESIDE = len("></a>\r\n\r\n")
"""How far before its heading the id of an empty element can end."""
_DRAWING = "excalidraw-plugin"
_DRAWING_NAME = ".excalidraw.md"


class IdPlace(NamedTuple):
    """The heading that an id belongs to, for it holds the id or comes next; or the one above."""

    heading: Heading | None
    is_its: bool


class Document:
    """One Markdown file of the vault: its path and what it says.

    What every check asks of every file has a slot; only what is seldom asked takes a dictionary.
    """

    __slots__ = (
        "__dict__",
        "__weakref__",
        "_aliases",
        "_facts",
        "_first_by_form",
        "_has_plain_anchors",
        "_load",
        "flattened",
        "folder",
        "notes",
        "path",
    )

    def __init__(
        self,
        path: str,
        facts: Facts | Callable[[], Facts],
        *,
        flattened: bool,
        aliases: list[Scalar] | None = None,
    ) -> None:
        """Store the path from the root, the facts, and whether the file is a whole vault in one.

        The facts may come when they are asked for; the aliases are known before, then.
        """
        self.path = path
        self._facts: Facts | None = None
        if isinstance(facts, Facts):
            self._facts = facts
        else:
            self._load = facts
        self._aliases = aliases
        self._has_plain_anchors: bool | None = None
        self._first_by_form: dict[str, Heading] | None = None
        self.flattened = flattened
        self.folder = path[: path.rfind("/") + 1]
        self.notes: tuple[Note, ...] = tuple(self._split()) if flattened else (Note(self),)

    @property
    def facts(self) -> Facts:
        """Return what the file says."""
        if self._facts is None:
            self._facts = self._load()
        return self._facts

    @property
    def aliases(self) -> list[Scalar]:
        """Return the aliases: the strings of a list, or a single one (reference, section 2)."""
        if self._aliases is None:
            self._aliases = [
                value
                for value in self.facts.property_values("aliases")
                if value.kind is ScalarKind.TEXT
                and (not value.path or (len(value.path) == 1 and isinstance(value.path[0], int)))
            ]
        return self._aliases

    @property
    def anchors(self) -> tuple[object, ...]:
        """Return all that links from other notes can name in this one."""
        facts = self.facts
        return (
            self.has_plain_anchors,
            [(item.level, item.text, item.rendered, item.root) for item in facts.headings],
            [mark.name for mark in facts.block_ids],
            [mark.name for mark in facts.unread_block_ids],
            [mark.name for mark in facts.unread_item_ids],
            [mark.name for mark in facts.commented_ids],
            [mark.name for mark in facts.footnotes],
            [
                (mark.name, place.heading and place.heading.text, place.is_its)
                for mark, place in self._html_id_places
            ],
        )

    @property
    def stem(self) -> str:
        """Return the file's name without folder and ``.md``."""
        return self.path[len(self.folder) : -3]

    @property
    def has_plain_anchors(self) -> bool:
        """Return whether headings and block ids can be checked; a drawing or a binary's cannot."""
        if self._has_plain_anchors is None:
            self._has_plain_anchors = self.facts.unreadable is None and not any(
                item.key == _DRAWING for item in self.facts.properties
            )
        return self._has_plain_anchors

    @property
    def is_drawing(self) -> bool:
        """Return whether this is an Excalidraw drawing, which notes show like a picture."""
        return self.path.lower().endswith(_DRAWING_NAME) or any(
            item.key == _DRAWING for item in self.facts.properties
        )

    @property
    def root_headings(self) -> list[Heading]:
        """Return the headings Obsidian indexes (reference, section 3.3)."""
        return [heading for heading in self.facts.headings if heading.root]

    @property
    def forms(self) -> list[str]:
        """Return the normal forms of the root headings."""
        return [normal_form(heading.text) for heading in self.facts.headings if heading.root]

    @cached_property
    def property_index(self) -> PropertyIndex:
        """Return the properties by place and by key."""
        return PropertyIndex(self.facts.properties)

    @cached_property
    def outline(self) -> Outline:
        """Return the root headings as links name them."""
        return Outline(self.root_headings)

    @property
    def first_by_form(self) -> dict[str, Heading]:
        """Return the first root heading of each normal form."""
        found = self._first_by_form
        if found is None:
            found = self._first_by_form = {}
            for heading in self.facts.headings:
                if heading.root:
                    found.setdefault(normal_form(heading.text), heading)
        return found

    def forget(self) -> None:
        """Free what only resolving links asks for."""
        self._first_by_form = None

    @cached_property
    def block_ids(self) -> set[str]:
        """Return the block ids in lower case."""
        return {mark.name.lower() for mark in self.facts.block_ids}

    @cached_property
    def unread_ids(self) -> dict[str, bool]:
        """Return the block ids, in lower case, that are none where they are; True in list items."""
        facts = self.facts
        found = {mark.name.lower(): False for mark in facts.unread_block_ids}
        return found | {mark.name.lower(): True for mark in facts.unread_item_ids}

    @cached_property
    def commented_ids(self) -> set[str]:
        """Return what is written like a block id within ``%%``, in lower case."""
        return {mark.name.lower() for mark in self.facts.commented_ids}

    @cached_property
    def footnotes(self) -> set[str]:
        """Return the labels of the footnotes in lower case."""
        return {mark.name.lower() for mark in self.facts.footnotes}

    @cached_property
    def html_ids(self) -> set[str]:
        """Return the ids and names written in HTML."""
        return {mark.name for mark in self.facts.html_ids}

    @cached_property
    def written_ids(self) -> dict[str, IdPlace]:
        """Return the ids that are written out, as ``{#id}`` or in HTML, and where each is."""
        found: dict[str, IdPlace] = {}
        for heading in self.facts.headings:
            identifier = split_id(rendered(heading))[1]
            if identifier is not None:
                found.setdefault(identifier, IdPlace(heading, is_its=True))
        for mark, place in self._html_id_places:
            found.setdefault(mark.name, place)
        return found

    @property
    def _html_id_places(self) -> Iterator[tuple[Mark, IdPlace]]:
        headings = self.facts.headings if self.facts.html_ids else []
        starts = [heading.start for heading in headings]
        for mark in self.facts.html_ids:
            at = bisect_right(starts, mark.start)
            above = headings[at - 1] if at else None
            if above is not None and mark.start < above.end:
                yield mark, IdPlace(above, is_its=True)
            elif at < len(starts) and starts[at] <= mark.end + _BESIDE:
                yield mark, IdPlace(headings[at], is_its=True)
            else:
                yield mark, IdPlace(above, is_its=False)

    @cached_property
    def slugs(self) -> list[str]:
        """Return GitHub's anchors of all headings, repeats counted."""
        return slugs(rendered(heading) for heading in self.facts.headings)

    @cached_property
    def heading_by_slug(self) -> dict[str, Heading]:
        """Return the heading of each GitHub anchor."""
        return dict(zip(self.slugs, self.facts.headings, strict=True))

    @cached_property
    def anchors_by_start(self) -> dict[int, list[str]]:
        """Return all that a browser opens a heading by, preferred first, by its offset."""
        found: dict[int, list[str]] = {}
        headings = self.heading_by_id if self.flattened else self.heading_by_slug
        for anchor, heading in headings.items():
            found.setdefault(heading.start, []).append(anchor)
        return found

    @cached_property
    def heading_by_id(self) -> dict[str, Heading]:
        """Return the headings of a flattened file by what a browser opens.

        Explicit ids come first; a heading without one answers to its GitHub or pandoc slug.
        """
        found: dict[str, Heading] = {}
        without = []
        for heading in self.facts.headings:
            title, identifier = split_id(rendered(heading))
            if identifier is None:
                without.append((title, heading))
            else:
                found.setdefault(identifier, heading)
        made = slugs(title for title, _ in without)
        for anchor, (title, heading) in zip(made, without, strict=True):
            found.setdefault(anchor, heading)
            found.setdefault(pandoc_slug(title), heading)
        for anchor, heading in self.heading_by_slug.items():
            found.setdefault(anchor, heading)
        return found

    @cached_property
    def section_titles(self) -> dict[str, Heading]:
        """Return the title headings of a flattened file's notes by their names in lower case."""
        found: dict[str, Heading] = {}
        for note in self.notes:
            if note.title_heading is not None:
                found.setdefault(note.name.lower(), note.title_heading)
        return found

    def heading_in_flattened(self, anchor: str) -> Heading | None:
        """Return the heading of a flattened file that an anchor opens; none in any other file."""
        if not self.flattened:
            return None
        return self.heading_by_id.get(anchor) or self.heading_by_id.get(anchor.lower())

    def note_at(self, offset: int) -> "Note":
        """Return the note that an offset is in."""
        at = bisect_right(self.notes, offset, key=lambda note: note.start)
        return self.notes[max(at - 1, 0)]

    def _split(self) -> list["Note"]:
        titles = [heading for heading in self.facts.headings if is_flattened_title(heading)]
        starts = [0, *(heading.start for heading in titles)]
        ends = [*starts[1:], self.facts.size + 1]
        notes = []
        for start, end, title in zip(starts, ends, [None, *titles], strict=True):
            notes.append(Note(self, start, end, title))
        return notes


@dataclass(eq=False, slots=True)
class Note:
    """A note: a document, or the section of one that a flattened vault's note became."""

    document: Document
    start: int = 0
    end: int = -1
    title_heading: Heading | None = None
    _key: str | None = field(default=None, init=False, repr=False)
    _name: str | None = field(default=None, init=False, repr=False)

    @property
    def path(self) -> str:
        """Return the file's path."""
        return self.document.path

    @property
    def name(self) -> str:
        """Return what people call the note: its file's name, or its section's title."""
        if self.title_heading is None:
            return self.document.stem
        if self._name is None:
            self._name = split_id(rendered(self.title_heading))[0]
        return self._name

    @property
    def is_preamble(self) -> bool:
        """Return whether this is the nameless text before the first title of a flattened file."""
        return self.document.flattened and self.title_heading is None

    @property
    def is_report(self) -> bool:
        """Return whether vaultkit wrote this about the vault, so that it is no part of it."""
        return self.document.facts.is_report

    @property
    def key(self) -> str:
        """Return what identifies the note in its vault."""
        if self.title_heading is None:
            return self.document.path
        if self._key is None:
            self._key = f"{self.path}#{split_id(self.title_heading.text)[1]}"
        return self._key

    @property
    def links(self) -> list[Link]:
        """Return the links and embeds."""
        return self._within(self.document.facts.links)

    @property
    def headings(self) -> list[Heading]:
        """Return the headings, nested ones included."""
        return self._within(self.document.facts.headings)

    @property
    def root_headings(self) -> list[Heading]:
        """Return the headings Obsidian indexes."""
        return [heading for heading in self.headings if heading.root]

    @property
    def is_first(self) -> bool:
        """Return whether facts of the whole file belong to this note."""
        return self is self.document.notes[0]

    @property
    def front_matter(self) -> FrontMatter | None:
        """Return the front matter; in a flattened file it belongs to the first region."""
        return self.document.facts.front_matter if self.is_first else None

    @property
    def lost_block(self) -> LostBlock | None:
        """Return what was meant as front matter and is not one."""
        return self.document.facts.lost_block if self.is_first else None

    @property
    def aliases(self) -> list[Scalar]:
        """Return the aliases; in a flattened file they belong to the first region."""
        return self.document.aliases if self.is_first else []

    @property
    def preamble(self) -> Content:
        """Return what is before the first heading."""
        return Content() if self.title_heading else self.document.facts.preamble

    @property
    def head(self) -> Span:
        """Return the place for a finding about the whole note: its title, else the start."""
        if self.title_heading is not None:
            return self.title_heading.span
        first = self.root_headings[:1]
        if first and (first[0].level == 1 or normal_form(first[0].text) == normal_form(self.name)):
            return first[0].span
        return Span(0, 0)

    def marks(self, all_marks: list[Mark]) -> list[Mark]:
        """Return those of a document's marks that are in this note."""
        return self._within(all_marks)

    def _within(self, items: list[_Located]) -> list[_Located]:
        if self.end < 0:
            return items
        first = bisect_left(items, self.start, key=_start)
        return items[first : bisect_left(items, self.end, lo=first, key=_start)]


def _start(item: Link | Heading | Mark) -> int:
    return item.start


def rendered(heading: Heading) -> str:
    """Return a heading's text as a reader sees it."""
    return heading.text if heading.rendered is None else heading.rendered


def is_flattened_title(heading: Heading) -> bool:
    """Return whether a heading is the title of a note in a flattened file."""
    return heading.level == 1 and heading.root and split_id(heading.text)[1] is not None


def looks_flattened(headings: Sequence[Heading]) -> bool:
    """Return whether a file is a flattened vault: two titles with ids, each the slug of its title.

    A repeated title's id may carry a counter.
    """
    titles = [heading for heading in headings if is_flattened_title(heading)]
    if len(titles) < 2:
        return False
    for heading in titles:
        title, identifier = split_id(rendered(heading))
        made = slug(title)
        if identifier != made and not str(identifier).removeprefix(made)[1:].isdecimal():
            return False
    return True
