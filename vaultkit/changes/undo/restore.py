"""One run on its way back: its files checked, amended for later edits, and restored.

Where what the run wrote can be told from what was written later, the run's journal is amended
first: it then says that the run found the file with the later edits in it, and left it as it is
now. So an undo that was cut short is gone on with as any other.

It is one file because all its steps share the run that they take back.
"""

import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from vaultkit.changes.disk.atomic import (
    StaleError,
    locate,
    read_file,
    refuse_protected,
    remove_empty,
    replace_file,
    sync_folders,
)
from vaultkit.changes.file_change import FileChange
from vaultkit.changes.undo.changed_lines import is_kin, rewritten_lines, taken_back
from vaultkit.changes.undo.journal import Journal
from vaultkit.changes.undo.run_record import Run, RunEntry, RunState, digest
from vaultkit.progress import Step, with_progress
from vaultkit.text import reason

_EDITED = "it was edited since"
_GONE = "it was moved or deleted since"
_TAKEN = "another file like it is there again"


@dataclass(frozen=True, slots=True)
class _Restoration:
    """One file to restore; ``mode`` is the one it has, ``is_edited``: its edits are lost to it."""

    entry: RunEntry
    change: FileChange
    real: Path
    mode: int | None
    is_edited: bool


@dataclass
class Restoring:
    """A run on its way back.

    ``refused`` are files edited since, ``failed`` such as cannot be read or written, with the
    reasons; ``merged`` those that keep their later edits, and ``kept`` says where edits lie that
    were overwritten. ``step`` is told of the files restored.
    """

    journal: Journal
    run: Run
    root: Path
    force: bool
    step: Step | None = None
    refused: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Path] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the files that were edited since around what the run wrote."""
        self._has_lost = False  # a file that the run deleted could not be restored
        self._entries = {entry.path: entry for entry in self.run.entries}
        self._former = self._moved()
        self._copies: dict[str, bytes] = {}
        self._edited: dict[str, bytes] = {}
        for entry in self.run.entries:
            with contextlib.suppress(OSError, StaleError, ValueError):
                self._amend(entry)

    def changes(self) -> list[FileChange]:
        """Return what restoring would change, and do nothing; note the reasons of the rest."""
        if self._is_refused():
            return []
        return [restoration.change for restoration in self._restorations()]

    def carry_out(self) -> list[str]:
        """Restore the files and write down what is left; give the paths of those restored.

        Raises:
            JournalError: the journal cannot be written.
        """
        if self._is_refused():
            return []
        before = self.run.state
        if self._copies:
            entries = [self._entries[entry.path] for entry in self.run.entries]
            self.run = self.journal.amend(self.run, entries, self._copies, self._edited)
        if self.run.whole:
            self.journal.settle(self.run, RunState.STARTED, self.run.entries)
        self._sweep()
        restored: list[_Restoration] = []
        for restoration in self._restorations():
            with self._reasons(restoration.entry):
                self._restore(restoration)
                restored.append(restoration)
            if self._is_stopped():
                break
        if not self._is_stopped():
            self._settle(restored)
        elif self._roll_back(restored):
            self.journal.settle(self.run, before, self.run.entries)
            return []
        else:
            self.journal.settle(self.run, RunState.STARTED, self.run.entries)
        return [item.entry.path for item in restored]

    def _is_stopped(self) -> bool:
        """Return whether a run that goes back as a whole has met a file that does not."""
        return self.run.whole and bool(self.refused or self.failed)

    def _settle(self, restored: Sequence[_Restoration]) -> None:
        """Tidy up, and write down what is left."""
        self._sweep()
        left = [e for e in self.run.entries if e.path in self.refused or e.path in self.failed]
        if not left:
            remove_empty(
                (self.root / item for item in reversed(self.run.folders)), within=self.root
            )
        sync_folders(item.real.parent for item in restored)
        if left:
            unfinished = self.run.state is RunState.STARTED
            state = RunState.STARTED if unfinished and self.failed else RunState.DONE
            self.journal.settle(self.run, state, left)
        else:
            self.journal.settle(self.run, RunState.UNDONE, self.run.entries)

    def _moved(self) -> dict[str, RunEntry]:
        """Return the entries of files that the run moved by their new paths."""
        found = {}
        for old, new in self.run.renames.items():
            gone, come = self._entries.get(old), self._entries.get(new)
            if gone and come and gone.before and not gone.after and come.after and not come.before:
                found[new] = gone
        return found

    def _amend(self, entry: RunEntry) -> None:
        """Revert the lines of the run in a file that was edited since, if that can be."""
        found = read_file(self._locate(entry))
        now = digest(found)
        former = self._former.get(entry.path)
        origin = former or entry
        if found is None or entry.lines is None or origin.before is None:
            return
        if now in (entry.before, entry.after) or self._is_reserved(entry, found):
            return
        if self._locate(entry) != self.root / entry.path:
            return  # through a symbolic link, which may lead to another file now
        before = self._copy(origin.before)
        back = taken_back(before, entry.lines, found)
        if back is None or (former is not None and not is_kin(before, back)):
            return
        name, lines = str(digest(back)), rewritten_lines(back, found)
        mode = stat.S_IMODE(self._locate(entry).stat().st_mode)
        if former is None:
            amended = replace(entry, before=name, after=now, lines=lines, mode=mode)
            self._entries[entry.path] = amended
        else:
            there = digest(read_file(self._locate(former)))
            begun = (name, former.before) if self.run.state is RunState.STARTED else ()
            if there not in (None, *begun):
                return
            self._entries[former.path] = replace(former, before=name, after=there, mode=mode)
            self._entries[entry.path] = replace(entry, after=now, lines=lines)
        self._copies[name] = back
        self._edited[entry.path] = found
        if back != found or former is not None:
            self.merged.append(origin.path)

    def _is_refused(self) -> bool:
        """Look at all files of a run that goes back as a whole; return whether it cannot."""
        if self.run.whole:
            for entry in self.run.entries:
                with self._reasons(entry):
                    restoration = self._check(self._entries[entry.path])
                    if restoration is not None:
                        refuse_protected(restoration.real)
        return self._is_stopped()

    def _restorations(self) -> Iterator[_Restoration]:
        """Check the files one by one: give those to change, and note the others' reasons.

        What was created is removed last, and only when all else is back: it may be the new place
        of a note whose old one cannot be restored.
        """
        entries = [self._entries[entry.path] for entry in self.run.entries]
        entries.sort(key=lambda entry: entry.before is None)
        for entry in with_progress(entries, len(entries), self.step):
            with self._reasons(entry):
                restoration = self._check(entry)
                if restoration is None:
                    continue
                if entry.before is None and self._has_lost:
                    raise StaleError("its possible old place could not be restored")
                yield restoration

    def _check(self, entry: RunEntry) -> _Restoration | None:
        """Compare a file with what the run left; None when it is as it was before."""
        real = self._locate(entry)
        found = read_file(real)
        now = digest(found)
        if now == entry.before:
            if not self.force and self._is_missed(entry):
                raise StaleError(_GONE)
            if not self.force and self._is_taken(entry):
                raise StaleError(_TAKEN)
            return None
        is_edited = now != entry.after and not self._is_reserved(entry, found)
        if is_edited and not self.force:
            raise StaleError(_EDITED if found is not None else _GONE)
        before = None if entry.before is None else self._copy(entry.before)
        mode = None if found is None else stat.S_IMODE(real.stat().st_mode)
        return _Restoration(entry, FileChange(entry.path, found, before), real, mode, is_edited)

    def _is_missed(self, entry: RunEntry) -> bool:
        """Return whether a file that the run moved is where it was neither before nor after."""
        former = self._former.get(entry.path)
        if former is None or not self.run.whole:
            return False
        return digest(read_file(self._locate(former))) != self._entries[former.path].before

    def _is_taken(self, entry: RunEntry) -> bool:
        """Return whether a file like the one that the run moved away is where that was.

        Only an undo that was cut short leaves the two.
        """
        if entry.after is not None or self.run.state is RunState.STARTED:
            return False
        news = (new for new, old in self._former.items() if old.path == entry.path)
        here = self._locate(entry)
        return any(
            os.path.lexists(there) and not here.samefile(there)
            for there in (self._locate(self._entries[new]) for new in news)
        )

    def _is_reserved(self, entry: RunEntry, found: bytes | None) -> bool:
        """Return whether an interrupted run or undo has only reserved the name of a file."""
        is_made = entry.before is None or entry.after is None
        return self.run.state is RunState.STARTED and is_made and found == b""

    def _restore(self, restoration: _Restoration) -> None:
        entry, change = restoration.entry, restoration.change
        kept = None
        if restoration.is_edited and change.before is not None:
            kept = self.journal.keep(self.run, entry.path, change.before)
        self._put(restoration, change.before, change.after, entry.mode)
        if kept is not None:
            self.kept[entry.path] = kept

    def _roll_back(self, restored: Sequence[_Restoration]) -> bool:
        """Return the files back what they held; say whether that worked for all."""
        whole = True
        for item in reversed(restored):
            change = item.change
            try:
                self._put(item, change.after, change.before, item.mode)
            except (OSError, StaleError):
                whole = False
        return whole

    def _put(
        self, item: _Restoration, expected: bytes | None, content: bytes | None, mode: int | None
    ) -> None:
        replace_file(
            item.real, expected, content, temp=item.entry.temp, within=self.root, mode=mode
        )

    def _copy(self, name: str) -> bytes:
        """Return the bytes of a file before the run, or around later edits."""
        return self._copies[name] if name in self._copies else self.journal.copy(self.run, name)

    def _locate(self, entry: RunEntry) -> Path:
        is_edit = entry.before is not None and entry.after is not None
        return locate(self.root, entry.path, is_there=is_edit)

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
        """Record why a file is left alone."""
        try:
            yield
        except StaleError as error:
            self.refused[entry.path] = str(error)
            self._has_lost |= entry.after is None
        except (OSError, ValueError) as error:
            self.failed[entry.path] = f"it cannot be restored: {reason(error)}"
            self._has_lost |= entry.after is None
