"""What a broken link means by a web slug or an alias, and how sure that is.

Every lookup is a dictionary's, so that a thousand broken links in a large vault cost no more each
than one in a small vault.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from vaultkit.markdown.facts import Heading, Link, LinkKind
from vaultkit.vault.notes.anchor import normal_form, segments
from vaultkit.vault.notes.note import Document, Note, rendered
from vaultkit.vault.notes.slug import slug, split_id, words
from vaultkit.vault.resolver.outcome import Outcome, State


@dataclass(frozen=True, slots=True)
class Meaning:
    """The one note or heading that a link means although the dialect cannot open it so.

    ``by`` says how: ``slug`` (a web slug of it), ``export`` (the exporter's slug of target and text
    together) or ``alias``. ``sure`` says that this is evidence enough to rewrite the link: an alias
    is not one, nor is a slug that may as well be a plain word.
    """

    by: str
    note: Note
    heading: Heading | None = None
    sure: bool = False


class SameWords(NamedTuple):
    """A heading that a link names except for case, punctuation and escapes.

    ``only`` says that it has the same words, and no other heading of the note has them.
    """

    heading: Heading
    only: bool


class Owner(NamedTuple):
    """A note with one of its aliases as it is written there."""

    note: Note
    alias: str


class Meanings:
    """Finds the notes and headings that broken links mean by a web slug or an alias."""

    def __init__(self, documents: Sequence[Document], is_known: Callable[[str, str], bool]) -> None:
        """Store what to look in.

        Args:
            documents: the vault's.
            is_known: whether a linkpath, read from a folder, is known to mean something else: what
                is outside the vault, or a file that has moved.
        """
        self._documents = documents
        self._is_known = is_known
        self._found: dict[tuple[Outcome, LinkKind, str | None], Meaning | None] = {}
        self._own: WeakKeyDictionary[Document, frozenset[str]] = WeakKeyDictionary()
        self._words: WeakKeyDictionary[Document, Counter[tuple[str, ...]]] = WeakKeyDictionary()

    def prepare(self) -> None:
        """Make the tables that lookups use, before the first."""
        for table in ("_notes_by_slug", "_notes_by_name", "_owners"):
            getattr(self, table)

    def of(self, link: Link, outcome: Outcome) -> Meaning | None:
        """Return what a broken link means, if that is just one note or heading."""
        if not outcome.is_broken or outcome.state is State.NO_BLOCK:
            return None
        key = (outcome, link.kind, link.text)
        if key not in self._found:
            by_file = outcome.state is State.NO_FILE
            self._found[key] = self._note(outcome) if by_file else self._place(link, outcome)
        return self._found[key]

    def _note(self, outcome: Outcome) -> Meaning | None:
        """Return the note whose slug or alias a linkpath is.

        A slug that is another note's alias means neither for sure. One without a hyphen is a word
        like any other, and says nothing.
        """
        path = outcome.linkpath
        if outcome.source.flattened or self._is_known(path, outcome.source.folder):
            return None
        owners = self._owners_as_written(path)
        name = _composed(path.removesuffix(".md"))
        notes = self.notes_for_slug(name) if name == slug(name) else []
        if len(notes) == 1 and " " in notes[0].name and owners in ([], notes):
            return Meaning("slug", notes[0], sure=True)
        return Meaning("alias", owners[0]) if len(owners) == 1 else None

    def _place(self, link: Link, outcome: Outcome) -> Meaning | None:
        """Return the heading or note whose slug a fragment is, if it is the slug of one alone."""
        fragment = outcome.subpath.lstrip("#").lower()
        if len(outcome.documents) != 1 or fragment != slug(fragment):
            return None
        document = outcome.documents[0]
        found: list[Meaning] = []
        if not document.flattened:
            heading = self.heading_for_slug(document, fragment)
            if heading is not None and not _stands_in(link, heading, outcome):
                sure = self._is_certain(document, heading, fragment, link.kind)
                found.append(Meaning("slug", document.notes[0], heading, sure))
        if not outcome.linkpath and link.kind is LinkKind.MARKDOWN:
            found += self._elsewhere(link, fragment, document)
        return found[0] if len(found) == 1 else None

    def _is_certain(
        self, document: Document, heading: Heading, fragment: str, kind: LinkKind
    ) -> bool:
        """Return whether a heading's anchor in a link can mean nothing else.

        A wikilink is seldom written by slug: without a hyphen its fragment is the heading's own
        words, or others; and a number at its end is no counter. Nor is it one where another heading
        has that number in its text.
        """
        if slug(rendered(heading)) != fragment:
            plain = any(slug(rendered(other)) == fragment for other in document.facts.headings)
            return kind is not LinkKind.WIKILINK and not plain
        if kind is not LinkKind.WIKILINK or "-" in fragment:
            return True
        said = words(fragment)
        return said == _words_of(heading) and self._only_one_of(document, said)

    def _elsewhere(self, link: Link, fragment: str, document: Document) -> list[Meaning]:
        """Return the notes that a fragment without a path is the slug of.

        In a note whose links to its own headings are written so, it can be none of them. A slug
        that is no more than the name in lower case may as well be a word of the note itself.
        """
        target, pipe, _ = (link.text or "").partition("|")
        if pipe and slug(link.text or "") == fragment:
            name = target.partition("#")[0]
            named = self.notes_named(name) or self.notes_for_slug(slug(name))
            within = [note for note in named if not document.flattened or note.document is document]
            return [Meaning("export", note, sure=True) for note in within]
        if document.flattened or self._own_fragments(document) - {fragment}:
            return []
        return [
            Meaning(
                "slug",
                note,
                sure=note.document is document or fragment != _composed(note.name).lower(),
            )
            for note in self.notes_for_slug(fragment)
        ]

    def _own_fragments(self, document: Document) -> frozenset[str]:
        """Return the fragments, in lower case, by which links of a file name a place in it.

        One that is the slug of the note's own name is left out: an export writes that for the note.
        """
        found = self._own.get(document)
        if found is None:
            own_name = slug(_composed(document.stem))
            found = self._own[document] = frozenset(
                fragment.lower()
                for link in document.facts.links
                if (fragment := _own_fragment(link)) and fragment.lower() != own_name
                if _is_whole_within(document, link, fragment)
            )
        return found

    def notes_for_slug(self, text: str) -> list[Note]:
        """Return the notes whose name has this slug."""
        return self._notes_by_slug.get(_composed(text), [])

    def heading_for_slug(self, document: Document, text: str) -> Heading | None:
        """Return the heading of a note whose GitHub anchor this is, if Obsidian can open it."""
        found = document.heading_by_slug.get(text)
        return found if found is not None and found.root else None

    def notes_named(self, name: str) -> list[Note]:
        """Return the notes of this name, compared without case."""
        return self._notes_by_name.get(name.strip().lower(), [])

    def owners(self, alias: str) -> list[Owner]:
        """Return the notes with this alias, compared without case, and how they write it."""
        return self._owners.get(_composed(alias.strip()).lower(), [])

    def _owners_as_written(self, alias: str) -> list[Note]:
        """Return the notes with an alias as it is written; of several words, in any case.

        The case of one word tells two things apart (``man``, MAN); that of several is a habit.
        """
        written = _composed(alias.strip())
        owners = self.owners(alias)
        exact = [owner.note for owner in owners if owner.alias == written]
        if not exact and " " in written:
            exact = [owner.note for owner in owners]
        return list(dict.fromkeys(exact))

    def same_words(self, link: Link, outcome: Outcome) -> SameWords | None:
        """Return the heading that a link names except for case, punctuation and escapes.

        What names several headings, or a range of them as Dendron writes it, means more than one.
        """
        document = outcome.documents[0]
        anchors = document.heading_by_id if document.flattened else document.heading_by_slug
        fragment = unquote(outcome.subpath.lstrip("#"))
        found = anchors.get(slug(fragment))
        if found is None or not found.root or _stands_in(link, found, outcome):
            return None
        said = words(fragment)
        only = self._only_one_of(document, said) and said == _words_of(found)
        return SameWords(found, only and "#" not in fragment)

    def _only_one_of(self, document: Document, said: tuple[str, ...]) -> bool:
        """Return whether just one heading of a note has these words."""
        return bool(said) and self._words_in(document)[said] == 1

    def _words_in(self, document: Document) -> Counter[tuple[str, ...]]:
        """Return how many headings of a note have the same words."""
        found = self._words.get(document)
        if found is None:
            found = self._words[document] = Counter(map(_words_of, document.facts.headings))
        return found

    @cached_property
    def _notes(self) -> list[Note]:
        return [note for document in self._documents for note in document.notes]

    @cached_property
    def _notes_by_slug(self) -> dict[str, list[Note]]:
        found: dict[str, list[Note]] = {}
        for note in self._notes:
            if not note.is_preamble:
                found.setdefault(slug(_composed(note.name)), []).append(note)
        return found

    @cached_property
    def _notes_by_name(self) -> dict[str, list[Note]]:
        found: dict[str, list[Note]] = {}
        for note in self._notes:
            if not note.is_preamble:
                found.setdefault(note.name.lower(), []).append(note)
        return found

    @cached_property
    def _owners(self) -> dict[str, list[Owner]]:
        found: dict[str, list[Owner]] = {}
        for note in self._notes:
            for alias in note.aliases:
                owner = Owner(note, _composed(alias.text.strip()))
                if owner.alias:
                    owners = found.setdefault(owner.alias.lower(), [])
                    if owner not in owners:
                        owners.append(owner)
        return found


def _composed(text: str) -> str:
    """Return a text in the Unicode form in which names are compared."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _own_fragment(link: Link) -> str:
    """Return what a link without a path names in its own file; empty for any other link."""
    path, _, fragment = link.target.partition("#")
    if path.strip() or fragment.startswith("^"):
        return ""
    return fragment if link.kind is LinkKind.WIKILINK else unquote(fragment)


def _is_whole_within(document: Document, link: Link, fragment: str) -> bool:
    """Return whether a fragment opens a place of a file, or is the slug of one of its headings."""
    if fragment in document.html_ids:
        return True
    parts = [normal_form(part) for part in segments(fragment)]
    found = document.outline.walk(parts) if parts and all(parts) else None
    found = found or document.heading_by_slug.get(fragment.lower())
    return found is not None and not found.start < link.start < found.end


def _stands_in(link: Link, heading: Heading, outcome: Outcome) -> bool:
    """Return whether a link is part of the heading it would lead to."""
    own = outcome.documents[0] is outcome.source
    return own and heading.start < link.start < heading.end


def _words_of(heading: Heading) -> tuple[str, ...]:
    return words(split_id(rendered(heading))[0])
