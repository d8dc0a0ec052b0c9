"""Long work told step by step, so that someone who waits can see how far it is."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")

Step = Callable[[int, int], None]
"""Told how many steps of a piece of work are done, and how many there are."""
Progress = Callable[[str], Step | None]
"""Gives, for a piece of work by its name, what is told of its steps; None where no one waits."""


def silent(_: str) -> None:
    """Report no progress."""


def with_progress(items: Iterable[_T], total: int, step: Step | None) -> Iterator[_T]:
    """Yield the items of one step each, telling of each that has been dealt with.

    Args:
        items: what each step gives.
        total: how many there are.
        step: told of them; no one is when None.
    """
    if step is None:
        yield from items
        return
    for number, item in enumerate(items):
        yield item
        step(number + 1, total)
