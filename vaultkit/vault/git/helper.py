"""A process of git's that answers one question after another."""

import os
import subprocess
import weakref
from typing import IO

from vaultkit.vault.git.command import Git


class Helper:
    """Starts a command of git's when it is first needed, and keeps it running.

    A process forked from this one starts its own.
    """

    def __init__(self, git: Git, *arguments: str) -> None:
        """Store git, to be run in the repository, and the command."""
        self._git = git
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._finalizer: weakref.finalize[[subprocess.Popen[bytes], int], Helper] | None = None

    def ask(self, question: bytes) -> IO[bytes]:
        """Send a question, and return where the answer is read from.

        Raises:
            OSError: the process has ended.
            UsageError: git is not installed.
        """
        if self._process is None or self._owner != os.getpid():
            self._process = self._git.start(*self._arguments)
            self._owner = os.getpid()
            self._finalizer = weakref.finalize(self, _stop, self._process, self._owner)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(question)
        self._process.stdin.flush()
        return self._process.stdout

    def end(self) -> None:
        """Stop the process, if there is one; the next question starts another."""
        if self._finalizer is not None:
            self._finalizer()
        self._process = self._finalizer = None


def _stop(process: "subprocess.Popen[bytes]", owner: int) -> None:
    """Stop the process, unless it is another's; a fork may hold its pipe open for long."""
    if owner == os.getpid():
        process.kill()
        process.communicate()
