"""What an undo does, and the runs that there are, as documents for programs."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vaultkit.changes.undo.undo import Preview, Summary, Undone

VERSION = 1


def document(found: Undone | Preview, vault: Path) -> dict[str, Any]:
    """Return what came of taking a run back, or what would."""
    return {
        "version": VERSION,
        "vault": str(vault),
        "dry_run": isinstance(found, Preview),
        "run": found.run,
        "interrupted": found.was_unfinished,
        "all_or_nothing": found.whole,
        "restored": [_restored(path, found) for path in sorted(found.files)],
        "left": list(_left(found)),
    }


def _restored(path: str, found: Undone | Preview) -> dict[str, Any]:
    kept = found.kept if isinstance(found, Undone) else {}
    there = found.renames.get(path)
    copy = kept.get(path) or kept.get(there or "")
    return {
        "path": path,
        "moved_from": there,
        "edits_kept": path in found.merged,
        "copy": str(copy) if copy else None,
    }


def _left(found: Undone | Preview) -> Iterator[dict[str, Any]]:
    for reason, paths in (("edited", found.refused), ("failed", found.failed)):
        for path, why in sorted(paths.items()):
            yield {"path": path, "reason": reason, "message": why}


def listed(runs: Sequence[Summary], vault: Path) -> dict[str, Any]:
    """Return the runs of a vault, the last one first."""
    return {
        "version": VERSION,
        "vault": str(vault),
        "runs": [
            {
                "run": item.number,
                "time": item.time.isoformat() if item.time else None,
                "files": item.files,
                "state": _STATES[item.state],
            }
            for item in reversed(runs)
        ],
    }


_STATES = {"started": "interrupted", "done": "done", "undone": "undone", "broken": "broken"}
