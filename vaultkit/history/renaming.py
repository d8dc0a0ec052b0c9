"""What one commit made of the files that it deleted, where what they held shows it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from vaultkit.errors import TreeError
from vaultkit.git.log import Commit
from vaultkit.git.repository import LINK, MODULE, Blob, Repository
from vaultkit.history.evidence import LEAST_ALIKE, Evidence, Text, alike, find_evidence, lines_of
from vaultkit.history.moved_files import is_series, is_text, name_key, same_lines, stem_of

_MOST_BYTES = 32_000_000
_MOST_TEXTS = 6000
_LONGEST = 4_000_000


class Renaming:
    """The files that a commit deleted beside those that it added."""

    def __init__(self, repository: Repository, commit: Commit) -> None:
        """Read the names of what there was before and after.

        Raises:
            UsageError: the repository lacks something of it.
        """
        self._objects = repository.objects
        self._sizes: dict[str, int] = {}
        self._before = _files(repository, commit.parents[0])
        self._after = _files(repository, commit.name)
        self._gone = self._before.keys() - self._after.keys()
        self._come = self._after.keys() - self._before.keys()
        for parent in commit.parents[1:]:
            self._come -= _files(repository, parent).keys()

    def holds(self, folder: str) -> bool:
        """Return whether anything was in a folder (with its final slash) before."""
        return any(path.startswith(folder) for path in self._before)

    def became(self, path: str) -> str | None:
        """Return where a file that was deleted lies since, if that is certain.

        Raises:
            TreeError: the repository has lost something of it.
            UsageError: it lacks something of it.
        """
        if path not in self._gone or not self._come:
            return None
        return self._by_bytes(path) or self._by_name(path) or self._by_lines(path)

    def _by_bytes(self, path: str) -> str | None:
        """Return the file that holds the same bytes, which no third file held or holds."""
        blob = self._before[path]
        fits = self._by_blob[1].get(blob, [])
        if len(fits) != 1 or len(self._by_blob[0][blob]) != 1 or fits[0] not in self._come:
            return None
        data = self._read(blob)
        return fits[0] if data and (not is_text(path) or _tells(data, path, fits[0])) else None

    def _by_name(self, path: str) -> str | None:
        """Return the file that has the name, as no third file, and holds at least half the same."""
        name = name_key(path)
        fits = self._new_by_name.get(name, [])
        if len(fits) != 1 or fits[0] not in self._come or self._old_names[name] != 1:
            return None
        old, new = self._before[path], self._after[fits[0]]
        if old == new:
            return fits[0] if self._read(old).strip() else None
        if not is_text(path):
            return None
        texts = [Text.of(self._read(blob), stem_of(path)) for blob in (old, new)]
        return fits[0] if texts[0].every and alike(*texts) >= LEAST_ALIKE else None

    def _by_lines(self, path: str) -> str | None:
        """Return the file that has lines of it which no third file has."""
        if not is_text(path) or path not in self._nearly.shared:
            return None
        found = self._certain.get(path)
        return found if found in self._come else None

    @cached_property
    def _by_blob(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Return the files of before and after by their objects."""
        return _grouped(self._before), _grouped(self._after)

    @cached_property
    def _old_names(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for path in self._before:
            name = name_key(path)
            found[name] = found.get(name, 0) + 1
        return found

    @cached_property
    def _new_by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._after:
            found.setdefault(name_key(path), []).append(path)
        return found

    @cached_property
    def _nearly(self) -> Evidence[str]:
        """Return what the files have in common, third ones set aside."""
        gone = {path: self._before[path] for path in self._gone if is_text(path)}
        come = {path: self._after[path] for path in self._come if is_text(path)}
        if not self._is_little({*gone.values(), *come.values()}):
            return Evidence()
        return find_evidence(self._texts(gone), self._texts(come), ())

    @cached_property
    def _certain(self) -> dict[str, str]:
        """Return the files that have become others by what these share and no third file has."""
        before = {path: blob for path, blob in self._before.items() if is_text(path)}
        after = {path: blob for path, blob in self._after.items() if is_text(path)}
        if not self._is_little({*before.values(), *after.values()}):
            return {}
        kept = {path for path, blob in before.items() if after.get(path) == blob}
        olds = {path: blob for path, blob in before.items() if path not in kept}
        news = {path: blob for path, blob in after.items() if path not in kept}
        thirds = (lines_of(self._read(before[path])) for path in sorted(kept))
        return same_lines(find_evidence(self._texts(olds), self._texts(news), thirds))

    def _texts(self, blobs: Mapping[str, str]) -> dict[str, Text]:
        return {
            path: Text.of(self._read(blob), stem_of(path)) for path, blob in sorted(blobs.items())
        }

    def _is_little(self, blobs: set[str]) -> bool:
        """Return whether files are few and short enough to be compared line by line."""
        if len(blobs) > _MOST_TEXTS:
            return False
        sizes = self._sizes_of(blobs)
        return len(sizes) == len(blobs) and sum(sizes.values()) <= _MOST_BYTES

    def _read(self, blob: str) -> bytes:
        """Return what an object holds.

        Raises:
            TreeError: it is not there, or too large to look at.
        """
        if self._sizes_of({blob}).get(blob, _LONGEST) >= _LONGEST:
            raise TreeError(f"{blob} is not read")
        return self._objects.read(blob)

    def _sizes_of(self, blobs: set[str]) -> dict[str, int]:
        """Return how large objects are; one that is not there has no size."""
        self._sizes |= self._objects.sizes(sorted(blobs - self._sizes.keys()))
        return {blob: self._sizes[blob] for blob in blobs & self._sizes.keys()}


def _files(repository: Repository, commit: str) -> dict[str, str]:
    """Return the names of a commit's ordinary files that a vault may hold, by path."""
    return dict(_visible(repository.revision(commit).items()))


def _visible(files: Iterable[tuple[str, Blob]]) -> Iterator[tuple[str, str]]:
    for path, blob in files:
        if blob.mode not in (LINK, MODULE) and not path.startswith(".") and "/." not in path:
            yield path, blob.name


def _grouped(files: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, blob in files.items():
        found.setdefault(blob, []).append(path)
    return found


def _tells(data: bytes, old: str, new: str) -> bool:
    """Return whether a text says enough to be known again, not what any new note begins with."""
    if name_key(old) == name_key(new):
        return bool(data.strip())
    text = Text.of(data, stem_of(old))
    return bool(text.own) or (bool(text.weak) and not is_series(old, new))
