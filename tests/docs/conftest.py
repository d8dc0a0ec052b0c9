"""Pages of documentation as they are read: fenced blocks, marks for the tests, a shell to run them.

CONTRIBUTING.md says how a page is written. In short: ``console`` blocks hold commands after ``$``
and what they print, ``sh`` and ``python`` blocks may be followed by a ``text`` block with their
output, a file's name in backticks on a line of its own comes before its text, and these comments
set a page up: ``vault: FOLDER as NAME``, ``repository: NAME``, ``setup: COMMAND``, ``output:
COMMAND``, ``not run: WHY``.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.pages import Block, SetUp, steps_of

ELISION = "..."
_CHANGING = (
    (re.compile(r"\(\d+\.\d\d s\)"), "(TIME)"),
    (re.compile(r"\d{4}-\d\d-\d\d(?: |T)\d\d:\d\d(?::\d\d)?"), "(DATE)"),
    (re.compile(r'\btime="\d+\.\d+"'), 'time="(TIME)"'),
    (re.compile(r"\b[0-9a-f]{16}/facts"), "(VAULT)/facts"),
    (re.compile(r"\b[\d,]+ bytes"), "(SIZE) bytes"),
    (re.compile(r"\bvaultkit \d+\.\d+\.\d+\b"), "vaultkit (VERSION)"),
)
"""What differs from run to run or between machines, and what it is compared as."""


def is_as_shown(shown: Sequence[str], said: Sequence[str]) -> bool:
    """Return whether output is as a page shows it, but for times, versions and ``...`` lines."""
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
def _scrubbed(scrubbed: None) -> None:
    """Keep the developer's environment out of what pages show."""


@pytest.fixture
def read() -> Callable[[Path], list[Block | SetUp]]:
    """Return the function that reads a page."""
    return lambda page: list(steps_of(page))


@pytest.fixture
def blocks() -> Callable[[Path], list[Block]]:
    """Return a function that gives the blocks of a page alone."""
    return lambda page: [step for step in steps_of(page) if isinstance(step, Block)]


@pytest.fixture
def as_shown() -> Callable[[Sequence[str], Sequence[str]], bool]:
    """Return the function that compares what is shown with what was printed."""
    return is_as_shown
