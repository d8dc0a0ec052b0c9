"""One line a finding, for editors, scripts and the examples of the rule book."""

from vaultkit.report import Report
from vaultkit.vault.tree import shown


def render(report: Report) -> str:
    """Give ``path:line:column: CODE rule: message`` for every finding."""
    return "".join(
        f"{shown(found.path)}:{found.line}:{found.column}: {found.code} {found.rule}: "
        f"{_single_line(found.message)}\n"
        for found in report.findings
    )


def _single_line(text: str) -> str:
    return " ".join(text.split())
