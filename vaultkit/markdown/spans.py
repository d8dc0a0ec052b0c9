"""A set of stretches of a text that can be asked whether an offset lies in one of them."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property


class SpanSet:
    """Stretches given by start and end; those that overlap are joined when first asked."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Take the stretches, half open, in any order."""
        self._given = spans

    def __contains__(self, offset: int) -> bool:
        """Say whether an offset lies in one of them."""
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
