"""How a report for people ends: counts by rule, the summary, and what to type next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vaultkit.report.look import COLOURS, PLAIN, Look
from vaultkit.report.record import Finding, Report
from vaultkit.rules.base.problem import Severity
from vaultkit.text import below_home, counted, printable


@dataclass(frozen=True, slots=True)
class Advice:
    """What to type next: the program, and the words that fix what was checked, if there are such.

    ``is_fixed`` says that the safe fixes were made already, ``is_asked`` that someone chose among
    them, ``is_commit`` that a commit was checked, whose findings may be in notes that it does not
    change, where a fix of it makes none.
    """

    program: str = "vaultkit"
    chosen: str | None = None
    is_fixed: bool = False
    is_commit: bool = False
    is_asked: bool = False

    def fix(self, options: str = "") -> str:
        """Return the command that fixes what was checked; empty where it cannot be said."""
        if self.chosen is None:
            return ""
        return " ".join(filter(None, [self.program, "fix", options, self.chosen]))


def is_listed(found: Finding, report: Report, *, verbose: bool) -> bool:
    """Return whether people are shown a finding: all but infos that were not asked for."""
    return verbose or found.severity is not Severity.INFO or found.rule in report.named


def by_rule(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return the findings of each rule and severity, the worst first, then the most frequent."""
    rules: dict[tuple[Severity, str], list[Finding]] = {}
    for found in findings:
        rules.setdefault((found.severity, found.rule), []).append(found)
    return sorted(
        rules.values(), key=lambda group: (-group[0].severity.rank, -len(group), group[0].code)
    )


def statistics(findings: Sequence[Finding], look: Look = PLAIN) -> Iterator[str]:
    """Yield the lines of a table: each rule with its severity and counts, the worst first.

    There are none if nothing was found.
    """
    if not findings:
        return
    groups = by_rule(findings)
    named = [f"{group[0].rule} ({group[0].code})" for group in groups]
    wide = max(map(len, named), default=0)
    yield f"{'severity':<8}  {'rule':<{wide}}  {'findings':>8}  {'fixable':>7}"
    for name, group in zip(named, groups, strict=True):
        severity = group[0].severity
        fixable = sum(found.is_fixable for found in group)
        label = look.paint(f"{severity:<8}", COLOURS[severity])
        yield f"{label}  {name:<{wide}}  {len(group):>8,}  {fixable or '':>7}".rstrip()


def tally(count: int, severity: Severity) -> str:
    """Return a number of findings of one severity in words."""
    return f"{count:,} info" if severity is Severity.INFO else counted(count, str(severity))


def standing(report: Report, look: Look = PLAIN, *, fixable: bool = True) -> str:
    """Return how many findings there are, and how long it took to find them."""
    found = [
        look.paint(said, COLOURS[level]) if count and level is not Severity.INFO else said
        for level in Severity
        for count in [report.count(level)]
        for said in [tally(count, level)]
    ]
    allowed = f", {report.suppressed:,} allowed" if report.suppressed else ""
    counts = ", ".join(found) if report.findings else look.paint("no findings", "32")
    fixes = f"; {report.fixable:,} fixable" if fixable and report.fixable else ""
    return f"{counts}{allowed}{fixes} ({report.seconds:.2f} s)"


def summary(report: Report, look: Look = PLAIN, *, fixable: bool = True) -> str:
    """Return the line that sums up a report."""
    said = standing(report, look, fixable=fixable)
    return f"{below_home(report.root)}: {report.size}: {said}"


def counts(report: Report, look: Look = PLAIN, *, summed_up: bool = True) -> Iterator[str]:
    """Yield a report without its findings: the table, and if wanted what sums it up."""
    yield from statistics(report.findings, look)
    if summed_up:
        yield from [""] * bool(report.findings)
        yield summary(report, look)
        yield from map(printable, report.asides)


def advice(
    reports: Sequence[Report], given: Advice, look: Look = PLAIN, *, verbose: bool = False
) -> Iterator[str]:
    """Yield what to do about the findings shown: how to fix some, and how to read up on a rule."""
    shown = [
        found
        for report in reports
        for found in report.findings
        if is_listed(found, report, verbose=verbose)
    ]
    safe = sum(found.is_fixable for found in shown)
    unsafe = sum(found.to_fix and found.has_fix(unsafe=True) for found in shown) - safe
    if not given.is_commit:
        yield from _on_fixes(len(shown), 0 if given.is_fixed else safe, unsafe, given, look)
    ours = [group[0].rule for group in by_rule(shown) if group[0].code.startswith("VK")]
    if ours:
        command = look.paint(printable(f"{given.program} rule {ours[0]}"), "1")
        yield f"why, and what to do: run {command}"


def _on_fixes(shown: int, safe: int, unsafe: int, given: Advice, look: Look) -> Iterator[str]:
    """Yield a line on the safe fixes, and one on the unsafe, which are to be looked at first."""
    if safe:
        can = "can still" if given.is_asked else "can"
        yield f"{safe:,} of {shown:,} {can} be fixed{_by('run', given.fix(), look)}"
    if unsafe:
        more = " more" if safe else f" of {shown:,}"
        have = "has" if unsafe == 1 else "have"
        command = given.fix("--unsafe-fixes --diff")
        yield f"{unsafe:,}{more} {have} an unsafe fix{_by('see', command, look)}"


def _by(verb: str, command: str, look: Look) -> str:
    return f": {verb} {look.paint(printable(command), '1')}" if command else ""
