"""The report for people: each finding with the line it is in, and what would help."""

import re
from collections.abc import Iterator, Sequence

from vaultkit.report.causes import are_spread, by_cause
from vaultkit.report.ending import by_rule, is_listed, statistics, summary, tally
from vaultkit.report.excerpt import columns, window
from vaultkit.report.look import COLOURS, PLAIN, Look
from vaultkit.report.record import Finding, RelatedPlace, Report
from vaultkit.rules.base.problem import Severity
from vaultkit.text import counted, printable

_QUOTED = re.compile(r'"[^"]*"')
_MANY = 50
"""More findings than these are grouped by rule, each on a line or two."""

_NAMED = 3
_PLACES = 20
_LONGEST = 300
_NARROWEST = 40


def render(
    report: Report,
    look: Look = PLAIN,
    *,
    verbose: bool = False,
    quiet: bool = False,
) -> str:
    """Return the report as text.

    Args:
        report: what was found.
        look: what the screen or the file can show.
        verbose: whether to list what is for information only, show the line of every finding
            however many there are, and say what was read.
        quiet: whether to leave out everything but the findings themselves.
    """
    writer = _Writer(report, look)
    listed: list[Finding] = []
    folded: list[Finding] = []
    for found in report.findings:
        (listed if is_listed(found, report, verbose=verbose) else folded).append(found)
    are_many = len(listed) > _MANY and not verbose
    lines = list(writer.rules(listed) if are_many else writer.places(listed))
    if are_many and not quiet:
        lines += [*statistics(report.findings, look)]
        lines += [*writer.folded(folded, counted_above=True), ""]
    elif not quiet:
        lines += [*writer.folded(folded), *[""] * bool(folded)]
    if not quiet:
        lines += writer.work() if verbose else ()
        lines += [summary(report, look, fixable=False), *map(printable, report.asides)]
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    """Writes the parts of one report."""

    def __init__(self, report: Report, look: Look) -> None:
        self.report = report
        self.look = look
        self.paint = look.paint
        self.width = max(look.width, _NARROWEST)

    def places(self, findings: Sequence[Finding]) -> Iterator[str]:
        """Yield findings in order of notes, with their lines; short ones without a gap."""
        last: list[str] = []
        for alike in by_cause(findings):
            block = self._block(alike)
            if last and len(last) + len(block) > 2:
                yield ""
            yield from block
            last = block
        if last:
            yield ""

    def rules(self, findings: Sequence[Finding]) -> Iterator[str]:
        """Yield findings by rule, the worst first, without their lines."""
        for group in by_rule(findings):
            first = group[0]
            count = self.paint(tally(len(group), first.severity), f"1;{COLOURS[first.severity]}")
            yield f"{self.paint(first.rule, '1')} ({first.code}): {count}"
            helps = {found.help for found in group}
            if len(helps) == 1 and len(group) > 1 and first.help:
                yield self._help(first.help)
            for alike in by_cause(group, spread=2):
                yield from self._entry(alike, with_help=len(helps) > 1)
            yield ""

    def folded(self, findings: Sequence[Finding], *, counted_above: bool = False) -> Iterator[str]:
        """Yield what is not listed: a line a rule, or one for all that a table has counted."""
        color = COLOURS[Severity.INFO]
        counted_ones = [found for found in findings if not found.is_kept_out]
        if counted_ones and counted_above:
            yield f"{self.paint('info', color)} findings are listed by --verbose or --select RULE"
        elif counted_ones:
            for items in sorted(by_rule(counted_ones), key=lambda group: group[0].code):
                rule = items[0].rule
                label = self.paint(f"info {rule} ({items[0].code})", color)
                notes = len({(item.path, item.note) for item in items})
                where = f"in {counted(notes, 'note')}" if notes != len(items) else ""
                said = f"{label}: {len(items):,} {where}".rstrip()
                yield f"{said}, listed by --verbose or --select {rule}"
        kept_out = len(findings) - len(counted_ones)
        if kept_out:
            what = "a file" if kept_out == 1 else "files"
            said = f"{counted(kept_out, 'link')} to {what} that .gitignore keeps out"
            yield f"{self.paint('info', color)} {said}, listed by --verbose"

    def work(self) -> Iterator[str]:
        """Yield what was read."""
        report = self.report
        yield (
            f"read {counted(report.files, 'file name')}, parsed {counted(report.notes, 'note')}; "
            f"dialect {', '.join(report.dialects) or 'none'}"
        )

    def _block(self, alike: list[Finding]) -> list[str]:
        """Return a finding with its line; one that is about a whole note has none."""
        found = alike[0]
        severity = self.paint(f"{found.severity}:", f"1;{COLOURS[found.severity]}")
        rule = f"{self.paint(found.rule, '1')}{self._mark(found)}:"
        lines = [*self._finding(alike, f"{severity} {rule} ")]
        if found.excerpt.strip() and not found.code.startswith("VK3"):
            lines += self._excerpt(found)
        if found.help:
            lines.append(self._help(found.help))
        for other in found.related[:_NAMED]:
            where = self._place(other, other.path if other.path != found.path else "")
            lines.append(f"    {self.paint('see', '1')}: {where} {other.message}")
        if len(found.related) > _NAMED:
            lines.append(f"    and {len(found.related) - _NAMED} more")
        return [*lines, *self._others(alike)]

    def _entry(self, alike: list[Finding], *, with_help: bool) -> Iterator[str]:
        """Yield a finding below the name of its rule."""
        found = alike[0]
        yield from self._finding(alike, self._mark(found).lstrip() + " " * found.is_fixable)
        if found.help and with_help:
            yield self._help(found.help)
        yield from self._others(alike)

    def _finding(self, alike: list[Finding], label: str) -> Iterator[str]:
        """Yield where a finding is and what it says: on two lines where one has no room."""
        found = alike[0]
        things = "links" if found.code.startswith("VK1") else "places"
        times = f" ({len(alike):,} such {things})" if len(alike) > 1 else ""
        said = f"{_brief(found.message)}{times}{_section(found)}"
        place = self._place(found, found.path)
        if self.look.wraps:
            bare = f"{found.path}:{found.line}:{found.column}: {_UNPAINTED.sub('', label)}{said}"
            if columns(bare) > self.look.width:
                yield f"{place}:"
                yield f"    {label}{said}"
                return
        yield f"{place}: {label}{said}"

    def _mark(self, found: Finding) -> str:
        return f" {self.paint('[*]', '36')}" if found.is_fixable else ""

    def _help(self, said: str) -> str:
        return f"    {self.paint('help', '1;32')}: {_brief(said)}"

    def _place(self, found: Finding | RelatedPlace, path: str) -> str:
        """Return a place by its path; without one, as it is in the note at hand."""
        text = f"{printable(path)}{':' * bool(path)}{found.line}:{found.column}"
        file = f"{self.report.root}/{found.path}"
        return self.look.linked(self.paint(text, "1"), file, found.line, found.column)

    def _others(self, alike: list[Finding]) -> Iterator[str]:
        """Yield the other places of one cause, or the other targets in one note."""
        if len(alike) == 1:
            return
        label = self.paint("also", "1")
        if not are_spread(alike):
            yield f"    {label}: {_also(alike)}"
            return
        for found in alike[1 : _PLACES + 1]:
            yield f"    {label}: {self._place(found, found.path)}"
        if len(alike) > _PLACES + 1:
            yield f"    and {len(alike) - _PLACES - 1:,} more places"

    def _excerpt(self, found: Finding) -> Iterator[str]:
        number = str(found.line)
        room = self.width - len(number) - 7
        start = found.column - found.excerpt_column
        text, start, length = window(found.excerpt, start, start + len(found.written), room)
        bar = self.paint("|", "2")
        marks = " " * columns(text[:start]) + "^" * max(1, columns(text[start : start + length]))
        yield f"    {self.paint(number, '2')} {bar} {text}"
        yield f"    {' ' * len(number)} {bar} {self.paint(marks, COLOURS[found.severity])}"


_UNPAINTED = re.compile("\x1b\\[[0-9;]*m")


def _section(found: Finding) -> str:
    """Return which note of a flattened file a finding is in."""
    file = found.path.rpartition("/")[2]
    return "" if found.note in (file, file[:-3]) else f' (in "{printable(found.note)}")'


def _also(alike: list[Finding]) -> str:
    """Return the other lines in a note, or the other targets there."""
    if len({found.target for found in alike}) == 1 or len({found.message for found in alike}) == 1:
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
