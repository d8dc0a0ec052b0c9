r"""Regular expressions that a vault or its configuration brings, matched in linear time.

They are written as Python's, and matched by RE2, which takes no pattern that could need more than
linear time. RE2 decides how the parts of a pattern follow each other; which single characters a
part such as ``\w``, ``[a-ü]`` or ``ß`` stands for, in which case, is asked of Python. For that
each text is written in an alphabet of the pattern's own, of one byte a character: characters that
no part of the pattern tells apart share a byte, and letters have bytes that are letters to RE2, so
that ``\b`` matches between the same characters as in Python.
"""

import re
import warnings
from collections.abc import Callable, Iterator
from functools import cache, cached_property

from vaultkit.patterns.engine import Match, Program
from vaultkit.patterns.parts import PatternReader

_LONGEST = 10_000


class Pattern:
    """A regular expression that takes time linear to the text it is matched against.

    ``starts_with`` and ``never_starts_with`` are the look-aheads at its very beginning, the only
    ones there can be; such a pattern is for ``fullmatch`` alone, unless it is ``anchored``.
    """

    def __init__(self, pattern: str, flags: int) -> None:
        """Store a pattern and flags of ``re``.

        Raises:
            ValueError: it cannot be used; the message is what follows the pattern in a sentence.
        """
        if len(pattern) > _LONGEST:
            raise ValueError(
                f"has more than {_LONGEST:,} characters; split it into several patterns"
            )
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                whole = re.compile(pattern, flags)
        except (re.error, RecursionError, OverflowError) as error:
            raise ValueError(f"is not a valid regular expression: {error}") from error
        parts = PatternReader(pattern, whole.flags).read()
        self.conditions = [
            (Pattern(condition.pattern, condition.flags), condition.wanted)
            for condition in parts.conditions
        ]
        self.anchored = parts.anchored
        self._program = Program(pattern, parts, whole.flags)

    def fullmatch(self, text: str) -> bool:
        """Return whether the whole text matches."""
        return self._holds_at_start(text) and self._program.fullmatch(text)

    def search(self, text: str) -> bool:
        """Return whether the pattern matches anywhere in the text."""
        return self._holds_at_start(text) and self._program.found_in(text)

    def finditer(self, text: str) -> Iterator[Match]:
        """Yield the matches from left to right, empty ones left out; none overlaps another."""
        find = self.finder(text)
        at = 0
        while (found := find(at)) is not None:
            yield found
            at = found.end

    def finder(self, text: str) -> Callable[[int], Match | None]:
        """Return a function that finds the first match, not an empty one, from a place on."""
        return self._program.finder(text)

    @cached_property
    def size(self) -> int:
        """Return how many steps a character of a text takes at most."""
        return self._program.size

    @cached_property
    def spans_lines(self) -> bool:
        """Return whether a match may hold a line end."""
        return self._program.takes_line_ends

    def _holds_at_start(self, text: str) -> bool:
        return all(
            condition._program.starts(text) == wanted  # noqa: SLF001
            for condition, wanted in self.conditions
        )


@cache
def compile_pattern(pattern: str, *, ignore_case: bool = False, multiline: bool = False) -> Pattern:
    """Compile a regular expression.

    Raises:
        ValueError: it cannot be used; the message is what follows the pattern in a sentence.
    """
    flags = (re.IGNORECASE if ignore_case else 0) | (re.MULTILINE if multiline else 0)
    return Pattern(pattern, flags)
