"""Which fixes pass their proof together, and which of them keep the others from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vaultkit.changes.fix import Fix

MOST_PROOFS = 400
"""Enough to find thirty fixes among a thousand of a note."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fix that does not pass, and why."""

    fix: Fix
    reason: str


def sift(
    fixes: Sequence[Fix],
    objection: Callable[[list[Fix]], str | None],
    most: int = MOST_PROOFS,
) -> tuple[list[Fix], list[LeftOut]]:
    """Return the fixes that pass together, and those that are left out, by halving.

    Args:
        fixes: what is to be made, in order.
        objection: says what is wrong with some of the fixes, made without the others; None if
            nothing is.
        most: how often to ask; what is not settled by then is left out as well.
    """
    passing: list[Fix] = []
    left_out: list[LeftOut] = []
    waiting = [list(fixes)] if fixes else []
    proofs = 0
    while waiting:
        some = waiting.pop()
        proofs += 1
        reason = objection([*passing, *some])
        if reason is None:
            passing += some
        elif len(some) == 1 or proofs >= most:
            left_out += [LeftOut(fix, reason) for fix in some]
        else:
            middle = len(some) // 2
            waiting += [some[middle:], some[:middle]]
    return passing, left_out
