"""Pages of documentation as they are read: fenced blocks, marks for the tests, a shell to run them.

CONTRIBUTING.md says how a page is written. In short: ``console`` blocks hold commands after ``$``
and what they print, ``sh`` and ``python`` blocks may be followed by a ``text`` block with their
output, a file's name in backticks on a line of its own comes before its text, and these comments
set a page up: ``vault: FOLDER as NAME``, ``repository: NAME``, ``setup: COMMAND``, ``output:
COMMAND``, ``not run: WHY``.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.folders import put_vaultkit
from vaultkit.cli import app

CHECKOUT = Path(__file__).parents[2]
ELISION = "..."
_MARK = re.compile(r"<!-- (vault|repository|setup|output|not run|wrong|links): (.*?) ?-->$")
_NAME = re.compile(r"`([^`]+)`$")
_FENCE = re.compile(r"(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<language>[\w-]*)\s*$")
_PROGRAMS = ("cat", "cp", "echo", "git", "ln", "ls", "mkdir", "mv", "printf", "rm")
"""What a page may run besides vaultkit; all else says why it is not run."""
_COMMITTING = (
    "git init --quiet --initial-branch=main",
    "git add .",
    "git commit --quiet --message First",
    "git update-ref refs/remotes/origin/main HEAD",
)
"""What makes a folder a git repository, as if cloned."""
_CHANGING = (
    (re.compile(r"\(\d+\.\d\d s\)"), "(TIME)"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"), "(DATE)"),
    (re.compile(r'\btime="\d+\.\d+"'), 'time="(TIME)"'),
    (re.compile(r"\b[0-9a-f]{16}/facts"), "(VAULT)/facts"),
    (re.compile(r"\b[\d,]+ bytes"), "(SIZE) bytes"),
    (re.compile(r"\bvaultkit \d+\.\d+\.\d+\b"), "vaultkit (VERSION)"),
)
"""What differs from run to run or between machines, and what it is compared as."""


@dataclass
class Block:
    """A fenced block: where it stands, what it holds, and what was said of it before.

    ``line`` is that of its first line of text, from 1. ``name`` is the file's name above it, and
    ``marks`` are the comments above it. ``follows`` is the block that only white space parts from
    this one.
    """

    page: str
    line: int
    language: str
    body: list[str]
    name: str | None = None
    marks: dict[str, str] = field(default_factory=dict)
    follows: "Block | None" = None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def text(self) -> str:
        """Give what the block holds."""
        return "".join(f"{line}\n" for line in self.body)


@dataclass(frozen=True)
class SetUp:
    """A comment that sets a page up: ``vault``, ``repository`` or ``setup``, and what it says."""

    kind: str
    said: str


def steps_of(page: Path) -> Iterator[Block | SetUp]:
    """Give the blocks and set-ups of a page in order.

    Raises:
        AssertionError: a block is not closed, or a comment stands before no block.
    """
    lines = page.read_text("utf-8").splitlines()
    name, marks, before, at = None, {}, None, 0
    while at < len(lines):
        line = lines[at]
        fence = _FENCE.match(line)
        if fence:
            indent, closing = fence["indent"], fence["indent"] + fence["fence"]
            assert closing in lines[at + 1 :], f"{page.name}:{at + 1}: a block that is not closed"
            end = lines.index(closing, at + 1)
            body = [text.removeprefix(indent) for text in lines[at + 1 : end]]
            block = Block(page.name, at + 2, fence["language"], body, name, marks, before)
            yield block
            name, marks, before, at = None, {}, block, end
        elif mark := _MARK.match(line):
            if mark[1] in ("vault", "repository", "setup"):
                yield SetUp(mark[1], mark[2])
            else:
                marks[mark[1]] = mark[2]
        elif named := _NAME.match(line):
            name, before = named[1], None
        elif line.strip() and line not in ("<!-- try -->", "<!-- test -->"):
            unused = marks.keys() - {"links"}
            assert not unused, f"{page.name}:{at + 1}: <!-- {unused} --> is not before a block"
            name, marks, before = None, {}, None
        at += 1


class Shell:
    """A folder of its own that commands run in, one after the other.

    The user's home folder is an empty folder; it is called ``~`` in what commands print.
    """

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True)
        self.home = home
        self.folder = home
        self.code = 0

    def set_up(self, step: SetUp) -> None:
        """Do what a comment says: copy a vault, commit one, or run a command."""
        if step.kind == "repository":
            self.folder = self.home / step.said
        commands = _COMMITTING if step.kind == "repository" else [step.said]
        if step.kind != "vault":
            for command in commands:
                said = self.run(command)
                assert self.code == 0, f"{command}: {said}"
            return
        source, _, name = step.said.partition(" as ")
        folder = self.home / (name or Path(source).name)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(CHECKOUT / source, folder)
        self.folder = self.home

    def run(self, command: str) -> str:
        """Run a command line and give what it prints; vaultkit alone runs in this process."""
        words = shlex.split(command, comments=True)
        if words == ["echo", "$?"]:
            return f"{self.code}\n"
        lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
        if any(set(word) <= set("();<>|&") for word in lexer) or words[0] not in ("cd", "vaultkit"):
            said = self._run_process(command)
        elif words[0] == "cd":
            self.folder = Path(os.path.normpath(self.folder / self._expanded(words[1])))
            assert self.folder.is_dir(), f"{command}: there is no such folder"
            self.code, said = 0, ""
        else:
            said = self._run_here([self._expanded(word) for word in words])
        return said.replace(str(self.home), "~")

    def _expanded(self, word: str) -> str:
        return str(self.home) + word[1:] if word == "~" or word.startswith("~/") else word

    def _run_process(self, command: str) -> str:
        program = shlex.split(command)[0]
        assert program in _PROGRAMS, f"{command}: say why it is not run, or what {program} is for"
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.code = done.returncode
        return done.stdout.decode()

    def _run_here(self, words: Sequence[str]) -> str:
        with pytest.MonkeyPatch.context() as patch, printed() as said:
            patch.setattr(sys, "argv", list(words))
            patch.setattr(sys, "stdin", io.StringIO())
            patch.chdir(self.folder)
            self.code = app.run()
        assert self.code in (0, 1, 2), said()
        return said()

    def execute(self, block: Block) -> str:
        """Run a block of Python by itself, as a program would, and give what it prints."""
        with contextlib.chdir(self.folder), printed() as said:
            exec(compile(block.text, str(block), "exec"), {"__name__": "__main__"})
        return said().replace(str(self.home), "~")


@contextlib.contextmanager
def printed() -> Iterator[Callable[[], str]]:
    """Catch standard output and standard error together, in the order of writing."""
    caught = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        stream = io.TextIOWrapper(caught, "utf-8", write_through=True)
        patch.setattr(sys, "stdout", stream)
        patch.setattr(sys, "stderr", stream)
        yield lambda: caught.getvalue().decode()
    stream.detach()


def is_as_shown(shown: Sequence[str], said: Sequence[str]) -> bool:
    """Say whether output is as a page shows it, but for time, date, version and ``...`` lines."""
    given = [_comparable(line) for line in said]
    pieces: list[list[str]] = [[]]
    for line in shown:
        if line == ELISION:
            pieces.append([])
        else:
            pieces[-1].append(_comparable(line))
    if len(pieces) == 1:
        return pieces[0] == given
    first, *middle, last = pieces
    if given[: len(first)] != first:
        return False
    at = len(first)
    for piece in middle:
        ends = [
            start + len(piece)
            for start in range(at, len(given) - len(piece) + 1)
            if given[start : start + len(piece)] == piece
        ]
        if not ends:
            return False
        at = ends[0]
    return len(given) - len(last) >= at and given[len(given) - len(last) :] == last


def _comparable(line: str) -> str:
    for changing, kept in _CHANGING:
        line = changing.sub(kept, line)
    return line.rstrip()


@pytest.fixture(autouse=True)
def _scrubbed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the developer's environment out of what pages show."""
    environment: Mapping[str, str] = {
        "HOME": str(tmp_path / "you"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_NAME": "You" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "you@example.org" for who in ("AUTHOR", "COMMITTER")},
    }
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Give a shell in an empty home folder, with vaultkit on the PATH wherever it runs."""
    if os.name == "nt":
        pytest.skip("pages show what is typed in a POSIX shell")
    monkeypatch.setenv("PATH", put_vaultkit(tmp_path / "bin"))
    return Shell(tmp_path / "you")


@pytest.fixture
def read() -> Callable[[Path], list[Block | SetUp]]:
    """Give the function that reads a page."""
    return lambda page: list(steps_of(page))


@pytest.fixture
def blocks() -> Callable[[Path], list[Block]]:
    """Give a function that gives the blocks of a page alone."""
    return lambda page: [step for step in steps_of(page) if isinstance(step, Block)]


@pytest.fixture
def as_shown() -> Callable[[Sequence[str], Sequence[str]], bool]:
    """Give the function that compares what is shown with what was printed."""
    return is_as_shown
