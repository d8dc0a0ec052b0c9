"""Tables of notes and findings."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from vaultkit.explore.health.about import About
from vaultkit.explore.health.health import NoteCount, NoteName
from vaultkit.explore.health.html.markup import Column, Content, Html, join, table, tag
from vaultkit.explore.health.phrases import MOST_FINDINGS, MOST_ROWS, folder_name, left_out
from vaultkit.report.record import Finding
from vaultkit.rules.base.problem import Severity
from vaultkit.text import counted

_MOST_ASKING = 3
_Row = TypeVar("_Row")


class Lists:
    """Makes tables whose notes open in the app."""

    def __init__(self, about: About) -> None:
        """Store which vault it is."""
        self.about = about

    def of(
        self,
        name: str,
        caption: str,
        columns: Sequence[Column],
        items: Sequence[_Row],
        row: Callable[[_Row], Sequence[Content]],
        nothing: str = "None.",
        rule: str | None = None,
    ) -> Html:
        """Return a table of the first items, and a sentence on what it leaves out."""
        if not items:
            shown = "" if nothing != "None." else f"{caption}: none."
            return tag("p", shown or nothing)
        rows = map(row, items[:MOST_ROWS])
        more = left_out(MOST_ROWS, len(items), self.about.lists_all(rule))
        note = tag("p", more, class_="more") if more else ""
        return join((table(name, caption, columns, rows), note))

    def findings(
        self,
        name: str,
        caption: str,
        findings: Sequence[Finding],
        left: Collection[str] = frozenset(),
    ) -> Html:
        """Return a table of findings, whose notes are there except for those that have left."""
        weighty = sorted(findings, key=lambda item: -item.severity.rank)
        columns = [Column("Note"), Column("Severity"), number("Line"), Column("Finding")]
        return self.of(
            name,
            caption,
            columns,
            weighty,
            lambda item: (
                self.note(NoteName(item.path, item.note), is_there=item.path not in left),
                colored_severity(item.severity),
                item.line,
                sentence(item),
            ),
        )

    def note(self, note: NoteName, *, is_there: bool = True) -> Html:
        """Return a note's name, as a link into Obsidian where it exists, with its folder below."""
        folder = note.path.rpartition("/")[0] if note.is_file else note.path
        shown = self.link(note) if is_there else note.name
        return join((shown, tag("span", folder_name(folder), class_="path") if folder else ""))

    def link(self, note: NoteName) -> Html:
        """Return a note's name as a link into Obsidian."""
        return tag("a", note.name or note.path, href=self.about.app.address(note.path))

    def asking(self, notes: Sequence[NoteName]) -> Html:
        """Return the first of some notes as links, and how many more there are."""
        links = map(self.link, notes[:_MOST_ASKING])
        more = len(notes) - _MOST_ASKING
        return join(
            (Html(", ".join(links)), f" and {counted(more, 'more note')}" if more > 0 else "")
        )

    def details(self, item: NoteCount) -> Html:
        """Return a note's first finding, and the others to be unfolded."""
        first, *others = map(_line, item.findings[:MOST_FINDINGS])
        command = f"{self.about.check} on the note lists all"
        unseen = left_out(MOST_FINDINGS, len(item.findings), command)
        if not others:
            return first
        rest = tag("ul", *(tag("li", line) for line in (*others, unseen) if line))
        more = f"{len(item.findings) - 1:,} more"
        return join((first, tag("details", tag("summary", more), rest)))


def number(title: str) -> Column:
    """Return a column of numbers."""
    return Column(title, is_number=True)


def leading(count: int, **state: str) -> Content:
    """Return a number as a link to the findings it counts; they are filtered by a script.

    Args:
        count: the number.
        state: what the list of findings is limited to, and how it is sorted.
    """
    if not count:
        return count
    return tag("a", count, href="#findings", data_show=urlencode(state))


def colored_severity(level: Severity) -> Html:
    """Return a severity in its colour."""
    return tag("span", str(level), class_=str(level))


def sentence(item: Finding) -> str:
    """Return what a finding says, with its rule and what would help."""
    return f"{item.message} ({item.rule})" + (f"; {item.help}" if item.help else "")


def _line(found: Finding) -> Html:
    return join((f"line {found.line}: ", colored_severity(found.severity), f": {sentence(found)}"))
