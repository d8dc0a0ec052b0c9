"""A git repository: what its index holds, and what any of its commits does."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from vaultkit.errors import UsageError
from vaultkit.text import some_of
from vaultkit.vault.git.command import Git
from vaultkit.vault.git.discovery import find, reason_of
from vaultkit.vault.git.objects import NOT_FETCHED, Objects

LINK = "120000"
MODULE = "160000"
_EMPTY_BLOBS = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
_EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
_ODD_PATH = re.compile(rb"(?:^|/)(?:\.\.?)?(?:/|$)")
"""What git checks out nowhere: a made-up tree may hold names that lead elsewhere."""
_NAMED = 3
_MOST_HEADS = 1 << 16


@dataclass(frozen=True, slots=True)
class Blob:
    """One file of a snapshot: what kind of file, and the name of the object with its bytes."""

    mode: str
    name: str


class Repository:
    """A repository with a work tree; git is asked, nothing in it is changed."""

    def __init__(self, git: Git) -> None:
        """Store git, to be run at the top of the work tree."""
        self.git = git
        self.top = git.folder
        self.objects = Objects(git)

    @classmethod
    def of(cls, folder: Path) -> "Repository":
        """Return the repository that a folder is in; what git tells its hooks is honoured.

        Raises:
            UsageError: there is none, git does not trust it, or git is not installed.
        """
        return cls(find(folder))

    def index(self) -> dict[str, Blob]:
        """Return what the next commit will hold, by path from the top.

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
            raise UsageError(f"the index has unmerged files ({some}): resolve and add them")
        empty = {path for path, blob in files.items() if blob.name in _EMPTY_BLOBS}
        for meant in empty - self._staged() if empty else ():
            del files[meant]
        return files

    def revision(self, revision: str, option: str = "revision") -> dict[str, Blob]:
        """Return what a commit holds, by path from the top; ``HEAD`` before the first is empty.

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
            if not _ODD_PATH.search(path):
                files[os.fsdecode(path)] = Blob(mode, blob)
        return files

    def merge_base(self, revision: str, option: str = "revision") -> str:
        """Return the name of the commit from which HEAD and a revision went their ways.

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
        """Return the names of the commits that are being merged with HEAD, if any are."""
        said = self.git.run("rev-parse", "--git-path", "MERGE_HEAD").stdout
        file = self.top / os.fsdecode(said.removesuffix(b"\n"))
        try:
            if not file.is_file():
                return []
            with file.open("rb") as stream:
                return stream.read(_MOST_HEADS).decode("ascii").split()
        except (OSError, UnicodeDecodeError):
            return []

    def address(self, remote: str) -> str:
        """Return the address of a remote; empty where there is none of that name."""
        return os.fsdecode(self.git.run("remote", "get-url", remote).stdout.strip())

    def remotes(self) -> list[str]:
        """Return the names of the remotes, ``origin`` first."""
        names = os.fsdecode(self.git.run("remote").stdout).split()
        return sorted(names, key=lambda name: (name != "origin", name))

    def commit(self, revision: str) -> str:
        """Return the full name of a commit.

        Raises:
            UsageError: there is no such commit.
        """
        name = self._resolved(f"{revision}^{{commit}}")
        if name is None:
            raise self._unknown(revision, "revision")
        return name

    def is_pushed(self, commit: str, remote: str) -> bool:
        """Return whether a remote has a commit, by what was last fetched from it or pushed to it.

        A clone of a tag alone knows no branch of its remote; its tags count, too.
        """
        known = (f"--remotes={remote}", "--tags")
        done = self.git.run("rev-list", "--max-count=1", commit, "--not", *known)
        return done.returncode == 0 and not done.stdout.strip()

    def main_branch(self, remote: str) -> str:
        """Return the name of a remote's main branch, else that of the current one; or nothing.

        Where the remote does not say which it is, one of its is meant that is called as most are.
        """
        named = self._branch_of(f"refs/remotes/{remote}/HEAD", f"refs/remotes/{remote}/")
        usual = (
            name
            for name in ("main", "master")
            if not self.git.run(
                "rev-parse", "--verify", "--quiet", f"refs/remotes/{remote}/{name}"
            ).returncode
        )
        return named or next(usual, "") or self._branch_of("HEAD", "refs/heads/")

    def _branch_of(self, name: str, prefix: str) -> str:
        """Return the branch that a symbolic reference names; empty where it names none."""
        done = self.git.run("symbolic-ref", "--quiet", name)
        return os.fsdecode(done.stdout.strip()).removeprefix(prefix) if not done.returncode else ""

    def left_out(self) -> frozenset[str]:
        """Return the files, by path from the top, that a sparse checkout does not write.

        Raises:
            UsageError: the index cannot be read.
        """
        records = self._records("ls-files", "-t", "--cached")
        return frozenset(os.fsdecode(item[2:]) for item in records if item.startswith(b"S "))

    def ignored(self, paths: Iterable[str]) -> set[str]:
        """Return those of some files, by path from the top, that git ignores and does not track."""
        asked = b"".join(os.fsencode(path) + b"\0" for path in paths)
        if not asked:
            return set()
        done = self.git.feed(asked, "check-ignore", "-z", "--stdin")
        return {os.fsdecode(path) for path in done.stdout.split(b"\0") if path}

    def _staged(self) -> set[str]:
        """Return the files of the index that are staged, and not only meant to be added.

        They are those that differ from an empty tree; nothing in the work tree is looked at.
        """
        said = self.git.run("rev-parse", "--show-object-format").stdout.decode().strip()
        tree = _EMPTY_TREES.get(said, _EMPTY_TREES["sha1"])
        options = ("--cached", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv")
        records = self._records("diff-index", *options, "--ita-invisible-in-index", tree)
        return set(map(os.fsdecode, records))

    @cached_property
    def _shallow_hint(self) -> str:
        said = self.git.run("rev-parse", "--is-shallow-repository").stdout
        if said.strip() != b"true":
            return ""
        return "; this clone is shallow, fetch the whole history (`fetch-depth: 0` in CI)"

    def _has_no_commit(self) -> bool:
        branch = self.git.run("symbolic-ref", "--quiet", "HEAD")
        return branch.returncode == 0 and self._resolved("HEAD") is None

    def _unknown(self, revision: str, option: str) -> UsageError:
        if not revision.strip():
            return UsageError(f"{option}: is empty; name a commit, branch or tag")
        name = self._resolved(revision)
        kind = self.git.run("cat-file", "-t", name).stdout.strip() if name else b""
        # git takes any whole name for one, be there such an object or not
        if kind == b"blob" or (not kind and name in (None, revision)):
            what = f"no such commit, branch or tag in {self.top}{self._shallow_hint}"
        elif self.objects.are_partial:
            what = NOT_FETCHED
        else:
            what = f"{self.top} has lost a part of it; `git fsck` says more"
        return UsageError(f"{option} {revision}: {what}")

    def _resolved(self, revision: str) -> str | None:
        if "\0" in revision:
            return None
        done = self.git.run("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
        return done.stdout.decode().strip() if done.returncode == 0 else None

    def _records(self, command: str, *arguments: str) -> list[bytes]:
        done = self.git.run(command, "-z", *arguments)
        if done.returncode:
            why = NOT_FETCHED if self.objects.are_partial else reason_of(done.stderr)
            raise UsageError(f"{self.top}: git {command} failed: {why}")
        return done.stdout.split(b"\0")[:-1]
