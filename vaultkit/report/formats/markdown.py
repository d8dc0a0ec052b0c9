"""The report as a table in Markdown, for a comment on a pull request or a step's summary."""

from collections.abc import Callable, Iterator, Sequence

from vaultkit.markdown.report_mark import MARK
from vaultkit.report.record import Compared, Finding, Report
from vaultkit.rules.base.problem import Severity
from vaultkit.text import counted, in_code

_COMMENT = 65_536
_RESERVE = 200
_HEAD = "| severity | place | finding | rule |\n|---|---|---|---|\n"


def render(reports: Sequence[Report]) -> str:
    """Return the reports, the most severe findings first, within the length of a GitHub comment."""
    return fitted(reports, _COMMENT, _units)[0]


def fitted(reports: Sequence[Report], room: int, size: Callable[[str], int]) -> tuple[str, int]:
    """Return the reports cut to a length, and how many findings did not fit.

    Args:
        reports: what was found.
        room: the most that the text may take.
        size: how much a text takes.
    """
    pieces = [f"{MARK}\n"]
    left = room - size(pieces[0]) - _RESERVE
    out = 0
    for report in reports:
        for piece, is_finding in _pieces(report):
            taken = size(piece)
            if taken > left:
                out += is_finding
                left = 0
            else:
                pieces.append(piece)
                left -= taken
    if out:
        pieces.append(f"\n{counted(out, 'finding')} more did not fit in here.\n")
    return "".join(pieces), out


def _pieces(report: Report) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a report, and of each whether it is a finding."""
    where = f" in {in_code(report.folder.rstrip('/'))}" if report.folder else ""
    counts = [
        counted(report.count(Severity.ERROR), "error"),
        counted(report.count(Severity.WARNING), "warning"),
        f"{report.count(Severity.INFO):,} info",
    ]
    tally = ", ".join(counts) if report.findings else "no findings"
    yield f"### vaultkit{where}: {tally}\n\n", False
    fixable = f"; `vaultkit fix` fixes {report.fixable:,}" if report.fixable else ""
    yield f"{report.size}{fixable}.\n\n", False
    for item in report.compared:
        yield f"Against {in_code(item.against)}: {_compared(item)}.\n\n", False
    for remark in report.remarks:
        yield f"{in_code(remark)}\n\n", False
    if report.findings:
        yield _HEAD, False
    for found in sorted(report.findings, key=lambda found: -found.severity.rank):
        yield _row(found, report.folder), True
    if report.findings:
        yield "\n", False


def _compared(item: Compared) -> str:
    return f"{item.new:,} new, {item.known:,} known, {item.gone:,} gone"


def _row(found: Finding, folder: str) -> str:
    place = in_code(f"{folder}{found.path}:{found.line}:{found.column}")
    said = in_code(found.message)
    if found.help:
        said += f"<br>help: {in_code(found.help)}"
    fixable = ", fixable" if found.is_fixable else ""
    return f"| {found.severity} | {place} | {said} | {found.rule} ({found.code}){fixable} |\n"


def _units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, never less than in characters."""
    return len(text.encode("utf-16-le")) // 2
