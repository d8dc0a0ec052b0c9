"""Changes written to the disk, each note whole, after the undo journal is written."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from vaultkit.changes.disk.atomic import (
    StaleError,
    expect,
    locate,
    refuse_protected,
    remove_empty,
    replace_file,
    sync_folders,
    unused_name,
)
from vaultkit.changes.file_change import FileChange, is_vault_path
from vaultkit.changes.undo.changed_lines import rewritten_lines
from vaultkit.changes.undo.journal import Journal
from vaultkit.changes.undo.run_record import RunEntry, RunState, digest
from vaultkit.progress import Step, with_progress
from vaultkit.text import reason


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the run's number (None: nothing), and why the rest was not, by path."""

    run: int | None
    paths: tuple[str, ...]
    skipped: Mapping[str, str]


@dataclass(eq=False)
class _Step:
    """One real file to write; ``paths`` are all that lead to it."""

    change: FileChange
    real: Path
    entry: RunEntry
    paths: list[str] = field(default_factory=list)


def write_files(
    root: Path,
    changes: Sequence[FileChange],
    step: Step | None = None,
    *,
    renames: Mapping[str, str] = MappingProxyType({}),
    whole: bool = False,
) -> Written:
    """Write changes to a vault, as one run that can be undone.

    A note that is not as it was, or cannot be written (a full disk, too), is skipped; the rest is
    written all the same. Where two paths lead to one file it is written once. Edits come first,
    then creations, then deletions, and these only when every creation succeeded: they may be the
    two halves of a rename. When the process dies half-way, each note is as it was or as it should
    be, and the run stays unfinished until it is undone.

    Args:
        root: the vault's folder.
        changes: what is to become of its files.
        step: called with the files written.
        renames: the new paths of files that change theirs by the old ones; they keep their mode
            and, with the same bytes, their time.
        whole: whether the run is to be taken back with all its files or not at all; then nothing
            is written, either, where it shows before that a file would be skipped.

    Raises:
        UsageError: another run is at work in the vault.
        VaultkitError: the journal cannot be written; then nothing else is.
    """
    wanted = [change for change in changes if change.before != change.after]
    if not wanted:
        return Written(None, (), {})
    journal = Journal(root)
    with journal.lock():
        skipped: dict[str, str] = {}
        steps = _plan(journal.root, wanted, skipped, renames)
        if whole and skipped:
            return Written(None, (), skipped)
        creations = {change.path for change in wanted if change.before is None}
        number, done = _carry_out(journal, steps, creations, skipped, step, renames, whole=whole)
    written = {path for step in done for path in step.paths}
    paths = tuple(change.path for change in wanted if change.path in written)
    return Written(number, paths, skipped)


def _plan(
    root: Path,
    changes: Sequence[FileChange],
    skipped: dict[str, str],
    renames: Mapping[str, str],
) -> list[_Step]:
    """Return the steps for all files in order, and what is skipped."""
    steps: dict[Path, _Step] = {}
    gone = {change.path: change.before for change in changes if change.after is None}
    origins = {new: gone.get(old) for old, new in renames.items()}
    for change in changes:
        path = change.path
        try:
            real = _examine(root, change)
            first = steps.get(real)
            if first is None:
                steps[real] = _Step(change, real, _entry(change, real, origins), [path])
            elif first.change.after == change.after:
                first.paths.append(path)
            else:
                other = first.change.path
                skipped[path] = f"it is the same file as {other}, which is changed differently"
        except StaleError as error:
            skipped[path] = str(error)
        except (OSError, ValueError) as error:
            skipped[path] = f"it cannot be written: {reason(error)}"
    return sorted(steps.values(), key=lambda step: _rank(step.change))


def _rank(change: FileChange) -> int:
    return 2 if change.after is None else int(change.before is None)


def _examine(root: Path, change: FileChange) -> Path:
    """Return the real file of a change, if it is as the change has it."""
    if not is_vault_path(change.path):
        raise ValueError("its path is not inside the vault")
    is_edit = change.before is not None and change.after is not None
    real = locate(root, change.path, is_there=is_edit)
    refuse_protected(real)
    expect(real, change.before)
    return real


def _entry(change: FileChange, real: Path, origins: Mapping[str, bytes | None]) -> RunEntry:
    there = change.before is not None
    origin = origins.get(change.path) if change.before is None else change.before
    if there and change.path in origins:
        origin = None  # it takes the place of a file that moves on, and is none of its lines
    mode = stat.S_IMODE(real.stat().st_mode) if there else None
    temp = unused_name(real.parent)
    lines = None
    if origin is not None and change.after is not None:
        lines = rewritten_lines(origin, change.after)
    return RunEntry(change.path, digest(change.before), digest(change.after), mode, temp, lines)


def _carry_out(
    journal: Journal,
    steps: list[_Step],
    creations: set[str],
    skipped: dict[str, str],
    progress: Step | None,
    renames: Mapping[str, str],
    *,
    whole: bool,
) -> tuple[int | None, list[_Step]]:
    """Write the journal, then the files; give the run's number, and the steps that succeeded."""
    if not steps:
        return None, []
    copies = {
        step.entry.before: step.change.before
        for step in steps
        if step.entry.before is not None and step.change.before is not None
    }
    folders = _new_folders(journal.root, steps)
    entries = [step.entry for step in steps]
    run = journal.begin(entries, copies, folders, renames=renames, whole=whole)
    former = {new: old for old, new in renames.items()}
    done: list[_Step] = []
    for step in with_progress(steps, len(steps), progress):
        change = step.change
        if change.after is None and not creations.isdisjoint(skipped):
            trouble = "its possible new place could not be written"
        else:
            try:
                _put(step, journal.root, former.get(change.path))
            except StaleError as error:
                trouble = str(error)
            except OSError as error:
                trouble = f"it cannot be written: {reason(error)}"
            else:
                done.append(step)
                continue
        skipped.update(dict.fromkeys(step.paths, trouble))
    remove_empty((journal.root / folder for folder in reversed(folders)), within=journal.root)
    sync_folders(_touched(journal.root, done, folders))
    finished = set(done)
    kept = [step.entry for step in steps if step in finished or _has_left_temp(step)]
    if kept:
        journal.settle(run, RunState.DONE, kept)
        journal.prune()
    else:
        journal.drop(run)
    return run.number if done else None, done


def _put(step: _Step, root: Path, like: str | None) -> None:
    """Write a file; one that is an old one under another name is made like that."""
    change = step.change
    if like is None:
        replace_file(step.real, change.before, change.after, temp=step.entry.temp, within=root)
        return
    old = locate(root, like, is_there=True)
    was = old.stat()
    mode = stat.S_IMODE(was.st_mode)
    replace_file(
        step.real, change.before, change.after, temp=step.entry.temp, within=root, mode=mode
    )
    if was.st_size == len(change.after or b"") and old.read_bytes() == change.after:
        os.utime(step.real, ns=(was.st_atime_ns, was.st_mtime_ns))


def _has_left_temp(step: _Step) -> bool:
    """Return whether a temporary file could not be removed; then undo has to know of it."""
    return os.path.lexists(step.real.parent / step.entry.temp)


def _new_folders(root: Path, steps: Sequence[_Step]) -> list[str]:
    """Return the folders that creations need and that are not there, outermost first."""
    found: dict[str, None] = {}
    for step in steps:
        if step.change.before is None:
            parts = step.change.path.split("/")[:-1]
            for end in range(1, len(parts) + 1):
                folder = "/".join(parts[:end])
                if not (root / folder).is_dir():
                    found[folder] = None
    return list(found)


def _touched(root: Path, steps: Sequence[_Step], folders: Sequence[str]) -> Iterator[Path]:
    yield from (step.real.parent for step in steps)
    yield from ((root / folder).parent for folder in folders)
