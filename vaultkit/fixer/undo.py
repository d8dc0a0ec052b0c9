"""Runs taken back: every note gets the bytes and the mode it had before."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from vaultkit.errors import UsageError
from vaultkit.fixer.atomic import (
    StaleError,
    locate,
    put,
    read,
    remove_empty,
    sync_folders,
)
from vaultkit.fixer.change import FileChange
from vaultkit.fixer.journal import Journal, JournalError, Run, RunEntry, State, digest
from vaultkit.printable import reason
from vaultkit.steps import Step, told

_EDITED = "it was edited since"


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in a list; a broken one has no time. ``notes`` are those not taken back yet."""

    number: int
    time: datetime | None
    notes: int
    state: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of taking a run back.

    ``refused`` are notes edited since, ``failed`` such as cannot be read or written, with the
    reasons; ``kept`` says where the edits lie that ``force`` has overwritten. ``was_unfinished``:
    the run had been cut short.
    """

    run: int
    restored: tuple[str, ...]
    refused: Mapping[str, str]
    failed: Mapping[str, str]
    kept: Mapping[str, Path]
    was_unfinished: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a run back would change, and what it would not and why."""

    run: int
    changes: tuple[FileChange, ...]
    refused: Mapping[str, str]
    failed: Mapping[str, str]


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
            found.append(Summary(number, run.time, len(run.entries), run.state))
    return found


def pending(root: Path) -> int | None:
    """Give the number of the last run that was cut short; None when all came to their end.

    A run that is at work just now counts, too: ask before starting one.
    """
    unfinished = (item.number for item in reversed(runs(root)) if item.state == State.STARTED)
    return next(unfinished, None)


def preview(
    root: Path, number: int | None = None, *, force: bool = False, was: Path | None = None
) -> Preview:
    """Say what ``undo`` would do, and do nothing.

    Raises:
        UsageError: there is no such run, or it is undone.
        VaultkitError: its journal is broken.
    """
    journal = Journal(was or root)
    run = _chosen(journal, number, is_moved=was is not None)
    work = _Undoing(journal, run, Journal(root).root, force=force)
    changes = tuple(restoration.change for restoration in work.restorations())
    return Preview(run.number, changes, work.refused, work.failed)


def undo(
    root: Path,
    number: int | None = None,
    *,
    force: bool = False,
    was: Path | None = None,
    step: Step | None = None,
) -> Undone:
    """Give every note of a run the bytes it had before; by default of the last run not undone.

    Notes edited since are left alone unless forced; then the edits are kept with the run. What is
    left alone stays in the run's journal and can be undone later. A run that was cut short is
    taken back in the same way, and so is what an undo that was cut short has left.

    Args:
        root: the vault's folder.
        number: the run.
        force: overwrite what was edited since.
        was: where the vault lay at the time of the run.
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
        return _Undoing(journal, run, here.root, force=force, step=step).carry_out()


def _chosen(journal: Journal, number: int | None, *, is_moved: bool) -> Run:
    """Give the run asked for, or the last one that is not undone."""
    numbers = journal.numbers()
    if number is not None:
        if number not in numbers:
            raise UsageError(
                f"there is no run {number} in {journal.root}: `vaultkit undo --list` lists them"
            )
        run = journal.read(number)
        if run.state is State.UNDONE:
            raise UsageError(f"run {number} is already undone")
        return run
    for last in reversed(numbers):
        run = journal.read(last)
        if run.state is not State.UNDONE:
            return run
    if numbers:
        raise UsageError(f"every run in {journal.root} is already undone")
    hint = "" if is_moved else "; --root names another, --vault-was where this one lay before"
    raise UsageError(f"there is nothing to undo in the vault {journal.root}{hint}")


@dataclass(frozen=True, slots=True)
class _Restoration:
    entry: RunEntry
    change: FileChange
    real: Path
    is_edited: bool


@dataclass
class _Undoing:
    """One run on its way back; ``has_lost``: a note that it deleted could not be restored.

    ``step`` is told of the notes looked at.
    """

    journal: Journal
    run: Run
    root: Path
    force: bool
    step: Step | None = None
    refused: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Path] = field(default_factory=dict)
    has_lost: bool = False

    def restorations(self) -> Iterator[_Restoration]:
        """Judge the notes one by one: give those to change, and note the others' reasons.

        What was created is removed last, and only when all else is back: it may be the new place
        of a note whose old one cannot be restored.
        """
        entries = sorted(self.run.entries, key=lambda entry: entry.before is None)
        for entry in told(entries, len(entries), self.step):
            with self._reasons(entry):
                restoration = self._judge(entry)
                if restoration is None:
                    continue
                if entry.before is None and self.has_lost:
                    raise StaleError("what may be its old place could not be restored")
                yield restoration

    def carry_out(self) -> Undone:
        """Restore the notes, and write down what is left."""
        self._sweep()
        restored: list[_Restoration] = []
        for restoration in self.restorations():
            with self._reasons(restoration.entry):
                self._restore(restoration)
                restored.append(restoration)
        self._sweep()
        left = [e for e in self.run.entries if e.path in self.refused or e.path in self.failed]
        if not left:
            remove_empty(self.root / item for item in reversed(self.run.folders))
        sync_folders(item.real.parent for item in restored)
        unfinished = self.run.state is State.STARTED
        if left:
            state = State.STARTED if unfinished and self.failed else State.DONE
            self.journal.settle(self.run, state, left)
        else:
            self.journal.settle(self.run, State.UNDONE, self.run.entries)
        paths = tuple(item.entry.path for item in restored)
        return Undone(self.run.number, paths, self.refused, self.failed, self.kept, unfinished)

    def _sweep(self) -> None:
        """Remove the temporary files that the run, or an undo before, has left."""
        for entry in self.run.entries:
            with contextlib.suppress(OSError, StaleError):
                temp = self._locate(entry).parent / entry.temp
                if os.path.lexists(temp):
                    try:
                        temp.unlink()
                    except OSError as error:
                        self.failed[entry.path] = f"{temp.name} cannot be removed: {reason(error)}"

    @contextlib.contextmanager
    def _reasons(self, entry: RunEntry) -> Iterator[None]:
        """Note why a note is left alone."""
        try:
            yield
        except StaleError as error:
            self.refused[entry.path] = str(error)
            self.has_lost |= entry.after is None
        except (OSError, ValueError) as error:
            self.failed[entry.path] = f"it cannot be restored: {reason(error)}"
            self.has_lost |= entry.after is None

    def _locate(self, entry: RunEntry) -> Path:
        is_edit = entry.before is not None and entry.after is not None
        return locate(self.root, entry.path, is_there=is_edit)

    def _judge(self, entry: RunEntry) -> _Restoration | None:
        """Compare a note with what the run left; None when it is as it was before."""
        real = self._locate(entry)
        found = read(real)
        now = digest(found)
        if now == entry.before:
            return None
        reserved = self.run.state is State.STARTED and entry.before is None and found == b""
        is_edited = now != entry.after and not reserved
        if is_edited and not self.force:
            raise StaleError(_EDITED if found is not None else "it was moved or deleted since")
        before = None if entry.before is None else self.journal.copy(self.run, entry.before)
        return _Restoration(entry, FileChange(entry.path, found, before), real, is_edited)

    def _restore(self, restoration: _Restoration) -> None:
        entry, change = restoration.entry, restoration.change
        if restoration.is_edited and change.before is not None:
            kept = self.journal.keep(self.run, entry.path, change.before)
            put(restoration.real, change.before, change.after, temp=entry.temp, mode=entry.mode)
            self.kept[entry.path] = kept
        else:
            put(restoration.real, change.before, change.after, temp=entry.temp, mode=entry.mode)
