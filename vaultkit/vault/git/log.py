"""The history of HEAD: its commits in order, and what each of them deletes and adds.

Only trees are compared, no contents: that takes git less than a second for thousands of commits.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultkit.errors import UsageError
from vaultkit.vault.git.repository import LINK, MODULE, Repository

_COMPARE = (
    "diff-tree",
    "--stdin",
    "--root",
    "-r",
    "-c",
    "-z",
    "--raw",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
)
"""Of a merge, what differs from all of its parents."""


_MOST_BYTES = 64_000_000
"""How much of changes, or of names of files, is looked at."""


class Head(NamedTuple):
    """A commit that HEAD names, and a digest of where its history was cut off (``shallow``)."""

    commit: str
    shallow: str


class Commit(NamedTuple):
    """A commit and those before it."""

    name: str
    parents: tuple[str, ...]


class Change(NamedTuple):
    """A file that a commit adds, changes or deletes, and its objects; empty where there is none.

    Of a merge, ``old`` is what its first parent has.
    """

    path: str
    old: str
    new: str


def head_of(repository: Repository) -> Head | None:
    """Return what HEAD names; None before the first commit."""
    said = repository.git.run("rev-parse", "--git-path", "shallow", "HEAD^{commit}")
    file, _, name = said.stdout.removesuffix(b"\n").rpartition(b"\n")
    if said.returncode or not file:
        return None
    try:
        cut = (repository.top / os.fsdecode(file)).read_bytes()
    except OSError:
        cut = b""
    return Head(name.decode(), hashlib.blake2b(cut, digest_size=8).hexdigest() if cut else "")


def is_before(repository: Repository, commit: str, other: str) -> bool:
    """Return whether a commit is there and part of another one's history."""
    return repository.git.run("merge-base", "--is-ancestor", commit, other).returncode == 0


def commits(repository: Repository, head: str, most: int, known: str = "") -> list[Commit]:
    """Return the newest commits of a history, each after its parents.

    Args:
        repository: where to look.
        head: the last of them.
        most: how many at most.
        known: a commit whose history is left out.

    Raises:
        UsageError: the history cannot be read.
    """
    left_out = [f"^{known}"] if known else []
    done = repository.git.run("rev-list", "--parents", f"--max-count={most}", head, *left_out)
    if done.returncode:
        raise UsageError(f"{repository.top}: git rev-list failed")
    lines = [line.split() for line in done.stdout.decode().splitlines()]
    found = [Commit(name, tuple(parents)) for name, *parents in reversed(lines)]
    return _parents_first(found)


def changes(
    repository: Repository, some: Sequence[Commit], kinds: str = "ADMT"
) -> Iterator[tuple[Commit, list[Change]]]:
    """Yield what commits do to ordinary files, in their order; a merge, what no parent has so.

    Args:
        repository: where to look.
        some: the commits.
        kinds: what changes to tell of, in git's letters.

    Raises:
        UsageError: they cannot be compared.
    """
    asked = "".join(f"{commit.name}\n" for commit in some).encode()
    if not asked:
        return
    done = repository.git.feed_bounded(asked, _MOST_BYTES, *_COMPARE, f"--diff-filter={kinds}")
    if done.returncode:
        raise UsageError(f"{repository.top}: git diff-tree failed")
    by_name = {commit.name: commit for commit in some}
    fields = iter(done.stdout.split(b"\0")[:-1])
    commit: Commit | None = None
    found: list[Change] = []
    for field in fields:
        if not field.startswith(b":"):
            if commit is not None:
                yield commit, found
            commit, found = by_name[field.decode()], []
        else:
            change = _change(field, os.fsdecode(next(fields)))
            if change is not None:
                found.append(change)
    if commit is not None:
        yield commit, found


def files_of(repository: Repository, commit: str) -> dict[str, str]:
    """Return the objects of the ordinary files of a commit, by path from the top.

    Raises:
        UsageError: they cannot be listed.
    """
    asked = ("ls-tree", "-r", "-z", "--full-tree", commit)
    done = repository.git.feed_bounded(b"", _MOST_BYTES, *asked)
    if done.returncode:
        raise UsageError(f"{repository.top}: git ls-tree failed")
    found = {}
    for record in done.stdout.split(b"\0")[:-1]:
        about, _, path = record.partition(b"\t")
        mode, _, blob = about.decode().split()
        if mode not in (LINK, MODULE):
            found[os.fsdecode(path)] = blob
    return found


def _change(about: bytes, path: str) -> Change | None:
    """Return the change that a raw line tells of, if it is one of an ordinary file.

    A merge's holds a mode and an object of each parent, and a letter for each.
    """
    parents = len(about) - len(about.lstrip(b":"))
    words = about[parents:].decode().split()
    modes, blobs = words[: parents + 1], words[parents + 1 : -1]
    if LINK in modes or MODULE in modes:
        return None
    old = next((blob for blob in blobs[:parents] if blob.strip("0")), "")
    return Change(path, old, blobs[-1] if blobs[-1].strip("0") else "")


def _parents_first(some: Sequence[Commit]) -> list[Commit]:
    """Return commits so that each comes after its parents; clocks may have said otherwise."""
    by_name = {commit.name: commit for commit in some}
    found: dict[str, Commit] = {}
    for commit in some:
        waiting = [commit]
        while waiting:
            last = waiting[-1]
            before = [by_name[name] for name in _unseen(last.parents, by_name, found)]
            if before:
                waiting += before
            else:
                found.setdefault(last.name, last)
                waiting.pop()
    return list(found.values())


def _unseen(
    names: Iterable[str], among: Mapping[str, Commit], seen: Mapping[str, Commit]
) -> Iterator[str]:
    return (name for name in names if name in among and name not in seen)
