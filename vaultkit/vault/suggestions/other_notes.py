"""Which notes have a heading or block that a link looks for in another one in vain."""

from collections.abc import Iterator, MutableMapping, Sequence
from functools import cached_property
from typing import NamedTuple

from vaultkit.markdown.facts import Heading
from vaultkit.vault.notes.anchor import normal_form
from vaultkit.vault.notes.note import Document, rendered
from vaultkit.vault.notes.slug import slug, split_id, words

_MOST = 3

Homes = MutableMapping[str, list[str]]
"""The paths of the notes that have a heading or block, three at most, by its key."""


class AnchorHomes:
    """Finds the notes that have a heading of some text, or a block of some id.

    All notes are looked through once, when the first is asked for that is not known yet.
    """

    def __init__(self, documents: Sequence[Document], known: Homes) -> None:
        """Store where to look.

        Args:
            documents: the vault's.
            known: what has been found before; what is found now is added.
        """
        self._documents = documents
        self._known = known

    def of(self, key: str) -> list[str]:
        """Return the paths of the notes with a heading or block of this key: three at most."""
        if key not in self._known:
            self._known[key] = self._by_key.get(key, [])
        return self._known[key]

    def prepare(self) -> None:
        """Read the headings of all notes."""
        self._by_key  # noqa: B018

    @cached_property
    def _by_key(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for document in self._documents:
            for key in anchor_keys(document):
                paths = found.setdefault(key, [])
                if len(paths) < _MOST:
                    paths.append(document.path)
        return found


def anchor_key(part: str) -> str:
    """Return what the part of a note that a link names, without ``#``, is looked for by."""
    return part.strip().lower() if part.startswith("^") else normal_form(part)


def note_and_block(linkpath: str) -> tuple[str, str] | None:
    """Return the note's name and the block's id of a linkpath that may lack the ``#`` between."""
    name, mark, block = linkpath.removesuffix(".md").rpartition("^")
    return (name, block) if mark and name.strip() and "/" not in name else None


def anchor_keys(document: Document) -> set[str]:
    """Return what the headings and blocks of a note are looked for by."""
    found = {key for heading in _headings(document) for key in _keys(heading)}
    if _counts(document):
        found.update(f"^{mark.name.lower()}" for mark in document.facts.block_ids)
    return found


def title_of(heading: Heading) -> str:
    """Return what a reader sees of a heading, without an id at its end."""
    return split_id(rendered(heading))[0]


class Titles(NamedTuple):
    """What a note's headings are found by.

    ``by_form`` has the first heading that reads so, by the form that Obsidian would compare;
    ``by_key`` the first that a link from elsewhere may mean. ``by_word`` has what is read, and the
    words of that, by each of them. ``nested`` are the forms of headings in quotes and lists.
    """

    by_form: dict[str, Heading]
    by_key: dict[str, Heading]
    by_word: dict[str, dict[tuple[str, ...], str]]
    nested: frozenset[str]


def titles_of(document: Document) -> Titles:
    """Return what the headings of a note are found by."""
    by_form: dict[str, Heading] = {}
    by_key: dict[str, Heading] = {}
    by_word: dict[str, dict[tuple[str, ...], str]] = {}
    for heading in document.root_headings:
        title = title_of(heading)
        by_form.setdefault(normal_form(title), heading)
        for key in _keys(heading):
            by_key.setdefault(key, heading)
        said = words(title)
        for word in said:
            by_word.setdefault(word, {}).setdefault(said, title)
    nested = (normal_form(item.text) for item in document.facts.headings if not item.root)
    return Titles(by_form, by_key, by_word, frozenset(nested))


def _headings(document: Document) -> Iterator[Heading]:
    if _counts(document):
        yield from document.root_headings


def _counts(document: Document) -> bool:
    """Return whether a link from elsewhere may mean a place in a note; none in a flattened file."""
    return not document.flattened and document.has_plain_anchors and not document.facts.is_report


def _keys(heading: Heading) -> Iterator[str]:
    """Yield what a heading is looked for by: the form that Obsidian compares, and the web slug."""
    for key in (normal_form(heading.text), slug(rendered(heading))):
        if key:
            yield key
