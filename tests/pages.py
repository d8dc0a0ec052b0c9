"""Pages that are tests: the fenced blocks they hold, and a shell to run what they show."""

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vaultkit.cli import app

CHECKOUT = Path(__file__).parents[1]
_MARK = re.compile(r"<!-- (vault|repository|setup|output|not run|wrong|links): (.*?) ?-->$")
_NAME = re.compile(r"`([^`]+)`$")
_FENCE = re.compile(r"(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<language>[\w-]*)\s*$")
_PROGRAMS = tuple("cat chmod cp diff echo git ln ls mkdir mv printf rm".split())
"""What a page may run besides vaultkit; all else says why it is not run."""
_COMMITTING = (
    "git init --quiet --initial-branch=main",
    "git add .",
    "git commit --quiet --message First",
    "git update-ref refs/remotes/origin/main HEAD",
)
"""What makes a folder a git repository, as if cloned."""


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
        """Return what the block holds."""
        return "".join(f"{line}\n" for line in self.body)


@dataclass(frozen=True)
class Line:
    """A line that belongs to no block, and its number from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class SetUp:
    """A comment that sets a page up: ``vault``, ``repository`` or ``setup``, and what it says."""

    kind: str
    said: str


def pieces_of(page: Path) -> Iterator[Block | Line]:
    """Yield the fenced blocks of a page and its other lines that are not empty, in order.

    Raises:
        AssertionError: a block is not closed.
    """
    lines = page.read_text("utf-8").splitlines()
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if fence:
            indent, closing = fence["indent"], fence["indent"] + fence["fence"]
            assert closing in lines[at + 1 :], f"{page.name}:{at + 1}: a block that is not closed"
            end = lines.index(closing, at + 1)
            body = [text.removeprefix(indent) for text in lines[at + 1 : end]]
            yield Block(page.name, at + 2, fence["language"], body)
            at = end
        elif lines[at].strip():
            yield Line(at + 1, lines[at])
        at += 1


def steps_of(page: Path) -> Iterator[Block | SetUp]:
    """Yield the blocks and set-ups of a page in order.

    Raises:
        AssertionError: a block is not closed, or a comment stands before no block.
    """
    name, marks, before = None, {}, None
    for piece in pieces_of(page):
        if isinstance(piece, Block):
            piece.name, piece.marks, piece.follows = name, marks, before
            yield piece
            name, marks, before = None, {}, piece
        elif mark := _MARK.match(piece.text):
            if mark[1] in ("vault", "repository", "setup"):
                yield SetUp(mark[1], mark[2])
            else:
                marks[mark[1]] = mark[2]
        elif named := _NAME.match(piece.text):
            name, before = named[1], None
        elif piece.text not in ("<!-- try -->", "<!-- test -->"):
            unused = marks.keys() - {"links"}
            assert not unused, (
                f"{page.name}:{piece.number}: <!-- {unused} --> is not before a block"
            )
            name, marks, before = None, {}, None


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
        is_compound = any(word and set(word) <= set("();<>|&") for word in lexer)
        if is_compound or words[0] not in ("cd", "vaultkit"):
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
