"""A bar for work that takes longer than a second, on a terminal only."""

import os
import sys
import time
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self

from vaultkit.progress import Step

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_PATIENCE_SECONDS = 1.0
_BETWEEN_SECONDS = 0.1

READING = "reading notes"
JUDGING = "checking notes"
JUDGING_BEFORE = "checking notes as they were"


class Progress:
    """Told how far one piece of work after the other is; shows the current one as a bar.

    The bar shows on standard error, and only once a second has gone since this was made. It has no
    thread of its own: next to one, no work could be shared with other processes. Used as a context,
    it takes the bar away in the end, so that whatever is printed then stands alone.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        """Start the clock; with ``quiet`` nothing ever shows."""
        self._next = time.monotonic() + _PATIENCE_SECONDS
        self._shows = not quiet and _can_move_cursor()
        self._bar: Bar | None = None
        self._task: tuple[str, TaskID] | None = None

    def __call__(self, work: str) -> Step | None:
        """Return what is told of the steps of a piece of work; None where nothing ever shows.

        Args:
            work: the name it is to have.
        """
        return partial(self._take, work) if self._shows else None

    def __enter__(self) -> Self:
        """Start; nothing shows yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = self._task = None

    def _take(self, work: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next and (self._task is None or self._task[0] == work):
            return
        self._next = now + _BETWEEN_SECONDS
        if self._bar is None:
            self._bar = _new_bar()
        if self._task is None or self._task[0] != work:
            if self._task is not None:
                self._bar.remove_task(self._task[1])
            self._task = work, self._bar.add_task(work)
        self._bar.update(self._task[1], completed=done, total=total, refresh=True)


def _can_move_cursor() -> bool:
    """Return whether standard error is a terminal, and one on which a line can be drawn again."""
    if sys.stderr is None or not sys.stderr.isatty():
        return False
    return os.environ.get("TERM") not in ("dumb", "unknown")


def _new_bar() -> "Bar":
    from rich.console import Console
    from rich.progress import Progress as Bar

    bar = Bar(
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.start()
    return bar
