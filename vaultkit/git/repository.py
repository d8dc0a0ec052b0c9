"""A git repository: what its index holds, and what any of its commits does."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from vaultkit.errors import UsageError
from vaultkit.git.command import Git, runners
from vaultkit.git.objects import Objects
from vaultkit.printable import printable, some_of

LINK = "120000"
MODULE = "160000"
_EMPTY_BLOBS = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Blob:
    """One file of a snapshot: what kind of file, and the name of the object with its bytes."""

    mode: str
    name: str


class Repository:
    """A repository with a work tree; git is asked, nothing in it is changed."""

    def __init__(self, git: Git) -> None:
        """Take git, to be run at the top of the work tree."""
        self.git = git
        self.top = git.folder
        self.objects = Objects(git)

    @classmethod
    def of(cls, folder: Path) -> "Repository":
        """Give the repository that a folder lies in; what git tells its hooks is honoured.

        Raises:
            UsageError: there is none, or git is not installed.
        """
        near = next(place for place in (folder, *folder.parents) if place.is_dir())
        why = b""
        for git in runners(near):
            done = git.run("rev-parse", "--show-toplevel")
            top = Path(os.fsdecode(done.stdout.removesuffix(b"\n")))
            if done.returncode:
                why = done.stderr
            elif Path(os.path.realpath(near)).is_relative_to(os.path.realpath(top)):
                return cls(git.at(top))
        raise UsageError(f"{folder}: {_why_not(why)}")

    def index(self) -> dict[str, Blob]:
        """Give what the next commit will hold, by path from the top.

        Raises:
            UsageError: a merge is not finished.
        """
        files, unmerged = {}, set()
        for record in self._records("ls-files", "--stage"):
            about, _, path = record.partition(b"\t")
            mode, name, stage = about.decode().split()
            if stage != "0":
                unmerged.add(os.fsdecode(path))
            files[os.fsdecode(path)] = Blob(mode, name)
        if unmerged:
            some = some_of(sorted(unmerged), _NAMED)
            raise UsageError(f"the index holds unmerged files ({some}): resolve and add them")
        if any(blob.name in _EMPTY_BLOBS for blob in files.values()):
            for path in self._records(
                "diff-files", "--name-only", "--diff-filter=A", "--ignore-submodules"
            ):
                files.pop(os.fsdecode(path), None)
        return files

    def revision(self, revision: str, option: str = "revision") -> dict[str, Blob]:
        """Give what a commit holds, by path from the top; ``HEAD`` before the first is empty.

        Args:
            revision: anything that git takes for a commit or a tree.
            option: what to call it in messages.

        Raises:
            UsageError: there is no such revision.
        """
        name = self._resolved(f"{revision}^{{tree}}")
        if name is None:
            if revision == "HEAD" and self._has_no_commit():
                return {}
            raise self._unknown(revision, option)
        files = {}
        for record in self._records("ls-tree", "-r", "--full-tree", name):
            about, _, path = record.partition(b"\t")
            mode, _, blob = about.decode().split()
            files[os.fsdecode(path)] = Blob(mode, blob)
        return files

    def merge_base(self, revision: str, option: str = "revision") -> str:
        """Give the name of the commit from which HEAD and a revision went their ways.

        Raises:
            UsageError: there is none, or no such revision.
        """
        other, head = self._resolved(f"{revision}^{{commit}}"), self._resolved("HEAD^{commit}")
        if other is None:
            raise self._unknown(revision, option)
        if head is None:
            raise UsageError(f"{option} {revision}: {self.top} has no commit yet")
        done = self.git.run("merge-base", other, head)
        if done.returncode == 0:
            return done.stdout.decode().split()[0]
        raise UsageError(
            f"{option} {revision}: it has no history in common with HEAD{self._shallow_hint}"
        )

    def merged(self) -> list[str]:
        """Give the names of the commits that are being merged with HEAD, if any are."""
        said = self.git.run("rev-parse", "--git-path", "MERGE_HEAD").stdout
        try:
            return (self.top / os.fsdecode(said.removesuffix(b"\n"))).read_text("ascii").split()
        except (OSError, UnicodeDecodeError):
            return []

    def ignored(self, paths: Iterable[str]) -> set[str]:
        """Give those of some files, by path from the top, that git ignores and does not track."""
        asked = b"".join(os.fsencode(path) + b"\0" for path in paths)
        if not asked:
            return set()
        done = self.git.feed(asked, "check-ignore", "-z", "--stdin")
        return {os.fsdecode(path) for path in done.stdout.split(b"\0") if path}

    @cached_property
    def _shallow_hint(self) -> str:
        said = self.git.run("rev-parse", "--is-shallow-repository").stdout
        if said.strip() != b"true":
            return ""
        return "; this clone is shallow, fetch the whole history (`fetch-depth: 0` in CI)"

    def _has_no_commit(self) -> bool:
        return self.git.run("symbolic-ref", "--quiet", "HEAD").returncode == 0

    def _unknown(self, revision: str, option: str) -> UsageError:
        if not revision.strip():
            return UsageError(f"{option}: is empty; name a commit, branch or tag")
        what = f"no such commit, branch or tag in {self.top}{self._shallow_hint}"
        return UsageError(f"{option} {revision}: {what}")

    def _resolved(self, revision: str) -> str | None:
        if "\0" in revision:
            return None
        done = self.git.run("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
        return done.stdout.decode().strip() if done.returncode == 0 else None

    def _records(self, command: str, *arguments: str) -> list[bytes]:
        done = self.git.run(command, "-z", *arguments)
        if done.returncode:
            raise UsageError(f"{self.top}: git {command} failed: {_first_line(done.stderr)}")
        return done.stdout.split(b"\0")[:-1]


def _why_not(said: bytes) -> str:
    """Give the reason why git does not take a folder for a part of a repository."""
    if not said or b"not a git repository" in said:
        return "lies in no git repository, and without one there is nothing to compare with"
    if b"must be run in a work tree" in said:
        return "lies in a bare repository, which has no files to check; clone it"
    return f"git cannot read its repository: {_first_line(said)}"


def _first_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return printable(lines[0].removeprefix("fatal: ")) if lines else "it did not say why"
