"""What one commit made of the files that it deleted, where what they held shows it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from vaultkit.errors import TreeError
from vaultkit.vault.git.listing import is_hidden
from vaultkit.vault.git.log import Commit, changes, files_of
from vaultkit.vault.git.objects import Objects
from vaultkit.vault.git.repository import Repository
from vaultkit.vault.history.file_names import is_compared_by_line, is_series, name_key, stem_of
from vaultkit.vault.history.moved_files import same_lines
from vaultkit.vault.history.similarity import (
    LEAST_ALIKE,
    Evidence,
    Text,
    alike,
    find_evidence,
    lines_of,
)

_Value = TypeVar("_Value")

_LEAST_OF_ANOTHER_NAME = 0.75
"""How alike texts must be of which the name has changed, too: one may be a chapter of the other."""
_MOST_TEXTS = 6000
_MOST_BYTES = 32_000_000
_LONGEST = 4_000_000
_TELLING = 8
_LONG_WORD = 4
_WORD = re.compile(r"[^\W\d_]+")
_MOST_LINES = 500_000


class Lines:
    """The lines of texts by the objects that hold them, of which commits have most in common."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: dict[str, frozenset[bytes]] = {}
        self._count = 0

    def of(self, objects: Objects, blobs: Iterable[str]) -> Iterator[frozenset[bytes]]:
        """Yield the lines of each text that is there."""
        names = dict.fromkeys(blobs)
        yield from (self._known[name] for name in names if name in self._known)
        for name, data in objects.read_all(name for name in names if name not in self._known):
            lines = lines_of(data)
            if self._count < _MOST_LINES:
                self._known[name] = lines
                self._count += len(lines)
            yield lines


class Renaming:
    """The files that a commit deleted, beside those that it added, changed and left as they were.

    Of each the object's name is known, by path from the top.
    """

    def __init__(self, repository: Repository, commit: Commit, lines: Lines | None = None) -> None:
        """Read what the commit changed.

        Args:
            repository: where it is.
            commit: its name and parents.
            lines: those that are known already.

        Raises:
            UsageError: the repository lacks something of it.
        """
        self._repository = repository
        self._commit = commit
        self._lines = Lines() if lines is None else lines
        self._gone: dict[str, str] = {}
        self._come: dict[str, str] = {}
        self._changed: dict[str, tuple[str, str]] = {}
        self._put_away: set[str] = set()
        for _, all_changes in changes(repository, [commit]):
            for path, old, new in all_changes:
                if is_hidden(path):
                    self._put_away.add(new)
                    continue
                if not new:
                    self._gone[path] = old
                elif not old:
                    self._come[path] = new
                else:
                    self._changed[path] = old, new

    def holds(self, folder: str) -> bool:
        """Return whether anything was in a folder (with its final slash) before."""
        return any(
            path.startswith(folder)
            for files in (self._gone, self._changed, self._kept)
            for path in files
        )

    def became(self, path: str) -> str | None:
        """Return where a deleted file is now, if that is certain.

        Raises:
            TreeError: the repository has lost something of it.
            UsageError: it lacks something of it.
        """
        if path not in self._gone or not self._come:
            return None
        if self._gone[path] in self._put_away:  # in the app's trash, or another hidden folder
            return None
        return self._by_bytes(path) or self._by_name(path) or self._by_lines(path)

    def _by_bytes(self, path: str) -> str | None:
        """Return the file that holds the same bytes, which no third file held or holds."""
        blob = self._gone[path]
        fits = [new for new, other in self._come.items() if other == blob]
        if len(fits) != 1 or sum(other == blob for other in self._gone.values()) != 1:
            return None
        if any(blob in both for both in self._changed.values()) or blob in self._kept_blobs:
            return None
        data = self._read(blob)
        return (
            fits[0]
            if data and (not is_compared_by_line(path) or _tells(data, path, fits[0]))
            else None
        )

    def _by_name(self, path: str) -> str | None:
        """Return the file that has the name, as no third file, and holds at least half the same."""
        name = name_key(path)
        fits = [new for new in self._come if name_key(new) == name]
        if len(fits) != 1 or sum(name_key(other) == name for other in self._gone) != 1:
            return None
        if name in self._kept_names or any(name_key(other) == name for other in self._changed):
            return None
        old, new = self._gone[path], self._come[fits[0]]
        if old == new:
            return fits[0] if self._read(old).strip() else None
        if not is_compared_by_line(path):
            return None
        texts = [Text.of(self._read(blob), stem_of(path)) for blob in (old, new)]
        return fits[0] if texts[0].every and alike(*texts) >= LEAST_ALIKE else None

    def _by_lines(self, path: str) -> str | None:
        """Return the file that has lines of it which no third file has."""
        if not is_compared_by_line(path) or path not in self._nearly.shared:
            return None
        found = self._certain.get(path)
        return found if found in self._come and not self._is_shared_out(path, found) else None

    def _is_shared_out(self, path: str, found: str) -> bool:
        """Return whether a third file of the commit got what the deleted one had.

        That is a word of an added one's name, or a line, which the found one lacks: the note may
        have been renamed to that, and its text cut out into the found one; or taken apart.
        """
        old, new = self._lines_in(self._gone[path], path), self._lines_in(self._come[found], found)
        words, lost = _words(path) - _words(found), old - new
        come = {other: blob for other, blob in _texts_of(self._come).items() if other != found}
        if any(words & _words(other) for other in come):
            return True
        got = [self._lines_in(blob, other) for other, blob in come.items()]
        got += [
            self._lines_in(blob, other) - self._lines_in(before, other)
            for other, (before, blob) in _texts_of(self._changed).items()
        ]
        return any(len(line) >= _TELLING for lines in got for line in lines & lost)

    def _lines_in(self, blob: str, path: str) -> frozenset[bytes]:
        return Text.of(self._read(blob), stem_of(path)).every

    @cached_property
    def _kept(self) -> dict[str, str]:
        """Return the files that the commit left as they were."""
        return {
            path: blob
            for path, blob in files_of(self._repository, self._commit.name).items()
            if path not in self._come and path not in self._changed and not is_hidden(path)
        }

    @cached_property
    def _kept_blobs(self) -> frozenset[str]:
        return frozenset(self._kept.values())

    @cached_property
    def _kept_names(self) -> frozenset[str]:
        return frozenset(map(name_key, self._kept))

    @cached_property
    def _nearly(self) -> Evidence[str]:
        """Return what deleted and added files have in common, third ones set aside."""
        gone, come = _texts_of(self._gone), _texts_of(self._come)
        if not gone or not come or not self._is_little(gone, come):
            return Evidence()
        return find_evidence(self._texts(gone), self._texts(come), ())

    @cached_property
    def _certain(self) -> dict[str, str]:
        """Return the files that have become others by what these share and no third file has."""
        changed = _texts_of(self._changed)
        olds = _texts_of(self._gone) | {path: old for path, (old, _) in changed.items()}
        news = _texts_of(self._come) | {path: new for path, (_, new) in changed.items()}
        kept = _texts_of(self._kept)
        if not self._is_little(olds, news, kept):
            return {}
        thirds = self._lines.of(self._repository.objects, kept.values())
        evidence = find_evidence(self._texts(olds), self._texts(news), thirds)
        return {
            old: new
            for old, new in same_lines(evidence).items()
            if evidence.shared[old][new].alike >= _LEAST_OF_ANOTHER_NAME
        }

    def _texts(self, blobs: Mapping[str, str]) -> dict[str, Text]:
        """Return the lines of texts by path, of those that are there."""
        return {path: Text.of(data, stem_of(path)) for path, data in self._contents(blobs)}

    def _contents(self, blobs: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """Yield what files hold, in order of paths."""
        known = dict(self._repository.objects.read_all(blobs.values()))
        yield from ((path, known[blob]) for path, blob in sorted(blobs.items()) if blob in known)

    def _is_little(self, *files: Mapping[str, str]) -> bool:
        """Return whether files are there, few and short enough to be compared line by line."""
        blobs = {blob for some in files for blob in some.values()}
        if len(blobs) > _MOST_TEXTS:
            return False
        sizes = self._repository.objects.sizes(sorted(blobs))
        return len(sizes) == len(blobs) and sum(sizes.values()) <= _MOST_BYTES

    def _read(self, blob: str) -> bytes:
        """Return what an object holds.

        Raises:
            TreeError: it is not there, or too large to look at.
        """
        objects = self._repository.objects
        if objects.sizes([blob]).get(blob, _LONGEST) >= _LONGEST:
            raise TreeError(f"{blob} is not read")
        return objects.read(blob)


def _texts_of(files: Mapping[str, _Value]) -> dict[str, _Value]:
    return {path: blob for path, blob in files.items() if is_compared_by_line(path)}


def _words(path: str) -> set[str]:
    """Return the words of a file's name that are not merely short."""
    return {word for word in _WORD.findall(stem_of(path).lower()) if len(word) >= _LONG_WORD}


def _tells(data: bytes, old: str, new: str) -> bool:
    """Return whether a text says enough to be known again, not what any new note begins with."""
    if name_key(old) == name_key(new):
        return bool(data.strip())
    text = Text.of(data, stem_of(old))
    return bool(text.own) or (bool(text.weak) and not is_series(old, new))
