"""Headings that the configuration asks for and a note does not have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from vaultkit.rules.base.option_types import Glob
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import NoteRule
from vaultkit.text import printable
from vaultkit.vault.notes.anchor import normal_form
from vaultkit.vault.notes.note import Note, rendered
from vaultkit.vault.notes.selection import Selection
from vaultkit.vault.notes.slug import split_id

_MARKS = re.compile(r"(#{1,6})[ \t]+")


@dataclass(frozen=True)
class NotesOfHeadings:
    """``headings``: what some notes must have, those with a path and a tag of these.

    ``message``: what to add to a finding.
    """

    headings: tuple[str, ...]
    paths: tuple[Glob, ...] = ()
    tags: tuple[str, ...] = ()
    message: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """Return whether there is nothing to look for."""
        if not self.headings:
            yield "headings", "must name a heading"
        for heading in self.headings:
            if not normal_form(_split(heading)[1]):
                yield "headings", f'must contain words, not "{heading}"'


@dataclass(frozen=True)
class Options:
    """``notes``: headings, and the notes that must have them."""

    notes: tuple[NotesOfHeadings, ...] = ()


class RequiredHeading(NoteRule):
    """A note without a heading that the configuration requires."""

    code = "VK604"
    name = "required-heading"
    severity = Severity.WARNING
    default = False
    on_by_options = True
    spares_templates = True
    checks_daily_notes = True
    Options = Options

    def check(self, note: Note) -> Iterator[Problem]:
        """Report each heading that is missing; a text that two entries ask for, once."""
        if note.is_preamble or note.document.facts.unreadable:
            return
        there: set[tuple[int, str]] | None = None
        for item, selection in self._notes:
            if not selection.holds(note):
                continue
            if there is None:
                there = set(_headings(note))
            for heading in item.headings:
                level, text = _split(heading)
                form = normal_form(text)
                if (level, form) not in there:
                    there.add((level, form))
                    what = f'"{printable(note.name)}" has no heading "{printable(heading)}"'
                    said = f"{what}: {item.message}" if item.message else what
                    yield Problem(note.head, said, target=heading)

    @cached_property
    def _notes(self) -> list[tuple[NotesOfHeadings, Selection]]:
        return [(item, Selection(item.paths, item.tags)) for item in self.options.notes]


def _headings(note: Note) -> Iterator[tuple[int, str]]:
    """Yield levels and texts of a note's headings, as written and as read; level 0 is any."""
    for heading in note.root_headings:
        for text in (heading.text, split_id(rendered(heading))[0]):
            form = normal_form(text)
            yield heading.level, form
            yield 0, form


def _split(heading: str) -> tuple[int, str]:
    """Split ``## Text`` into the level, 0 where any will do, and the text."""
    marks = _MARKS.match(heading)
    return (len(marks[1]), heading[marks.end() :]) if marks else (0, heading)
