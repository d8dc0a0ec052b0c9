"""Running git: where, and in which environment."""

import os
import shutil
import subprocess
from pathlib import Path

from vaultkit.errors import UsageError

_PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
"""What tells git where a repository lies; git sets some of it for its hooks."""
_DISTURBING = (
    "GIT_PREFIX",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)


class Git:
    """Runs commands of git's that only read."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        """Take the folder to run them in, and their environment."""
        self.folder = folder
        self._environment = environment

    def at(self, folder: Path) -> "Git":
        """Give the same in another folder."""
        return Git(folder, self._environment)

    def run(self, *arguments: str | bytes) -> "subprocess.CompletedProcess[bytes]":
        """Run a command to its end."""
        return self.feed(b"", *arguments)

    def feed(self, said: bytes, *arguments: str | bytes) -> "subprocess.CompletedProcess[bytes]":
        """Run a command to its end, with that on its standard input."""
        with self.start(*arguments, quiet=False) as process:
            out, err = process.communicate(said)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def start(self, *arguments: str | bytes, quiet: bool = True) -> "subprocess.Popen[bytes]":
        """Start a command with pipes to and from it.

        Raises:
            UsageError: git is not installed.
        """
        git = shutil.which("git")
        if git is None:
            raise UsageError("git is not installed, or not where programs are looked for (PATH)")
        return subprocess.Popen(  # noqa: S603
            [git, *arguments],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else subprocess.PIPE,
        )


def runners(folder: Path) -> list[Git]:
    """Give the ways to run git for a folder: as the environment says, then by where it lies."""
    made = {key: value for key, value in os.environ.items() if key not in _DISTURBING}
    for key in _PLACES:
        if made.get(key):
            made[key] = os.path.abspath(made[key])
    made |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    if "GIT_DIR" not in made:
        return [Git(folder, made)]
    own = {key: value for key, value in made.items() if key not in _PLACES}
    return [Git(Path.cwd(), made), Git(folder, own)]
