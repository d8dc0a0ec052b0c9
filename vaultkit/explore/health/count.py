"""A vault's health from the vault and what a check has found in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from posixpath import commonpath

from vaultkit.explore.health.health import (
    Changes,
    Drawing,
    Drawn,
    FolderCount,
    Health,
    Missing,
    NoteCount,
    NoteName,
    RuleCount,
    Stub,
    Tally,
    Totals,
)
from vaultkit.report.record import Finding, Report
from vaultkit.rules.base.problem import Severity
from vaultkit.rules.base.rule import Rule
from vaultkit.vault.notes.note import Note
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.vault import Vault

MISSING, STUB, ORPHAN = "unwritten-note", "stub-note", "orphan-note"
_NO_FINDINGS: list[Finding] = []


def health_of(
    vault: Vault, report: Report, rules: Sequence[Rule], changes: Changes | None = None
) -> Health:
    """Count what there is.

    Args:
        vault: the vault.
        report: what a check has found in all of it.
        rules: the rules that ran.
        changes: what is new since a revision, where that was asked for.
    """
    counted = _Counted(vault, report)
    return Health(
        totals=counted.totals(),
        on=frozenset(rule.name for rule in rules),
        findings=report.findings,
        rules=counted.rules({rule.name: rule for rule in rules}),
        folders=counted.folders(),
        worst=counted.worst(),
        missing=counted.missing,
        stubs=counted.stubs,
        orphans=counted.orphans,
        drawing=counted.drawing(),
        changes=changes,
    )


def totals_of(vault: Vault, report: Report) -> Totals:
    """Return the numbers alone."""
    return _Counted(vault, report).totals()


class _Counted:
    """The parts of the record; the arguments are those of ``health_of``."""

    def __init__(self, vault: Vault, report: Report) -> None:
        self.vault = vault
        self.report = report
        self.notes = [note for note in vault.notes if not (note.is_preamble or note.is_report)]
        self.by_note = _grouped(report.findings)
        self.by_name = {_name(note): note for note in self.notes}

    def totals(self) -> Totals:
        return Totals(
            notes=self.report.notes,
            sound=sum(map(self._is_sound, self.notes)),
            links=self.report.links,
            tally=Tally.of(self.report.findings),
            fixable=self.report.fixable,
            missing=len(self.missing),
            stubs=len(self.stubs),
            orphans=len(self.orphans),
        )

    def rules(self, ran: Mapping[str, Rule]) -> tuple[RuleCount, ...]:
        """Return the rules with findings, the most severe first, then the most frequent."""
        found: dict[str, list[Finding]] = {}
        for item in self.report.findings:
            found.setdefault(item.rule, []).append(item)
        counts = [
            RuleCount(
                code=items[0].code,
                rule=rule,
                summary=(ran[rule].__doc__ or "").partition("\n")[0],
                severity=max((item.severity for item in items), key=lambda level: level.rank),
                findings=len(items),
                notes=len({(item.path, item.note) for item in items}),
                fixable=sum(item.is_fixable for item in items),
            )
            for rule, items in found.items()
        ]
        return tuple(
            sorted(counts, key=lambda item: (-item.severity.rank, -item.findings, item.code))
        )

    def folders(self) -> tuple[FolderCount, ...]:
        """Return the folders of the level at which the vault parts, the worst first."""
        top = _common_folder({note.path for note in self.notes} | {n.path for n in self.by_note})
        notes: dict[str, list[Note]] = {}
        for note in self.notes:
            notes.setdefault(_folder(note.path, top), []).append(note)
        findings: dict[str, list[Finding]] = {}
        for item in self.report.findings:
            findings.setdefault(_folder(item.path, top), []).append(item)
        counts = [
            FolderCount(
                folder,
                len(notes.get(folder, ())),
                sum(map(self._is_sound, notes.get(folder, ()))),
                Tally.of(findings.get(folder, ())),
            )
            for folder in notes.keys() | findings.keys()
        ]
        return tuple(sorted(counts, key=lambda item: (*_worst_first(item.tally), item.folder)))

    def worst(self) -> tuple[NoteCount, ...]:
        counts = []
        for name, findings in self.by_note.items():
            tally = Tally.of(findings)
            if tally.errors or tally.warnings:
                weighty = sorted(findings, key=lambda item: (-item.severity.rank, item.line))
                counts.append(NoteCount(name, tally, self._backlinks(name), tuple(weighty)))
        return tuple(sorted(counts, key=lambda item: (*_worst_first(item.tally), item.note.path)))

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        links: dict[str, list[NoteName]] = {}
        for item in self._of_rule(MISSING):
            links.setdefault(item.target, []).append(NoteName(item.path, item.note))
        spelling = self._spelling(links)
        counts = [
            Missing(spelling.get(target, target), len(names), tuple(dict.fromkeys(names)))
            for target, names in links.items()
        ]
        return tuple(sorted(counts, key=lambda item: (-item.links, item.name.lower())))

    @cached_property
    def stubs(self) -> tuple[Stub, ...]:
        names = (NoteName(item.path, item.note) for item in self._of_rule(STUB))
        counts = [Stub(name, self._backlinks(name)) for name in names]
        return tuple(sorted(counts, key=lambda item: (-item.backlinks, item.note.path)))

    @cached_property
    def orphans(self) -> tuple[NoteName, ...]:
        return tuple(NoteName(item.path, item.note) for item in self._of_rule(ORPHAN))

    def drawing(self) -> Drawing:
        """Return the notes and links to draw; of several notes that match a link one."""
        numbers = {note.key: number for number, note in enumerate(self.notes)}
        links: set[tuple[int, int]] = set()
        drawn = []
        for number, note in enumerate(self.notes):
            outgoing = self.vault.outgoing(note)
            for key in (*outgoing.targets, *(tie[0] for tie in outgoing.ties)):
                other = numbers.get(key, number)
                if other != number:
                    links.add((min(number, other), max(number, other)))
            name = _name(note)
            tally = Tally.of(self.by_note.get(name, ()))
            drawn.append(Drawn(name, tally.worst, tally.total, self._backlinks(name)))
        return Drawing(tuple(drawn), tuple(sorted(links)))

    def _of_rule(self, rule: str) -> list[Finding]:
        return [item for item in self.report.findings if item.rule == rule]

    def _is_sound(self, note: Note) -> bool:
        findings = self.by_note.get(_name(note), _NO_FINDINGS)
        return all(item.severity is Severity.INFO for item in findings)

    def _backlinks(self, name: NoteName) -> int:
        note = self.by_name.get(name)
        return len(self.vault.graph.backlinks[note.key]) if note is not None else 0

    def _spelling(self, links: Mapping[str, Sequence[NoteName]]) -> dict[str, str]:
        """Return how the first link to each missing note spells its name."""
        found: dict[str, str] = {}
        for asking in dict.fromkeys(name for names in links.values() for name in names):
            for outcome in self._outcomes(asking):
                if outcome.state is State.NO_FILE and outcome.linkpath.lower() in links:
                    found.setdefault(outcome.linkpath.lower(), outcome.linkpath)
        return found

    def _outcomes(self, name: NoteName) -> Iterator[Outcome]:
        """Yield where the links of a note or a canvas lead."""
        note = self.by_name.get(name)
        if note is not None:
            pairs = self.vault.outcomes(note)
        elif name.path in self.vault.canvas_paths:
            pairs = self.vault.canvas_outcomes(self.vault.canvas(name.path))
        else:
            return
        for _, outcome in pairs:
            yield outcome


def _grouped(findings: Iterable[Finding]) -> dict[NoteName, list[Finding]]:
    found: dict[NoteName, list[Finding]] = {}
    for item in findings:
        found.setdefault(NoteName(item.path, item.note), []).append(item)
    return found


def _name(note: Note) -> NoteName:
    return NoteName(note.path, note.name)


def _worst_first(tally: Tally) -> tuple[int, int, int]:
    return -tally.errors, -tally.warnings, -tally.infos


def _common_folder(paths: Iterable[str]) -> str:
    """Return the folder that holds all files, with its final slash; empty for the top."""
    folders = {f"/{path[: path.rfind('/') + 1]}" for path in paths}
    common = commonpath(folders).strip("/") if folders else ""
    return f"{common}/" if common else ""


def _folder(path: str, top: str) -> str:
    """Return the folder just below another that a file is in, else that one, without a slash."""
    folder, slash, _ = path[len(top) :].partition("/")
    return top + folder if slash else top.removesuffix("/")
