"""The machine-readable report: one JSON object, a contract by its version."""

from collections.abc import Sequence
from typing import Any

from vaultkit.report.record import (
    Done,
    Finding,
    FixOutcome,
    NotFixed,
    RelatedPlace,
    Remedied,
    Report,
)
from vaultkit.text import decodable, json_document

VERSION = 1


def render(reports: Sequence[Report]) -> str:
    """Return the reports as JSON: one object, or a list of them for several vaults."""
    return _dump([_object(report) for report in reports])


def render_repairs(found: Sequence[tuple[Report, Sequence[Done], FixOutcome]]) -> str:
    """Return what was fixed and what remains: the objects of ``render`` with more fields.

    Args:
        found: a vault's report after the repair, the fixes made, and what else came of it.
    """
    return _dump(
        [
            {
                **_object(report),
                "dry_run": outcome.dry,
                "run": outcome.run,
                "fixed": [_done(item, report) for item in done],
                "not_fixed": [_not_fixed(item, report) for item in outcome.left],
            }
            for report, done, outcome in found
        ]
    )


def finding(found: Finding, report: Report) -> dict[str, Any]:
    """Return one finding of a report as an object."""
    return {
        "code": found.code,
        "rule": found.rule,
        "severity": str(found.severity),
        "path": decodable(found.path),
        "file": decodable(report.folder + found.path),
        "note": decodable(found.note),
        "line": found.line,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "message": decodable(found.message),
        "help": decodable(found.help) if found.help else None,
        "fix": _fix(found.fix) if found.fix else None,
        "related": [_place(place, report) for place in found.related],
        "fingerprint": found.fingerprint,
    }


def _dump(objects: list[dict[str, Any]]) -> str:
    content = objects[0] if len(objects) == 1 else objects
    return json_document(content)


def _object(report: Report) -> dict[str, Any]:
    return {
        "version": VERSION,
        "vault": decodable(report.root),
        "summary": {
            "notes": report.notes,
            "links": report.links,
            "findings": len(report.findings),
            "fixable": report.fixable,
        },
        **_compared(report),
        **({"remarks": [decodable(said) for said in report.remarks]} if report.remarks else {}),
        "findings": [finding(found, report) for found in report.findings],
    }


def _compared(report: Report) -> dict[str, Any]:
    if not report.compared:
        return {}
    return {
        "compared": [
            {
                "against": decodable(item.against),
                "new": item.new,
                "known": item.known,
                "gone": item.gone,
            }
            for item in report.compared
        ]
    }


def _fix(fix: Remedied) -> dict[str, Any]:
    return {"applicability": str(fix.applicability), "title": decodable(fix.title)}


def _place(place: RelatedPlace, report: Report) -> dict[str, Any]:
    return {
        "path": decodable(place.path),
        "file": decodable(report.folder + place.path),
        "line": place.line,
        "column": place.column,
        "message": place.message,
    }


def _not_fixed(item: NotFixed, report: Report) -> dict[str, Any]:
    return {
        "path": decodable(item.path),
        "file": decodable(report.folder + item.path),
        "line": item.line or None,
        "rule": item.rule or None,
        "message": decodable(item.reason),
    }


def _done(item: Done, report: Report) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "path": decodable(item.path),
        "file": decodable(report.folder + item.path),
        "line": item.line,
        "title": decodable(item.title),
        "applicability": str(item.applicability),
    }
