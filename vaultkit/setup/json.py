"""What setting vaultkit up comes to, as a document for programs: a contract by its version."""

from collections.abc import Iterable
from typing import Any

from vaultkit.report.record import Report
from vaultkit.rules.base.problem import Severity
from vaultkit.setup.place import SetupPlace
from vaultkit.setup.steps import Step

VERSION = 1


def document(
    place: SetupPlace, report: Report, steps: Iterable[Step], *, dry_run: bool
) -> dict[str, Any]:
    """Return what was seen of a vault, and what became of each file.

    Args:
        place: where the vault is.
        report: what is found in it with the configuration that it has or will have.
        steps: the files, and what is not done.
        dry_run: whether nothing was to be written.
    """
    return {
        "version": VERSION,
        "vault": str(place.root),
        "repository": str(place.top) if place.top else None,
        "dry_run": dry_run,
        "summary": {
            "notes": report.notes,
            "links": report.links,
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
            "fixable": report.fixable,
        },
        "steps": [_step(step, dry_run=dry_run) for step in steps],
        "remarks": list(report.remarks),
    }


def _step(step: Step, *, dry_run: bool) -> dict[str, Any]:
    return {
        "path": str(step.path) if step.path else None,
        "written": step.draft is not None and not dry_run,
        "message": step.said,
        "content": step.draft.content.decode("utf-8", "replace") if step.draft else None,
        "snippet": step.snippet or None,
    }
