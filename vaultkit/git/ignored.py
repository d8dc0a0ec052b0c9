"""Which paths git leaves out of a repository, asked one by one."""

import os
import posixpath
from typing import IO

from vaultkit.errors import UsageError
from vaultkit.git.command import Git
from vaultkit.git.helper import Helper

_FIELDS = 4
"""Of an answer: the file with the pattern, its line, the pattern, and the path."""


class Ignored:
    """Says of paths whether git ignores them, be they there or not; each is asked about once."""

    def __init__(self, git: Git, folder: str = "") -> None:
        """Take git, to be run at the top of the work tree, and the vault's folder below that."""
        self._helper = Helper(git, "check-ignore", "-z", "--stdin", "--verbose", "--non-matching")
        self._folder = folder
        self.answers: dict[str, bool] = {}

    def ignores(self, path: str) -> bool:
        """Return whether git ignores a path of the vault and does not track it.

        False where that cannot be told, as where git is not installed.
        """
        if path not in self.answers:
            self.answers[path] = self._ask(path)
        return self.answers[path]

    def _ask(self, path: str) -> bool:
        whole = posixpath.normpath(posixpath.join(self._folder, path))
        if whole.startswith(("../", "/")) or whole in (".", "..") or "\0" in whole:
            return False
        try:
            answer = self._helper.ask(os.fsencode(whole) + b"\0")
            fields = [_field(answer) for _ in range(_FIELDS)]
        except (OSError, UnicodeError, UsageError):
            return False
        pattern = fields[2]
        return bool(pattern) and not pattern.startswith(b"!")


def _field(answer: IO[bytes]) -> bytes:
    """Read up to the next NUL.

    Raises:
        OSError: git has ended.
    """
    found = bytearray()
    while (sign := answer.read(1)) != b"\0":
        if not sign:
            raise OSError("git has ended")
        found += sign
    return bytes(found)
