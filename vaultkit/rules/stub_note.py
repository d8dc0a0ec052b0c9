"""Notes that say nothing."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from vaultkit.markdown.facts import Heading, Place
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import DeleteNote
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.text import printable
from vaultkit.vault.notes.anchor import normal_form
from vaultkit.vault.notes.housekeeping import has_value, property_key
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.notes.selection import tags_of
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_filled_in_later

_DATES = ("created", "creation", "updated", "update", "modified", "changed", "edited")
_HOUSEKEEPING = (
    *("tags", "tag", "aliases", "alias", "title", "id", "uid", "uuid", "zettelid"),
    *("cssclasses", "cssclass", "publish", "permalink", "category", "categories", "type", "status"),
    *("date", "datetime", "ctime", "mtime", "template", "template-version", "vaultkit-allow"),
    *_DATES,
    *(f"date {word}" for word in _DATES),
    *(f"{word} date" for word in _DATES),
    *(f"{word} at" for word in _DATES),
    *(f"{word} on" for word in _DATES),
    *(f"{word} time" for word in _DATES),
    *(f"last {word}" for word in _DATES),
    *(f"last {word} at" for word in _DATES),
    *(f"date last {word}" for word in _DATES),
)
_TAGS = frozenset(
    """
    tag tags hashtag hashtags keyword keywords label labels
    etiqueta etiquetas étiquette étiquettes etichetta etichette
    schlagwort schlagworte schlagwörter stichwort stichworte stichwörter
    метка метки тег теги 标签 標籤 タグ 태그
    """.split()
)
"""What folders of notes that serve as tags are called, in lower case, without numbers and signs."""
_MARKS = frozenset(("stub", "todo", "wip", "draft"))
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Options:
    """``max_words``: a note of at most so many words is a stub, too.

    ``housekeeping``: more properties that say nothing of a note's subject, in any case and spelling
    (``date modified`` is ``dateModified``). ``content``: properties that do, whatever else is said.
    """

    max_words: int = 0
    housekeeping: tuple[str, ...] = ()
    content: tuple[str, ...] = ()


class StubNote(DocumentRule):
    """A note with nothing in it but its title."""

    code = "VK301"
    name = "stub-note"
    severity = Severity.WARNING
    spares_templates = True
    fixes = (Applicability.UNSAFE,)
    Options = Options

    def prepare(self, vault: Vault) -> None:
        """Count what properties the notes have, once for all."""
        vault.common_properties  # noqa: B018

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report notes that hold no more words than they may, and nothing else."""
        facts = document.facts
        if facts.unreadable or facts.nuls or self._is_record(document, vault):
            return
        for note in document.notes:
            problem = None if note.is_preamble else self._problem(note, vault)
            if problem is not None:
                yield note, problem

    def _problem(self, note: Note, vault: Vault) -> Problem | None:
        most = self.options.max_words
        words = _words(note, most)
        if words > most or any(link.place is Place.PROPERTY for link in note.links):
            return None
        held = "is empty" if words == 0 else f"has only {words} word{'s' * (words > 1)}"
        message = f'"{note.name}" {held}'
        if _is_of_folder(note):
            return Problem(note.head, message, "it is a folder note", severity=Severity.INFO)
        if _is_in_tags(note) and not vault.incoming.is_orphan(note.key):
            return Problem(note.head, message, "it serves as a tag", severity=Severity.INFO)
        mark = _mark(note)
        if mark is not None:
            said = f'it is marked "{printable(mark)}"'
            return Problem(note.head, message, said, severity=Severity.INFO)
        remedy = DeleteNote(note.path) if words == 0 else None
        return Problem(note.head, message, remedy=remedy)

    def _is_record(self, document: Document, vault: Vault) -> bool:
        """Return whether a note's content is in its properties, or kept there by a plugin.

        A plugin's mark says that it keeps something else than text (a drawing, a database).
        """
        if document.flattened:
            return False
        idle = (self._housekeeping | vault.common_properties) - self._content
        return any(
            item.key.endswith("-plugin") or property_key(item.key) not in idle
            for item in document.facts.properties
            if has_value(item) and not all(is_filled_in_later(value.text) for value in item.values)
        )

    @cached_property
    def _housekeeping(self) -> frozenset[str]:
        return frozenset(map(property_key, (*_HOUSEKEEPING, *self.options.housekeeping)))

    @cached_property
    def _content(self) -> frozenset[str]:
        return frozenset(map(property_key, self.options.content))


def _is_of_folder(note: Note) -> bool:
    """Return whether a note has its folder's name, as plugins make one for each folder."""
    folder = note.path.rpartition("/")[0].rpartition("/")[2]
    return not note.document.flattened and folder.lower() == note.name.lower()


def _is_in_tags(note: Note) -> bool:
    """Return whether a note is in a folder of notes that serve as tags, such as ``3 - Tags``."""
    folder = note.path.rpartition("/")[0].rpartition("/")[2]
    name = unicodedata.normalize("NFC", folder).casefold()
    return not note.document.flattened and _NOT_LETTERS.sub(" ", name).strip() in _TAGS


def _mark(note: Note) -> str | None:
    """Return the tag or status that says that a note is yet to be written."""
    statuses = (value.text for value in note.document.facts.property_values("status"))
    for mark in (*sorted(tags_of(note)), *statuses):
        if not _MARKS.isdisjoint(mark.strip().lstrip("#").lower().split("/")):
            return mark
    return None


def _words(note: Note, most: int) -> int:
    """Return the number of words in a note, or more than ``most`` if it holds more than words."""
    words = note.preamble.words
    if note.preamble.rich or words > most:
        return most + 1
    for number, heading in enumerate(note.headings):
        words += heading.content.words
        if heading.content.rich or words > most:
            return most + 1
        if number > 0 or not _is_title(heading, note):
            words += len(heading.text.split())
    return words


def _is_title(heading: Heading, note: Note) -> bool:
    """Return whether a heading repeats the note's name or its title property."""
    if heading is note.title_heading:
        return True
    form = normal_form(heading.text)
    titles = [value.text for value in note.document.facts.property_values("title")]
    return form in {normal_form(title) for title in (note.name, *titles)}
