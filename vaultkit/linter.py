"""The pipeline of a check, from a vault to a report.

Each file is judged by itself: its verdict depends on its own facts, on the names and headings that
its links look for, and on what leads to it. So verdicts can be made side by side, and kept.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from vaultkit.diagnostic import Diagnostic, Problem, Related, Severity
from vaultkit.errors import TreeError
from vaultkit.index.workers import Job, spread
from vaultkit.markdown.facts import Link
from vaultkit.remedy import EncodeSpaces, QuoteLinks, Relink
from vaultkit.report import Finding, Place, Remedied, Report, in_order
from vaultkit.rule import (
    CanvasRule,
    DocumentRule,
    LinkRule,
    NoteRule,
    Rule,
    SuppressionRule,
    VaultRule,
)
from vaultkit.settings import Settings
from vaultkit.source import Source
from vaultkit.vault.app_settings import is_excluded
from vaultkit.vault.globs import any_glob
from vaultkit.vault.note import Document, Note
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_open_to_doubt
from vaultkit.verdict import Judged, decode, encode

if TYPE_CHECKING:
    from vaultkit.fixer.draft import Drafter
    from vaultkit.fixer.fix import Fix
    from vaultkit.suppress import Verdict

_RuleKind = TypeVar("_RuleKind", bound=Rule)
_EXCERPT = 1000
_EMPTY = Source(b"")
FEWEST_TO_SHARE = 1000


def check(
    vault: Vault,
    settings: Settings,
    wanted: Callable[[str], bool] | None = None,
    *,
    named: Collection[str] = (),
    processes: int = 1,
) -> Report:
    """Run the rules over a vault.

    Args:
        vault: what is checked; links are resolved in all of it.
        settings: which rules run, and how.
        wanted: says on which paths to report; on all when None.
        named: paths that were asked for one by one, which no exclusion silences.
        processes: how many may judge at once where there is much to judge.
    """
    judge = Judge(vault, settings)
    paths = judge.reported(wanted, named)
    judged = dict(judge.judge_all(paths, processes))
    return report_of(vault, settings, [judged[path] for path in paths])


def report_of(vault: Vault, settings: Settings, judged: Iterable[Judged]) -> Report:
    """Put verdicts together."""
    findings: list[Finding] = []
    suppressed = 0
    for verdict in judged:
        findings += verdict.findings
        suppressed += verdict.suppressed
    return Report(
        root=vault.name,
        notes=sum(not note.is_preamble for note in vault.notes),
        links=sum(vault.outgoing(note).links for note in vault.notes)
        + sum(vault.outgoing_from(path).links for path in vault.canvas_paths),
        findings=in_order(findings),
        suppressed=suppressed,
        fail_on=settings.fail_on,
        named=settings.named,
        troubles=(*vault.tree.troubles, *vault.unread),
        files=len(vault.files),
        dialects=tuple(sorted({str(vault.dialect(path)) for path in vault.documents})),
    )


def diagnose(
    vault: Vault,
    settings: Settings,
    wanted: Callable[[str], bool] | None = None,
    *,
    named: Collection[str] = (),
) -> Iterator[Diagnostic]:
    """Give what a check would report, with the remedies; the arguments are those of ``check``."""
    judge = Judge(vault, settings)
    for path in judge.reported(wanted, named):
        yield from judge.kept(path)[0]


class Aside(Protocol):
    """What a process remembers of its work besides the outcome."""

    def take(self) -> bytes:
        """Give it away."""
        ...

    def give(self, asked: bytes) -> None:
        """Add what another process gave away."""
        ...


class Judge:
    """Applies the rules to one file after the other."""

    def __init__(self, vault: Vault, settings: Settings) -> None:
        """Take the vault that the files are part of, and the settings."""
        self.vault = vault
        self.settings = settings
        self._canvases = frozenset(vault.canvas_paths)
        self.overridden = cache(self._overridden)
        self.is_exempt = cache(self._is_exempt)
        self.rules_for = cache(self._rules_for)
        self._exempt = _exempt_folders(vault)
        self._excluded = settings.is_excluded()
        self._matchers = [(any_glob(item.paths), item) for item in settings.overrides]
        self._note_rules = self._of(NoteRule)
        self._link_rules = self._of(LinkRule)
        self._document_rules = self._of(DocumentRule)
        self._canvas_rules = self._of(CanvasRule)
        self._suppression_rules = {rule.name: rule for rule in self._of(SuppressionRule)}

    @property
    def paths(self) -> list[str]:
        """Give the files that can be judged: notes, canvases, and others that a rule is about."""
        others = self._at_large.keys() - self.vault.documents.keys() - self._canvases
        return [*self.vault.documents, *sorted(self._canvases), *sorted(others)]

    def reported(
        self, wanted: Callable[[str], bool] | None = None, named: Collection[str] = ()
    ) -> list[str]:
        """Give the files on which findings are wanted."""
        named = frozenset(named)
        return [
            path
            for path in self.paths
            if path in named or ((wanted is None or wanted(path)) and not self.is_excluded(path))
        ]

    def is_excluded(self, path: str) -> bool:
        """Say whether nothing is reported on a path unless it is named."""
        return self._excluded(path) or is_excluded(path, self.vault.settings.excluded)

    def judge_all(
        self, paths: list[str], processes: int = 1, aside: Aside | None = None
    ) -> Iterator[tuple[str, Judged]]:
        """Judge files, side by side where that pays, in no particular order.

        Args:
            paths: the files.
            processes: how many may work.
            aside: what each process remembers besides, which has to come together again.
        """
        processes = processes if len(paths) > FEWEST_TO_SHARE else 1
        if processes > 1:
            self.vault.prepare()

        def pack(judged: Judged) -> bytes:
            return encode(judged) + b"\n" + (aside.take() if aside else b"")

        def unpack(packed: bytes) -> Judged:
            verdict, _, asked = packed.partition(b"\n")
            if aside:
                aside.give(asked)
            return decode(verdict)

        job = Job(lambda at: self.judge(paths[at]), pack, unpack)
        for at, judged in spread(job, len(paths), processes):
            yield paths[at], judged

    def judge(self, path: str) -> Judged:
        """Give the findings of a file, in no particular order."""
        kept, suppressed = self.kept(path)
        if not kept:
            return Judged([], suppressed)
        judged = Judged(list(self._positioned(path, kept)), suppressed)
        for item in kept:
            remedy = item.problem.remedy
            if isinstance(remedy, Relink):
                judged.leans_on.append(remedy.path)
                judged.hinges |= self.vault.index.has_namesakes(remedy.path)
            elif isinstance(remedy, EncodeSpaces | QuoteLinks):
                judged.hinges = True
        return judged

    def kept(self, path: str) -> tuple[list[Diagnostic], int]:
        """Give what is to be reported of a file, and how much was suppressed."""
        document = self.vault.documents.get(path)
        if document is None:
            return list(self._elsewhere(path)), 0
        found = list(self._of_document(document))
        if not document.facts.suppressions:
            return found, 0
        from vaultkit.suppress import Suppressor

        suppressor = Suppressor(document)
        found = suppressor.filter(found)
        about = self._of_suppressions(document, "unknown-suppression", suppressor.unknown())
        unused = suppressor.unused(self.rules_for(path))
        found += self._of_suppressions(document, "unused-suppression", unused)
        return [*found, *about], suppressor.count

    def _of_document(self, document: Document) -> Iterator[Diagnostic]:
        for note in document.notes:
            for rule in self._note_rules:
                for problem in rule.check(note):
                    yield from self._made(rule, note, problem)
            if not self.vault.outgoing(note).certain:
                for link, outcome in self.vault.outcomes(note):
                    yield from self._of_link(link, outcome, note)
        for document_rule in self._document_rules:
            for note, problem in document_rule.check(document, self.vault):
                yield from self._made(document_rule, note, problem)
        yield from self._at_large.get(document.path, ())

    def _elsewhere(self, path: str) -> Iterator[Diagnostic]:
        """Give what the rules find in a file that is no note."""
        if path in self._canvases:
            canvas = self.vault.canvas(path)
            for link, outcome in self.vault.canvas_outcomes(canvas):
                yield from self._of_link(link, outcome, path)
            for rule in self._canvas_rules:
                for problem in rule.check(canvas, self.vault):
                    yield from self._made(rule, path, problem)
        yield from self._at_large.get(path, ())

    @cached_property
    def _at_large(self) -> dict[str, list[Diagnostic]]:
        """Give what the rules find that look at all notes together, by path."""
        found: dict[str, list[Diagnostic]] = {}
        for rule in self._of(VaultRule):
            for where, problem in rule.check(self.vault):
                for item in self._made(rule, where, problem):
                    found.setdefault(item.path, []).append(item)
        return found

    def _of_suppressions(
        self, document: Document, name: str, verdicts: "list[Verdict]"
    ) -> Iterator[Diagnostic]:
        rule = self._suppression_rules.get(name)
        if rule is not None:
            for suppression, names in verdicts:
                problem = rule.check(suppression, names)
                yield from self._made(rule, document.note_at(suppression.start), problem)

    def _of_link(self, link: Link, outcome: Outcome, where: Note | str) -> Iterator[Diagnostic]:
        if (not outcome.is_broken and len(outcome.files) < 2) or is_open_to_doubt(link):
            return
        for rule in self._link_rules:
            problem = rule.check(link, outcome)
            if problem is not None:
                yield from self._made(rule, where, problem)
                return

    def _made(self, rule: Rule, where: Note | str, problem: Problem) -> Iterator[Diagnostic]:
        path = where if isinstance(where, str) else where.path
        if rule.name not in self.rules_for(path):
            return
        _, severities = self.overridden(path)
        severity = severities.get(rule.name, rule.severity)
        name = path.rpartition("/")[2] if isinstance(where, str) else where.name
        yield Diagnostic(rule.code, rule.name, severity, path, name, problem)

    def _rules_for(self, path: str) -> frozenset[str]:
        """Give the names of the rules whose findings on a path can be reported."""
        ignored, _ = self.overridden(path)
        exempt = self.is_exempt(path)
        return frozenset(
            rule.name
            for rule in self.settings.rules
            if rule.name not in ignored and not (exempt and rule.spares_templates)
        )

    def _overridden(self, path: str) -> tuple[frozenset[str], dict[str, Severity]]:
        ignored: frozenset[str] = frozenset()
        severities = dict(self.settings.severity)
        for matches, override in self._matchers:
            if matches(path):
                ignored |= override.ignore
                severities |= override.severity
        return ignored, severities

    def _is_exempt(self, path: str) -> bool:
        """Say whether a path lies in a template or daily-note folder."""
        lower = path.lower()
        if self.vault.settings.templates is None and "/templates/" in f"/{lower}":
            return True
        return lower.startswith(self._exempt)

    def _of(self, kind: type[_RuleKind]) -> list[_RuleKind]:
        return [rule for rule in self.settings.rules if isinstance(rule, kind)]

    def _positioned(self, path: str, items: list[Diagnostic]) -> Iterator[Finding]:
        """Turn offsets into lines and columns, reading the file once more if it is not at hand."""
        vault = self.vault
        items.sort(key=lambda item: (item.problem.span, item.code))
        seen: Counter[tuple[str, str, str]] = Counter()
        source = _source(vault, path, items)
        remedied = any(item.problem.remedy is not None for item in items)
        drafter = self._drafter(path, source) if remedied else None
        for item in items:
            identity = (item.rule, item.problem.target, item.note)
            seen[identity] += 1
            fix = drafter.draft(item) if drafter else None
            yield _finding(vault, item, source, seen[identity], fix)

    def _drafter(self, path: str, source: Source) -> "Drafter | None":
        """Give what drafts the fixes of a note; None for another file."""
        document = self.vault.documents.get(path)
        if document is None:
            return None
        from vaultkit.fixer.draft import Drafter

        return Drafter(self.vault, document, source)


def _exempt_folders(vault: Vault) -> tuple[str, ...]:
    """Give the lower-case starts of paths in the template and daily-note folders set in the app."""
    settings = vault.settings
    folders = [*(settings.templates or ()), *filter(None, [settings.daily_notes])]
    return tuple(f"{folder.lower()}/" for folder in folders)


def _source(vault: Vault, path: str, items: list[Diagnostic]) -> Source:
    """Give the text findings stand in; for one about a file as a whole none is needed."""
    if all(item.problem.span.end == 0 and item.problem.remedy is None for item in items):
        return _EMPTY
    try:
        return vault.source(path)
    except TreeError:
        return _EMPTY


def _related_source(vault: Vault, other: Related) -> Source:
    try:
        return vault.source(other.path) if other.span.end else _EMPTY
    except TreeError:
        return _EMPTY


def _finding(
    vault: Vault, item: Diagnostic, source: Source, ordinal: int, fix: "Fix | None"
) -> Finding:
    problem = item.problem
    start, end = source.position(problem.span.start), source.position(problem.span.end)
    related = []
    for other in problem.related:
        there = source if other.path == item.path else _related_source(vault, other)
        place = there.position(other.span.start)
        related.append(Place(other.path, place.line, place.column, other.message))
    line = source.line(start.line) if problem.span.end else ""
    cut = max(0, start.column - _EXCERPT // 2) if len(line) > _EXCERPT else 0
    identity = "\0".join((item.rule, problem.target, item.path, item.note, str(ordinal)))
    return Finding(
        item.code,
        item.rule,
        item.severity,
        item.path,
        item.note,
        start.line,
        start.column,
        end.line,
        end.column,
        problem.message,
        problem.help,
        problem.target,
        tuple(related),
        hashlib.blake2b(identity.encode("utf-8", "replace"), digest_size=8).hexdigest(),
        _remedied(fix) if fix else None,
        line[cut : cut + _EXCERPT],
        cut + 1,
    )


def _remedied(fix: "Fix") -> Remedied:
    return Remedied(fix.applicability, fix.title, () if fix.whole else fix.edits)
