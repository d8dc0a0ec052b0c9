"""One line a finding, for editors, scripts and the examples of the rule book."""

from vaultkit.report.record import Finding, Report
from vaultkit.text import printable


def render(report: Report) -> str:
    """Return ``path:line:column: CODE rule: message`` for every finding.

    After the rule, ``[*]`` says that ``vaultkit fix`` fixes it.
    """
    return "".join(f"{line(found)}\n" for found in report.findings)


def line(found: Finding, folder: str = "") -> str:
    """Return the line of a finding; ``folder`` is put before its path."""
    return (
        f"{printable(folder + found.path)}:{found.line}:{found.column}: {found.code} {found.rule}"
        f"{' [*]' if found.is_fixable else ''}: "
        f"{printable(found.message)}"
    )
