"""Where the links of the vault lead before and after fixes."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from vaultkit.changes.fix import LinkChange, Opens
from vaultkit.changes.proof.comparisons import RefusedError, outcomes_of
from vaultkit.changes.proof.declared import DeclaredChanges
from vaultkit.markdown.facts import Link
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.outcome import State, heading_number
from vaultkit.vault.vault import Vault


@dataclass(slots=True)
class _Numbers:
    """Which headings of a file come and go: how many at the top go, and before which some come."""

    lost: int
    added: list[int]

    def after(self, number: int) -> int:
        """Return what the number of a heading will be."""
        return number - self.lost + bisect_right(self.added, number)

    def is_new(self, number: int) -> bool:
        """Return whether the heading that will have a number is one that comes."""
        return number in {place + count for count, place in enumerate(self.added)}


def numbers_after(
    before: Vault, after: Vault, declared: Mapping[str, DeclaredChanges]
) -> dict[str, _Numbers]:
    """Return how the headings of files are numbered otherwise, where they are."""
    found = {}
    for path, changes in declared.items():
        headings = before.documents[path].facts.headings if path in before.documents else []
        lost = len(headings) - len(after.documents[path].facts.headings) if changes.lifts else 0
        added = sorted(
            bisect_left(headings, heading.start, key=lambda item: item.start)
            for heading in changes.headings
        )
        if lost or added:
            found[path] = _Numbers(lost, added)
    return found


def _now_resolves(
    old: tuple[State, tuple[str, ...], int | None],
    new: tuple[State, tuple[str, ...], int | None],
    numbers: Mapping[str, _Numbers],
) -> bool:
    """Return whether a link to a heading that was not there opens one that comes."""
    (state, files, _), (now, there, number) = old, new
    return (
        (state, now) == (State.NO_HEADING, State.RESOLVED)
        and files == there
        and len(files) == 1
        and number is not None
        and files[0] in numbers
        and numbers[files[0]].is_new(number)
    )


def check_outcomes(
    pairs: list[tuple[LinkChange | None, Link | None, Link]],
    old: "FixedTargets",
    new: "FixedTargets",
    numbers: Mapping[str, _Numbers],
) -> None:
    """Compare where the links of one file lead."""
    for change, link, there in pairs:
        now = new.of(there)
        if change is None:
            assert link is not None
            if old.of(link) != now and not _now_resolves(old.of(link), now, numbers):
                raise RefusedError(f'the link to "{link.target}" would lead elsewhere')
        elif change.opens is None:
            if now[0] is State.RESOLVED and len(now[1]) == 1:
                raise RefusedError(f'the link to "{change.target_after}" would open a file')
        elif now != (State.RESOLVED, (change.opens.path,), _renumbered(change.opens, numbers)):
            raise RefusedError(f'the link to "{change.target_after}" would not open what it means')


def _renumbered(opens: Opens, numbers: Mapping[str, _Numbers]) -> int | None:
    """Return which heading is to be opened, by its number afterwards."""
    if opens.heading is None or opens.path not in numbers:
        return opens.heading
    return numbers[opens.path].after(opens.heading)


class FixedTargets:
    """Where the links of one file lead, in terms that hold before and after."""

    def __init__(
        self,
        vault: Vault,
        document: Document,
        numbers: Mapping[str, _Numbers] | None = None,
    ) -> None:
        self._numbers = numbers or {}
        self._outcomes = outcomes_of(vault, document)

    def of(self, link: Link) -> tuple[State, tuple[str, ...], int | None]:
        """Return how far a link gets, to which files, and to which of the headings there."""
        outcome = self._outcomes[id(link)]
        number = heading_number(outcome)
        if number is not None and self._numbers:
            for path in outcome.files:
                if path in self._numbers:
                    number = self._numbers[path].after(number)
        return outcome.state, outcome.files, number
