"""Findings held against those known from before: which are new, and which are gone."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vaultkit.report.record import Finding

NoteId = tuple[str, str]
"""What tells a note from others: the path of its file, and its name."""
Renames = Mapping[NoteId, NoteId]
"""Notes that have another path or name now, by those they had."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a finding; ``line`` is a hash of the text of its line, not indented."""

    path: str
    note: str
    rule: str
    target: str
    line: str
    fingerprint: str

    @classmethod
    def of(cls, found: Finding) -> "Known":
        """Return what is remembered of a finding."""
        text = " ".join(found.excerpt.split()).encode("utf-8", "replace")
        line = hashlib.blake2b(text, digest_size=4).hexdigest()
        return cls(found.path, found.note, found.rule, found.target, line, found.fingerprint)

    @property
    def place(self) -> NoteId:
        """Return the note in which it was found."""
        return self.path, self.note


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of a comparison: new findings, known ones, and known ones that are gone."""

    new: tuple[Finding, ...]
    old: tuple[Finding, ...]
    gone: tuple[Known, ...]


def compare(
    findings: Sequence[Finding],
    known: Sequence[Known],
    find_renames: Callable[[Sequence[Finding], Sequence[Known]], Renames],
) -> Comparison:
    """Compare findings with those known, one against one.

    Args:
        findings: what is found now.
        known: what is known from before.
        find_renames: gives the notes with a new name, asked with what has no counterpart.
    """
    new, old, gone = _matched(findings, [(item.fingerprint, item) for item in known])
    renames = find_renames(new, gone) if new and gone else {}
    for names in (_Names({}), _Names(renames)) if renames else ():
        keys = [(names.before(renames.get(item.place, item.place), item), item) for item in gone]
        new, more, gone = _matched(new, keys, names.now)
        old += more
    return Comparison(tuple(new), tuple(old), tuple(gone))


def _matched(
    findings: Sequence[Finding],
    known: Sequence[tuple[object, Known]],
    key: Callable[[Finding], object] = lambda found: found.fingerprint,
) -> tuple[list[Finding], list[Finding], list[Known]]:
    """Return the new findings, the known ones, and what is known but was not found."""
    left = Counter(name for name, _ in known)
    new: list[Finding] = []
    old: list[Finding] = []
    for found in findings:
        name = key(found)
        (old if left[name] > 0 else new).append(found)
        left[name] -= 1
    gone = []
    for name, item in reversed(known):
        if left[name] > 0:
            left[name] -= 1
            gone.append(item)
    return new, old, gone[::-1]


class _Names:
    """What makes two findings the same where links name notes by other names now."""

    def __init__(self, renames: Renames) -> None:
        stems = ((_stem(*before), _stem(*after)) for before, after in renames.items())
        self._stems = {before: after for before, after in stems if before != after}
        self._now = {stem: stem for stem in self._stems.values()}

    def before(self, place: NoteId, item: Known) -> object:
        return place, item.rule, _renamed(item.target, self._stems)

    def now(self, found: Finding) -> object:
        return (found.path, found.note), found.rule, _renamed(found.target, self._now)


def _renamed(target: str, stems: Mapping[str, str]) -> str:
    """Return the target of a link with the note's name in it replaced, its folder left out."""
    linkpath, mark, subpath = target.partition("#")
    stem = stems.get(linkpath.rpartition("/")[2].removesuffix(".md"))
    return target if stem is None else f"{stem}{mark}{subpath}"


def _stem(path: str, note: str) -> str:
    """Return how a link names a note: a file's without ``.md``."""
    name = path.rpartition("/")[2].lower()
    return name.removesuffix(".md") if note.lower() == name.removesuffix(".md") else note.lower()
