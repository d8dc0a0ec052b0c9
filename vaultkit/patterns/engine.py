"""RE2, as patterns use it: a program, run over texts in the pattern's alphabet."""

import re
from collections.abc import Callable
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.errors import ConfigError
from vaultkit.patterns.alphabet import Alphabet
from vaultkit.patterns.parts import Parts
from vaultkit.text import printable

if TYPE_CHECKING:
    from re2 import _Regexp

_LARGEST = 3_000
"""Instructions of RE2's; a text of a million characters takes it seconds at most."""
_ASCII_ALONE = re.compile(
    r"[^.\x80-\U0010ffff]|\\[\x00-/:-@\[-`{-\x7f]|\[[\x00-[\]_-\x7f][\x00-[\]-\x7f]*\]"
)


class Match(NamedTuple):
    """Where in a text a pattern matches."""

    start: int
    end: int


class Program:
    """What RE2 runs, and the alphabet that texts are written in for it."""

    def __init__(self, pattern: str, parts: Parts, flags: int) -> None:
        self._pattern = pattern
        self._items = parts.items
        self._atoms = list(parts.atoms)
        self._alphabet = Alphabet(parts, flags)
        self._alphabet.written(pattern)
        self.takes_line_ends = self._alphabet.takes_line_ends
        self._compile()

    @property
    def size(self) -> int:
        """Return how many instructions RE2 has for it."""
        return int(self._regex.programsize)

    def fullmatch(self, text: str) -> bool:
        """Return whether the whole text matches."""
        data = self._written(text)
        return self._regex.fullmatch(data) is not None

    def found_in(self, text: str) -> bool:
        """Return whether the pattern matches anywhere in the text."""
        data = self._written(text)
        return self._regex.search(data) is not None

    def starts(self, text: str) -> bool:
        """Return whether the pattern matches at the beginning of the text."""
        data = self._written(text)
        return self._regex.match(data) is not None

    def finder(self, text: str) -> Callable[[int], Match | None]:
        """Return a function that finds the first match, not an empty one, from a place on."""
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
        r"""Return what is found in UTF-8 wherever the pattern matches, and in other places.

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
        raise ValueError(f"is not accepted by RE2: {said}") from error
    if regex.programsize > _LARGEST:
        raise ValueError("is too large for RE2; split it into several patterns, or repeat less")
    return regex
