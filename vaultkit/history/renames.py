"""Which notes of a vault are notes of another under a new name: by what they say, as git does."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from vaultkit.errors import TreeError
from vaultkit.history.compare import Known, NoteId, Renames
from vaultkit.report import Finding
from vaultkit.vault.vault import Vault

_LEAST_ALIKE = 0.5
_MOST_PAIRS = 40_000
"""More notes that are gone and new than this are looked for under their old names only."""


def by_content(
    before: Vault, after: Vault, new: Sequence[Finding], gone: Sequence[Known]
) -> dict[NoteId, NoteId]:
    """Give the notes with a new name: the same text, or at least half of its lines.

    Args:
        before: the vault as it was.
        after: the vault as it is.
        new: findings whose files count besides notes.
        gone: findings of before, likewise.
    """
    was, now = _notes(before), _notes(after)
    was = {place for place in was if after.hidden.at(place[0]) is None}
    now = {place for place in now if before.hidden.at(place[0]) is None}
    left = _contents(before, was - now, {item.place for item in gone})
    come = _contents(after, now - was, {(found.path, found.note) for found in new})
    renames = _same(left, come)
    left = {place: text for place, text in left.items() if place not in renames}
    taken = set(renames.values())
    come = {place: text for place, text in come.items() if place not in taken}
    return renames | _alike(left, come)


def by_findings(
    known: Collection[Known], vault: Vault, new: Sequence[Finding], gone: Sequence[Known]
) -> Renames:
    """Give the notes with a new name where nothing but old findings is known of the old ones.

    A note that is there no more has become one of which nothing was known if at least half of its
    findings, each of one rule on one target in one line of text, stand there.
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
        (count, *pair) for pair, count in votes.items() if count >= _LEAST_ALIKE * sizes[pair[0]]
    )


def _notes(vault: Vault) -> set[NoteId]:
    """Give what findings may stand in: notes, and the other files."""
    notes = {(note.path, note.name) for note in vault.notes}
    others = (path for path in vault.files if path not in vault.documents)
    return notes | {(path, path.rpartition("/")[2]) for path in others}


def _contents(
    vault: Vault, places: Iterable[NoteId], others: Collection[NoteId]
) -> dict[NoteId, bytes]:
    """Give the texts of notes, and of those other files that are among ``others``."""
    found = {}
    for path, name in sorted(places):
        document = vault.documents.get(path)
        if document is None and (path, name) not in others:
            continue
        try:
            data = vault.source(path).data
        except TreeError:
            continue
        for note in document.notes if document is not None and document.flattened else ():
            if note.name == name:
                data = data[note.start : note.end]
                break
        found[path, name] = data
    return found


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


def _alike(left: Mapping[NoteId, bytes], come: Mapping[NoteId, bytes]) -> dict[NoteId, NoteId]:
    """Pair notes that share at least half of their lines, the most alike first."""
    every = len(left) * len(come) <= _MOST_PAIRS
    was = {place: _lines(text) for place, text in left.items()}
    now = {place: _lines(text) for place, text in come.items()}
    scored = []
    for old, old_lines in was.items():
        for new, new_lines in now.items():
            if every or old[1] == new[1]:
                score = _likeness(old_lines, new_lines)
                if score >= _LEAST_ALIKE:
                    scored.append((score, old, new))
    return _chosen(scored)


def _chosen(scored: Iterable[tuple[float, NoteId, NoteId]]) -> dict[NoteId, NoteId]:
    """Pair by score, each note once."""
    renames: dict[NoteId, NoteId] = {}
    taken: set[NoteId] = set()
    for _, old, new in sorted(scored, key=lambda item: (-item[0], item[1:])):
        if old not in renames and new not in taken:
            renames[old] = new
            taken.add(new)
    return renames


def _lines(text: bytes) -> Counter[bytes]:
    return Counter(line.strip() for line in text.splitlines())


def _likeness(one: Counter[bytes], other: Counter[bytes]) -> float:
    """Give how much of two texts' lines they share, weighed by length, from 0 to 1."""
    weights = _weight(one), _weight(other)
    if min(weights) < _LEAST_ALIKE * max(weights):
        return 0.0
    return _weight(one & other) / max(*weights, 1)


def _weight(lines: Mapping[bytes, int]) -> int:
    return sum(len(line) * count for line, count in lines.items())


def certain(before: Vault, after: Vault) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Give the files with a new path, where nothing else fits as well; and those left in doubt.

    A file that is gone has become one that is new if they hold the same, and have the same name or
    no other does; else if they share at least half of their lines, and with no other as many.

    Returns:
        New paths by old ones; and for files that several may be, these, best first.
    """
    left = _seen(set(before.files) - set(after.files), after)
    come = _seen(set(after.files) - set(before.files), before)
    was, now = _bytes(before, left), _bytes(after, come)
    renames: dict[str, str] = {}
    for with_name in (True, False):
        _pair_twins(was, now, renames, with_name=with_name)
    found = dict(renames)
    left_texts = {path: text for path, text in was.items() if path not in found}
    taken = set(found.values())
    come_texts = {path: text for path, text in now.items() if path not in taken}
    scores = _scores(left_texts, come_texts)
    doubtful: dict[str, list[str]] = {}
    for old, fits in scores.items():
        best = max(fits.values(), default=0.0)
        candidates = sorted(
            (new for new, score in fits.items() if score > best - _MARGIN),
            key=lambda new: (-fits[new], new),
        )
        rivals = [
            other
            for other, others in scores.items()
            if other != old and candidates and others.get(candidates[0], 0.0) > best - _MARGIN
        ]
        if len(candidates) == 1 and not rivals:
            found[old] = candidates[0]
        elif candidates:
            doubtful[old] = candidates
    return found, doubtful


def _seen(paths: Collection[str], vault: Vault) -> set[str]:
    """Return those of some paths that a vault does not hold, and does not hide either."""
    return {path for path in paths if vault.hidden.at(path) is None}


_MARGIN = 0.05
"""By how much one likeness must be better than another to be told from it."""


def _bytes(vault: Vault, paths: Iterable[str]) -> dict[str, bytes]:
    found = {}
    for path in sorted(paths):
        try:
            found[path] = vault.tree.read(path)
        except TreeError:
            continue
    return found


def _pair_twins(
    was: Mapping[str, bytes], now: Mapping[str, bytes], renames: dict[str, str], *, with_name: bool
) -> None:
    """Pair files of the very same bytes where the ends of their paths leave no choice."""
    taken = set(renames.values())
    olds: dict[tuple[bytes, str], list[str]] = {}
    news: dict[tuple[bytes, str], list[str]] = {}
    for paths, groups in ((was, olds), (now, news)):
        for path, data in paths.items():
            if path in renames or path in taken or not (with_name or data.strip()):
                continue
            key = _key((path, path.rpartition("/")[2]), data, with_name=with_name)
            groups.setdefault(key, []).append(path)
    for key, group in olds.items():
        fits = news.get(key, [])
        for old in group:
            new = _closest(old, fits)
            if new is not None and _closest(new, group) == old:
                renames[old] = new


def _closest(path: str, others: Sequence[str]) -> str | None:
    """Give the one whose path ends, then begins, most like another's; None where several do."""
    if len(others) == 1:
        return others[0]
    ranked = sorted(others, key=lambda other: _in_common(path, other), reverse=True)
    if not ranked or _in_common(path, ranked[0]) == _in_common(path, ranked[1]):
        return None
    return ranked[0]


def _in_common(one: str, other: str) -> tuple[int, int]:
    parts = one.split("/"), other.split("/")
    counts = []
    for sides in ((parts[0][::-1], parts[1][::-1]), (parts[0][:-1], parts[1][:-1])):
        count = 0
        for a, b in zip(*sides, strict=False):
            if a != b:
                break
            count += 1
        counts.append(count)
    return counts[0], counts[1]


def _scores(left: Mapping[str, bytes], come: Mapping[str, bytes]) -> dict[str, dict[str, float]]:
    """Give how alike files of one kind are, where they share at least half of their lines."""
    every = len(left) * len(come) <= _MOST_PAIRS
    now = {path: _lines(text) for path, text in come.items() if text.strip()}
    scores: dict[str, dict[str, float]] = {}
    for old, text in left.items():
        lines = _lines(text)
        kind, name = old.rpartition(".")[2], old.rpartition("/")[2]
        fits = scores[old] = {}
        for new, other in now.items():
            if new.rpartition(".")[2] != kind or not (every or new.rpartition("/")[2] == name):
                continue
            score = _likeness(lines, other)
            if score >= _LEAST_ALIKE:
                fits[new] = score
    return scores
