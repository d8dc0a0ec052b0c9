"""A vault's health as a document for programs: a contract by its version."""

from typing import Any

from vaultkit.explore.health.health import Changes, Health, NoteName, Tally, Totals
from vaultkit.report.record import Finding

VERSION = 1


def document(health: Health, vault: str, time: str) -> dict[str, Any]:
    """Return what is known of a vault's health.

    Args:
        health: the record of it.
        vault: the vault's folder.
        time: when it was checked.
    """
    return {
        "version": VERSION,
        "vault": vault,
        "time": time,
        "summary": _totals(health.totals),
        "rules": [
            {
                "code": item.code,
                "rule": item.rule,
                "severity": str(item.severity),
                "findings": item.findings,
                "notes": item.notes,
                "fixable": item.fixable,
            }
            for item in health.rules
        ],
        "folders": [
            {
                "folder": item.folder,
                "notes": item.notes,
                "sound": item.sound,
                **_tally(item.tally),
            }
            for item in health.folders
        ],
        "worst": [
            {**_note(item.note), **_tally(item.tally), "backlinks": item.backlinks}
            for item in health.worst
        ],
        "missing": [
            {
                "name": item.name,
                "links": item.links,
                "asking": [_note(note) for note in item.asking],
            }
            for item in health.missing
        ],
        "stubs": [{**_note(item.note), "backlinks": item.backlinks} for item in health.stubs],
        "orphans": [_note(note) for note in health.orphans],
        "changes": _changes(health.changes) if health.changes else None,
    }


def _changes(changes: Changes) -> dict[str, Any]:
    return {
        "since": changes.since,
        "before": _totals(changes.before),
        "rules": [
            {
                "code": item.code,
                "rule": item.rule,
                "before": item.before,
                "now": item.now,
                "new": item.new,
                "gone": item.gone,
            }
            for item in changes.rules
        ],
        "new": [_finding(found) for found in changes.new],
        "gone": [_finding(found) for found in changes.gone],
    }


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "notes": totals.notes,
        "sound": totals.sound,
        "links": totals.links,
        **_tally(totals.tally),
        "fixable": totals.fixable,
        "missing": totals.missing,
        "stubs": totals.stubs,
        "orphans": totals.orphans,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {"errors": tally.errors, "warnings": tally.warnings, "infos": tally.infos}


def _note(note: NoteName) -> dict[str, Any]:
    return {"path": note.path, "note": note.name}


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "rule": found.rule,
        "severity": str(found.severity),
        "path": found.path,
        "note": found.note,
        "line": found.line,
        "column": found.column,
        "message": found.message,
        "fingerprint": found.fingerprint,
    }
