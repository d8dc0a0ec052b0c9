"""A note's properties by place and by key, however many there are."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from vaultkit.markdown.facts import Property, Scalar


class Held(NamedTuple):
    """A value, the property that holds it, and which of its values it is, counted from 0."""

    value: Scalar
    item: Property
    number: int


class PropertyIndex:
    """Finds the properties of one note and their values."""

    def __init__(self, properties: Sequence[Property]) -> None:
        """Store the properties, in order."""
        self._values = sorted(
            [
                Held(value, item, number)
                for item in properties
                for number, value in enumerate(item.values)
            ],
            key=lambda held: held.value.start,
        )
        self._starts = [held.value.start for held in self._values]
        begun = sorted((item.start, number) for number, item in enumerate(properties))
        self._keys = [start for start, _ in begun]
        self._last = [properties[at] for at in accumulate((number for _, number in begun), max)]
        self._texts: dict[str, list[str]] = {}
        for item in properties:
            self._texts.setdefault(item.key, []).extend([value.text for value in item.values])

    def values_at(self, offset: int) -> list[Held]:
        """Return the values read from a place: several, where YAML repeats it by name."""
        last = bisect_right(self._starts, offset)
        first = bisect_left(self._starts, self._starts[last - 1]) if last else 0
        return [held for held in self._values[first:last] if offset < held.value.end]

    def at(self, offset: int) -> Property | None:
        """Return the last property that begins before a place, or at it."""
        begun = bisect_right(self._keys, offset)
        return self._last[begun - 1] if begun else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a property's values in order."""
        return tuple(self._texts.get(key, ()))
