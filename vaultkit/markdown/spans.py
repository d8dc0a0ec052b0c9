"""Sets of stretches of a text that can be asked what is in them, however many they are."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate


class SpanSet:
    """Stretches given by start and end; those that overlap are joined when first asked."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Store the stretches, half open, in any order."""
        self._given = spans

    def __contains__(self, offset: int) -> bool:
        """Return whether an offset is in one of them."""
        starts, ends = self._joined
        at = bisect_right(starts, offset) - 1
        return at >= 0 and offset < ends[at]

    @cached_property
    def _joined(self) -> tuple[list[int], list[int]]:
        starts: list[int] = []
        ends: list[int] = []
        last = -1
        for start, end in sorted(self._given):
            if start >= last:
                starts.append(start)
                ends.append(end)
                last = end
            elif end > last:
                ends[-1] = last = end
        return starts, ends


class Stretches:
    """Stretches given by start and end that stay apart: each question is about a single one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Store the stretches, half open, in any order; they may overlap."""
        spans = sorted(spans)
        self._starts = [start for start, _ in spans]
        self._furthest = list(accumulate((end for _, end in spans), max))

    def hold(self, start: int, end: int) -> bool:
        """Check whether one of them holds all of a stretch."""
        at = bisect_right(self._starts, start)
        return at > 0 and self._furthest[at - 1] >= end

    def meet(self, start: int, end: int) -> bool:
        """Check whether one of them has something in common with a stretch."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._furthest[at - 1] > start

    def begin_in(self, start: int, end: int) -> bool:
        """Check whether one of them begins in a stretch."""
        at = bisect_left(self._starts, start)
        return at < len(self._starts) and self._starts[at] < end
