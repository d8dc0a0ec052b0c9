"""Notes that say nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.diagnostic import Applicability, Problem, Severity
from vaultkit.markdown.facts import Heading, Place
from vaultkit.remedy import DeleteNote
from vaultkit.rule import NoteRule
from vaultkit.vault.anchor import normal_form
from vaultkit.vault.note import Note


@dataclass(frozen=True)
class Options:
    """``max_words``: a note of at most so many words is a stub, too."""

    max_words: int = 0


class StubNote(NoteRule):
    """A note with nothing in it but its title."""

    code = "VK301"
    name = "stub-note"
    severity = Severity.WARNING
    spares_templates = True
    fixes = (Applicability.UNSAFE,)
    Options = Options

    def check(self, note: Note) -> Iterator[Problem]:
        """Report a note that holds no more words than it may, and nothing else."""
        if note.is_preamble or note.document.facts.unreadable:
            return
        most = self.options.max_words
        words = _words(note, most)
        if words > most or _is_plugins(note):
            return
        if any(link.place is Place.PROPERTY for link in note.links):
            return
        held = "is empty" if words == 0 else f"holds only {words} word{'s' * (words > 1)}"
        remedy = DeleteNote(note.path) if words == 0 else None
        yield Problem(note.head, f'"{note.name}" {held}', remedy=remedy)


def _words(note: Note, most: int) -> int:
    """Give the number of words in a note, or more than ``most`` if it holds more than words."""
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


def _is_plugins(note: Note) -> bool:
    """Say whether a plugin keeps something else than text in the note (a drawing, a database)."""
    return any(item.key.endswith("-plugin") for item in note.document.facts.properties)


def _is_title(heading: Heading, note: Note) -> bool:
    """Say whether a heading repeats the note's name or its title property."""
    if heading is note.title_heading:
        return True
    form = normal_form(heading.text)
    titles = [value.text for value in note.document.facts.property_values("title")]
    return form in {normal_form(title) for title in (note.name, *titles)}
