"""Which files of a vault have another path now, where what they hold shows it."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from vaultkit.vault.history.changed_files import (
    ChangedOthers,
    ChangedTexts,
    changed_others,
    changed_texts,
    content_digest,
    seen_files,
)
from vaultkit.vault.history.file_names import extension_of, is_series, name_key
from vaultkit.vault.history.similarity import LEAST_ALIKE, Evidence, Shared, alike, normal_text
from vaultkit.vault.vault import Vault

_LEAST_OF_A_SERIES = 0.9
"""How alike notes must be whose names differ by a number, as those of days do."""
_RIVAL = 1 / 3
"""What part of the evidence leaves room for doubt if it speaks for another file, too."""
_MOST_DOUBTS = 4
"""Files of the same bytes are alike to people, too; naming more of them helps no one."""

_Item = TypeVar("_Item")


@dataclass(slots=True)
class MovedFiles:
    """What became of files.

    ``renames`` are the new paths by the old ones. ``doubtful`` are, for files that are gone and may
    have become one of several or for which too little speaks, these, best first.
    """

    renames: dict[str, str] = field(default_factory=dict)
    doubtful: dict[str, list[str]] = field(default_factory=dict)


def moved_files(before: Vault, after: Vault, *, exchanged: bool = False) -> MovedFiles:
    """Find the files that have another path now.

    A file has moved if what it held is in one other file and in no third: the same bytes, or at
    least half of the lines that no third file has. Where the lines are those of a template, a name
    that no third file has shows it, or a folder whose other files went to the same place.

    Args:
        before: the vault as it was.
        after: the vault as it is.
        exchanged: whether to find files, too, that have each other's names now.
    """
    was, now = seen_files(before, after), seen_files(after, before)
    if not exchanged and (was <= now or now <= was):
        return MovedFiles()
    texts = changed_texts(before, after, was, now)
    match = _Match(texts, changed_others(before, after, was, now), was, now)
    match.by_content()
    if exchanged:
        match.by_exchange()
    match.by_name()
    match.by_folder()
    return MovedFiles(match.renames, match.doubts())


class _Match:
    """Finds what files have become."""

    def __init__(
        self, texts: ChangedTexts, others: ChangedOthers, was: set[str], now: set[str]
    ) -> None:
        self.renames: dict[str, str] = {}
        self._texts = texts
        self._others = others
        self._gone, self._come = sorted(was - now), now - was
        self._kept = was & now
        self._taken: set[str] = set()
        self._sure = self._same_bytes() | same_lines(texts.evidence)

    def by_content(self) -> None:
        """Find the files whose bytes, or most of whose own lines, just one other file has."""
        for old in self._gone:
            if old in self._sure:
                self._take(old, self._sure[old])

    def by_exchange(self) -> None:
        """Find the files that are there still and hold what others of them held, all in turn."""
        seen: set[str] = set()
        for start in sorted(self._sure.keys() & self._kept):
            circle: list[str] = []
            path = start
            while path in self._sure and path in self._kept and path not in seen:
                seen.add(path)
                circle.append(path)
                path = self._sure[path]
            for old in circle[circle.index(path) :] if path in circle else ():
                self._take(old, self._sure[old])

    def by_name(self) -> None:
        """Find the files whose name just one other file has, if that holds much of the same."""
        olds, news = _grouped(self._gone, name_key), _grouped(sorted(self._come), name_key)
        kept = {name_key(path) for path in self._kept}
        for name, group in olds.items():
            fits = news.get(name, [])
            if name not in kept and len(group) == len(fits) == 1 and self._is_like(*group, *fits):
                self._take(*group, *fits)

    def by_folder(self) -> None:
        """Find the files that went where others of their folder did, and have their name still."""
        folders: dict[str, set[str]] = defaultdict(set)
        for old, new in self.renames.items():
            at, to = old.split("/"), new.split("/")
            while at and to and at[-1] == to[-1]:
                del at[-1], to[-1]
                folders["/".join(at)].add("/".join(to))
        for old in self._gone:
            if old in self.renames:
                continue
            fits = {
                "/".join(filter(None, [folder, rest]))
                for above, rest in _parted(old)
                for folder in folders.get(above, ())
            }
            fits = {new for new in fits & self._come if self._is_like(old, new)}
            if len(fits) == 1:
                self._take(old, *fits)

    def doubts(self) -> dict[str, list[str]]:
        """Return what files may have become of which that is not certain, best first."""
        all_news = self._texts.news | self._others.news
        news = _grouped(all_news, _digest_of(all_news))
        similar: dict[str, list[str]] = defaultdict(list)
        for old, new in sorted(self._texts.evidence.peculiar):
            if self._is_like(old, new):
                similar[old].append(new)
        found = {}
        for old in self._gone:
            if old in self.renames:
                continue
            data = self._texts.olds.get(old) or self._others.olds.get(old, b"")
            same = news[content_digest(data)][:_MOST_DOUBTS] if data.strip() else []
            shared = self._texts.evidence.shared.get(old, {})
            most = [new for new, item in shared.items() if item.kept >= _RIVAL]
            most.sort(key=lambda new: (-shared[new].alike, new))
            fits = [
                new
                for new in dict.fromkeys([*same, *most, *similar[old]])
                if new not in self._taken
            ]
            if fits:
                found[old] = fits
        return found

    def _take(self, old: str, new: str) -> None:
        if old not in self.renames and new not in self._taken:
            self.renames[old] = new
            self._taken.add(new)

    def _same_bytes(self) -> dict[str, str]:
        """Pair texts of the same bytes with lines of their own, and others that no third is."""
        texts, others = self._texts, self._others
        found = {
            old: new
            for old, new in sorted(texts.evidence.peculiar)
            if old != new and normal_text(texts.olds[old]) == normal_text(texts.news[new])
        }
        olds, news = (_grouped(files, _digest_of(files)) for files in (others.olds, others.news))
        for digest, group in olds.items():
            fits = news.get(digest, [])
            if digest not in others.known and len(group) == len(fits) == 1:
                found[group[0]] = fits[0]
        return found

    def _is_like(self, old: str, new: str) -> bool:
        """Return whether a file holds much of what another held, be it lines of a template."""
        texts, others = self._texts, self._others
        if old in texts.olds and new in texts.news:
            return alike(texts.old_lines[old], texts.new_lines[new]) >= LEAST_ALIKE
        return old in others.olds and others.olds[old] == others.news.get(new)


def same_lines(evidence: Evidence[str]) -> dict[str, str]:
    """Pair texts most of whose own lines are the same, and of which no other has many."""
    found = {}
    heaviest = {new: _two_heaviest(fits) for new, fits in evidence.sources.items()}
    for old, fits in evidence.shared.items():
        new = max(fits, key=lambda new: (fits[new].alike, new))
        best = fits[new]
        rivals = [item.weight for path, item in fits.items() if path != new]
        rivals += heaviest[new][best.weight >= heaviest[new][0] :][:1]
        least = _LEAST_OF_A_SERIES if is_series(old, new) else LEAST_ALIKE
        if (
            old != new
            and extension_of(old) == extension_of(new)
            and best.alike >= least
            and max(rivals, default=0) < _RIVAL * best.weight
        ):
            found[old] = new
    return found


def _two_heaviest(sources: Mapping[str, Shared]) -> list[int]:
    return heapq.nlargest(2, (item.weight for item in sources.values()))


def _digest_of(files: Mapping[str, bytes]) -> Callable[[str], bytes]:
    return lambda path: content_digest(files[path])


def _grouped(items: Iterable[_Item], key: Callable[[_Item], object]) -> dict[object, list[_Item]]:
    groups: dict[object, list[_Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def _parted(path: str) -> Iterator[tuple[str, str]]:
    """Yield each folder that a path is in, up to the root, with the rest of the path."""
    above = path
    while above:
        above = above.rpartition("/")[0]
        yield above, path[len(above) :].lstrip("/")
