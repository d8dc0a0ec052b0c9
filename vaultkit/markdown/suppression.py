"""Suppression comments: ``%% vaultkit: allow broken-link %%`` and their like."""

import re
from bisect import bisect_right
from functools import cached_property
from operator import itemgetter

from vaultkit.markdown.facts import Facts, Scope, Suppression
from vaultkit.markdown.pulldown import MarkdownStructure
from vaultkit.markdown.spans import SpanSet

_COMMENT = re.compile(
    rb"(?:%%|<!--)[ \t]*vaultkit:[ \t]*(?P<scope>[a-z-]+)"
    rb"(?P<names>(?:[^%>\r\n]|%(?!%)|(?<!--)>)*)(?:%%|-->)"
)
_NAME = re.compile(r"[^\s,]+")
_MARKS = re.compile(rb"[ \t>]*")
_BLANK = re.compile(rb"\s*\Z")
_LINE_END = re.compile(rb"[\r\n]")
_PROPERTY = "vaultkit-allow"
_KNOWN = {*Scope} - {Scope.UNKNOWN}


def read_suppressions(data: bytes, found: MarkdownStructure, facts: Facts) -> None:
    """Add the suppressions of a note to its facts.

    A comment at the end of a line holds for that line, one on a line of its own for the next block,
    ``allow-start`` up to its ``allow-end``, ``allow-file`` and the property ``vaultkit-allow`` for
    the file, ``allow-note`` for one note of a flattened file. A reason may follow behind ``--``.
    """
    body = facts.front_matter.end if facts.front_matter else 0
    reach = _Reach(data, found)
    code = SpanSet(found.code)
    for comment in _COMMENT.finditer(data, body):
        if comment.start() in code:
            continue
        scope = comment["scope"].decode()
        names = _names(comment["names"].decode("utf-8", "replace"))
        if scope not in _KNOWN:
            names, scope = [scope], Scope.UNKNOWN
        start, end = comment.span()
        made = Suppression(Scope(scope), names, start, end, start, len(data))
        if made.scope is Scope.SPAN:
            made.covers_from, made.covers_to = reach.of(start, end)
        elif made.scope is Scope.FILE:
            made.covers_from = 0
        facts.suppressions.append(made)
    for value in facts.property_values(_PROPERTY):
        names = _names(value.text)
        if names:
            facts.suppressions.append(
                Suppression(Scope.FILE, names, value.start, value.end, 0, len(data))
            )


def _names(text: str) -> list[str]:
    """Return the names of rules; what is after ``--`` is the reason, in anybody's words."""
    return _NAME.findall(text.partition("--")[0])


class _Reach:
    """Finds what plain allowances cover, in the order in which they stand.

    What was found of a line or of the blocks serves all allowances there.
    """

    def __init__(self, data: bytes, found: MarkdownStructure) -> None:
        self.data = data
        self.found = found
        self.line = self.line_end = 0
        self.first_word = 0

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Return the bytes a plain ``allow`` covers: its line, or the block that follows it."""
        if not self.line <= start < self.line_end:
            self._enter_line(start)
        alone = self.first_word >= start and _BLANK.match(self.data, end, self.line_end)
        if not alone:
            return self.line, self.line_end
        following = bisect_right(self.blocks, self.line_end, key=itemgetter(0))
        return start, self.blocks[following][1] if following < len(self.blocks) else self.line_end

    def _enter_line(self, at: int) -> None:
        data = self.data
        feed = data.rfind(b"\n", self.line_end, at) + 1 or self.line_end
        self.line = data.rfind(b"\r", feed, at) + 1 or feed
        found = _LINE_END.search(data, at)
        self.line_end = found.start() if found else len(data)
        marks = _MARKS.match(data, self.line)
        self.first_word = marks.end() if marks else self.line

    @cached_property
    def blocks(self) -> list[tuple[int, int]]:
        """Return the blocks that hold more than suppressions, with where both end."""
        spoken = []
        for start, end in self.found.blocks:
            text = self.data[start:end]
            said = len(_COMMENT.sub(lambda comment: b" " * len(comment[0]), text).rstrip())
            if said:
                spoken.append((start + said, end))
        return spoken
