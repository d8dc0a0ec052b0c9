"""The pages beside this: small vaults that were made from public reports of bugs.

A heading of the second level begins a case. It holds, in any order:

- ``From: OWNER/REPOSITORY#NUMBER``, the report, and text on what is right;
- ``Not yet: WHY``, where it is known to fail: who mends it takes the line out;
- files: their names in backticks on a line of its own, then the text of each of them;
- an ``sh`` block, a command a line; ``  # 2`` after one says what code it ends with, which has to
  be said of 2, and else is 0, or 0 or 1 from vaultkit;
- a ``findings`` block, ``file:line rule`` for each finding of the first check;
- ``said`` and ``unsaid`` blocks, whose lines the last command prints and does not print;
- ``Afterwards:`` and the files that change (a block ``gone`` for one that is deleted), or
  ``Nothing changes.``: what is not named stays to the byte.

What a page says before its first case holds for each that does not say otherwise. What cannot be
seen is marked: ``␠ ␉ ␍ ␀``, ``⟨FEFF⟩`` for any other character by its code, ``⟨\\x89⟩`` for a byte,
and ``⟨end⟩`` where a file ends without a line break.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.pages import Block, Line, pieces_of

_VISIBLE = {"␠": " ", "␉": "\t", "␍": "\r", "␀": "\0", "⟨end⟩\n": ""}
_CODE = re.compile(r"⟨(?:\\x(?P<byte>[0-9a-f]{2})|(?P<character>[0-9A-F]{1,6}))⟩")
_NAME = re.compile(r"`([^`]+)`")
_NAMES = re.compile(rf"{_NAME.pattern}(, {_NAME.pattern})*$")
_WORD = re.compile(r"(From|Not yet): (.+)$")
_SETTINGS = {".obsidian/app.json": b"{}"}
"""What makes a folder a vault of Obsidian; a case that has settings writes its own."""


@dataclass(frozen=True)
class Command:
    """A command, and the code that it must end with; 0, or 1 from vaultkit, when None."""

    line: str
    code: int | None


@dataclass
class Case:
    """A small vault, what is done there, and what must come of it.

    ``found``, ``said``, ``unsaid`` and ``changed`` are None where the case does not say; in
    ``changed``, None is the text of a file that is deleted.
    """

    page: str
    line: int
    title: str
    source: str | None = None
    not_yet: str | None = None
    files: Mapping[str, bytes] = field(default_factory=lambda: dict(_SETTINGS))
    commands: list[Command] = field(default_factory=list)
    found: list[str] | None = None
    said: list[str] | None = None
    unsaid: list[str] | None = None
    changed: Mapping[str, bytes | None] | None = None

    def __str__(self) -> str:
        return f"{self.page}:{self.line} {self.title}"

    def __post_init__(self) -> None:
        self._names: list[str] = []
        self._is_after = False

    def take(self, piece: Block | Line) -> None:
        """Take what a piece of the page says.

        Raises:
            AssertionError: it says nothing that a case may say.
        """
        if isinstance(piece, Line):
            self._take_line(piece.text)
        elif self._names:
            self._take_files(piece)
        elif piece.language == "sh":
            self.commands = [_command(line) for line in piece.body]
        elif piece.language == "findings":
            self.found = sorted(piece.body)
        elif piece.language in ("said", "unsaid"):
            setattr(self, piece.language, piece.body)
        else:
            raise AssertionError(f"{piece}: a block that is neither a file nor a {piece.language}")

    def _take_line(self, text: str) -> None:
        assert not self._names, f"{self}: no block follows {self._names}"
        if _NAMES.match(text):
            self._names = [real(name).decode() for name in _NAME.findall(text)]
        elif said := _WORD.match(text):
            setattr(self, "source" if said[1] == "From" else "not_yet", said[2])
        elif text in ("Afterwards:", "Nothing changes."):
            self.changed = {}
            self._is_after = text == "Afterwards:"

    def _take_files(self, block: Block) -> None:
        content = None if block.language == "gone" else real(block.text)
        files = dict.fromkeys(self._names, content)
        if self._is_after:
            self.changed = {**(self.changed or {}), **files}
        else:
            self.files = {**self.files, **files}
        self._names = []


def cases_of(page: Path) -> Iterator[Case]:
    """Yield the cases of a page in order."""
    shared = case = Case(page.name, 1, "")
    for piece in pieces_of(page):
        if isinstance(piece, Line) and piece.text.startswith("## "):
            if case is not shared:
                yield case
            case = replace(shared, line=piece.number, title=piece.text[3:])
        else:
            case.take(piece)
    yield case


def real(text: str) -> bytes:
    """Return what marked text stands for."""
    for mark, character in _VISIBLE.items():
        text = text.replace(mark, character)
    return _CODE.sub(_character, text).encode("utf-8", "surrogateescape")


def _character(found: re.Match[str]) -> str:
    if found["byte"]:
        return bytes([int(found["byte"], 16)]).decode("utf-8", "surrogateescape")
    return chr(int(found["character"], 16))


def _command(text: str) -> Command:
    line, mark, code = text.partition("  # ")
    return Command(real(line).decode(), int(code) if mark else None)
