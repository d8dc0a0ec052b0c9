"""The machine-readable report: one JSON object, a contract by its version."""

import json
import re
from collections.abc import Sequence
from typing import Any

from vaultkit.report import Done, Finding, Report

VERSION = 1
_SURROGATE = re.compile("[\ud800-\udfff]")


def render(reports: Sequence[Report], *, ascii_only: bool = False) -> str:
    """Give the reports as JSON: one object, or a list of them for several vaults.

    Args:
        reports: one report a vault.
        ascii_only: whether to escape all else, for an output that is not Unicode.
    """
    objects = [_object(report) for report in reports]
    content = objects[0] if len(objects) == 1 else objects
    return json.dumps(content, ensure_ascii=ascii_only, indent=2) + "\n"


def render_repairs(
    found: Sequence[tuple[Report, Sequence[Done]]], *, ascii_only: bool = False
) -> str:
    """Give what was fixed and what remains: the objects of ``render`` with a list ``fixed`` each.

    Args:
        found: a vault's report after the repair, and the fixes made.
        ascii_only: whether to escape all else, for an output that is not Unicode.
    """
    objects = [
        {**_object(report), "fixed": [_done(item) for item in done]} for report, done in found
    ]
    content = objects[0] if len(objects) == 1 else objects
    return json.dumps(content, ensure_ascii=ascii_only, indent=2) + "\n"


def _done(item: Done) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "path": _decodable(item.path),
        "line": item.line,
        "title": _decodable(item.title),
        "applicability": str(item.applicability),
    }


def _object(report: Report) -> dict[str, Any]:
    return {
        "version": VERSION,
        "vault": _decodable(report.root),
        "summary": {
            "notes": report.notes,
            "links": report.links,
            "findings": len(report.findings),
            "fixable": report.fixable,
        },
        **_compared(report),
        "findings": [_finding(found) for found in report.findings],
    }


def _compared(report: Report) -> dict[str, Any]:
    if not report.compared:
        return {}
    return {
        "compared": [
            {
                "against": _decodable(item.against),
                "new": item.new,
                "known": item.known,
                "gone": item.gone,
            }
            for item in report.compared
        ]
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "rule": found.rule,
        "severity": str(found.severity),
        "path": _decodable(found.path),
        "note": _decodable(found.note),
        "line": found.line,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "message": _decodable(found.message),
        "help": _decodable(found.help) if found.help else None,
        "fix": {
            "applicability": str(found.fix.applicability),
            "title": _decodable(found.fix.title),
        }
        if found.fix
        else None,
        "related": [
            {
                "path": _decodable(place.path),
                "line": place.line,
                "column": place.column,
                "message": place.message,
            }
            for place in found.related
        ],
        "fingerprint": found.fingerprint,
    }


def _decodable(text: str) -> str:
    """Give a text that every JSON reader accepts: undecodable bytes of a name become U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)
