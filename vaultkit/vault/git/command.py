"""The one door to git: whatever is asked of a repository, git runs nothing that it names.

A repository is data of someone else's. Its ``config``, its ``.gitattributes`` and what it says of
missing objects can name programs, which git starts for many a harmless question; so can a folder of
plain committed files that looks like a repository. Three things keep that from happening:

- Only commands that never look into files of the work tree run here (``READERS``). Filters
  (``filter.*.clean``, ``smudge``, ``process``), ``diff.external``, ``textconv`` and merge drivers
  have no other way in, and what they are called cannot be known, so that no setting stops them.
  ``diff-files``, ``status`` and ``ls-files --modified`` would start a filter. All of ``READERS``
  are git's own commands, for which it takes no alias.
- ``SETTINGS`` and ``ENVIRONMENT`` say no to all that any command may start.
- Of git's variables only those of ``_KEPT`` reach it, and where git tells its hooks that a
  repository is, that (``vaultkit.vault.git.discovery``).

What is set on the command line is read last, after the files of a repository (also those that it
includes), of the user and of the system, and after ``GIT_CONFIG_COUNT`` and
``GIT_CONFIG_PARAMETERS``; a command that git starts by itself takes it over.
"""

import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from vaultkit.errors import UsageError

READERS = frozenset(
    {
        "cat-file",
        "check-ignore",
        "config",
        "diff-index",
        "diff-tree",
        "ls-files",
        "ls-tree",
        "merge-base",
        "remote",
        "rev-list",
        "rev-parse",
        "symbolic-ref",
    }
)
"""The commands that are run: git's own, which read objects, references, the index and settings."""
SETTINGS = {
    # A folder that merely looks like a repository is not one; see vaultkit.vault.git.discovery.
    "safe.bareRepository": "explicit",
    # Is run, with the hook's or without, whenever an index is compared with the work tree.
    "core.fsmonitor": "false",
    # Hooks are run when an index or a reference is written; nothing here writes one.
    "core.hooksPath": os.devnull,
    # Names filters and diff programs for all files; the user's own are wanted no more than others.
    "core.attributesFile": os.devnull,
    # Would be run if a missing object were fetched after all: for a password, and for ssh.
    "core.askPass": "",
    "core.sshCommand": "false",
    "credential.helper": "",
    # git 2.40 and later would ask another server for bundles, before it asks the remote.
    "fetch.bundleURI": "",
    # Work that git starts in the background after others.
    "gc.auto": "0",
    "maintenance.auto": "false",
    # Commands in a repository within this one, with settings of its own.
    "submodule.recurse": "false",
}
"""What git is told, over all that the settings of a repository say."""
ENVIRONMENT = {
    # A partial clone fetches what it lacks from a "promisor" remote, whose settings name the
    # program that answers. Git has this since 2.45 (and 2.39.4 to 2.44.1, each its last) ...
    "GIT_NO_LAZY_FETCH": "1",
    # ... and before, a fetch ends where it would choose how to talk to the remote. This wins over
    # protocol.*.allow; the name is that of no protocol.
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_PROTOCOL_FROM_USER": "0",
    # No question, by a program or on the terminal.
    "GIT_ASKPASS": "",
    "GIT_TERMINAL_PROMPT": "0",
    # No attributes of the system's.
    "GIT_ATTR_NOSYSTEM": "1",
    # An index is not written again because it was read.
    "GIT_OPTIONAL_LOCKS": "0",
    # Messages are told apart by their words.
    "LC_ALL": "C",
}
"""What git's environment holds besides."""
_KEPT = (
    # Where the user's and the system's settings are: whom they trust (safe.directory).
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_KEY_",
    "GIT_CONFIG_VALUE_",
    # What is in place of an object.
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE",
    # Lets git doubt that the repository is the user's.
    "GIT_TEST_ASSUME_DIFFERENT_OWNER",
)
"""How those of git's variables begin that are handed on: they are the user's, not a repository's.

Others would have it write traces, start programs (``GIT_SSH``, ``GIT_EXTERNAL_DIFF``, pagers and
editors), look for its own commands elsewhere, or read paths in another way.
"""

_MOST_MEMORY = 1 << 28
_MOST_SECONDS = 60
"""How much a command may remember, and how long it may take, that may have no end."""


class Git:
    """Runs commands of git's that only read, and start no program."""

    def __init__(self, folder: Path, places: Mapping[str, str]) -> None:
        """Store the folder to run them in, and what variables tell of the repository."""
        self.folder = folder
        self._places = dict(places)

    def run(self, *arguments: str | bytes) -> "subprocess.CompletedProcess[bytes]":
        """Run a command to its end."""
        return self.feed(b"", *arguments)

    def feed(self, said: bytes, *arguments: str | bytes) -> "subprocess.CompletedProcess[bytes]":
        """Run a command to its end, with that on its standard input."""
        with self.start(*arguments, quiet=False) as process:
            out, err = process.communicate(said)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def feed_bounded(
        self, said: bytes, most: int, *arguments: str | bytes
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a command to its end, which is early where that takes too much of anything.

        A tree can be made that is little to store and endless to list.

        Args:
            said: what it gets on its standard input.
            most: how many bytes it may say.
            arguments: the command.
        """
        with self.start(*arguments) as process:
            _limit_memory(process.pid)
            feeder = threading.Thread(target=_give, args=(process.stdin, said))
            watch = threading.Timer(_MOST_SECONDS, process.kill)
            feeder.daemon = watch.daemon = True
            feeder.start()
            watch.start()
            assert process.stdout is not None
            out = process.stdout.read(most + 1)
            if len(out) > most:
                process.kill()
            process.stdout.close()
            feeder.join()
            watch.cancel()
            watch.join()
        return subprocess.CompletedProcess(arguments, process.returncode, out[:most], b"")

    def start(self, *arguments: str | bytes, quiet: bool = True) -> "subprocess.Popen[bytes]":
        """Start a command with pipes to and from it.

        Raises:
            UsageError: git is not installed.
        """
        assert arguments[0] in READERS
        program = _program()
        if program is None:
            raise UsageError("git is not installed, or not on your PATH")
        settings = (item for pair in SETTINGS.items() for item in ("-c", "=".join(pair)))
        return subprocess.Popen(  # noqa: S603
            [program, "--no-pager", *settings, *arguments],
            cwd=self.folder,
            env={**_environment(), **self._places},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else subprocess.PIPE,
        )


def _give(stream: "IO[bytes] | None", said: bytes) -> None:
    assert stream is not None
    with contextlib.suppress(OSError), stream:  # it may have ended
        stream.write(said)


def _limit_memory(pid: int) -> None:
    """Limit what a process may remember, where the system can; files that it reads do not count."""
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        resource.prlimit(pid, resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))


def _program() -> str | None:
    """Find git in the absolute folders of the PATH; never in the current one, as Windows does."""
    name = "git.exe" if os.name == "nt" else "git"
    for folder in map(Path, os.get_exec_path()):
        found = shutil.which(str(folder / name)) if folder.is_absolute() else None
        if found is not None:
            return found
    return None


def _environment() -> dict[str, str]:
    """Return the environment of this process without what may disturb git."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    return {**own, **ENVIRONMENT}
