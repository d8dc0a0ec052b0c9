"""What a check found in one note, and what that depends on."""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultkit.vault.graph.outgoing import Outgoing

_AT_ONCE = 1000
_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
UNCHECKED = b"?"


@dataclass(slots=True)
class Unit:
    """What is kept of a note or canvas besides its result.

    ``depends_on`` are the files whose headings its findings depend on, besides those it links to;
    with ``depends_on_all`` they may be any. ``related`` are the files that the findings refer to,
    ``aliases`` those of a note with their places.
    """

    outgoing: "Outgoing"
    depends_on_all: bool = False
    depends_on: Sequence[str] = ()
    related: Sequence[str] = ()
    aliases: Sequence[tuple[str, int, int]] = ()

    def looks_at(self, paths: AbstractSet[str]) -> bool:
        """Return whether the result may depend on the headings of one of these files."""
        return (
            self.depends_on_all
            or not paths.isdisjoint(self.depends_on)
            or not paths.isdisjoint(self.outgoing.everywhere())
        )

    def looks_for(self, anchors: AbstractSet[str]) -> bool:
        """Return whether a link looks in vain for one of some headings or blocks, by their keys."""
        return any(not anchors.isdisjoint(forms) for _, forms in self.outgoing.dead)


def flat_unit(path: str, unit: Unit, numbers: Mapping[str, int]) -> list[Any]:
    """Return a unit as a list, with its paths as numbers."""
    outgoing = unit.outgoing
    opened: list[int] = []
    named = set(outgoing.named)
    for place in outgoing.opened:
        where, number = place
        opened += (numbers[where], number, int(place in named))
    return [
        numbers[path],
        outgoing.links,
        2 * unit.depends_on_all + outgoing.certain,
        [numbers[key] for key in outgoing.targets],
        [[numbers[key] for key in tie] for tie in outgoing.ties],
        opened,
        [[[numbers[other] for other in files], forms] for files, forms in outgoing.dead],
        outgoing.astray,
        [numbers[other] for other in unit.depends_on],
        [numbers[other] for other in unit.related],
        unit.aliases,
    ]


def unit_of(flat: list[Any], paths: Sequence[str]) -> tuple[str, Unit]:
    """Return the path and the unit that a list stands for."""
    from vaultkit.vault.graph.outgoing import Outgoing

    own, links, flags, targets, ties, opened, dead, astray, *others = flat
    depends_on, related, aliases = others
    places = [
        (paths[opened[at]], opened[at + 1], opened[at + 2]) for at in range(0, len(opened), 3)
    ]
    outgoing = Outgoing(
        links,
        bool(flags & 1),
        tuple([paths[number] for number in targets]),
        tuple([tuple([paths[number] for number in tie]) for tie in ties]),
        tuple([(path, number) for path, number, _ in places]),
        tuple([(path, number) for path, number, by_name in places if by_name]),
        dead=tuple(
            [(tuple([paths[number] for number in files]), tuple(forms)) for files, forms in dead]
        ),
        astray=tuple(astray),
    )
    return paths[own], Unit(
        outgoing,
        bool(flags & 2),
        [paths[number] for number in depends_on],
        [paths[number] for number in related],
        aliases,
    )


def joined(values: Iterable[Any]) -> bytes:
    """Return a list as JSON, made of a thousand values at a time to save memory."""
    left = iter(values)
    parts = []
    while some := list(islice(left, _AT_ONCE)):
        parts.append(as_bytes(some)[1:-1])
    return b"[" + b",".join(parts) + b"]"


def as_bytes(value: Any) -> bytes:
    """Return a value as a line of JSON."""
    return _dump(value).encode("utf-8", "surrogatepass")
