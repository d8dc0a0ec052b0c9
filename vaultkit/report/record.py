"""What a run found, ready to be printed: positions as people read them, counts, and the time."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from vaultkit.rules.base.problem import Applicability, Edit, Severity
from vaultkit.text import counted


@dataclass(frozen=True, slots=True)
class RelatedPlace:
    """A place another finding refers to: file, line and column from 1, and why."""

    path: str
    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """A text to put in place of what is between two positions of a file, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Remedied:
    """The fix that a finding has: whether it is safe, what it does, and the edits that do it.

    There are no edits where a whole file comes, goes or moves. ``replacements`` are the same edits
    by line and column, where a report was made for a format that asks for them.
    """

    applicability: Applicability
    title: str
    edits: tuple[Edit, ...] = ()
    replacements: tuple[Replacement, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One diagnostic with its position; lines and columns from 1, columns in code points.

    The end is exclusive. ``excerpt`` is the first line's text, from ``excerpt_column`` on where the
    line is very long. ``fingerprint`` stays the same when lines move. ``to_fix`` says whether
    ``vaultkit fix`` makes its fix, if that is safe: of an info only where its rule was asked for.
    ``is_kept_out`` says that it is only one of a clone, of which git keeps a file out.
    """

    code: str
    rule: str
    severity: Severity
    path: str
    note: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    help: str | None
    target: str
    related: tuple[RelatedPlace, ...]
    fingerprint: str
    fix: Remedied | None = None
    to_fix: bool = True
    excerpt: str = field(compare=False, repr=False, default="")
    excerpt_column: int = field(compare=False, repr=False, default=1)
    is_kept_out: bool = False

    @property
    def is_fixable(self) -> bool:
        """Return whether ``vaultkit fix`` repairs it without being asked for more."""
        return self.to_fix and self.has_fix()

    def has_fix(self, *, unsafe: bool = False) -> bool:
        """Return whether there is a fix of it that is safe, or with ``unsafe`` any."""
        fix = self.fix
        return fix is not None and (unsafe or fix.applicability is Applicability.SAFE)

    @property
    def sentence(self) -> str:
        """Return the message with what would help."""
        return f"{self.message} (help: {self.help})" if self.help else self.message

    @property
    def is_marked(self) -> bool:
        """Return whether there is a text that the finding is about, not just a place."""
        return (self.line, self.column) != (self.end_line, self.end_column)

    @property
    def written(self) -> str:
        """Return what is at the place of the finding, as far as the excerpt holds it."""
        first = self.column - self.excerpt_column
        if self.end_line == self.line:
            return self.excerpt[first : self.end_column - self.excerpt_column]
        return self.excerpt[first:]


@dataclass(frozen=True, slots=True)
class Done:
    """One fix that was made: where (line from 1, in the text it was made in), and what it did."""

    path: str
    line: int
    rule: str
    title: str
    applicability: Applicability


@dataclass(frozen=True, slots=True)
class NotFixed:
    """A fix that was not made, or a file that was left unchanged, and why.

    ``line`` is 0, and ``rule`` empty, where it is about the file.
    """

    path: str
    line: int
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class FixOutcome:
    """What came of fixing a vault, besides the fixes made: those not made, and what was written.

    ``run`` is its number; None where nothing was written. ``dry`` says that nothing was to be.
    """

    left: tuple[NotFixed, ...]
    run: int | None
    dry: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome of comparing the findings against those known: of a revision, or of a baseline.

    ``gone`` counts what was known and is found no more.
    """

    against: str
    new: int
    known: int
    gone: int

    @property
    def sentence(self) -> str:
        """Return it in words."""
        counts = f"{self.new:,} new, {self.known:,} known, {self.gone:,} gone"
        return f"against {self.against}: {counts}"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check of one vault.

    ``named`` are the rules that were asked for by name; ``not_checked`` are sentences about what
    could not be checked, ``remarks`` about what is worth knowing besides the findings. ``compared``
    says against what the findings were held, so that only new ones are left. ``folder`` is the
    vault's folder from the top of its repository, with a slash at its end; empty where it is the
    top, or where there is no repository. ``checked`` is how many of the notes are reported on,
    where that is not all of them.
    """

    root: str
    notes: int
    links: int
    findings: tuple[Finding, ...]
    suppressed: int
    fail_on: Severity
    named: frozenset[str] = frozenset()
    not_checked: tuple[str, ...] = ()
    files: int = 0
    dialects: tuple[str, ...] = ()
    seconds: float = 0.0
    compared: tuple[Compared, ...] = ()
    remarks: tuple[str, ...] = ()
    folder: str = ""
    checked: int | None = None

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def by_rule(self) -> Counter[str]:
        """Return the number of findings of each rule, by name."""
        return Counter(finding.rule for finding in self.findings)

    @property
    def fixable(self) -> int:
        """Return the number of findings that ``vaultkit fix`` repairs."""
        return sum(found.is_fixable for found in self.findings)

    @property
    def asides(self) -> tuple[str, ...]:
        """Return what there is to say besides the findings: how they compare, and the remarks."""
        return (*(item.sentence for item in self.compared), *self.remarks)

    @property
    def size(self) -> str:
        """Return in words how much was checked."""
        if self.checked is not None:
            return f"{self.checked:,} of {counted(self.notes, 'note')}"
        return f"{counted(self.notes, 'note')}, {counted(self.links, 'link')}"

    @property
    def fails(self) -> bool:
        """Return whether a finding is as severe as ``fail_on`` or more."""
        return any(finding.severity.rank >= self.fail_on.rank for finding in self.findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings as a report lists them."""
    return tuple(
        sorted(findings, key=lambda found: (found.path, found.line, found.column, found.code))
    )


def limited(report: Report, checked: Collection[str], paths: Collection[str]) -> Report:
    """Return a report that says how many of the notes it is about.

    Args:
        report: on some files of a vault.
        checked: those files.
        paths: all files that could have been checked. Where files hold several notes each, it is
            not known how many notes are left out.
    """
    some, every = (sum(path.lower().endswith(".md") for path in each) for each in (checked, paths))
    if some >= every or report.notes > every:
        return report
    return replace(report, checked=some)


def timed(report: Report, seconds: float) -> Report:
    """Return the report with the time the whole run took."""
    return replace(report, seconds=seconds)
