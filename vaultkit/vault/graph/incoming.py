"""What the rest of a vault makes of each note: whether anything leads to it, and to which parts."""

from collections.abc import Collection, Iterable
from functools import cached_property

from vaultkit.vault.graph.outgoing import Outgoing, Place

_FEW = 8


class Incoming:
    """Who is led to, by the key of a note and by heading.

    ``references`` are the keys of notes that a canvas or a base names. ``opened`` are the headings
    that any link or card opens, by path; ``named`` those that a link names by their text alone.
    """

    def __init__(
        self,
        notes: Iterable[tuple[str, str, Outgoing]],
        canvases: Iterable[Outgoing] = (),
        references: Iterable[str] = (),
    ) -> None:
        """Store the links of notes with their paths and keys, of canvases, and what bases name."""
        self.references = set(references)
        self.opened: dict[str, Collection[int]] = {}
        self.named: dict[str, Collection[int]] = {}
        self._dead: dict[tuple[str, ...], dict[str, str | None]] = {}
        self._linked: set[str] = set()
        tied: dict[tuple[str, ...], set[str]] = {}
        for path, key, outgoing in notes:
            self._linked.update([target for target in outgoing.targets if target != key])
            for tie in outgoing.ties:
                tied.setdefault(tie, set()).add(key)
            _add(outgoing.opened, self.opened)
            _add(outgoing.named, self.named)
            for files, forms in outgoing.dead:
                named = self._dead.setdefault(files, {})
                named.update(
                    {form: path if named.get(form, path) == path else None for form in forms}
                )
        for tie, sources in tied.items():
            self._linked.update(key for key in tie if len(sources) > (key in sources))
        for outgoing in canvases:
            self.references.update(outgoing.everywhere())
            _add(outgoing.opened, self.opened)

    def is_orphan(self, key: str) -> bool:
        """Return whether nothing else leads to a note."""
        return key not in self._linked and key not in self.references

    def is_missed(self, path: str, form: str) -> bool:
        """Check whether dead links of other files name a heading of a file by a normal form."""
        return any(named.get(form, path) != path for named in self._dead_by_path.get(path, ()))

    @cached_property
    def _dead_by_path(self) -> dict[str, list[dict[str, str | None]]]:
        """Return what dead links name in each file, and in which file; None where in several."""
        found: dict[str, list[dict[str, str | None]]] = {}
        for files, named in self._dead.items():
            for path in files:
                found.setdefault(path, []).append(named)
        return found


def _add(places: Iterable[Place], found: dict[str, Collection[int]]) -> None:
    """Add places; most files have so few that a set would be a waste of memory."""
    for path, number in places:
        known = found.get(path, ())
        if isinstance(known, set):
            known.add(number)
        elif number not in known:
            more = (*known, number)
            found[path] = more if len(more) < _FEW else set(more)


def changed_targets(before: Outgoing, after: Outgoing) -> set[Place | str]:
    """Return the keys and headings that only one of two leads to, or would if they were there."""
    found: set[Place | str] = {
        path for files, _ in {*before.dead} ^ {*after.dead} for path in files
    }
    found.update({*before.everywhere()} ^ {*after.everywhere()})
    found.update({*before.opened} ^ {*after.opened})
    found.update({*before.named} ^ {*after.named})
    return found
