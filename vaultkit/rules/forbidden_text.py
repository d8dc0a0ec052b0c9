"""Text that the configuration does not want in notes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from vaultkit.markdown.stretches import Part, stretches
from vaultkit.patterns.engine import Match
from vaultkit.patterns.pattern import Pattern
from vaultkit.rules.base.option_types import NO_REGEX, Glob, Regex, compiled
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.source import Source, Span
from vaultkit.text import printable
from vaultkit.vault.files.globs import any_glob
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.vault import Vault

_LONGEST = 60
_MOST_PLACES = 50_000
_NOT_SEARCHED = " (there may be more: the search of this note stopped here)"
_MOST_STEPS = 10_000_000_000
"""Characters that the searches in a note may read, by what each of them costs at most."""


@dataclass(frozen=True)
class ForbiddenText:
    """``text`` or ``pattern``: what must not be in the notes below ``paths``.

    ``where``: in which parts of a note; ``ignore_case``: whether case counts for nothing;
    ``message``: what to say about it.
    """

    text: str = ""
    pattern: Regex = NO_REGEX
    paths: tuple[Glob, ...] = ()
    where: tuple[Literal["text", "code", "comments", "properties"], ...] = ("text",)
    ignore_case: bool = False
    message: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """Return whether it is not certain what to look for."""
        if bool(self.text) == bool(self.pattern):
            both = "and pattern are both set; remove one"
            yield "text", both if self.text else "or pattern is missing: say what is forbidden"
        elif trouble := _trouble(self):
            yield ("pattern" if self.pattern else "text"), trouble
        if not self.where:
            yield "where", "must name a part of a note"

    @property
    def regex(self) -> Pattern:
        """Return what to look for."""
        return compiled(self.pattern or re.escape(self.text), ignore_case=self.ignore_case)


def _trouble(item: ForbiddenText) -> str | None:
    """Return why what is forbidden cannot be looked for, if it cannot."""
    try:
        regex = item.regex
    except ValueError as error:
        return str(error)
    if regex.conditions:
        return "has a look-ahead, which RE2 does not support; write it without"
    return "must not match an empty text" if regex.fullmatch("") else None


@dataclass(frozen=True)
class Options:
    """``texts``: what must not be in notes."""

    texts: tuple[ForbiddenText, ...] = ()


class ForbiddenTextRule(DocumentRule):
    """Text in a note that the configuration forbids."""

    code = "VK603"
    name = "forbidden-text"
    severity = Severity.WARNING
    default = False
    on_by_options = True
    Options = Options

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report each place, in the parts of the note that are meant."""
        items = [item for item, is_below in self._texts if is_below(document.path)]
        if not items or document.facts.unreadable:
            return
        source = vault.source(document.path)
        if len(source.data) != document.facts.size:
            return
        text = _NoteText(source)
        for item in items:
            for span, found, is_last in text.search(item):
                short = found if len(found) <= _LONGEST else f"{found[: _LONGEST - 1]}…"
                what = f'"{printable(short)}" is not allowed here'
                said = f"{what}: {item.message}" if item.message else what
                said += _NOT_SEARCHED if is_last else ""
                target = f"{item.text or item.pattern} {found}"
                yield document.note_at(span.start), Problem(span, said, target=target)

    @cached_property
    def _texts(self) -> list[tuple[ForbiddenText, Callable[[str], bool]]]:
        return [
            (item, any_glob(item.paths) if item.paths else lambda _: True)
            for item in self.options.texts
        ]


class _NoteText:
    """A note's text in characters with plain line ends, and the way back to its bytes."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.data.decode().replace("\r\n", "\n")
        self._plain = len(self.text) == len(source.data)
        self._line_end = -1

    def search(self, item: ForbiddenText) -> Iterator[tuple[Span, str, bool]]:
        """Yield what is found in the parts that are meant; a match is in one part as a whole.

        The last of three says that the note is searched no further, having taken enough already.
        """
        find = item.regex.finder(self.text)
        found = find(0)
        if found is None:
            return
        self._line_end = -1
        others = iter(self._left_out(frozenset(item.where)))
        start, end = next(others, (len(self.text) + 1,) * 2)
        offsets = _Offsets(self.text, self.source.data, plain=self._plain)
        places = steps = at = 0
        while found is not None:
            while end <= found.start:
                start, end = next(others, (len(self.text) + 1,) * 2)
            steps += (self._read_to(found, item.regex) - at) * item.regex.size
            is_last = steps > _MOST_STEPS
            if found.start >= start:
                at = end
            elif found.end > start:
                at = start
            else:
                places += 1
                is_last = is_last or places == _MOST_PLACES
                span = Span(offsets.of(found.start), offsets.of(found.end))
                yield span, self.text[found.start : found.end], is_last
                at = found.end
            found = None if is_last else find(at)

    def _read_to(self, found: Match, regex: Pattern) -> int:
        """Return how far the text has been read at most to be certain of a match."""
        if regex.spans_lines:
            return len(self.text)
        if self._line_end < found.end:
            end = self.text.find("\n", found.end)
            self._line_end = len(self.text) if end < 0 else end
        return self._line_end

    def _left_out(self, where: frozenset[str]) -> list[tuple[int, int]]:
        """Return the stretches of the text in which nothing counts, in order."""
        left_out = []
        at = 0
        for span, part in self._stretches:
            if "text" not in where and span.start > at:
                left_out.append(Span(at, span.start))
            if part not in where:
                left_out.append(span)
            at = max(at, span.end)
        if "text" not in where:
            left_out.append(Span(at, len(self.source.data)))
        return list(self._in_characters(left_out))

    def _in_characters(self, spans: list[Span]) -> Iterator[tuple[int, int]]:
        if self._plain:
            yield from ((span.start, span.end) for span in spans)
            return
        data, byte, character = self.source.data, 0, 0
        for span in spans:
            pair = []
            for offset in (span.start, span.end):
                piece = data[byte : max(offset, byte)]
                character += len(piece.decode()) - piece.count(b"\r\n")
                byte += len(piece)
                pair.append(character)
            yield pair[0], pair[1]

    @cached_property
    def _stretches(self) -> list[tuple[Span, Part]]:
        return stretches(self.source)


class _Offsets:
    """Turns growing numbers of characters into offsets of bytes."""

    def __init__(self, text: str, data: bytes, *, plain: bool) -> None:
        self._text = text
        self._data = data
        self._plain = plain
        self._last = (0, 0)

    def of(self, character: int) -> int:
        """Return the offset of a character's first byte."""
        if self._plain:
            return character
        last, offset = self._last
        for line in self._text[last:character].splitlines(keepends=True):
            offset += len(line.encode())
            if line.endswith("\n") and self._data[offset - 1 : offset + 1] == b"\r\n":
                offset += 1
        self._last = (character, offset)
        return offset
