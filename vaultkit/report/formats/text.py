"""The report for people: findings note by note, the line they are in, and what would help."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from vaultkit.report.excerpt import columns, window
from vaultkit.report.record import Finding, Report
from vaultkit.rules.base.problem import Severity
from vaultkit.text import counted, printable

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_DIGIT = re.compile(r"\d")
_QUOTED = re.compile(r'"[^"]*"')
_FOLD_ALIKE = 5
_FOLD_SPREAD = 6
_NAMED = 3
_PLACES = 20
_LONGEST = 300


def render(
    report: Report,
    *,
    color: bool = False,
    width: int = 100,
    verbose: bool = False,
    quiet: bool = False,
) -> str:
    """Return the report as text.

    Args:
        report: what was found.
        color: whether to colour it for a terminal.
        width: how many columns a line of source may take.
        verbose: whether to list what is for information only, and say what was read.
        quiet: whether to leave out everything but the findings themselves.
    """
    painter = _Painter(color=color)
    writer = _Writer(report, painter, max(width, 40))
    listed: list[Finding] = []
    folded: list[Finding] = []
    for found in report.findings:
        (listed if is_listed(found, report, verbose=verbose) else folded).append(found)
    lines = list(writer.notes(listed))
    if not quiet:
        lines += writer.folded(folded)
        if verbose:
            lines += writer.work()
        lines += [writer.summary(), *map(printable, report.asides)]
    return "".join(f"{line}\n" for line in lines)


def is_listed(found: Finding, report: Report, *, verbose: bool) -> bool:
    """Return whether people are shown a finding: all but infos that were not asked for."""
    return verbose or found.severity is not Severity.INFO or found.rule in report.named


def statistics(report: Report) -> str:
    """Return a table of the number of findings by rule and severity, the most frequent first."""
    rows = Counter((found.rule, found.code, found.severity) for found in report.findings)
    counts = sorted(rows.items(), key=lambda item: (-item[1], item[0]))
    return "".join(
        f"{count:>7,}  {code}  {severity:<7}  {rule}\n" for (rule, code, severity), count in counts
    )


def standing(report: Report, *, color: bool = False) -> str:
    """Return how many findings there are, and how long it took to find them."""
    return _standing(report, _Painter(color=color))


def _standing(report: Report, paint: "_Painter") -> str:
    found = [
        paint(said, _COLOURS[level]) if count else said
        for level in (Severity.ERROR, Severity.WARNING)
        for count in [report.count(level)]
        for said in [counted(count, str(level))]
    ]
    found.append(f"{report.count(Severity.INFO):,} info")
    allowed = f", {report.suppressed:,} allowed" if report.suppressed else ""
    tally = ", ".join(found) if report.findings else paint("no findings", "32")
    return f"{tally}{allowed}; {report.fixable:,} fixable ({report.seconds:.2f} s)"


class _Painter:
    def __init__(self, *, color: bool) -> None:
        self.color = color

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


class _Writer:
    """Writes the parts of one report."""

    def __init__(self, report: Report, painter: _Painter, width: int) -> None:
        self.report = report
        self.paint = painter
        self.width = width

    def notes(self, findings: Sequence[Finding]) -> Iterator[str]:
        spread = _spread_causes(findings)
        findings = [found for found in findings if spread.get(_cause(found), [found])[0] is found]
        for (path, note), group in groupby(findings, key=lambda found: (found.path, found.note)):
            yield self.paint(_title(path, note), "1;4")
            for alike in _folded_by_cause(list(group)):
                alike = spread.get(_cause(alike[0]), alike)
                yield from self._block(alike)
                yield ""

    def folded(self, findings: Sequence[Finding]) -> Iterator[str]:
        rules: dict[str, list[Finding]] = {}
        kept_out = 0
        for item in findings:
            if item.is_kept_out:
                kept_out += 1
            else:
                rules.setdefault(item.rule, []).append(item)
        for rule, items in sorted(rules.items(), key=lambda pair: pair[1][0].code):
            label = self.paint(f"info {rule} ({items[0].code})", _COLOURS[Severity.INFO])
            notes = len({(item.path, item.note) for item in items})
            where = f"in {counted(notes, 'note')}" if notes != len(items) else ""
            said = f"{label}: {len(items):,} {where}".rstrip()
            yield f"{said}, listed by --verbose or --select {rule}"
        if kept_out:
            what = "a file" if kept_out == 1 else "files"
            said = f"{counted(kept_out, 'link')} to {what} that .gitignore keeps out"
            yield f"{self.paint('info', _COLOURS[Severity.INFO])} {said}, listed by --verbose"
        if findings:
            yield ""

    def work(self) -> Iterator[str]:
        report = self.report
        yield (
            f"read {counted(report.files, 'file name')}, parsed {counted(report.notes, 'note')}; "
            f"dialect {', '.join(report.dialects) or 'none'}"
        )

    def summary(self) -> str:
        report = self.report
        size = f"{counted(report.notes, 'note')}, {counted(report.links, 'link')}"
        return f"{_below_home(report.root)}: {size}: {_standing(report, self.paint)}"

    def _block(self, alike: list[Finding]) -> Iterator[str]:
        found = alike[0]
        severity = self.paint(str(found.severity), f"1;{_COLOURS[found.severity]}")
        things = "links" if found.code.startswith("VK1") else "places"
        times = f" ({len(alike):,} such {things})" if len(alike) > 1 else ""
        place = self.paint(f"{found.line}:{found.column}", "2")
        yield (
            f"  {place} {severity} {_brief(found.message)}{times} "
            + self.paint(f"{found.rule} ({found.code}){' [*]' * found.is_fixable}", "2")
        )
        if found.excerpt.strip():
            yield from self._excerpt(found)
        if found.help:
            yield f"      {self.paint('help', '1;32')}: {_brief(found.help)}"
        for other in found.related[:_NAMED]:
            where = f"{printable(other.path)}:" if other.path != found.path else ""
            where += f"{other.line}:{other.column}"
            yield f"      {self.paint('see', '1')}: {where} {other.message}"
        if len(found.related) > _NAMED:
            yield f"      and {len(found.related) - _NAMED} more"
        if self.report.compared and _are_spread(alike):
            yield from self._places(alike[1:])
        elif len(alike) > 1:
            yield f"      {self.paint('also', '1')}: {_also(alike)}"

    def _places(self, others: Sequence[Finding]) -> Iterator[str]:
        """Yield a line for each of the other notes with a new finding: all need fixing."""
        label = self.paint("also", "1")
        for found in others[:_PLACES]:
            yield f"      {label}: {printable(f'{found.path}:{found.line}')}"
        if len(others) > _PLACES:
            yield f"      and {len(others) - _PLACES:,} more places"

    def _excerpt(self, found: Finding) -> Iterator[str]:
        number = str(found.line)
        room = self.width - len(number) - 9
        start = found.column - found.excerpt_column
        text, start, length = window(found.excerpt, start, start + len(found.written), room)
        bar = self.paint("|", "2")
        marks = " " * columns(text[:start]) + "^" * max(1, columns(text[start : start + length]))
        yield f"      {self.paint(number, '2')} {bar} {text}"
        yield f"      {' ' * len(number)} {bar} {self.paint(marks, _COLOURS[found.severity])}"


def _title(path: str, note: str) -> str:
    file = path.rpartition("/")[2]
    if note in (file, file[:-3]):
        return printable(path)
    return f"{printable(path)} > {printable(note)}"


def _cause(found: Finding) -> tuple[str, str]:
    return found.rule, found.target or found.fingerprint


def _spread_causes(findings: Sequence[Finding]) -> dict[tuple[str, str], list[Finding]]:
    """Return the findings of one rule on one target that are in many notes."""
    causes: dict[tuple[str, str], list[Finding]] = {}
    for found in findings:
        if found.code.startswith("VK1"):
            causes.setdefault(_cause(found), []).append(found)
    return {
        cause: group
        for cause, group in causes.items()
        if len({(found.path, found.note) for found in group}) >= _FOLD_SPREAD
    }


def _folded_by_cause(findings: list[Finding]) -> list[list[Finding]]:
    """Join findings of one rule on one target, and on many targets that differ by digits only."""
    same: dict[tuple[str, str], list[Finding]] = {}
    for found in findings:
        same.setdefault(_cause(found), []).append(found)
    shapes: dict[tuple[str, str], list[list[Finding]]] = {}
    for (rule, target), group in same.items():
        shapes.setdefault((rule, _DIGIT.sub("0", target)), []).append(group)
    folded = []
    for groups in shapes.values():
        if len(groups) >= _FOLD_ALIKE and groups[0][0].target:
            folded.append([found for group in groups for found in group])
        else:
            folded += groups
    return sorted(folded, key=lambda group: (group[0].line, group[0].column))


def _are_spread(alike: Sequence[Finding]) -> bool:
    """Return whether findings are in several notes."""
    return any((found.path, found.note) != (alike[0].path, alike[0].note) for found in alike)


def _also(alike: list[Finding]) -> str:
    if _are_spread(alike):
        places = [f"{printable(found.path)}:{found.line}" for found in alike[1 : _NAMED + 1]]
        return f"{', '.join(places)} and {len(alike) - 1 - len(places):,} more places"
    if len({found.target for found in alike}) == 1:
        lines = list(dict.fromkeys(str(found.line) for found in alike[1:]))
        named = ", ".join(lines[:8])
        return f"line{'s' * (len(lines) > 1)} {named}" + ("..." if len(lines) > 8 else "")
    others = list(dict.fromkeys(_brief(_named_in(found)) for found in alike[1:]))
    named = ", ".join(others[:_NAMED])
    return named + (f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else "")


def _named_in(found: Finding) -> str:
    """Return the name that a message is about, in its quotes."""
    quoted = _QUOTED.search(found.message)
    return quoted.group() if quoted else found.message


def _brief(text: str) -> str:
    """Return a sentence on one line; a name in it that would fill the screen is cut."""
    text = printable(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _below_home(root: str) -> str:
    """Return a folder as its owner would write it: below the home folder with ``~``."""
    home = os.path.expanduser("~")  # noqa: PTH111
    if root == home or root.startswith(home.rstrip("/") + "/"):
        root = "~" + root[len(home.rstrip("/")) :]
    return printable(root)
