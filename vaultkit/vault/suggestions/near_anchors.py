"""Headings and blocks near to what a link looks for, in its note and in others."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from vaultkit.markdown.facts import Heading, Link, LinkKind
from vaultkit.vault.notes.anchor import normal_form, segments
from vaultkit.vault.notes.note import Document
from vaultkit.vault.notes.slug import slug, words
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.suggestions.distinctive_names import is_telling_heading, letters
from vaultkit.vault.suggestions.other_notes import (
    AnchorHomes,
    Titles,
    anchor_key,
    title_of,
    titles_of,
)

if TYPE_CHECKING:
    from vaultkit.vault.suggestions.nearest import NameIndex


_MOST = 3
_LEAST_SHARE = 3
_LEAST_OF_ID = 4
_CROWDED = 50
_LETTERS_OF_A_WORD = 14


class NearAnchors:
    """Looks up which heading or block a link may have meant."""

    def __init__(
        self,
        documents: Sequence[Document],
        homes: AnchorHomes,
        is_template: Callable[[str], bool],
    ) -> None:
        """Store where to look; nothing is looked up yet.

        Args:
            documents: the vault's.
            homes: which notes have a heading or block.
            is_template: a test for the path of a template, whose headings other notes get.
        """
        self._documents = documents
        self._homes = homes
        self._is_template = is_template
        self._headings: WeakKeyDictionary[Document, NameIndex] = WeakKeyDictionary()
        self._titles: WeakKeyDictionary[Document, Titles] = WeakKeyDictionary()
        self._blocks: WeakKeyDictionary[Document, NameIndex] = WeakKeyDictionary()

    def near_headings(self, document: Document, text: str) -> list[str]:
        """Return up to three headings of a note near to a text, best first."""
        index = self._headings.get(document)
        if index is None:
            from vaultkit.vault.suggestions.nearest import NameIndex

            headings = document.facts.headings if document.flattened else document.root_headings
            index = NameIndex(map(title_of, headings))
            self._headings[document] = index
        return nearest_first(index, text)

    def kindred_heading(self, document: Document, text: str) -> str | None:
        """Return the one heading of a note that holds the words of a text, or is held by them.

        None where there are several, or where what they have in common says little, as does a word
        that very many headings have.
        """
        said = words(text)
        by_word = self.titles(document).by_word
        titles = {word: by_word[word] for word in said if word in by_word}
        if any(len(those) > _CROWDED for those in titles.values()):
            return None
        found = {theirs: title for those in titles.values() for theirs, title in those.items()}
        kindred = [title for theirs, title in found.items() if _are_kindred(said, theirs)]
        return kindred[0] if len(kindred) == 1 else None

    def titles(self, document: Document) -> Titles:
        """Return what the headings of a note are found by."""
        found = self._titles.get(document)
        if found is None:
            found = self._titles[document] = titles_of(document)
        return found

    def home_of(self, link: Link, outcome: Outcome) -> tuple[Document, Heading] | None:
        """Return the one other note, with its heading, that has a heading which a link looks for.

        Of a subpath of several headings that is the last. None where several notes have it, where
        it is one that any note may have, and where the link is under it.
        """
        parts = segments(outcome.subpath)
        if not parts or not is_telling_heading(words(parts[-1])):
            return None
        document = self._home(parts[-1], outcome)
        if document is None:
            return None
        heading = document.outline.walk([normal_form(part) for part in parts])
        heading = heading or self.titles(document).by_key.get(normal_form(parts[-1]))
        if heading is None or not _may_be_meant(link, parts[-1], title_of(heading)):
            return None
        is_own = document is outcome.source
        if is_own and document.outline.is_under(link.start, heading):
            return None
        return document, heading

    def home_of_block(self, outcome: Outcome) -> Document | None:
        """Return the one other note that has the block which a link looks for.

        None where several do, or where the id is a number or a few letters.
        """
        name = outcome.subpath.lstrip("#")
        if len(name) <= _LEAST_OF_ID or name[1:].isdecimal():
            return None
        return self._home(name, outcome)

    def _home(self, part: str, outcome: Outcome) -> Document | None:
        """Return the one note besides those that a link opens that has a heading or block.

        A template is not one, as other notes get what it has.
        """
        homes = [path for path in self._homes.of(anchor_key(part)) if path not in outcome.files]
        document = self._document_at.get(homes[0]) if len(homes) == 1 else None
        if document is None or self._is_template(document.path):
            return None
        return document

    def near_blocks(self, document: Document, text: str) -> list[str]:
        """Return up to three block ids of a note near to a text, best first."""
        index = self._blocks.get(document)
        if index is None:
            from vaultkit.vault.suggestions.nearest import NameIndex

            index = NameIndex(mark.name for mark in document.facts.block_ids)
            self._blocks[document] = index
        return nearest_first(index, text)

    @cached_property
    def _document_at(self) -> dict[str, Document]:
        return {document.path: document for document in self._documents}


def nearest_first(index: "NameIndex", text: str) -> list[str]:
    """Return up to three names near to a text, best first."""
    found = [
        *index.alike(text),
        *index.plural(text),
        *(name for _, name in index.near(text)),
    ]
    return list(dict.fromkeys(found))[:_MOST]


def _may_be_meant(link: Link, text: str, title: str) -> bool:
    """Return whether a link may mean the heading of another note, as far as its words tell.

    A single word does so only where the heading is just that word, in the same case unless it is a
    slug, and where a reader sees no other words.
    """
    said = words(text)
    if len(said) > 1 or letters(said[0]) > _LETTERS_OF_A_WORD:
        return True
    is_slug = link.kind is LinkKind.MARKDOWN and text == slug(text)
    return (title.lower() if is_slug else title) == text and (
        not link.text or words(link.text) == said
    )


def _are_kindred(said: Sequence[str], theirs: Sequence[str]) -> bool:
    """Return whether a heading's words hold all of a text's in a row, or the other way round.

    A single word that is all they share must be a good part of the heading that holds it; a heading
    of one word is held only where numbers alone are added, as the year in "Ferns (2023)".
    """
    less, more = sorted((said, theirs), key=len)
    if less == more or not _holds(more, less) or not is_telling_heading(less):
        return False
    if len(less) > 1:
        return True
    if less is theirs:
        return all(word.isdigit() for word in more if word not in less)
    return len(more) <= _LEAST_SHARE


def _holds(more: Sequence[str], less: Sequence[str]) -> bool:
    size = len(less)
    return any(more[at : at + size] == less for at in range(len(more) - size + 1))
