"""The machine-readable report: one JSON object, a contract by its version."""

import json
from collections.abc import Sequence
from typing import Any

from vaultkit.report import Finding, Report
from vaultkit.vault.tree import shown

VERSION = 1


def render(reports: Sequence[Report]) -> str:
    """Give the reports as JSON: one object, or a list of them for several vaults."""
    objects = [_object(report) for report in reports]
    content = objects[0] if len(objects) == 1 else objects
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _object(report: Report) -> dict[str, Any]:
    return {
        "version": VERSION,
        "vault": report.root,
        "summary": {
            "notes": report.notes,
            "links": report.links,
            "findings": len(report.findings),
            "fixable": 0,
        },
        "findings": [_finding(found) for found in report.findings],
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "rule": found.rule,
        "severity": str(found.severity),
        "path": shown(found.path),
        "note": shown(found.note),
        "line": found.line,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "message": found.message,
        "help": found.help,
        "fix": None,
        "related": [
            {
                "path": shown(place.path),
                "line": place.line,
                "column": place.column,
                "message": place.message,
            }
            for place in found.related
        ],
        "fingerprint": found.fingerprint,
    }
