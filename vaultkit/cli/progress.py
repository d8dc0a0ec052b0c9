"""A progress bar for a check that takes longer than a second, on a terminal only."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE_SECONDS = 1.0


class ReadingProgress:
    """Told how many notes are read; shows a bar on standard error once it has taken a while."""

    def __init__(self) -> None:
        """Start the clock."""
        self._started = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._on_terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        """Begin; nothing shows yet."""
        return self

    def __call__(self, done: int, total: int) -> None:
        """Take note of the progress."""
        if not self._on_terminal or done % 20:
            return
        if self._bar is None and time.monotonic() - self._started > _PATIENCE_SECONDS:
            self._show(total)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _show(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("reading notes", total=total)
        self._bar.start()
