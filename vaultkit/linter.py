"""The pipeline of a check, from a vault to a report."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TypeVar

from vaultkit.diagnostic import Diagnostic, Problem, Related, Severity
from vaultkit.errors import TreeError
from vaultkit.fixer.draft import Drafter
from vaultkit.fixer.fix import Fix
from vaultkit.markdown.facts import Link
from vaultkit.report import Finding, Place, Remedied, Report
from vaultkit.rule import LinkRule, NoteRule, Rule, SuppressionRule, VaultRule
from vaultkit.settings import Settings
from vaultkit.source import Source
from vaultkit.suppress import Suppressor
from vaultkit.vault.app_settings import is_excluded
from vaultkit.vault.globs import any_glob
from vaultkit.vault.note import Note
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_open_to_doubt

_RuleKind = TypeVar("_RuleKind", bound=Rule)
_EXCERPT = 1000
_EMPTY = Source(b"")


def check(
    vault: Vault,
    settings: Settings,
    wanted: Callable[[str], bool] | None = None,
    *,
    named: Collection[str] = (),
) -> Report:
    """Run the rules over a vault.

    Args:
        vault: what is checked; links are resolved in all of it.
        settings: which rules run, and how.
        wanted: says on which paths to report; on all when None.
        named: paths that were asked for one by one, which no exclusion silences.
    """
    run = _Run(vault, settings, wanted or (lambda _: True), named)
    suppressor = Suppressor(vault, run.rules_for)
    kept = run.kept(suppressor)
    findings = sorted(
        _positioned(vault, kept),
        key=lambda found: (found.path, found.line, found.column, found.code),
    )
    return Report(
        root=vault.name,
        notes=sum(not note.is_preamble for note in vault.notes),
        links=run.links,
        findings=tuple(findings),
        suppressed=suppressor.count,
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
) -> list[Diagnostic]:
    """Give what a check would report, with the remedies; the arguments are those of ``check``."""
    run = _Run(vault, settings, wanted or (lambda _: True), named)
    return run.kept(Suppressor(vault, run.rules_for))


class _Run:
    """One pass of the rules over a vault."""

    def __init__(
        self,
        vault: Vault,
        settings: Settings,
        wanted: Callable[[str], bool],
        named: Collection[str],
    ) -> None:
        self.vault = vault
        self.wanted = wanted
        self.named = frozenset(named)
        self.settings = settings
        self.links = 0
        self.reports_on = cache(self._reports_on)
        self.overridden = cache(self._overridden)
        self.is_exempt = cache(self._is_exempt)
        self.rules_for = cache(self._rules_for)
        self.exempt = _exempt_folders(vault)
        self.excluded = settings.is_excluded()
        self.matchers = [(any_glob(item.paths), item) for item in settings.overrides]

    def diagnostics(self) -> Iterator[Diagnostic]:
        """Give everything the rules find."""
        note_rules = self._of(NoteRule)
        link_rules = self._of(LinkRule)
        for note in self.vault.notes:
            for rule in note_rules:
                for problem in rule.check(note):
                    yield from self._made(rule, note, problem)
            for link, outcome in self.vault.outcomes(note):
                yield from self._of_link(link_rules, link, outcome, note)
        for canvas in self.vault.canvases:
            for link, outcome in self.vault.canvas_outcomes(canvas):
                yield from self._of_link(link_rules, link, outcome, canvas.path)
        for vault_rule in self._of(VaultRule):
            for where, problem in vault_rule.check(self.vault):
                yield from self._made(vault_rule, where, problem)

    def kept(self, suppressor: Suppressor) -> list[Diagnostic]:
        """Give what is to be reported: on paths that are wanted, and not suppressed."""
        reported = [item for item in self.diagnostics() if self.reports_on(item.path)]
        return [*suppressor.filter(reported), *self.about_suppressions(suppressor)]

    def about_suppressions(self, suppressor: Suppressor) -> list[Diagnostic]:
        """Give what the rules about suppressions find."""
        found: list[Diagnostic] = []
        known = {rule.name: rule for rule in self._of(SuppressionRule)}
        for name, verdicts in (
            ("unused-suppression", suppressor.unused),
            ("unknown-suppression", suppressor.unknown),
        ):
            rule = known.get(name)
            if rule is None:
                continue
            for document, suppression, names in verdicts:
                if self.reports_on(document.path):
                    problem = rule.check(suppression, names)
                    found += self._made(rule, document.note_at(suppression.start), problem)
        return found

    def _reports_on(self, path: str) -> bool:
        """Say whether findings on a path are wanted at all."""
        if path in self.named:
            return True
        if not self.wanted(path):
            return False
        return not self.excluded(path) and not is_excluded(path, self.vault.settings.excluded)

    def _rules_for(self, path: str) -> frozenset[str]:
        """Give the names of the rules whose findings on a path can be reported."""
        ignored, _ = self.overridden(path)
        exempt = self.is_exempt(path)
        return frozenset(
            rule.name
            for rule in self.settings.rules
            if rule.name not in ignored and not (exempt and rule.spares_templates)
        )

    def _of_link(
        self, rules: list[LinkRule], link: Link, outcome: Outcome, where: Note | str
    ) -> Iterator[Diagnostic]:
        if outcome.state is not State.EXTERNAL:
            self.links += 1
        if (not outcome.is_broken and len(outcome.files) < 2) or is_open_to_doubt(link):
            return
        for rule in rules:
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

    def _overridden(self, path: str) -> tuple[frozenset[str], dict[str, Severity]]:
        ignored: frozenset[str] = frozenset()
        severities = dict(self.settings.severity)
        for matches, override in self.matchers:
            if matches(path):
                ignored |= override.ignore
                severities |= override.severity
        return ignored, severities

    def _is_exempt(self, path: str) -> bool:
        """Say whether a path lies in a template or daily-note folder."""
        lower = path.lower()
        if self.vault.settings.templates is None and "/templates/" in f"/{lower}":
            return True
        return lower.startswith(self.exempt)

    def _of(self, kind: type[_RuleKind]) -> list[_RuleKind]:
        return [rule for rule in self.settings.rules if isinstance(rule, kind)]


def _exempt_folders(vault: Vault) -> tuple[str, ...]:
    """Give the lower-case starts of paths in the template and daily-note folders set in the app."""
    settings = vault.settings
    folders = [*(settings.templates or ()), *filter(None, [settings.daily_notes])]
    return tuple(f"{folder.lower()}/" for folder in folders)


def _positioned(vault: Vault, diagnostics: Iterable[Diagnostic]) -> Iterator[Finding]:
    """Turn offsets into lines and columns, reading each file once more where it is not at hand."""
    by_path: dict[str, list[Diagnostic]] = {}
    for item in diagnostics:
        by_path.setdefault(item.path, []).append(item)
    for path, items in by_path.items():
        items.sort(key=lambda item: (item.problem.span, item.code))
        seen: Counter[tuple[str, str, str]] = Counter()
        source = _source(vault, path, items)
        drafter = Drafter(vault, vault.documents[path], source) if path in vault.documents else None
        for item in items:
            identity = (item.rule, item.problem.target, item.note)
            seen[identity] += 1
            fix = drafter.draft(item) if drafter else None
            yield _finding(vault, item, source, seen[identity], fix)


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
    vault: Vault, item: Diagnostic, source: Source, ordinal: int, fix: Fix | None
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


def _remedied(fix: Fix) -> Remedied:
    return Remedied(fix.applicability, fix.title, () if fix.whole else fix.edits)


def timed(report: Report, seconds: float) -> Report:
    """Give the report with the time the whole run took."""
    return replace(report, seconds=seconds)
