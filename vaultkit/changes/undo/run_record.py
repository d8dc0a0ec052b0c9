"""What the journal records of a run, and how it is written in its file."""

import enum
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from vaultkit.changes.file_change import is_vault_path, moved_once
from vaultkit.changes.undo.changed_lines import Rewritten
from vaultkit.version import __version__

_TEMP = re.compile(r"\.vk-[0-9a-f]{8}")

_FORMAT = 1
_DIGEST = re.compile(r"[0-9a-f]{64}")


class RunState(enum.StrEnum):
    """How far a run got: one that is only started was cut short."""

    STARTED = "started"
    DONE = "done"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One note of a run: its digests before and after (None: no file), and its temporary file.

    The copy of the bytes before is named by their digest. ``mode`` is None for a creation.
    ``lines`` are those that differ, for a file that has come from elsewhere those that differ from
    there; None where they are not known by their bytes.
    """

    path: str
    before: str | None
    after: str | None
    mode: int | None
    temp: str
    lines: tuple[Rewritten, ...] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What one run changed, or was about to.

    ``folders`` are those it made, outermost first, ``renames`` the new paths of files by the old
    ones. One that is ``whole`` is taken back with all its files or not at all.
    """

    number: int
    state: RunState
    time: datetime
    entries: tuple[RunEntry, ...]
    folders: tuple[str, ...] = ()
    renames: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    version: str = __version__

    @property
    def files(self) -> int:
        """Return how many files it changed; one that was moved counts once."""
        return len(moved_once((entry.path for entry in self.entries), self.renames))


def digest(content: bytes | None) -> str | None:
    """Return what a file's bytes are known by; None where there is no file."""
    return None if content is None else hashlib.blake2b(content, digest_size=32).hexdigest()


def dump_run(run: Run, root: Path) -> bytes:
    """Return the record of a run as it is written."""
    data = {
        "version": _FORMAT,
        "vaultkit": run.version,
        "root": str(root),
        "time": run.time.isoformat(),
        "state": run.state,
        "folders": run.folders,
        "renames": dict(run.renames),
        "whole": run.whole,
        "entries": [asdict(entry) for entry in run.entries],
    }
    return json.dumps(data, indent=1).encode()


def load_run(number: int, data: Any, root: Path) -> Run:
    """Check every value of a journal."""
    if data["version"] != _FORMAT:
        raise ValueError("it was written by another version of vaultkit")
    if data["root"] != str(root):
        raise ValueError("it belongs to another vault")
    time = datetime.fromisoformat(data["time"])
    if time.tzinfo is None:
        raise ValueError("its time has no time zone")
    entries = tuple(_entry(item) for item in data["entries"])
    folders = tuple(_path(item) for item in data["folders"])
    renames = {_path(old): _path(new) for old, new in data.get("renames", {}).items()}
    state, whole = RunState(data["state"]), data.get("whole", False) is True
    return Run(number, state, time, entries, folders, renames, whole, str(data["vaultkit"]))


def _entry(data: Any) -> RunEntry:
    before, after = (_digest(data[key]) for key in ("before", "after"))
    mode, temp = data["mode"], data["temp"]
    if mode is not None and not (type(mode) is int and 0 <= mode <= 0o7777):
        raise ValueError("it has no valid permissions")
    if not _TEMP.fullmatch(temp):
        raise ValueError("it names a temporary file that is not vaultkit's")
    lines = data.get("lines")
    known = None if lines is None else tuple(_rewritten(line) for line in lines)
    return RunEntry(_path(data["path"]), before, after, mode, temp, known)


def _rewritten(data: Any) -> Rewritten:
    at, new, times = data["at"], data["new"], data["times"]
    if type(at) is not int or type(times) is not int or not isinstance(new, str):
        raise ValueError("it names no valid lines")
    return Rewritten(at, new, times)


def _path(path: Any) -> str:
    if not isinstance(path, str) or not is_vault_path(path):
        raise ValueError("it names a path outside the vault")
    return path


def _digest(name: Any) -> str | None:
    if name is not None and not _DIGEST.fullmatch(name):
        raise ValueError("it has no valid digest")
    return None if name is None else str(name)
