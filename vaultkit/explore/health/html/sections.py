"""The sections about the vault as it is, each with what it says where there is nothing to tell."""

from vaultkit.explore.health.advice import actions
from vaultkit.explore.health.count import MISSING, ORPHAN, STUB
from vaultkit.explore.health.health import Health
from vaultkit.explore.health.html.lists import Lists, colored_severity, leading, number
from vaultkit.explore.health.html.markup import Column, Html, join, tag
from vaultkit.explore.health.phrases import folder_name, is_off


class Sections:
    """Makes the contents of the sections."""

    def __init__(self, health: Health, lists: Lists) -> None:
        """Store what is known, and what makes tables."""
        self.health = health
        self.lists = lists

    def glance(self) -> Html:
        """Return the numbers."""
        totals = self.health.totals
        cells = (
            tag(
                "div",
                tag("dt", name),
                tag("dd", leading(count, **state)),
                class_=state.get("severity"),
            )
            for name, count, state in (
                ("Errors", totals.tally.errors, {"severity": "error"}),
                ("Warnings", totals.tally.warnings, {"severity": "warning"}),
                ("Info", totals.tally.infos, {"severity": "info"}),
                ("Fixable", totals.fixable, {"fixable": "1"}),
                (
                    "Missing notes",
                    totals.missing,
                    {"rule": MISSING, "group": "message", "sort": "most"},
                ),
                ("Stubs", totals.stubs, {"rule": STUB, "sort": "backlinks"}),
                ("Orphans", totals.orphans, {"rule": ORPHAN, "sort": "name"}),
            )
        )
        off = [said for rule in (MISSING, STUB, ORPHAN) if (said := is_off(self.health, rule))]
        return join(
            (
                tag("dl", *cells, class_="totals"),
                *(tag("p", said, class_="quiet") for said in off),
            )
        )

    def first(self) -> Html:
        """Return what to do first, with the commands to type."""
        items = (
            tag(
                "li",
                tag("h3", item.title),
                tag("p", item.why),
                tag("div", tag("code", _words(item.command)), class_="command"),
                tag(
                    "p",
                    tag("a", "Show them", href="#findings", data_show=item.about),
                    data_script=True,
                )
                if item.about
                else "",
            )
            for item in actions(self.health, self.lists.about)
        )
        return tag("ol", *items, class_="first")

    def findings(self) -> Html:
        """Return the place of the list of all findings, and what is there without scripts."""
        lists = (self.worst(), self.missing(), self.stubs(), self.orphans())
        return join(
            (
                tag("div", id="explorer", data_script=True),
                tag("div", *lists, data_scriptless=True),
            )
        )

    def rules(self) -> Html:
        """Return what each rule found."""
        columns = [Column("Rule"), Column("Severity"), *map(number, ("Findings", "Notes", "Fix"))]
        return self.lists.of(
            "rules-table",
            "Fix: how many findings vaultkit fixes by itself",
            columns,
            self.health.rules,
            lambda item: (
                join((tag("code", item.rule), tag("span", item.summary, class_="path"))),
                colored_severity(item.severity),
                leading(item.findings, rule=item.rule),
                leading(item.notes, rule=item.rule, group="note"),
                leading(item.fixable, rule=item.rule, fixable="1"),
            ),
            nothing="No findings.",
        )

    def folders(self) -> Html:
        """Return what was found in each folder."""
        columns = [
            Column("Folder"),
            *map(number, ("Notes", "Sound", "Errors", "Warnings", "Info")),
        ]
        return self.lists.of(
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

    def worst(self) -> Html:
        """Return the notes with errors or warnings."""
        columns = [
            Column("Note"),
            *map(number, ("Errors", "Warnings", "Info", "Backlinks")),
            Column("Findings, the worst first"),
        ]
        return self.lists.of(
            "worst-table",
            "Notes with errors or warnings, those with most errors first",
            columns,
            self.health.worst,
            lambda item: (
                self.lists.note(item.note),
                item.tally.errors,
                item.tally.warnings,
                item.tally.infos,
                item.backlinks,
                self.lists.details(item),
            ),
            nothing="No note has an error or a warning.",
        )

    def missing(self) -> Html:
        """Return what is asked for and not there."""
        return self.lists.of(
            "missing-table",
            "Missing notes that links refer to, the most wanted first",
            [Column("Name"), number("Links"), Column("Asked for in")],
            self.health.missing,
            lambda item: (item.name, item.links, self.lists.asking(item.asking)),
            nothing=is_off(self.health, MISSING) or "No link asks for a note that is not there.",
            rule=MISSING,
        )

    def stubs(self) -> Html:
        """Return the notes that say nothing."""
        return self.lists.of(
            "stubs-table",
            "Notes that say nothing, those with most backlinks first",
            [Column("Note"), number("Backlinks")],
            self.health.stubs,
            lambda item: (self.lists.note(item.note), item.backlinks),
            nothing=is_off(self.health, STUB) or "No note is empty.",
            rule=STUB,
        )

    def orphans(self) -> Html:
        """Return the notes that nothing links to."""
        return self.lists.of(
            "orphans-table",
            "Notes that nothing links to",
            [Column("Note"), Column("Folder")],
            self.health.orphans,
            lambda item: (self.lists.link(item), folder_name(item.path.rpartition("/")[0])),
            nothing=is_off(self.health, ORPHAN) or "Something links to every note.",
            rule=ORPHAN,
        )


def _words(command: str) -> Html:
    """Return a command whose lines break at its spaces alone."""
    return Html(" ".join(tag("span", word) for word in command.split(" ")))
