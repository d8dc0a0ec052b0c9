"""The undo journal: what every run is about to change, kept in the user's state folder.

A vault has a folder there, named by the hash of its own, that holds the lock and ``runs/N``: a
``run.json`` and the bytes of each note before, in files named by their digests. A run is complete
and on the disk before the first note is touched. What is read back is trusted with nothing: paths
stay inside the vault, and the bytes must have their digest.
"""

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from vaultkit.changes.disk.atomic import sync_folders, write_all
from vaultkit.changes.undo.run_record import Run, RunEntry, RunState, digest, dump_run, load_run
from vaultkit.changes.undo.user_folders import state_folder
from vaultkit.errors import UsageError, VaultkitError
from vaultkit.text import reason

_RUNS_KEPT = 20
_COPIES_KEPT = timedelta(days=90)
_PRIVATE = 0o700
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class JournalError(VaultkitError):
    """A run's journal cannot be read or written."""


class Journal:
    """The runs of one vault."""

    def __init__(self, root: Path) -> None:
        """Store the vault's folder; it need not exist any more."""
        self.root = Path(os.path.realpath(root))
        self.folder = state_folder(self.root)
        self.runs = self.folder / "runs"

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Keep every other run of this user out of the vault.

        Raises:
            UsageError: another run is at work.
            JournalError: the state folder cannot be written.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder / "lock", timeout=0)
        try:
            self.runs.mkdir(_PRIVATE, parents=True, exist_ok=True)
            self.folder.chmod(_PRIVATE)
            self.runs.chmod(_PRIVATE)
            lock.acquire()
        except Timeout as error:
            raise UsageError(
                f"another run of vaultkit is changing {self.root}; try again when it has finished"
            ) from error
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            yield
        finally:
            lock.release()

    def numbers(self) -> list[int]:
        """Return the numbers of all runs, oldest first.

        Raises:
            JournalError: the state folder cannot be read.
        """
        try:
            names = os.listdir(self.runs)  # noqa: PTH208
        except FileNotFoundError:
            return []
        except OSError as error:
            raise JournalError(f"{self.runs} cannot be read: {reason(error)}") from error
        return sorted(int(name) for name in names if _NUMBER.fullmatch(name))

    def read(self, number: int) -> Run:
        """Read a run back.

        Raises:
            JournalError: its journal is broken, or of another vault.
        """
        path = self._folder(number) / "run.json"
        try:
            return load_run(number, json.loads(path.read_bytes()), self.root)
        except OSError as error:
            trouble = reason(error)
        except RecursionError:
            trouble = "it is nested too deeply"
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            trouble = str(error) if type(error) is ValueError else "it is not a journal"
        raise JournalError(
            f"run {number} has a broken journal, {path}: {trouble}; "
            f"`vaultkit undo --list` lists the others"
        )

    def copy(self, run: Run, name: str) -> bytes:
        """Return the bytes of a note before a run.

        Raises:
            ValueError: they are not what they were.
            OSError: they cannot be read.
        """
        content = (self._folder(run.number) / name).read_bytes()
        if digest(content) != name:
            raise ValueError("its saved copy is damaged")
        return content

    def begin(
        self,
        entries: Sequence[RunEntry],
        copies: Mapping[str, bytes],
        folders: Sequence[str],
        *,
        renames: Mapping[str, str] = MappingProxyType({}),
        whole: bool = False,
    ) -> Run:
        """Write down what a run is about to change; when this returns, all is on the disk.

        Args:
            entries: the files.
            copies: the bytes before by their digests.
            folders: those that it makes.
            renames: the new paths of files by the old ones.
            whole: whether it is taken back with all its files or not at all.

        Raises:
            JournalError: it cannot be written; nothing of it is left.
        """
        number = max(self.numbers(), default=0) + 1
        now = datetime.now(UTC).replace(microsecond=0)
        run = Run(
            number, RunState.STARTED, now, tuple(entries), tuple(folders), dict(renames), whole
        )
        unfinished = self.runs / f"{number}.part"
        try:
            self._sweep()
            unfinished.mkdir(_PRIVATE)
            for name, content in copies.items():
                _save(unfinished / name, content)
            _save(unfinished / "run.json", dump_run(run, self.root))
            sync_folders([unfinished])
            unfinished.rename(self._folder(number))
            sync_folders([self.runs, *self.runs.parents[:3]])
        except OSError as error:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise self._unwritable(error) from error
        return run

    def settle(self, run: Run, state: RunState, entries: Sequence[RunEntry]) -> Run:
        """Write down how a run ended.

        Raises:
            JournalError: it cannot be written; the run stays as it was.
        """
        ended = replace(run, state=state, entries=tuple(entries))
        try:
            self._replace(ended)
        except OSError as error:
            raise JournalError(
                f"the notes are written, but {self._folder(run.number)} is not: {reason(error)}; "
                f"it counts as unfinished, and `vaultkit undo` can still revert it"
            ) from error
        return ended

    def amend(
        self,
        run: Run,
        entries: Sequence[RunEntry],
        copies: Mapping[str, bytes],
        edited: Mapping[str, bytes],
    ) -> Run:
        """Write down that files are to have other bytes than before when a run is taken back.

        Args:
            run: the run.
            entries: its files, as if it had found in them what they are to have.
            copies: those bytes by their digests.
            edited: what the files hold now by path, of which a copy is kept.

        Raises:
            JournalError: it cannot be written; the run stays as it was.
        """
        amended = replace(run, entries=tuple(entries))
        folder = self._folder(run.number)
        try:
            for name, content in copies.items():
                self._add(folder / name, content)
            for path, content in edited.items():
                self.keep(run, path, content)
            sync_folders([folder])
            self._replace(amended)
        except OSError as error:
            raise self._unwritable(error) from error
        return amended

    def drop(self, run: Run) -> None:
        """Remove a run that changed nothing."""
        with contextlib.suppress(OSError):
            self._folder(run.number).rename(self.runs / f"{run.number}.part")
            self._sweep()

    def keep(self, run: Run, path: str, content: bytes) -> Path:
        """Save bytes that are about to be overwritten, and say where.

        Raises:
            OSError: they cannot be written.
        """
        folder = self._folder(run.number) / "kept"
        folder.mkdir(_PRIVATE, exist_ok=True)
        name = (digest(content) or "")[:16] + PurePosixPath(path).suffix[:8]
        self._add(folder / name, content)
        sync_folders([folder, folder.parent])
        return folder / name

    def prune(self) -> None:
        """Forget all but the last runs.

        One that was cut short is kept until it is undone, one that holds copies of edits for some
        months.
        """
        since = datetime.now(UTC) - _COPIES_KEPT
        for number in self.numbers()[:-_RUNS_KEPT]:
            with contextlib.suppress(JournalError):
                run = self.read(number)
                holds_copies = (self._folder(number) / "kept").is_dir() and run.time > since
                if run.state is RunState.STARTED or holds_copies:
                    continue
            with contextlib.suppress(OSError):
                self._folder(number).rename(self.runs / f"{number}.part")
        self._sweep()

    def _add(self, path: Path, content: bytes) -> None:
        """Save bytes under a name made of them, in one step; what is there already is kept."""
        with contextlib.suppress(OSError):
            if path.read_bytes() == content:
                return
        new = path.with_name(f"{path.name}.new")
        new.unlink(missing_ok=True)
        _save(new, content)
        new.replace(path)

    def _folder(self, number: int) -> Path:
        return self.runs / str(number)

    def _replace(self, run: Run) -> None:
        """Write a run's journal again, in one step."""
        folder = self._folder(run.number)
        new = folder / "run.json.new"
        new.unlink(missing_ok=True)
        _save(new, dump_run(run, self.root))
        new.replace(folder / "run.json")
        sync_folders([folder])

    def _sweep(self) -> None:
        """Remove what was half written or half removed."""
        for part in self.runs.glob("*.part"):
            shutil.rmtree(part, ignore_errors=True)

    def _unwritable(self, error: OSError) -> JournalError:
        return JournalError(
            f"the undo journal {self.folder} cannot be written: {reason(error)}; "
            f"no note was changed"
        )


def _save(path: Path, content: bytes) -> None:
    """Write a new file that only the user can read, and see it to the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags, 0o600)
    try:
        write_all(file, content)
        os.fsync(file)
    finally:
        os.close(file)
