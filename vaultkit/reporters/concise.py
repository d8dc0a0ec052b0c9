"""One line a finding, for editors, scripts and the examples of the rule book."""

from vaultkit.printable import printable
from vaultkit.report import Report


def render(report: Report) -> str:
    """Give ``path:line:column: CODE rule: message`` for every finding.

    After the rule, ``[*]`` says that ``vaultkit fix`` mends it.
    """
    return "".join(
        f"{printable(found.path)}:{found.line}:{found.column}: {found.code} {found.rule}"
        f"{' [*]' if found.is_fixable else ''}: "
        f"{printable(found.message)}\n"
        for found in report.findings
    )
