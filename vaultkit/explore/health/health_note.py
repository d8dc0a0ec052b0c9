"""A vault's health as a note of the vault itself, with links to click through in the app."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from vaultkit.explore.health.about import About
from vaultkit.explore.health.count import MISSING, ORPHAN, STUB
from vaultkit.explore.health.health import Changes, Health, NoteCount, NoteName
from vaultkit.explore.health.phrases import (
    folder_name,
    is_off,
    left_out,
    numbers,
    overall,
    tally_words,
    trend,
)
from vaultkit.markdown.report_mark import MARK
from vaultkit.markdown.unlinkable import is_linkable_anywhere
from vaultkit.markdown.wikilink import write_wikilink
from vaultkit.report.record import Finding
from vaultkit.text import counted, in_code, printable

FRONT_MATTER = "---\nvaultkit: report\n---\n"
"""What a new report begins with; searches and the app's graph can leave it out by that."""

_MOST_ROWS = 50
_Row = TypeVar("_Row")
_SAFE = (
    "Written by `vaultkit report`. The next run replaces all but the properties, so keep your own "
    "words elsewhere. What this note says and links to never counts as part of the vault."
)


def render(health: Health, about: About, front_matter: str | None = None) -> str:
    """Return the note.

    Args:
        health: what is known.
        about: which vault, and when.
        front_matter: what the report of that name has already, with its ``---`` lines.
    """
    return (front_matter or FRONT_MATTER) + "".join(_pieces(health, about))


def _pieces(health: Health, about: About) -> Iterator[str]:
    totals = health.totals
    yield f"{MARK}\n\n# Health of {in_code(about.vault)}\n\n"
    yield f"> [!summary] {overall(totals)}\n"
    yield f"> {counted(totals.notes, 'note')}, {counted(totals.links, 'link')}: "
    yield f"{tally_words(totals.tally)}.\n"
    if totals.fixable:
        yield f"> `vaultkit fix` fixes {counted(totals.fixable, 'finding')}.\n"
    yield f"> Checked {about.time:%Y-%m-%d %H:%M} by vaultkit {about.version}.\n\n"
    yield f"> [!info]- About this note\n> {_SAFE}\n\n"
    if health.changes:
        yield from _changes(health, health.changes, about)
    yield from _section(
        about,
        "Findings by rule",
        ("Rule", "Severity", "#Findings", "#Notes", "#Fixed by `vaultkit fix`"),
        health.rules,
        lambda item: (item.rule, item.severity, item.findings, item.notes, item.fixable),
        "Nothing was found.",
    )
    yield from _section(
        about,
        "Findings by folder",
        ("Folder", "#Notes", "#Without errors or warnings", "#Errors", "#Warnings", "#Info"),
        health.folders,
        lambda item: (
            in_code(folder_name(item.folder)),
            item.notes,
            item.sound,
            item.tally.errors,
            item.tally.warnings,
            item.tally.infos,
        ),
        "There is no note yet.",
    )
    yield from _section(
        about,
        "Worst notes",
        ("Note", "#Errors", "#Warnings", "#Info", "#Backlinks", "The first finding"),
        health.worst,
        _worst_row,
        "No note has an error or a warning.",
    )
    yield from _section(
        about,
        "Missing notes",
        ("Name", "#Links", "Asked for in"),
        health.missing,
        lambda item: (in_code(item.name), item.links, _some(item.asking)),
        is_off(health, MISSING) or "No link asks for a note that is not there.",
        MISSING,
    )
    yield from _section(
        about,
        "Stubs",
        ("Note", "#Backlinks"),
        health.stubs,
        lambda item: (_link(item.note), item.backlinks),
        is_off(health, STUB) or "No note is empty.",
        STUB,
    )
    yield from _section(
        about,
        "Orphans",
        ("Note", "Folder"),
        health.orphans,
        lambda item: (_link(item), in_code(folder_name(item.path.rpartition("/")[0]))),
        is_off(health, ORPHAN) or "Something links to every note.",
        ORPHAN,
    )


def _changes(health: Health, changes: Changes, about: About) -> Iterator[str]:
    now = numbers(health.totals)
    pairs = list(zip(numbers(changes.before), now, strict=True))
    yield from _section(
        about,
        f"Since {in_code(changes.since)}",
        ("Number", "#Before", "#Now", "#Change"),
        pairs,
        lambda pair: (
            pair[0][0].capitalize(),
            pair[0][1],
            pair[1][1],
            trend(pair[0][1], pair[1][1], pair[0][2]),
        ),
    )
    kinds = (
        ("failure", "Worse: new findings", changes.new),
        ("success", "Better: findings that are gone", changes.gone),
    )
    for kind, title, findings in kinds:
        yield f"> [!{kind}]- {title} ({len(findings):,})\n"
        weighty = sorted(findings, key=lambda item: -item.severity.rank)
        for item in weighty[:_MOST_ROWS]:
            note = NoteName(item.path, item.note)
            is_there = findings is changes.new or item.path not in changes.left
            named = _link(note, cell=False) if is_there else in_code(note.path)
            yield f"> - {named}: {_sentence(item)}\n"
        more = left_out(_MOST_ROWS, len(findings), "the page of vaultkit report --html has more")
        if more or not findings:
            yield f">\n> {more or 'None.'}\n"
        yield "\n"


def _section(
    about: About,
    title: str,
    columns: Sequence[str],
    items: Sequence[_Row],
    row: Callable[[_Row], Sequence[str | int]],
    nothing: str = "None.",
    rule: str | None = None,
) -> Iterator[str]:
    """Yield a heading and a table; a column whose title begins with ``#`` holds numbers."""
    yield f"## {title}\n\n"
    if not items:
        yield f"{nothing}\n\n"
        return
    yield f"| {' | '.join(name.removeprefix('#') for name in columns)} |\n"
    yield f"|{'|'.join('--:' if name.startswith('#') else '---' for name in columns)}|\n"
    for item in items[:_MOST_ROWS]:
        cells = (f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row(item))
        yield f"| {' | '.join(cells)} |\n"
    more = left_out(_MOST_ROWS, len(items), about.lists_all(rule))
    yield f"\n{more}\n\n" if more else "\n"


def _worst_row(item: NoteCount) -> Sequence[str | int]:
    tally = item.tally
    first = item.findings[0]
    said = f"line {first.line}: {_sentence(first)}"
    return _link(item.note), tally.errors, tally.warnings, tally.infos, item.backlinks, said


def _sentence(item: Finding) -> str:
    return f"{in_code(item.message)} ({item.rule})"


def _some(notes: Sequence[NoteName]) -> str:
    more = len(notes) - 3
    named = ", ".join(map(_link, notes[:3]))
    return named + (f" and {counted(more, 'more note')}" if more > 0 else "")


def _link(note: NoteName, *, cell: bool = True) -> str:
    """Return a link to a note by its full path; its name as code if no link can lead there."""
    name = note.name or note.path.rpartition("/")[2]
    whole = note.path + name
    linkable = is_linkable_anywhere(note.path) and is_linkable_anywhere(name)
    if not linkable or printable(whole) != whole:
        return in_code(note.path)
    return write_wikilink(note.path, name, in_table=cell)
