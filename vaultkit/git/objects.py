"""The contents that git keeps, each by its name, read from one process of git's."""

import os
import subprocess
import weakref
from collections.abc import Iterable

from vaultkit.errors import TreeError
from vaultkit.git.command import Git


class Objects:
    """Reads the objects of a repository; a process forked from this one reads by itself."""

    def __init__(self, git: Git) -> None:
        """Take git, to be run in the repository."""
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def read(self, name: str) -> bytes:
        """Give the bytes of an object.

        Raises:
            TreeError: the repository does not have it.
        """
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(name.encode() + b"\n")
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) == 3:
                size = int(head[2])
                data = process.stdout.read(size + 1)
                if len(data) > size:
                    return data[:-1]
        except OSError as error:
            raise TreeError(f"git ended before it had read {name}") from error
        if len(head) != 2:
            raise TreeError(f"git ended before it had read {name}")
        raise TreeError(f"the repository has lost the object {name}; `git fsck` says more")

    def sizes(self, names: Iterable[str]) -> dict[str, int]:
        """Give the sizes of objects in bytes; one that is not there has none."""
        wanted = "".join(f"{name}\n" for name in dict.fromkeys(names)).encode()
        if not wanted:
            return {}
        said = self._git.feed(wanted, "cat-file", "--batch-check").stdout
        lines = (line.split() for line in said.splitlines())
        return {line[0].decode(): int(line[2]) for line in lines if len(line) == 3}

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._owner != os.getpid():
            self._process = self._git.start("cat-file", "--batch")
            self._owner = os.getpid()
            weakref.finalize(self, _stop, self._process, self._owner)
        return self._process


def _stop(process: "subprocess.Popen[bytes]", owner: int) -> None:
    """End the process, unless it is another's; a fork may hold its pipe open for long."""
    if owner == os.getpid():
        process.kill()
        process.communicate()
