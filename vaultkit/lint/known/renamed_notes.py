"""Which notes are notes of before under a new name, so that their findings are known ones."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter

from vaultkit.errors import TreeError
from vaultkit.lint.known.match import Known, NoteId, Renames
from vaultkit.report.record import Finding
from vaultkit.vault.history.similarity import LEAST_ALIKE, Text, find_evidence, lines_of
from vaultkit.vault.vault import Vault


def by_content(
    before: Vault, after: Vault, new: Sequence[Finding], gone: Sequence[Known]
) -> dict[NoteId, NoteId]:
    """Return the notes with a new name: the same text, or half of the lines that no third note has.

    Args:
        before: the vault as it was.
        after: the vault as it is.
        new: findings whose files count besides notes.
        gone: findings of before, likewise.
    """
    was, now = _notes(before), _notes(after)
    was = {place for place in was if after.hidden.at(place[0]) is None}
    now = {place for place in now if before.hidden.at(place[0]) is None}
    left = dict(_contents(before, was - now, {item.place for item in gone}))
    come = dict(_contents(after, now - was, {(found.path, found.note) for found in new}))
    renames = _same(left, come)
    left = {place: text for place, text in left.items() if place not in renames}
    taken = set(renames.values())
    come = {place: text for place, text in come.items() if place not in taken}
    if not left or not come:
        return renames
    changed = {place for place in was & now if not _is_known_the_same(before, after, place[0])}
    thirds = chain(_contents(after, was & now), _contents(before, changed))
    return renames | _alike(left, come, (text for _, text in thirds))


def by_findings(
    known: Collection[Known], vault: Vault, new: Sequence[Finding], gone: Sequence[Known]
) -> Renames:
    """Return the notes with a new name where nothing but old findings is known of the old ones.

    A note that is there no more has become one of which nothing was known if at least half of its
    findings, each of one rule on one target in one line of text, are there.
    """
    there, known_of = _notes(vault), {item.place for item in known}
    lost: dict[tuple[str, str, str], list[NoteId]] = {}
    sizes: Counter[NoteId] = Counter()
    for item in gone:
        if item.place not in there:
            lost.setdefault((item.rule, item.target, item.line), []).append(item.place)
            sizes[item.place] += 1
    votes: Counter[tuple[NoteId, NoteId]] = Counter()
    for seen in map(Known.of, new):
        for place in lost.get((seen.rule, seen.target, seen.line), ()):
            if seen.place not in known_of:
                votes[place, seen.place] += 1
    return _chosen(
        (count, *pair) for pair, count in votes.items() if count >= LEAST_ALIKE * sizes[pair[0]]
    )


def _notes(vault: Vault) -> set[NoteId]:
    """Return what findings may be in: notes, and the other files."""
    notes = {(note.path, note.name) for note in vault.notes}
    others = (path for path in vault.files if path not in vault.documents)
    return notes | {(path, path.rpartition("/")[2]) for path in others}


def _is_known_the_same(before: Vault, after: Vault, path: str) -> bool:
    old, new = before.documents.get(path), after.documents.get(path)
    return old is not None and new is not None and old.facts is new.facts


def _contents(
    vault: Vault, places: Iterable[NoteId], others: Collection[NoteId] = ()
) -> Iterator[tuple[NoteId, bytes]]:
    """Yield the texts of notes, and of those other files that are among ``others``."""
    for path, group in groupby(sorted(places), key=itemgetter(0)):
        document = vault.documents.get(path)
        wanted = [place for place in group if document is not None or place in others]
        if not wanted:
            continue
        try:
            data = vault.source(path).data
        except TreeError:
            continue
        sections = document.notes if document is not None and document.flattened else ()
        spans = {note.name: (note.start, note.end) for note in reversed(sections)}
        for place in wanted:
            start, end = spans.get(place[1], (0, len(data)))
            yield place, data[start:end]


def _same(left: Mapping[NoteId, bytes], come: Mapping[NoteId, bytes]) -> dict[NoteId, NoteId]:
    """Pair notes of the very same text, first those of one name."""
    renames: dict[NoteId, NoteId] = {}
    taken: set[NoteId] = set()
    for with_name in (True, False):
        twins: dict[tuple[bytes, str], list[NoteId]] = {}
        for place, text in come.items():
            if place not in taken:
                twins.setdefault(_key(place, text, with_name=with_name), []).append(place)
        for place, text in left.items():
            fit = twins.get(_key(place, text, with_name=with_name))
            if place not in renames and fit:
                renames[place] = fit.pop()
                taken.add(renames[place])
    return renames


def _key(place: NoteId, text: bytes, *, with_name: bool) -> tuple[bytes, str]:
    return hashlib.blake2b(text).digest(), place[1] if with_name else ""


def _alike(
    left: Mapping[NoteId, bytes], come: Mapping[NoteId, bytes], thirds: Iterable[bytes]
) -> dict[NoteId, NoteId]:
    """Pair notes that share at least half of their own lines, the most alike first."""
    was, now = (
        {place: Text.of(text, place[1].removesuffix(".md")) for place, text in notes.items()}
        for notes in (left, come)
    )
    evidence = find_evidence(was, now, map(lines_of, thirds))
    return _chosen(
        (item.alike, old, new)
        for old, fits in evidence.shared.items()
        for new, item in fits.items()
        if item.alike >= LEAST_ALIKE
    )


def _chosen(scored: Iterable[tuple[float, NoteId, NoteId]]) -> dict[NoteId, NoteId]:
    """Pair by score, each note once."""
    renames: dict[NoteId, NoteId] = {}
    taken: set[NoteId] = set()
    for _, old, new in sorted(scored, key=lambda item: (-item[0], item[1:])):
        if old not in renames and new not in taken:
            renames[old] = new
            taken.add(new)
    return renames
