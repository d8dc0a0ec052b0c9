"""A regular expression taken apart: what RE2 is given, and which characters are asked of Python."""

import re
from typing import NamedTuple

_LONGEST_PIECE = 40
_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "x": re.VERBOSE, "m": re.MULTILINE, "a": re.ASCII}
_SCOPED_FLAGS = re.compile(r"\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])")
_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_QUANTIFIER = re.compile(r"[*+?]|\{(\d*)(,?)(\d*)\}")
_ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|0[0-7]{0,2}|[0-3][0-7]{2}|.)",
    re.DOTALL,
)
_CLASS = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)
_COMMENT = re.compile(r"\(\?#[^)]*\)")
_NOT_TAKEN = {
    "(?=": "a look-ahead",
    "(?!": "a look-ahead",
    "(?<=": "a look-behind",
    "(?<!": "a look-behind",
    "(?>": "an atomic group",
    "(?P=": "a back reference",
    "(?(": "a condition",
}


class _Condition(NamedTuple):
    """A look-ahead at the beginning of a pattern: what the text starts with, or never does."""

    pattern: str
    flags: int
    wanted: bool


class Parts(NamedTuple):
    """A pattern taken apart: texts are RE2's syntax, numbers stand for single characters.

    ``atoms`` are those characters: a pattern of ``re`` and its flags.
    """

    items: list[str | int]
    atoms: dict[tuple[str, int], int]
    boundaries: bool
    conditions: list[_Condition]
    anchored: bool


class PatternReader:
    """Takes apart a pattern that ``re`` has found to be one."""

    def __init__(self, pattern: str, flags: int, *, is_condition: bool = False) -> None:
        self.pattern = pattern
        self.is_condition = is_condition
        self.at = 0
        self.flags = [flags]
        self.items: list[str | int] = []
        self.atoms: dict[tuple[str, int], int] = {}
        self.conditions: list[_Condition] = []
        self.boundaries = False
        self.anchored = False

    def read(self) -> Parts:
        """Return the parts of the whole pattern.

        Raises:
            ValueError: it has a part that RE2 does not take.
        """
        while self.at < len(self.pattern):
            self._next()
        return Parts(self.items, self.atoms, self.boundaries, self.conditions, self.anchored)

    def _next(self) -> None:
        text, at = self.pattern, self.at
        sign, flags = text[at], self.flags[-1]
        if flags & re.VERBOSE and sign in " \t\n\r\f\v#":
            end = text.find("\n", at) if sign == "#" else at
            self.at = len(text) if end < 0 else end + 1
        elif sign == "\\":
            self._escape()
        elif sign == "[":
            self._atom(self._matched(_CLASS))
        elif sign == ".":
            self._atom(self._step(1))
        elif sign == "(":
            self._group()
        elif sign == ")":
            self.flags.pop()
            self.items.append(self._step(1))
        elif sign in "^$":
            self._anchor(self._step(1))
        elif sign == "|":
            if len(self.flags) == 1 and (self.conditions or self.anchored):
                self.anchored = False
                self._refuse_conditions()
            self.items.append(self._step(1))
        elif (found := _QUANTIFIER.match(text, at)) and found[0] != "{}":
            self._quantifier(found)
        else:
            self._atom(re.escape(self._step(1)))

    def _step(self, length: int) -> str:
        piece = self.pattern[self.at : self.at + length]
        self.at += length
        return piece

    def _matched(self, regex: re.Pattern[str]) -> str:
        found = regex.match(self.pattern, self.at)
        if found is None:
            raise ValueError(f"cannot be understood from its character {self.at + 1} on")
        self.at = found.end()
        return found[0]

    def _atom(self, source: str) -> None:
        flags = self.flags[-1] & (re.IGNORECASE | re.DOTALL | re.ASCII)
        self.items.append(self.atoms.setdefault((source, flags), len(self.atoms)))

    def _escape(self) -> None:
        source = self._matched(_ESCAPE)
        if source == r"\A":
            self.anchored = self.anchored or not self.items
            self.items.append(source)
        elif source in {r"\Z", r"\z"}:
            self.items.append(r"\z")
        elif source in {r"\b", r"\B"}:
            self.boundaries = True
            self.items.append(source)
        elif len(source) == 2 and source[1] in "123456789":
            self._refuse(f"a back reference, {source}")
        else:
            self._atom(source)

    def _anchor(self, sign: str) -> None:
        multiline = self.flags[-1] & re.MULTILINE
        if sign == "^":
            self.anchored = self.anchored or not (self.items or multiline)
            self.items.append("(?m:^)" if multiline else r"\A")
        elif multiline:
            self.items.append("(?m:$)")
        else:
            self.items += ["(?:", self.atoms.setdefault((r"\n", 0), len(self.atoms)), r"?\z)"]

    def _group(self) -> None:
        text, at = self.pattern, self.at
        if text.startswith("(?#", at):
            self._matched(_COMMENT)
            return
        for opening, name in _NOT_TAKEN.items():
            if text.startswith(opening, at):
                if name == "a look-ahead" and self._is_at_start():
                    self._condition(wanted=opening == "(?=")
                    return
                self._refuse(f"{name}, {opening}")
        flags = self.flags[-1]
        if text.startswith("(?P<", at):
            self._matched(_GROUP_NAME)
        elif text.startswith("(?", at):
            found = _SCOPED_FLAGS.match(self._piece(), 0)
            if found is None:
                self._refuse(f'"{self._piece()}"')
                return
            self.at += found.end()
            flags = _changed(flags, found[1], found[2] or "")
            if found[3] == ")":
                return  # whole.flags has it
        else:
            self.at += 1
        self.flags.append(flags)
        self.items.append("(?:")

    def _piece(self) -> str:
        return self.pattern[self.at : self.at + _LONGEST_PIECE]

    def _quantifier(self, found: re.Match[str]) -> None:
        self.at = found.end()
        sign = found[0]
        if sign[0] == "{":
            least, comma, most = found.groups()
            if not (least or most or comma):
                self._atom(re.escape(sign))
                return
            sign = f"{{{least or 0}{comma}{most}}}"
        following = self.pattern[self.at : self.at + 1]
        if following == "+":
            self._refuse(f"a possessive quantifier, {found[0]}+")
        if following == "?":
            self.at += 1
            sign += "?"
        self.items.append(sign)

    def _is_at_start(self) -> bool:
        if self.is_condition or len(self.flags) > 1:
            return False
        return all(item == r"\A" for item in self.items)

    def _condition(self, *, wanted: bool) -> None:
        """Read a look-ahead at the beginning, up to the bracket that closes it."""
        start = self.at + len("(?=")
        inner = PatternReader(self.pattern, self.flags[-1], is_condition=True)
        inner.at = start
        while inner.flags:
            inner._next()
        self.at = inner.at
        source = self.pattern[start : inner.at - 1]
        self.conditions.append(_Condition(source, self.flags[-1], wanted))

    def _refuse_conditions(self) -> None:
        if self.conditions:
            self._refuse("a look-ahead beside an alternative, (?=")

    def _refuse(self, what: str) -> None:
        raise ValueError(f"has {what}, which RE2 does not support; write it without")


def _changed(flags: int, on: str, off: str) -> int:
    for letter in on:
        flags |= _FLAGS.get(letter, 0)
    for letter in off:
        flags &= ~_FLAGS[letter]
    return flags
