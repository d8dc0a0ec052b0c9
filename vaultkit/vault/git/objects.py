"""The contents that git keeps, each by its name, read from one process of git's."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from vaultkit.errors import TreeError, UsageError
from vaultkit.vault.git.command import Git
from vaultkit.vault.git.helper import Helper

NOT_FETCHED = (
    "this partial clone lacks some objects that are needed, and vaultkit fetches nothing; "
    "`git fetch --refetch --no-filter` fetches them"
)
"""What is said where an object is missing that could be fetched."""
_PARTIAL = r"^(remote\..*\.promisor|extensions\.partialclone)$"


class Objects:
    """Reads the objects of a repository; a process forked from this one reads by itself."""

    def __init__(self, git: Git) -> None:
        """Store git, to be run in the repository."""
        self._git = git
        self._helper = Helper(git, "cat-file", "--batch")

    def read(self, name: str) -> bytes:
        """Return the bytes of an object.

        Raises:
            TreeError: the repository does not have it.
            UsageError: nor is it one that has everything.
        """
        try:
            answer = self._helper.ask(name.encode() + b"\n")
            head = answer.readline().split()
            if len(head) == 3:
                size = int(head[2])
                data = answer.read(size + 1)
                if len(data) > size:
                    return data[:-1]
        except OSError:
            head = []
        if self.are_partial:
            raise UsageError(f"{self._git.folder}: {NOT_FETCHED}")
        if len(head) != 2:
            raise TreeError(f"git ended before it had read {name}")
        raise TreeError(f"the repository has lost the object {name}; `git fsck` says more")

    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield objects that are there, each with its bytes, from a process of their own."""
        wanted = "".join(f"{name}\n" for name in dict.fromkeys(names)).encode()
        data = self._git.feed(wanted, "cat-file", "--batch").stdout if wanted else b""
        at = 0
        while (end := data.find(b"\n", at)) >= 0:
            head = data[at:end].split()
            at = end + 1
            if len(head) == 3:
                size = int(head[2])
                yield head[0].decode(), data[at : at + size]
                at += size + 1

    def sizes(self, names: Iterable[str]) -> dict[str, int]:
        """Return the sizes of objects in bytes; one that is not there has none."""
        wanted = "".join(f"{name}\n" for name in dict.fromkeys(names)).encode()
        if not wanted:
            return {}
        asked = ("cat-file", "--batch-check")
        done = self._git.feed(wanted, *asked)
        if done.returncode and self.are_partial:  # it ends at the first that is not there
            done = self._git.run(*asked, "--batch-all-objects", "--unordered")
        lines = (line.split() for line in done.stdout.splitlines())
        return {line[0].decode(): int(line[2]) for line in lines if len(line) == 3}

    @cached_property
    def are_partial(self) -> bool:
        """Return whether the repository is a partial clone, which may lack objects."""
        return self._git.run("config", "--get-regexp", _PARTIAL).returncode == 0
