"""The proof of a flattened file: each of its links leads where the link of the note led.

What the file says is read from the file as a whole, as whoever opens it reads it, and not from the
edits that made it: a label that two notes share leads there to the first of their definitions.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vaultkit.errors import UsageError
from vaultkit.flatten.destinations import KEPT, Destinations, is_in_brackets
from vaultkit.flatten.ids import Section
from vaultkit.markdown.definitions import read_definitions, read_references
from vaultkit.markdown.facts import Link, LinkKind, Place
from vaultkit.markdown.parser import parse
from vaultkit.source import Source
from vaultkit.text import printable
from vaultkit.vault.vault import Vault


class PlannedLink(NamedTuple):
    """Where a link is in its file, where it is written to lead, and where it is to lead."""

    at: int
    target: str
    url: str


class _FoundLink:
    """The links of a file in the order of their places."""

    def __init__(self, links: list[tuple[int, str]]) -> None:
        self._links = links

    def between(self, start: int, end: int) -> list[str]:
        """Return where the links lead that begin between two offsets."""
        first, last = bisect_left(self._links, (start,)), bisect_left(self._links, (end,))
        return [target for _, target in self._links[first:last]]


class Proof:
    """The proof for one vault."""

    def __init__(self, vault: Vault, destinations: Destinations) -> None:
        """Store the vault, and what says where its links are to lead in the file."""
        self._vault = vault
        self._destinations = destinations

    def check(self, sections: Mapping[str, Section], texts: Sequence[bytes], above: bytes) -> None:
        """Check that all links of a file lead where those of its notes led.

        Args:
            sections: the notes, by path, in the order of the file.
            texts: what became of them; a line end joins them.
            above: what is before them in the file.

        Raises:
            UsageError: a link would lead elsewhere.
            TreeError: a note cannot be read any more.
        """
        flat = above + b"\n".join(texts)
        links, references = _FoundLink(_links(flat)), _FoundLink(_references(flat, 0))
        start = len(above)
        for section, text in zip(sections.values(), texts, strict=True):
            end = start + len(text)
            self._compare(section, self._links_of(section), links.between(start, end))
            wanted = self._references_of(section)
            found = references.between(start, end)
            self._compare(section, wanted, found)
            if len(found) > len(wanted):
                path = printable(section.document.path)
                raise UsageError(
                    f"{path}: a text in brackets would become a link to another note's definition; "
                    "put a backslash before its first bracket and try again"
                )
            start = end + 1

    def _links_of(self, section: Section) -> list[PlannedLink]:
        data = self._vault.source(section.document.path).data
        found = []
        for link, outcome in self._vault.outcomes(section.document.notes[0]):
            if link.place is not Place.PROPERTY and link.kind not in KEPT:
                kept = is_in_brackets(link, data)
                to = None if kept else self._destinations.of(link, outcome)
                found.append(PlannedLink(link.start, link.target, to.url if to else link.target))
        return found

    def _references_of(self, section: Section) -> list[PlannedLink]:
        document = section.document
        start = document.facts.front_matter.end if document.facts.front_matter else 0
        found = []
        for at, target in _references(self._vault.source(document.path).data, start):
            link = Link(LinkKind.MARKDOWN, False, target, "", 0, 0)
            to = self._destinations.of(link, self._vault.resolve(link, document))
            found.append(PlannedLink(at, target, to.url if to else target))
        return found

    def _compare(self, section: Section, wanted: list[PlannedLink], found: list[str]) -> None:
        """Find each link in turn; there may be a link around an image besides."""
        others = iter(found)
        for led in wanted:
            if not any(url == led.url for url in others):
                path = section.document.path
                line = self._vault.source(path).position(led.at).line
                raise UsageError(
                    f'{printable(path)}:{line}: the link to "{printable(led.target)}" would lead '
                    "elsewhere in one file; write it another way and try again"
                )


def _links(data: bytes) -> list[tuple[int, str]]:
    return [
        (link.start, link.target)
        for link in parse(Source(data)).links
        if link.place is not Place.PROPERTY and link.kind not in KEPT
    ]


def _references(data: bytes, start: int) -> list[tuple[int, str]]:
    """Return where the links that name a definition lead, wherever that is."""
    targets = {
        (item.within, item.name): item.target
        for item in read_definitions(data, start)
        if item.counts
    }
    return [
        (link.span.start, targets[link.within, link.name])
        for link in read_references(data, start)
        if (link.within, link.name) in targets
    ]
