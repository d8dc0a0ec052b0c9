"""One run of a check: its files, what is asked of it, and what it keeps."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.lint.incremental import results_cache
from vaultkit.lint.incremental.recording_tree import RecordingTree
from vaultkit.lint.incremental.results_cache import KeptResults
from vaultkit.progress import Step
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.tree import Tree
from vaultkit.vault.index.facts_cache import FactsCache, is_racy

if TYPE_CHECKING:
    from vaultkit.config.settings import Settings
    from vaultkit.vault.vault import Progress

NEVER = [0, 0, 0, 0]
"""The stamp of a file that has to be read to know whether it has changed."""


@dataclass(frozen=True)
class CheckRequest:
    """What is asked of a check; ``progress`` and ``checking`` are told how far it is.

    ``key`` tells checks apart that may find other things in the same files. ``wanted`` says on
    which paths to report (all when None), ``named`` are those that no exclusion silences.
    """

    name: str
    key: str
    settings: "Callable[[], Settings]"
    wanted: Callable[[str], bool] | None = None
    named: Collection[str] = ()
    processes: int = 1
    progress: "Progress | None" = None
    judging: Step | None = None


class Unusable(Exception):  # noqa: N818
    """What is kept does not tell which notes have to be checked again."""


class CheckRun:
    """A run of a check.

    ``below`` is the tree as it is, ``tree`` the one that remembers what it was asked.
    """

    def __init__(
        self,
        tree: Tree,
        entries: Sequence[Entry],
        request: CheckRequest,
        cache: FactsCache,
        file: Path,
    ) -> None:
        """Store the arguments of ``incremental.check.check``."""
        self.below = tree
        self.entries = entries
        self.request = request
        self.cache = cache
        self.file = file
        self.paths = [entry.path for entry in entries]
        self.size = sum(entry.size for entry in entries)
        self._started_ns = time.time_ns()

    @cached_property
    def tree(self) -> RecordingTree:
        """Return the tree that remembers."""
        return RecordingTree(self.below, self.entries)

    @cached_property
    def past_key(self) -> str:
        """Return the digest of all that is known of files that are gone."""
        past = self.below.past
        return past.key.hex() if past is not None else ""

    @cached_property
    def tip(self) -> str:
        """Return what tells whether the vault at the last commit may be another one."""
        past = self.below.past
        return past.tip.hex() if past is not None else ""

    @cached_property
    def entry_at(self) -> dict[str, Entry]:
        """Return the files by path."""
        return {entry.path: entry for entry in self.entries}

    @cached_property
    def unseen(self) -> list[list[str]]:
        """Return what could not be seen when the files were listed, in order."""
        return sorted([item.path, str(item.why), item.reason] for item in self.below.unseen)

    def stamp(self, path: str) -> list[int]:
        """Return what a file looks like from outside; zeros where that tells too little."""
        stamp = self.entry_at[path].stamp
        if stamp is None or is_racy(stamp, self._started_ns):
            return NEVER
        return list(stamp)

    def save(self, kept_results: KeptResults) -> None:
        """Write a results cache, unless what was checked is in no one's files."""
        if any(entry.stamp is None for entry in self.entries):
            return
        most = self.size - self.cache.size
        trouble = results_cache.save_results(self.file, self.request.key, kept_results, most)
        if trouble is not None:
            self.cache.errors.append(trouble)
