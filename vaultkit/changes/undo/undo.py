"""Runs taken back: every file gets the bytes and the mode it had before."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vaultkit.changes.file_change import FileChange, moved_once
from vaultkit.changes.undo.journal import Journal, JournalError
from vaultkit.changes.undo.restore import Restoring
from vaultkit.changes.undo.run_record import Run, RunState
from vaultkit.errors import UsageError
from vaultkit.progress import Step


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in a list; a broken one has no time. ``files`` are those not taken back yet."""

    number: int
    time: datetime | None
    files: int
    state: str


@dataclass(frozen=True, slots=True)
class Undone:
    """The outcome of an undo.

    ``files`` are those restored, one that was moved by its old path. ``refused`` are files edited
    since, ``failed`` such as cannot be read or written, with the reasons; of a run that is
    ``whole`` nothing is restored then, but where that failed, too. ``merged`` are files whose
    later edits stay, ``kept`` says where the edits lie that ``force`` has overwritten.
    ``renames`` are the new paths by the old ones of files that the run moved.
    ``was_unfinished``: the run had been cut short.
    """

    run: int
    restored: tuple[str, ...]
    files: frozenset[str]
    refused: Mapping[str, str]
    failed: Mapping[str, str]
    merged: tuple[str, ...]
    kept: Mapping[str, Path]
    renames: Mapping[str, str]
    was_unfinished: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a run back would change, and what it would not and why; as ``Undone``."""

    run: int
    changes: tuple[FileChange, ...]
    files: frozenset[str]
    refused: Mapping[str, str]
    failed: Mapping[str, str]
    merged: tuple[str, ...]
    renames: Mapping[str, str]
    was_unfinished: bool
    whole: bool


def runs(root: Path, *, was: Path | None = None) -> list[Summary]:
    """List the runs of a vault, oldest first.

    Raises:
        VaultkitError: the state folder cannot be read.
    """
    journal = Journal(was or root)
    found = []
    for number in journal.numbers():
        try:
            run = journal.read(number)
        except JournalError:
            found.append(Summary(number, None, 0, "broken"))
        else:
            found.append(Summary(number, run.time, run.files, run.state))
    return found


def pending(root: Path) -> int | None:
    """Return the number of the last run that was cut short; None when all came to their end.

    A run that is at work just now counts, too: ask before starting one.
    """
    unfinished = (item.number for item in reversed(runs(root)) if item.state == RunState.STARTED)
    return next(unfinished, None)


def preview(
    root: Path, number: int | None = None, *, force: bool = False, was: Path | None = None
) -> Preview:
    """Return what ``undo`` would do, and do nothing.

    Raises:
        UsageError: there is no such run, or it is undone.
        VaultkitError: its journal is broken.
    """
    journal = Journal(was or root)
    run = _chosen(journal, number, is_moved=was is not None)
    work = Restoring(journal, run, Journal(root).root, force=force)
    changes = tuple(work.changes())
    return Preview(
        run.number,
        changes,
        _moved_once((change.path for change in changes), run),
        work.refused,
        work.failed,
        tuple(work.merged) if changes else (),
        run.renames,
        run.state is RunState.STARTED,
        run.whole,
    )


def undo(
    root: Path,
    number: int | None = None,
    *,
    force: bool = False,
    was: Path | None = None,
    step: Step | None = None,
) -> Undone:
    """Return every note of a run the bytes it had before; by default of the last run not undone.

    In files edited since, the lines that the run wrote are taken back if all of them are there as
    it left them. Other files edited since are left alone, and with one of them all files of a run
    that is whole, unless forced; then the edits are kept with the run. What is left alone stays in
    the run's journal and can be undone later. A run that was cut short is taken back in the same
    way, and so is what an undo that was cut short has left.

    Args:
        root: the vault's folder.
        number: the run.
        force: overwrite what was edited since.
        was: where the vault was at the time of the run.
        step: told of the notes looked at.

    Raises:
        UsageError: there is no such run, it is undone, or another run is at work.
        VaultkitError: its journal is broken, or cannot be written.
    """
    journal = Journal(was or root)
    here = Journal(root)
    _chosen(journal, number, is_moved=was is not None)
    with contextlib.ExitStack() as locks:
        for folder in {here.folder: here, journal.folder: journal}.values():
            locks.enter_context(folder.lock())
        run = _chosen(journal, number, is_moved=was is not None)
        work = Restoring(journal, run, here.root, force=force, step=step)
        restored = work.carry_out()
    return Undone(
        run.number,
        tuple(restored),
        _moved_once(restored, run),
        work.refused,
        work.failed,
        tuple(work.merged) if restored else (),
        work.kept if restored else {},
        run.renames,
        run.state is RunState.STARTED,
        run.whole,
    )


def _moved_once(restored: Iterable[str], run: Run) -> frozenset[str]:
    """Return the paths of restored files, of one that was moved the old one alone."""
    return frozenset(moved_once(restored, {new: old for old, new in run.renames.items()}))


def _chosen(journal: Journal, number: int | None, *, is_moved: bool) -> Run:
    """Return the run asked for, or the last one that is not undone."""
    numbers = journal.numbers()
    if number is not None:
        if number not in numbers:
            raise UsageError(
                f"there is no run {number} in {journal.root}: `vaultkit undo --list` lists them"
            )
        run = journal.read(number)
        if run.state is RunState.UNDONE:
            raise UsageError(f"run {number} is already undone")
        return run
    for last in reversed(numbers):
        run = journal.read(last)
        if run.state is not RunState.UNDONE:
            return run
    if numbers:
        raise UsageError(f"every run in {journal.root} is already undone")
    hint = "" if is_moved else "; --root names another vault, --vault-was where this one was before"
    raise UsageError(f"there is nothing to undo in the vault {journal.root}{hint}")
