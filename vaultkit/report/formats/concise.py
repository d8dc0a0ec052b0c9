"""One line a finding, for editors, scripts and the examples of the rule book."""

from vaultkit.report.look import COLOURS, PLAIN, Look
from vaultkit.report.record import Finding, Report
from vaultkit.text import printable


def render(report: Report, look: Look = PLAIN) -> str:
    """Return ``path:line:column: severity: CODE rule: message`` for every finding.

    After the rule, ``[*]`` says that ``vaultkit fix`` fixes it.
    """
    if look == PLAIN:
        return "".join(f"{line(found)}\n" for found in report.findings)
    return "".join(f"{_painted(found, report.root, look)}\n" for found in report.findings)


def line(found: Finding, folder: str = "") -> str:
    """Return the line of a finding; ``folder`` is put before its path."""
    return (
        f"{printable(folder + found.path)}:{found.line}:{found.column}: {found.severity}: "
        f"{found.code} {found.rule}{' [*]' if found.is_fixable else ''}: "
        f"{printable(found.message)}"
    )


def _painted(found: Finding, root: str, look: Look) -> str:
    place = f"{printable(found.path)}:{found.line}:{found.column}"
    linked = look.linked(look.paint(place, "1"), f"{root}/{found.path}", found.line, found.column)
    severity = look.paint(f"{found.severity}:", f"1;{COLOURS[found.severity]}")
    return line(found).replace(f"{place}: {found.severity}:", f"{linked}: {severity}", 1)
