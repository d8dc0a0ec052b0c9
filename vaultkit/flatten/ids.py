"""Ids for the notes and headings of one file: unique, and what any reader of the file follows.

pandoc and a forge give every heading an anchor of its own, and the first place of an anchor wins.
So an id must not be the anchor that a heading before it gets by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from vaultkit.markdown.facts import Heading
from vaultkit.vault.notes.note import Document, rendered
from vaultkit.vault.notes.slug import pandoc_slug, slug, slugs

_MOST_ROUNDS = 20


@dataclass(slots=True)
class Section:
    """A note to be: its file, its title, and the headings and blocks in it that need an id.

    ``title_heading`` is the note's own first heading where that is the title.
    """

    document: Document
    title: str
    title_heading: Heading | None = None
    headings: list[Heading] = field(default_factory=list)
    blocks: set[str] = field(default_factory=set)
    id: str = ""
    heading_ids: dict[int, str] = field(default_factory=dict)
    """By the offset of the heading."""

    def block_id(self, name: str) -> str:
        """Return the id of a block."""
        return f"{self.id}.block-{name}"


class Ids:
    """The ids of one file, and the anchors that its headings get besides."""

    def __init__(self, sections: Sequence[Section], taken: Iterable[str]) -> None:
        """Return the ids of each section.

        Args:
            sections: in the order of the file.
            taken: the ids and names that are in the notes' HTML.
        """
        self.taken = set(taken)
        self.anchors: set[str] = set()
        self._sections = sections
        avoided: set[str] = set()
        for _ in range(_MOST_ROUNDS):
            self._assign(avoided)
            more = self._led_astray() - avoided
            if not more:
                break
            avoided |= more

    def is_free(self, identifier: str) -> bool:
        """Return whether a link to this id leads nowhere."""
        return bool(identifier) and identifier not in self.anchors

    def _assign(self, avoided: set[str]) -> None:
        used = self.taken | avoided
        for number, section in enumerate(self._sections, 1):
            base = slug(section.title)
            section.id = _unused(base if is_id(base) else f"n{number}", used)
        for section in self._sections:
            for number, heading in enumerate(section.headings, 1):
                base = slug(rendered(heading))
                base = base if is_id(base) else f"h{number}"
                section.heading_ids[heading.start] = _unused(f"{section.id}.{base}", used)
            used.update(map(section.block_id, section.blocks))

    def _led_astray(self) -> set[str]:
        """Return the ids of notes that are the anchor of a heading before the note."""
        texts, explicit = [], []
        for section in self._sections:
            texts.append(f"{section.title} {{#{section.id}}}")
            explicit.append(section.id)
            for heading in section.document.facts.headings:
                if heading is not section.title_heading:
                    texts.append(rendered(heading))
                    explicit.append(section.heading_ids.get(heading.start, ""))
        ids = {identifier for identifier in explicit if identifier}
        self.anchors = self.taken | ids
        seen: set[str] = set()
        placed: set[str] = set()
        astray = set()
        for text, forge, identifier in zip(texts, slugs(texts), explicit, strict=True):
            found = {forge}
            if identifier:
                seen.add(identifier)
                placed.add(identifier)
            else:
                found |= {_pandocs(pandoc_slug(text), seen), slug(text), pandoc_slug(text)}
            astray |= {anchor for anchor in found & ids if anchor not in placed}
            self.anchors |= found
        for section in self._sections:
            self.anchors.update(map(section.block_id, section.blocks))
        return astray


def is_id(text: str) -> bool:
    """Return whether pandoc takes a text for an id: letters, digits and a few signs, no marks."""
    return bool(text) and all(sign.isalnum() or sign in "-_" for sign in text)


def _unused(base: str, used: set[str]) -> str:
    made, number = base, 0
    while made in used:
        number += 1
        made = f"{base}-{number}"
    used.add(made)
    return made


def _pandocs(base: str, seen: set[str]) -> str:
    """Return the id that pandoc makes of a heading: with a counter where it is taken."""
    made, number = base, 0
    while made in seen:
        number += 1
        made = f"{base}-{number}"
    seen.add(made)
    return made
