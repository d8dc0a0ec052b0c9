"""Suppression comments: ``%% vaultkit: allow broken-link %%`` and their like."""

import re
from bisect import bisect_right
from itertools import islice

from vaultkit.markdown.facts import Facts, Scope, Suppression
from vaultkit.markdown.pulldown import Outline
from vaultkit.markdown.spans import SpanSet

_COMMENT = re.compile(
    rb"(?:%%|<!--)[ \t]*vaultkit:[ \t]*(?P<scope>[a-z-]+)"
    rb"(?P<names>[^%>\r\n]*)(?:%%|-->)"
)
_NAME = re.compile(r"[^\s,]+")
_PROPERTY = "vaultkit-allow"


def read_suppressions(data: bytes, found: Outline, facts: Facts) -> None:
    """Add the suppressions of a note to its facts.

    A comment at the end of a line holds for that line, one on a line of its own for the next block,
    ``allow-start`` up to its ``allow-end``, ``allow-file`` and the property ``vaultkit-allow`` for
    the file, ``allow-note`` for one note of a flattened file.
    """
    body = facts.front_matter.end if facts.front_matter else 0
    code = SpanSet((span.start, span.end) for span in found.code)
    for comment in _COMMENT.finditer(data, body):
        if comment.start() in code:
            continue
        scope = comment["scope"].decode()
        names = _NAME.findall(comment["names"].decode("utf-8", "replace"))
        if scope not in set(Scope):
            names, scope = [scope, *names], Scope.SPAN
        start, end = comment.span()
        made = Suppression(Scope(scope), names, start, end, start, len(data))
        if made.scope is Scope.SPAN:
            made.covers_from, made.covers_to = _reach(data, found, start, end)
        elif made.scope is Scope.FILE:
            made.covers_from = 0
        facts.suppressions.append(made)
    for value in facts.property_values(_PROPERTY):
        names = _NAME.findall(value.text)
        if names:
            facts.suppressions.append(
                Suppression(Scope.FILE, names, value.start, value.end, 0, len(data))
            )


def _reach(data: bytes, found: Outline, start: int, end: int) -> tuple[int, int]:
    """Give the bytes a plain ``allow`` covers: its line, or the block that follows it."""
    line = max(data.rfind(b"\n", 0, start), data.rfind(b"\r", 0, start)) + 1
    following = _line_end(data, end)
    alone = not data[line:start].strip(b" \t>") and not data[end:following].strip()
    if not alone:
        return line, following
    first = bisect_right(found.blocks, following, key=lambda block: block.end)
    for block in islice(found.blocks, first, None):
        if _COMMENT.sub(b"", data[max(following, block.start) : block.end]).strip():
            return start, block.end
    return start, following


def _line_end(data: bytes, at: int) -> int:
    ends = [found for found in (data.find(b"\n", at), data.find(b"\r", at)) if found >= 0]
    return min(ends, default=len(data))
