r"""Regular expressions that a vault or its configuration brings, matched in linear time.

They are written as Python's, and matched by RE2, which takes no pattern that could need more than
linear time. RE2 decides how the parts of a pattern follow each other; which single characters a
part such as ``\w``, ``[a-ü]`` or ``ß`` stands for, in which case, is asked of Python. For that
each text is written in an alphabet of the pattern's own, of one byte a character: characters that
no part of the pattern tells apart share a byte, and letters have bytes that are letters to RE2, so
that ``\b`` lies between the same characters as in Python.
"""

import codecs
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.errors import ConfigError
from vaultkit.text import printable

if TYPE_CHECKING:
    from re2 import _Regexp

_LONGEST = 10_000
_LARGEST = 3_000
"""Instructions of RE2's; a text of a million characters takes it seconds at most."""
_LONGEST_PIECE = 40
_WORD_BYTES = bytes(range(0x30, 0x3A)) + bytes(range(0x41, 0x5B)) + b"_" + bytes(range(0x61, 0x7B))
_LINE_END = 0x0A
_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "x": re.VERBOSE, "m": re.MULTILINE, "a": re.ASCII}
_SCOPED_FLAGS = re.compile(r"\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])")
_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_QUANTIFIER = re.compile(r"[*+?]|\{(\d*)(,?)(\d*)\}")
_ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|0[0-7]{0,2}|[0-3][0-7]{2}|.)",
    re.DOTALL,
)
_CLASS = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)
_ASCII_ALONE = re.compile(
    r"[^.\x80-\U0010ffff]|\\[\x00-/:-@\[-`{-\x7f]|\[[\x00-[\]_-\x7f][\x00-[\]-\x7f]*\]"
)
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


class Pattern:
    """A regular expression that takes time linear to the text it is matched against.

    ``starts_with`` and ``never_starts_with`` are the look-aheads at its very beginning, the only
    ones there can be; such a pattern is for ``fullmatch`` alone, unless it is ``anchored``.
    """

    def __init__(self, pattern: str, flags: int) -> None:
        """Take a pattern and flags of ``re``.

        Raises:
            ValueError: it cannot be used; the message is what follows the pattern in a sentence.
        """
        if len(pattern) > _LONGEST:
            raise ValueError(f"has more than {_LONGEST:,} characters; make it several patterns")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                whole = re.compile(pattern, flags)
        except (re.error, RecursionError, OverflowError) as error:
            raise ValueError(f"is no regular expression: {error}") from error
        parts = _PatternParser(pattern, whole.flags).read()
        self.conditions = [
            (Pattern(condition.pattern, condition.flags), condition.wanted)
            for condition in parts.conditions
        ]
        self.anchored = parts.anchored
        self._program = _Program(pattern, parts, whole.flags)

    def fullmatch(self, text: str) -> bool:
        """Return whether the whole text matches."""
        return self._holds_at_start(text) and self._program.fullmatch(text)

    def search(self, text: str) -> bool:
        """Return whether the pattern matches anywhere in the text."""
        return self._holds_at_start(text) and self._program.found_in(text)

    def finditer(self, text: str) -> Iterator["Match"]:
        """Yield the matches from left to right, empty ones left out; none overlaps another."""
        find = self.finder(text)
        at = 0
        while (found := find(at)) is not None:
            yield found
            at = found.end

    def finder(self, text: str) -> Callable[[int], "Match | None"]:
        """Return a function that finds the first match, not an empty one, from a place on."""
        return self._program.finder(text)

    @cached_property
    def size(self) -> int:
        """How many steps a character of a text takes at most."""
        return self._program.size

    @cached_property
    def spans_lines(self) -> bool:
        """Whether a match may hold a line end."""
        return self._program.takes_line_ends

    def _holds_at_start(self, text: str) -> bool:
        return all(
            condition._program.starts(text) == wanted  # noqa: SLF001
            for condition, wanted in self.conditions
        )


class Match(NamedTuple):
    """Where in a text a pattern matches."""

    start: int
    end: int


@cache
def compile_pattern(pattern: str, *, ignore_case: bool = False, multiline: bool = False) -> Pattern:
    """Compile a regular expression.

    Raises:
        ValueError: it cannot be used; the message is what follows the pattern in a sentence.
    """
    flags = (re.IGNORECASE if ignore_case else 0) | (re.MULTILINE if multiline else 0)
    return Pattern(pattern, flags)


class _Condition(NamedTuple):
    """A look-ahead at the beginning of a pattern: what the text starts with, or never does."""

    pattern: str
    flags: int
    wanted: bool


class _Parts(NamedTuple):
    """A pattern taken apart: texts are RE2's syntax, numbers stand for single characters.

    ``atoms`` are those characters: a pattern of ``re`` and its flags.
    """

    items: list[str | int]
    atoms: dict[tuple[str, int], int]
    boundaries: bool
    conditions: list[_Condition]
    anchored: bool


class _PatternParser:
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

    def read(self) -> _Parts:
        while self.at < len(self.pattern):
            self._next()
        return _Parts(self.items, self.atoms, self.boundaries, self.conditions, self.anchored)

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
        inner = _PatternParser(self.pattern, self.flags[-1], is_condition=True)
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
        raise ValueError(f"has {what}, which RE2 does not take; write it without")


def _changed(flags: int, on: str, off: str) -> int:
    for letter in on:
        flags |= _FLAGS.get(letter, 0)
    for letter in off:
        flags &= ~_FLAGS[letter]
    return flags


class _Program:
    """What RE2 runs, and the alphabet that texts are written in for it."""

    def __init__(self, pattern: str, parts: _Parts, flags: int) -> None:
        self._pattern = pattern
        self._items = parts.items
        self._atoms = list(parts.atoms)
        self._alphabet = _Alphabet(parts, flags)
        self._alphabet.written(pattern)
        self.takes_line_ends = self._alphabet.takes_line_ends
        self._compile()

    @property
    def size(self) -> int:
        return int(self._regex.programsize)

    def fullmatch(self, text: str) -> bool:
        data = self._written(text)
        return self._regex.fullmatch(data) is not None

    def found_in(self, text: str) -> bool:
        data = self._written(text)
        return self._regex.search(data) is not None

    def starts(self, text: str) -> bool:
        data = self._written(text)
        return self._regex.match(data) is not None

    def finder(self, text: str) -> Callable[[int], Match | None]:
        if not text.isascii() and not self._may_match(text):
            return lambda _: None
        data = self._written(text)

        def find(at: int) -> Match | None:
            while at <= len(data) and (found := self._regex.search(data, at)) is not None:
                start, end = found.span()
                if end > start:
                    return Match(start, end)
                at = start + 1
            return None

        return find

    def _may_match(self, text: str) -> bool:
        """Return False where a text certainly holds no match; writing it is what takes long."""
        if self._sieve is None:
            return True
        return self._sieve.search(text.encode("utf-8", "surrogatepass")) is not None

    @cached_property
    def _sieve(self) -> "_Regexp | None":
        r"""What is found in UTF-8 wherever the pattern matches, and in other places.

        A character beyond ASCII is any that there is, and ``\b`` may lie anywhere.
        """
        try:
            return _compiled(
                "".join(
                    self._coarse_class(item)
                    if isinstance(item, int)
                    else ""
                    if item in {r"\b", r"\B"}
                    else item
                    for item in self._items
                )
            )
        except ValueError:
            return None

    def _coarse_class(self, atom: int) -> str:
        source, flags = self._atoms[atom]
        ascii_part = self._alphabet.ascii_class_of(atom)
        if not flags & re.IGNORECASE and _ASCII_ALONE.fullmatch(source):
            return ascii_part
        return rf"(?:{ascii_part}|[\x80-\xff]+)"

    def _written(self, text: str) -> bytes:
        known = self._alphabet.size
        try:
            data = self._alphabet.written(text)
            if self._alphabet.size != known:
                self._compile()
        except ValueError as error:
            raise ConfigError([f'the pattern "{printable(self._pattern)}" {error}']) from error
        return data

    def _compile(self) -> None:
        self._regex = _compiled(
            "".join(
                item if isinstance(item, str) else self._alphabet.class_of(item)
                for item in self._items
            )
        )


def has_engine() -> bool:
    """Return whether RE2 is installed: it may have no package yet for a new version of Python."""
    return find_spec("re2") is not None


def _compiled(source: str) -> "_Regexp":
    if not has_engine():
        raise ValueError("needs google-re2, which this Python lacks: pip install google-re2")
    import re2

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    options.log_errors = False
    try:
        regex = re2.compile(source.encode("ascii"), options)
    except re2.error as error:
        said = error.args[0]
        said = said.decode("latin-1") if isinstance(said, bytes) else str(said)
        raise ValueError(f"is not taken by RE2: {said}") from error
    if regex.programsize > _LARGEST:
        raise ValueError("is too large for RE2; make it several patterns, or repeat less")
    return regex


class _Alphabet(dict[int, int]):
    """A byte for each character of a text: the same for those that the pattern cannot tell apart.

    It grows with the characters that are looked up in it.
    """

    def __init__(self, parts: _Parts, flags: int) -> None:
        super().__init__()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._atoms = [re.compile(source, flags) for source, flags in parts.atoms]
        self._word = re.compile(r"\w", flags & re.ASCII) if parts.boundaries else None
        letters = _WORD_BYTES if parts.boundaries else b""
        self._free_letters = iter(letters)
        self._free_others = iter(b for b in range(256) if b not in letters and b != _LINE_END)
        self._bytes: dict[tuple[int, bool, bool], int] = {}
        self._ascii = bytes(self[number] for number in range(0x80)) + bytes(0x80)

    @property
    def size(self) -> int:
        """How many kinds of characters there are so far."""
        return len(self._bytes)

    @property
    def takes_line_ends(self) -> bool:
        """Whether any part of the pattern matches a line end."""
        return self._key("\n")[0] != 0

    def written(self, text: str) -> bytes:
        """Return a text in this alphabet.

        Raises:
            ValueError: there are not bytes enough.
        """
        if text.isascii():
            return text.encode("ascii").translate(self._ascii)
        return codecs.charmap_encode(text, "strict", self)[0]

    def class_of(self, atom: int) -> str:
        """Return the bytes of the characters that an atom matches, as a class of RE2's."""
        return _class(byte for key, byte in self._bytes.items() if key[0] >> atom & 1)

    def ascii_class_of(self, atom: int) -> str:
        """Return the characters of ASCII themselves that an atom matches, as a class of RE2's."""
        return _class(byte for byte in range(0x80) if self._atoms[atom].fullmatch(chr(byte)))

    def __missing__(self, number: int) -> int:
        key = self._key(chr(number))
        if key not in self._bytes:
            self._bytes[key] = self._free_byte(key)
        self[number] = self._bytes[key]
        return self[number]

    def _key(self, character: str) -> tuple[int, bool, bool]:
        """Return what tells a character from others: its atoms, as bits; letter; line end."""
        atoms = sum(
            1 << number for number, atom in enumerate(self._atoms) if atom.fullmatch(character)
        )
        is_letter = self._word is not None and self._word.fullmatch(character) is not None
        return atoms, is_letter, character == "\n"

    def _free_byte(self, key: tuple[int, bool, bool]) -> int:
        byte = (
            _LINE_END if key[2] else next(self._free_letters if key[1] else self._free_others, None)
        )
        if byte is None:
            raise ValueError("tells too many characters apart; make it several patterns")
        return byte


def _class(members: Iterable[int]) -> str:
    found = "".join(f"\\x{byte:02x}" for byte in members)
    return f"[{found}]" if found else r"[^\x00-\xff]"
