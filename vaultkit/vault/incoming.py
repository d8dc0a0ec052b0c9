"""What the rest of a vault makes of each note: whether anything leads to it, and to which parts."""

from collections.abc import Collection, Iterable

from vaultkit.vault.outgoing import Outgoing, Place

_FEW = 8


class Incoming:
    """Who is led to, by the key of a note and by heading.

    ``references`` are the keys of notes that a canvas or a base names. ``opened`` are the headings
    that any link or card opens, by path; ``named`` those that a link names by their text alone.
    ``dead`` are the normal forms of headings that links in other files name and that are not there,
    by the path of the file that lacks them.
    """

    def __init__(
        self,
        notes: Iterable[tuple[str, Outgoing]],
        canvases: Iterable[Outgoing] = (),
        references: Iterable[str] = (),
    ) -> None:
        """Take the links of notes with their keys, those of canvases, and what bases name."""
        self.references = set(references)
        self.opened: dict[str, Collection[int]] = {}
        self.named: dict[str, Collection[int]] = {}
        self.dead: dict[str, set[str]] = {}
        self._linked: set[str] = set()
        tied: dict[tuple[str, ...], set[str]] = {}
        for key, outgoing in notes:
            self._linked.update([target for target in outgoing.targets if target != key])
            for tie in outgoing.ties:
                tied.setdefault(tie, set()).add(key)
            _add(outgoing.opened, self.opened)
            _add(outgoing.named, self.named)
            for path, form in outgoing.dead:
                self.dead.setdefault(path, set()).add(form)
        for tie, sources in tied.items():
            self._linked.update(key for key in tie if len(sources) > (key in sources))
        for outgoing in canvases:
            self.references.update(outgoing.everywhere())
            _add(outgoing.opened, self.opened)

    def is_orphan(self, key: str) -> bool:
        """Say whether nothing else leads to a note."""
        return key not in self._linked and key not in self.references


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
    """Give the keys and headings that only one of two leads to, or would if they were there."""
    found: set[Place | str] = {path for path, _ in {*before.dead} ^ {*after.dead}}
    found.update({*before.everywhere()} ^ {*after.everywhere()})
    found.update({*before.opened} ^ {*after.opened})
    found.update({*before.named} ^ {*after.named})
    return found
