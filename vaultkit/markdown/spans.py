"""A set of stretches of a text that can be asked whether an offset lies in one of them."""

from bisect import bisect_right
from collections.abc import Iterable


class SpanSet:
    """Stretches given by start and end; those that overlap are joined."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Take the stretches, half open, in any order."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        """Say whether an offset lies in one of them."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]
