"""Annotations for GitHub's workflows, which show ten of a kind a step and drop the others."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from vaultkit.report.formats import concise, markdown
from vaultkit.report.record import Finding, Report
from vaultkit.rules.base.problem import Severity
from vaultkit.text import printable

MOST = 10
_LINE_END = re.compile(r"([\r\n])")
_ESCAPES = {"\r": "%0D", "\n": "%0A"}
_SUMMARY_BYTES = 1024 * 1024


def render(reports: Sequence[Report], *, summarised: bool = False) -> str:
    """Return ten errors and ten warnings as annotations, and notices of what is left and beside it.

    Args:
        reports: what was found.
        summarised: whether all of it is in the step's summary; else the rest follows as lines.
    """
    lines: list[str] = []
    rest: list[tuple[Finding, str]] = []
    seen: Counter[Severity] = Counter()
    for report in reports:
        for found in report.findings:
            seen[found.severity] += 1
            if found.severity is Severity.INFO or seen[found.severity] > MOST:
                rest.append((found, report.folder))
            else:
                lines.append(_annotation(found, report.folder))
    if rest:
        where = "in the summary of this step" if summarised else "in the log of this step"
        lines.append(f"::notice title=vaultkit::{_counted(rest)}, {where}")
        lines += () if summarised else _inert([concise.line(*pair) for pair in rest])
    lines += [
        f"::notice title=vaultkit::{_data(printable(aside))}"
        for report in reports
        for aside in report.asides
    ]
    return "".join(f"{line}\n" for line in lines)


def step_summary(reports: Sequence[Report], taken: int = 0) -> tuple[str, int]:
    """Return the step's summary in Markdown, and how many findings found no room in it.

    Args:
        reports: what was found.
        taken: how many bytes the summary holds already.
    """
    return markdown.fitted(reports, _SUMMARY_BYTES - taken, lambda text: len(text.encode()))


def _annotation(found: Finding, folder: str) -> str:
    place = {
        "file": folder + found.path,
        "line": found.line,
        "endLine": found.end_line,
        "col": found.column,
        "endColumn": found.end_column,
        "title": f"{found.rule} ({found.code})",
    }
    if found.end_line != found.line:  # columns are shown within one line only
        del place["col"], place["endColumn"]
    said = printable(found.message)
    if found.help:
        said += f"\nhelp: {printable(found.help)}"
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
    return f"::{found.severity} {properties}::{_data(said)}"


def _counted(rest: Sequence[tuple[Finding, str]]) -> str:
    levels = [found.severity for found, _ in rest]
    counts = ", ".join(
        f"{levels.count(level):,} {level}{'s' * (level is not Severity.INFO)}"
        for level in Severity
        if level in levels
    )
    return f"{len(rest):,} more finding{'s' * (len(rest) > 1)} ({counts})"


def _inert(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines between marks that keep the runner from taking one for a command."""
    token = hashlib.blake2b("\n".join(lines).encode("utf-8", "replace"), digest_size=16).hexdigest()
    yield f"::stop-commands::{token}"
    yield from lines
    yield f"::{token}::"


def _data(text: str) -> str:
    """Return a text as the runner takes it: line ends escaped, other controls replaced."""
    pieces = _LINE_END.split(text.replace("%", "%25"))
    return "".join(_ESCAPES.get(piece) or printable(piece) for piece in pieces)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
