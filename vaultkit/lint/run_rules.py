"""Applying the rules to one file after the other.

Each file is checked by itself: its result depends on its own facts, on the names and headings that
its links look for, and on what leads to it. So results can be made side by side, and kept.

It is one file because every kind of rule is applied with the same severities and exemptions.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from vaultkit.config.settings import Settings
from vaultkit.lint.positions import positioned
from vaultkit.lint.result import FileResult, decode_result, encode_result
from vaultkit.markdown.facts import Link, LinkKind, Place
from vaultkit.rules.base.problem import Diagnostic, Problem, Severity
from vaultkit.rules.base.remedy import EncodeSpaces, EscapePipes, QuoteLinks, Relink
from vaultkit.rules.base.rule import (
    CanvasRule,
    DocumentRule,
    FileRule,
    LinkRule,
    NoteRule,
    Rule,
    SuppressionRule,
    VaultRule,
)
from vaultkit.vault.files.app_settings import is_excluded, is_template
from vaultkit.vault.files.globs import any_glob
from vaultkit.vault.index.workers import Task, spread
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.notes.web_clips import is_pages_own_part
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_open_to_doubt, not_of_the_vault

if TYPE_CHECKING:
    from vaultkit.lint.suppress import CheckedSuppression

_RuleKind = TypeVar("_RuleKind", bound=Rule)
FEWEST_TO_SHARE = 1000
_OPENS_BY_NAME = (EncodeSpaces, EscapePipes, QuoteLinks)
"""Remedies that make a link, whose fix depends on the names and headings in the vault."""


class SideData(Protocol):
    """What a process remembers of its work besides the outcome."""

    def take(self) -> bytes:
        """Return it and start again with nothing."""
        ...

    def give(self, asked: bytes) -> None:
        """Add what another process gave away."""
        ...


class _Here(NamedTuple):
    """What the settings say of the rules on one path."""

    ignored: frozenset[str]
    severity: Mapping[str, Severity]
    fix: frozenset[str]


class RuleRunner:
    """Applies the rules to one file after the other."""

    def __init__(self, vault: Vault, settings: Settings) -> None:
        """Store the vault that the files are part of, and the settings."""
        self.vault = vault
        self.settings = settings
        self._canvases = frozenset(vault.canvas_paths)
        self.overridden = cache(self._overridden)
        self.is_exempt = cache(self._is_exempt)
        self._rules_but = cache(self._rules_without)
        daily = vault.settings.daily_notes
        self._daily_notes = f"{daily.lower()}/" if daily else None
        self._excluded = settings.is_excluded()
        self._matchers = [(any_glob(item.paths), item) for item in settings.overrides]
        self._note_rules = self._of(NoteRule)
        self._link_rules = self._of(LinkRule)
        self._document_rules = self._of(DocumentRule)
        self._file_rules = self._of(FileRule)
        self._canvas_rules = self._of(CanvasRule)
        self._suppression_rules = {rule.name: rule for rule in self._of(SuppressionRule)}
        for rule in settings.rules:
            rule.prepare(vault)

    @property
    def paths(self) -> list[str]:
        """Return the files that can be checked: notes, canvases, and others for a rule."""
        others = self._at_large.keys() - self.vault.documents.keys() - self._canvases
        if self._file_rules:
            others = others.union(self.vault.files) - self.vault.documents.keys() - self._canvases
        return [*self.vault.documents, *sorted(self._canvases), *sorted(others)]

    def reported(
        self, wanted: Callable[[str], bool] | None = None, named: Collection[str] = ()
    ) -> list[str]:
        """Return the files on which findings are wanted."""
        named = frozenset(named)
        return [
            path
            for path in self.paths
            if path in named or ((wanted is None or wanted(path)) and not self.is_excluded(path))
        ]

    def is_excluded(self, path: str) -> bool:
        """Return whether nothing is reported on a path unless it is named."""
        return self._excluded(path) or is_excluded(path, self.vault.settings.excluded)

    def check_all(
        self, paths: list[str], processes: int = 1, side_data: SideData | None = None
    ) -> Iterator[tuple[str, FileResult]]:
        """Check files, side by side where that pays, in no particular order.

        Args:
            paths: the files.
            processes: how many may work.
            side_data: what each process records besides, merged afterwards.
        """
        processes = processes if len(paths) > FEWEST_TO_SHARE else 1
        if processes > 1:
            self.vault.prepare()

        def pack(checked: FileResult) -> bytes:
            return encode_result(checked) + b"\n" + (side_data.take() if side_data else b"")

        def unpack(packed: bytes) -> FileResult:
            result, _, asked = packed.partition(b"\n")
            if side_data:
                side_data.give(asked)
            return decode_result(result)

        job = Task(lambda at: self.check(paths[at]), pack, unpack)
        for at, checked in spread(job, len(paths), processes):
            yield paths[at], checked

    def check(self, path: str) -> FileResult:
        """Return the findings of a file, in no particular order."""
        kept, suppressed = self.kept(path)
        if not kept:
            return FileResult([], suppressed)
        checked = FileResult(list(positioned(self.vault, path, kept)), suppressed)
        for item in kept:
            remedy = item.problem.remedy
            for relink in (remedy, item.problem.shown):
                if isinstance(relink, Relink):
                    checked.depends_on.append(relink.path)
                    checked.depends_on_all |= self.vault.index.has_namesakes(relink.path)
            checked.depends_on_all |= isinstance(remedy, _OPENS_BY_NAME)
        return checked

    def kept(self, path: str) -> tuple[list[Diagnostic], int]:
        """Return what is to be reported of a file, and how much was suppressed."""
        document = self.vault.documents.get(path)
        if document is None:
            return list(self._elsewhere(path)), 0
        if document.facts.is_report:
            return [], 0
        found = list(self._of_document(document))
        if not document.facts.suppressions:
            return found, 0
        from vaultkit.lint.suppress import Suppressor

        suppressor = Suppressor(document, self.settings.catalog)
        found = suppressor.filter(found)
        about = self._of_suppressions(document, "unknown-suppression", suppressor.unknown())
        unused = suppressor.unused(self._rules_sure_of(document))
        found += self._of_suppressions(document, "unused-suppression", unused)
        return [*found, *about], suppressor.count

    def _of_document(self, document: Document) -> Iterator[Diagnostic]:
        for note in document.notes:
            for rule in self._note_rules:
                for problem in rule.check(note):
                    yield from self._made(rule, note, problem)
            if not self.vault.outgoing(note).certain:
                for link, outcome in self.vault.outcomes(note):
                    yield from self.of_link(link, outcome, note)
        for document_rule in self._document_rules:
            for note, problem in document_rule.check(document, self.vault):
                yield from self._made(document_rule, note, problem)
        yield from self._of_path(document.path, document.notes[0])
        yield from self._at_large.get(document.path, ())

    def _elsewhere(self, path: str) -> Iterator[Diagnostic]:
        """Yield what the rules find in a file that is no note."""
        yield from self._of_path(path, path)
        if path in self._canvases:
            canvas = self.vault.canvas(path)
            for link, outcome in self.vault.canvas_outcomes(canvas):
                yield from self.of_link(link, outcome, path)
            for link, outcome in self.vault.card_outcomes(canvas):
                if outcome.state in (State.NO_HEADING, State.NO_BLOCK):
                    yield from self.of_link(link, outcome, path)
            for rule in self._canvas_rules:
                for problem in rule.check(canvas, self.vault):
                    yield from self._made(rule, path, problem)
        yield from self._at_large.get(path, ())

    def _of_path(self, path: str, where: Note | str) -> Iterator[Diagnostic]:
        for rule in self._file_rules:
            for problem in rule.check(path):
                yield from self._made(rule, where, problem)

    @cached_property
    def _at_large(self) -> dict[str, list[Diagnostic]]:
        """Return what the rules find that look at all notes together, by path."""
        found: dict[str, list[Diagnostic]] = {}
        for rule in self._of(VaultRule):
            for where, problem in rule.check(self.vault):
                for item in self._made(rule, where, problem):
                    found.setdefault(item.path, []).append(item)
        return found

    def _of_suppressions(
        self, document: Document, name: str, results: "list[CheckedSuppression]"
    ) -> Iterator[Diagnostic]:
        rule = self._suppression_rules.get(name)
        if rule is not None:
            known = self.settings.catalog.by_name
            for suppression, names in results:
                problem = rule.check(suppression, names, known)
                yield from self._made(rule, document.note_at(suppression.start), problem)

    def of_link(self, link: Link, outcome: Outcome, where: Note | str) -> Iterator[Diagnostic]:
        """Yield what a rule finds about a link, at most one thing."""
        if (not outcome.is_broken and len(outcome.files) < 2) or is_open_to_doubt(link, outcome):
            return
        if outcome.state is State.UNSEEN:
            return
        for rule in self._link_rules:
            problem = rule.check(link, outcome)
            if problem is not None:
                if _is_minor(rule, link, outcome, problem):
                    problem = replace(problem, severity=Severity.INFO)
                if rule.is_minor_in_clones:
                    problem = self._in_clone(problem, link, outcome)
                if link.place is Place.PROPERTY and link.kind is LinkKind.MARKDOWN:
                    problem = replace(problem, severity=Severity.INFO, remedy=None)
                yield from self._made(rule, where, problem)
                return

    def _in_clone(self, problem: Problem, link: Link, outcome: Outcome) -> Problem:
        """Return the problem of a link as that of a clone, where git keeps its file out of one.

        It is not that of one where the link surely meant another file, or none of the vault's.
        """
        remedy = problem.remedy
        if (isinstance(remedy, Relink) and remedy.safe) or not_of_the_vault(link, outcome):
            return problem
        path = self.vault.kept_out.find(outcome.linkpath, outcome.source.folder)
        return problem if path is None else problem.in_clone(path)

    def _made(self, rule: Rule, where: Note | str, problem: Problem) -> Iterator[Diagnostic]:
        path = where if isinstance(where, str) else where.path
        if rule.name not in self.rules_for(path):
            return
        here = self.overridden(path)
        severity = here.severity.get(rule.name, problem.severity or rule.severity)
        to_fix = severity is not Severity.INFO or rule.name in here.fix
        name = path.rpartition("/")[2] if isinstance(where, str) else where.name
        yield Diagnostic(rule.code, rule.name, severity, path, name, problem, to_fix)

    def rules_for(self, path: str) -> frozenset[str]:
        """Return the names of the rules whose findings on a path can be reported."""
        exempt = self.is_exempt(path)
        template = exempt and self.is_template(path)
        return self._rules_but(self.overridden(path).ignored, exempt=exempt, template=template)

    def _rules_sure_of(self, document: Document) -> frozenset[str]:
        """Return the rules that find all they ever would: none about links that may be whole."""
        rules = self.rules_for(document.path)
        if not any(map(self.vault.may_link_unseen, document.notes)):
            return rules
        return rules - {rule.name for rule in self._link_rules}

    def _rules_without(
        self, ignored: frozenset[str], *, exempt: bool, template: bool
    ) -> frozenset[str]:
        return frozenset(
            rule.name
            for rule in self.settings.rules
            if rule.name not in ignored
            and not (rule.spares_templates and (template if rule.checks_daily_notes else exempt))
            and (self.vault.is_seen_through or not rule.needs_all_links)
        )

    def _overridden(self, path: str) -> _Here:
        here = _Here(frozenset(), self.settings.severity, self.settings.fix)
        for matches, override in self._matchers:
            if matches(path):
                here = _Here(
                    here.ignored | override.ignore,
                    {**here.severity, **override.severity},
                    here.fix | override.fix,
                )
        return here

    def _is_exempt(self, path: str) -> bool:
        """Return whether a path is in a template or daily-note folder."""
        daily = self._daily_notes
        return self.is_template(path) or (daily is not None and path.lower().startswith(daily))

    def is_template(self, path: str) -> bool:
        """Return whether a path is in a folder of templates."""
        return is_template(path, self.vault.settings.templates)

    def _of(self, kind: type[_RuleKind]) -> list[_RuleKind]:
        return [rule for rule in self.settings.rules if isinstance(rule, kind)]


def _is_minor(rule: LinkRule, link: Link, outcome: Outcome, problem: Problem) -> bool:
    """Return whether no one reads what is dead, or it was dead when it came, and stays so."""
    if rule.is_minor_in_comments and _is_side_data(link, outcome):
        return True
    may_be = rule.is_minor_in_pages and problem.remedy is None
    return may_be and is_pages_own_part(link, outcome)


def _is_side_data(link: Link, outcome: Outcome) -> bool:
    """Return whether a link in a comment opens its note, and no one sees that its part is gone."""
    is_open = link.embed or outcome.state in (State.NO_HEADING, State.NO_BLOCK)
    return link.place is Place.COMMENT and is_open
