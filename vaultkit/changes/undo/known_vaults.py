"""Which vaults the user's journals know of."""

import contextlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from vaultkit.changes.undo.journal import Journal, JournalError
from vaultkit.changes.undo.run_record import RunState


def last_changed_around(folder: Path) -> Path | None:
    """Return the vault below a folder, or above it, in which the last run was that can be undone.

    None if there is no such vault, or it is not where it was.
    """
    here = Journal(folder)
    with contextlib.suppress(OSError):
        vaults = [
            (time, root)
            for kept in here.folder.parent.iterdir()
            for root in _roots(kept / "runs")
            if root.is_relative_to(here.root) or here.root.is_relative_to(root)
            for time in _times(root)
        ]
        return max(vaults)[1] if vaults else None
    return None


def _roots(runs: Path) -> Iterator[Path]:
    """Yield the vault that some runs are of, if one of them says it and the vault is there."""
    with contextlib.suppress(OSError):
        for run in sorted(runs.iterdir(), reverse=True):
            with contextlib.suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
                root = Path(json.loads((run / "run.json").read_bytes())["root"])
                if Journal(root).runs == runs and root.is_dir():
                    yield root
                    return


def _times(root: Path) -> Iterator[datetime]:
    """Yield when the last run of a vault was that is not undone, if any."""
    journal = Journal(root)
    for number in reversed(journal.numbers()):
        with contextlib.suppress(JournalError):
            run = journal.read(number)
            if run.state is not RunState.UNDONE:
                yield run.time
                return
