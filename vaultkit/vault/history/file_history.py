"""Which files came and went in HEAD's history, as long as it can be told, and which are gone."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from vaultkit.vault.git.listing import is_hidden
from vaultkit.vault.git.log import Change, Commit, Head, changes, commits, is_before
from vaultkit.vault.git.repository import Repository

MOST_COMMITS = 5000
"""How far back a history is read."""
_MOST_EVENTS = 200_000
_BLOB_DIGITS = 16
"""As many digits of an object's name as tell whether a file came back as it was."""


class Event(NamedTuple):
    """A deletion of a file, or an addition after one, by the number of the commit."""

    at: int
    is_deletion: bool
    blob: str


@dataclass(slots=True)
class Comings:
    """The files that commits have deleted, with when they came back.

    ``count`` is the number of the newest commit read; ``commits`` are those that count, by number.
    """

    head: Head
    count: int = 0
    commits: dict[int, Commit] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)

    def is_gone(self, path: str) -> bool:
        """Return whether a file of the history, by path from the top, is there no more."""
        events = self.events.get(path)
        return events is not None and events[-1].is_deletion

    def last_deletions(self, path: str, after: int = 0) -> list[Event]:
        """Return what ended a file that was there after a commit.

        That are several where branches ended it on their own. A deletion that was taken back is
        none.
        """
        found: list[Event] = []
        for event in self.events.get(path, ()):
            if event.at <= after:
                continue
            if event.is_deletion:
                found.append(event)
            elif found and found[-1].blob == event.blob:
                found.clear()
            elif found:
                break
        return found

    def all_deletions(self, path: str) -> list[Event]:
        """Return what ended any file that was of this path, but not what was taken back."""
        found: list[Event] = []
        for event in self.events.get(path, ()):
            if event.is_deletion:
                found.append(event)
            elif found and found[-1].blob == event.blob:
                found.pop()
        return found

    def add(self, some: Iterable[tuple[Commit, list[Change]]], numbers: dict[str, int]) -> None:
        """Read what commits did, in their order, and their numbers."""
        for commit, all_changes in some:
            at = numbers[commit.name]
            for path, old, new in all_changes:
                if is_hidden(path) or (new and path not in self.events):
                    continue
                event = Event(at, not new, (new or old)[:_BLOB_DIGITS])
                self.events.setdefault(path, []).append(event)
                self.commits[at] = commit

    def forget(self) -> None:
        """Forget what is too far back."""
        first = self.count - MOST_COMMITS
        total = sum(map(len, self.events.values()))
        if total > _MOST_EVENTS:
            numbers = sorted(event.at for events in self.events.values() for event in events)
            first = max(first, numbers[-_MOST_EVENTS])
        if not self.commits or min(self.commits) > first:
            return
        self.commits = {at: commit for at, commit in self.commits.items() if at > first}
        left = (
            (path, _from_a_deletion(event for event in events if event.at > first))
            for path, events in self.events.items()
        )
        self.events = {path: events for path, events in left if events}

    def packed(self) -> bytes:
        """Return this in bytes, except for the head and the count."""
        commits = [[at, name, *parents] for at, (name, parents) in self.commits.items()]
        return json.dumps([commits, self.events], separators=(",", ":")).encode()

    @classmethod
    def unpacked(cls, head: Head, count: int, packed: bytes) -> "Comings":
        """Return what ``packed`` gave.

        Raises:
            ValueError: it did not.
        """
        all_commits, events = json.loads(packed)
        return cls(
            head,
            count,
            {at: Commit(name, tuple(parents)) for at, name, *parents in all_commits},
            {path: [_event(*each) for each in found] for path, found in events.items()},
        )


def read_history(repository: Repository, head: Head, known: Comings | None = None) -> Comings:
    """Return the comings and goings of a history.

    Args:
        repository: where to look.
        head: the last commit.
        known: those of an earlier head, which spare reading what it has read.

    Raises:
        UsageError: the history cannot be read.
    """
    if known is not None and known.head.shallow == head.shallow:
        if known.head == head:
            return known
        if is_before(repository, known.head.commit, head.commit):
            found = Comings(head, known.count, known.commits, known.events)
            return _read(repository, found, known.head.commit)
    return _read(repository, Comings(head))


def packed_digest(packed: bytes) -> bytes:
    """Return a digest of what ``Comings.packed`` gave."""
    return hashlib.blake2b(packed, digest_size=16).digest()


def _read(repository: Repository, found: Comings, known: str = "") -> Comings:
    new = commits(repository, found.head.commit, MOST_COMMITS, known)
    numbers = {commit.name: found.count + at for at, commit in enumerate(new, 1)}
    found.add(changes(repository, new, "AD"), numbers)
    found.count += len(new)
    found.forget()
    return found


def _from_a_deletion(events: Iterable[Event]) -> list[Event]:
    """Return events from the first deletion on."""
    found: list[Event] = []
    for event in events:
        if found or event.is_deletion:
            found.append(event)
    return found


def _event(at: Any, is_deletion: Any, blob: Any) -> Event:
    return Event(int(at), bool(is_deletion), str(blob))
