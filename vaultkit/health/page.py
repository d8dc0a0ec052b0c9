"""A vault's health as one HTML page, with all that it needs in it."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from vaultkit.diagnostic import Severity
from vaultkit.health.about import About
from vaultkit.health.count import MISSING, ORPHAN, STUB
from vaultkit.health.markup import Column, Content, Html, escaped, join, table, tag
from vaultkit.health.record import Changes, Health, NoteCount, NoteName
from vaultkit.health.scripts import data, drawing_script, layout_script, policy, style
from vaultkit.health.wording import (
    MOST_FINDINGS,
    MOST_ROWS,
    count,
    folder_name,
    is_off,
    judged,
    left_out,
    lists_all,
    numbers,
    verdict,
)
from vaultkit.report import Finding

GENERATOR = "vaultkit report"
"""What the page's generator is called, by which a later run knows that it may be overwritten."""

_Row = TypeVar("_Row")
_WORST = {None: 0, Severity.INFO: 1, Severity.WARNING: 2, Severity.ERROR: 3}
_MOST_ASKING = 3
_SHAPES = (
    ("error", "errors", '<rect width="10" height="10"/>'),
    ("warning", "warnings", '<path d="M5 0l5 9H0z"/>'),
    ("info", "for information only", '<circle cx="5" cy="5" r="5"/>'),
    ("none", "nothing found", '<circle cx="5" cy="5" r="5"/>'),
)


def render(health: Health, about: About) -> str:
    """Give the page."""
    return _Page(health, about).render()


class _Page:
    """The parts of the page; each gives HTML."""

    def __init__(self, health: Health, about: About) -> None:
        self.health = health
        self.about = about

    def render(self) -> str:
        title = f"Health of {self.about.vault}"
        styles, scripts = [style()], [layout_script(), drawing_script()]
        allowed = escaped(policy(styles, scripts))
        sections = self._sections()
        links = (tag("li", tag("a", name, href=f"#{key}")) for key, name, _ in sections)
        body = join(
            (
                tag("a", "Skip to the report", class_="skip", href="#report"),
                tag("header", self._header(), tag("nav", tag("ul", *links), aria_label="Sections")),
                tag("main", *(html for _, _, html in sections), id="report"),
                tag("footer", self._footer()),
                data("graph", self._graph()),
                tag("script", scripts[0], id="layout"),
                tag("script", scripts[1]),
            )
        )
        meta = (
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{allowed}">',
            f'<meta name="generator" content="{GENERATOR} {escaped(self.about.version)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            tag("title", title),
            tag("style", styles[0]),
            "</head>",
            tag("body", body),
            "</html>",
        )
        return "\n".join(meta) + "\n"

    def _header(self) -> Html:
        time = self.about.time
        when = tag("time", f"{time:%Y-%m-%d %H:%M}", datetime=time.isoformat(timespec="minutes"))
        return join(
            (
                tag("h1", f"Health of {self.about.vault}"),
                tag("p", "Checked ", when, f" by vaultkit {self.about.version}"),
            )
        )

    def _footer(self) -> Html:
        return tag(
            "p",
            f'Names open in Obsidian, where it knows the vault as "{self.about.app.name}". ',
            "Findings that are suppressed or in excluded folders do not count. ",
            tag("code", "vaultkit rule NAME"),
            " says what a rule is about.",
        )

    def _sections(self) -> list[tuple[str, str, Html]]:
        health = self.health
        found = [_section("glance", "At a glance", self._glance())]
        if health.changes:
            name = f"Since {health.changes.since}"
            found.append(_section("changes", name, self._changes(health.changes)))
        found += [
            _section("rules", "Findings by rule", self._rules(), half=True),
            _section("folders", "Findings by folder", self._folders(), half=True),
            _section("worst", "Worst notes", self._worst()),
            _section("missing", "Missing notes", self._missing(), half=True),
            _section("stubs", "Stubs", self._stubs(), half=True),
            _section("orphans", "Orphans", self._orphans()),
            _section("drawing", "Drawing", self._drawing()),
        ]
        return found

    def _glance(self) -> Html:
        totals = self.health.totals
        cells = (
            tag("div", tag("dt", name.capitalize()), tag("dd", number))
            for name, number, _ in numbers(totals)
        )
        fixable = (
            tag("p", tag("code", "vaultkit fix"), f" mends {count(totals.fixable, 'finding')}.")
            if totals.fixable
            else ""
        )
        return join((tag("p", verdict(totals)), fixable, tag("dl", *cells, class_="totals")))

    def _changes(self, changes: Changes) -> Html:
        now = numbers(self.health.totals)
        rows = [
            (name.capitalize(), was, is_now, _change(was, is_now, less))
            for (name, was, less), (_, is_now, _) in zip(numbers(changes.before), now, strict=True)
        ]
        said = (
            f"{count(len(changes.new), 'finding')} came, {count(len(changes.gone), 'finding')} "
            "went, judged by today's settings. Notes that moved are compared under both names."
        )
        columns = [Column("Number"), _number("Before"), _number("Now"), _number("Change")]
        by_rule = [Column("Rule"), *map(_number, ("Before", "Now", "New", "Gone"))]
        return join(
            (
                tag("p", said),
                table("changes-totals", f"The vault at {changes.since} and now", columns, rows),
                self._list(
                    "changes-rules",
                    "Rules whose findings changed",
                    by_rule,
                    changes.rules,
                    lambda item: (item.rule, item.before, item.now, item.new, item.gone),
                ),
                self._findings("changes-new", "Worse: new findings", changes.new),
                self._findings(
                    "changes-gone", "Better: findings that are gone", changes.gone, changes.left
                ),
            )
        )

    def _findings(
        self,
        name: str,
        caption: str,
        findings: Sequence[Finding],
        left: Collection[str] = frozenset(),
    ) -> Html:
        """Give a table of findings, whose notes are there but for those that have left."""
        weighty = sorted(findings, key=lambda item: -item.severity.rank)
        columns = [Column("Note"), Column("Severity"), _number("Line"), Column("Finding")]
        return self._list(
            name,
            caption,
            columns,
            weighty,
            lambda item: (
                self._note(NoteName(item.path, item.note), is_there=item.path not in left),
                _severity(item.severity),
                item.line,
                _sentence(item),
            ),
        )

    def _rules(self) -> Html:
        columns = [Column("Rule"), Column("Severity"), *map(_number, ("Findings", "Notes", "Fix"))]
        return self._list(
            "rules-table",
            "What was found, by rule; Fix: how much vaultkit mends by itself",
            columns,
            self.health.rules,
            lambda item: (
                join((item.rule, tag("span", item.summary, class_="path"))),
                _severity(item.severity),
                item.findings,
                item.notes,
                item.fixable,
            ),
            nothing="Nothing was found.",
        )

    def _folders(self) -> Html:
        columns = [
            Column("Folder"),
            *map(_number, ("Notes", "Sound", "Errors", "Warnings", "Info")),
        ]
        return self._list(
            "folders-table",
            "Sound: notes with neither an error nor a warning",
            columns,
            self.health.folders,
            lambda item: (
                folder_name(item.folder),
                item.notes,
                item.sound,
                item.tally.errors,
                item.tally.warnings,
                item.tally.infos,
            ),
            nothing="There is no note yet.",
        )

    def _worst(self) -> Html:
        columns = [
            Column("Note"),
            *map(_number, ("Errors", "Warnings", "Info", "Backlinks")),
            Column("Findings, the gravest first"),
        ]
        return self._list(
            "worst-table",
            "Notes with errors or warnings, those with most errors first",
            columns,
            self.health.worst,
            lambda item: (
                self._note(item.note),
                item.tally.errors,
                item.tally.warnings,
                item.tally.infos,
                item.backlinks,
                _details(item),
            ),
            nothing="No note has an error or a warning.",
        )

    def _missing(self) -> Html:
        return self._list(
            "missing-table",
            "Notes that links ask for and nobody has written, the most wanted first",
            [Column("Name"), _number("Links"), Column("Asked for in")],
            self.health.missing,
            lambda item: (item.name, item.links, self._asking(item.asking)),
            nothing=is_off(self.health, MISSING) or "No link asks for a note that is not there.",
            rule=MISSING,
        )

    def _stubs(self) -> Html:
        return self._list(
            "stubs-table",
            "Notes that say nothing, those with most backlinks first",
            [Column("Note"), _number("Backlinks")],
            self.health.stubs,
            lambda item: (self._note(item.note), item.backlinks),
            nothing=is_off(self.health, STUB) or "No note is empty.",
            rule=STUB,
        )

    def _orphans(self) -> Html:
        return self._list(
            "orphans-table",
            "Notes that nothing links to",
            [Column("Note"), Column("Folder")],
            self.health.orphans,
            lambda item: (self._link(item), folder_name(item.path.rpartition("/")[0])),
            nothing=is_off(self.health, ORPHAN) or "Something links to every note.",
            rule=ORPHAN,
        )

    def _drawing(self) -> Html:
        drawing = self.health.drawing
        notes, links = count(len(drawing.notes), "note"), count(len(drawing.links), "pair")
        if not drawing.notes:
            return tag("p", "There is nothing to draw yet.")
        said = (
            f"{notes}, {links} of them linked. Each sign is a note, the larger the more notes link "
            "to it. The tables above say in words what is wrong; the search finds any note, and "
            "names what it is linked with. Drag to move; zoom with the buttons, with + and -, or "
            "with the wheel after a click."
        )
        label = f"Drawing of {notes} and the links between them; the search beside it names them"
        options = tag("ul", id="options", role="listbox", aria_label="Notes found", hidden=True)
        field = Html(
            '<input id="search" type="search" role="combobox" aria-expanded="false" '
            'aria-controls="options" aria-autocomplete="list" autocomplete="off" '
            'spellcheck="false" placeholder="Find a note">'
        )
        tools = (
            tag("div", tag("label", "Find a note", for_="search"), field, options, class_="search"),
            *(
                tag("button", name, type="button", data_do=act)
                for act, name in (("in", "Zoom in"), ("out", "Zoom out"), ("all", "Show all"))
            ),
            tag("span", class_="found quiet", role="status"),
        )
        canvas = tag("canvas", tabindex="0", role="img", aria_label=label)
        details = tag("div", class_="details", role="group", aria_label="Note", hidden=True)
        stage = (canvas, tag("p", class_="status"), details)
        legend = (
            tag(
                "li",
                Html(f'<svg viewBox="0 0 10 10" aria-hidden="true">{shape}</svg>'),
                name,
                class_=kind,
            )
            for kind, name, shape in _SHAPES
        )
        script = (
            tag("div", *tools, class_="tools"),
            tag("div", *stage, class_="stage"),
            tag("ul", *legend, class_="legend", aria_label="Signs"),
        )
        return join(
            (
                tag("p", said),
                tag("div", *script, data_script=True, hidden=True),
                tag("noscript", tag("p", "The drawing needs JavaScript; the tables do not.")),
            )
        )

    def _graph(self) -> dict[str, object]:
        """Give the data of the drawing."""
        drawing, app = self.health.drawing, self.about.app
        return {
            "vault": app.name,
            "folder": app.folder,
            "notes": [
                [
                    item.note.path,
                    "" if _is_file_name(item.note) else item.note.name,
                    _WORST[item.worst],
                    item.findings,
                    item.backlinks,
                ]
                for item in drawing.notes
            ],
            "links": [number for pair in drawing.links for number in pair],
        }

    def _list(
        self,
        name: str,
        caption: str,
        columns: Sequence[Column],
        items: Sequence[_Row],
        row: Callable[[_Row], Sequence[Content]],
        nothing: str = "None.",
        rule: str | None = None,
    ) -> Html:
        """Give a table of the first items, and a sentence on what it leaves out."""
        if not items:
            shown = "" if nothing != "None." else f"{caption}: none."
            return tag("p", shown or nothing)
        rows = map(row, items[:MOST_ROWS])
        more = left_out(MOST_ROWS, len(items), lists_all(rule))
        note = tag("p", more, class_="more") if more else ""
        return join((table(name, caption, columns, rows), note))

    def _note(self, note: NoteName, *, is_there: bool = True) -> Html:
        """Give a note's name, as a link into Obsidian where it is there, with its folder below."""
        folder = note.path.rpartition("/")[0] if _is_file_name(note) else note.path
        shown = self._link(note) if is_there else note.name
        return join((shown, tag("span", folder_name(folder), class_="path") if folder else ""))

    def _link(self, note: NoteName) -> Html:
        return tag("a", note.name or note.path, href=self.about.app.address(note.path))

    def _asking(self, notes: Sequence[NoteName]) -> Html:
        links = map(self._link, notes[:_MOST_ASKING])
        more = len(notes) - _MOST_ASKING
        return join(
            (Html(", ".join(links)), f" and {count(more, 'more note')}" if more > 0 else "")
        )


def _section(name: str, title: str, content: Html, *, half: bool = False) -> tuple[str, str, Html]:
    heading = tag("h2", title, id=f"{name}-title")
    kind = "half" if half else None
    return (
        name,
        title,
        tag("section", heading, content, id=name, class_=kind, aria_labelledby=f"{name}-title"),
    )


def _number(title: str) -> Column:
    return Column(title, is_number=True)


def _severity(severity: Severity) -> Html:
    return tag("span", str(severity), class_=str(severity))


def _change(before: int, now: int, less_is_better: bool | None) -> Html:  # noqa: FBT001
    said = judged(before, now, less_is_better)
    kind = next((word for word in ("better", "worse") if word in said), None)
    return tag("span", said, class_=kind)


def _sentence(item: Finding) -> str:
    return f"{item.message} ({item.rule})" + (f"; {item.help}" if item.help else "")


def _details(item: NoteCount) -> Html:
    """Give a note's first finding, and the others to be unfolded."""
    first, *others = map(_line, item.findings[:MOST_FINDINGS])
    unseen = left_out(MOST_FINDINGS, len(item.findings), "vaultkit check on the note lists all")
    if not others:
        return first
    rest = tag("ul", *(tag("li", line) for line in (*others, unseen) if line))
    more = f"{len(item.findings) - 1:,} more"
    return join((first, tag("details", tag("summary", more), rest)))


def _line(found: Finding) -> Html:
    return join((f"line {found.line}: ", _severity(found.severity), f": {_sentence(found)}"))


def _is_file_name(note: NoteName) -> bool:
    return note.path.rpartition("/")[2].removesuffix(".md") == note.name
