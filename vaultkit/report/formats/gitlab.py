"""The report for GitLab's merge requests: its code quality format."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from vaultkit.report.record import Finding, Report
from vaultkit.rules.base.problem import Severity
from vaultkit.text import decodable, escaped_json, printable

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(reports: Sequence[Report]) -> str:
    """Return the findings of all reports as one list.

    GitLab shows only the first of two findings of one fingerprint, so what two vaults share is
    numbered.
    """
    return escaped_json(json.dumps(list(_issues(reports)), ensure_ascii=False, indent=2)) + "\n"


def _issues(reports: Sequence[Report]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for report in reports:
        for found in report.findings:
            seen[found.fingerprint] += 1
            again = seen[found.fingerprint]
            fingerprint = f"{found.fingerprint}-{again}" if again > 1 else found.fingerprint
            yield _issue(found, report.folder, fingerprint)


def _issue(found: Finding, folder: str, fingerprint: str) -> dict[str, Any]:
    return {
        "description": printable(found.sentence),
        "check_name": found.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[found.severity],
        "location": {
            "path": decodable(folder + found.path),
            "lines": {"begin": found.line, "end": found.end_line},
        },
    }
