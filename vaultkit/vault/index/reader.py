"""Bytes to facts for many files; the place where nothing need be parsed twice."""

import os
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.errors import TreeError
from vaultkit.markdown.facts import Facts
from vaultkit.markdown.parser import parse
from vaultkit.source import Source
from vaultkit.text import printable
from vaultkit.vault.files.regular_files import read_regular
from vaultkit.vault.index.codec import decode, encode
from vaultkit.vault.index.digest import DIGEST_SIZE, digest_of
from vaultkit.vault.index.stamp import Stamp
from vaultkit.vault.index.workers import SpawnedTask, Task, spread

if TYPE_CHECKING:
    from vaultkit.vault.index.facts_cache import FactsCache

FEWEST_TO_SHARE = 300


@dataclass(slots=True)
class Work:
    """How much was done: files read, files parsed, and files whose facts were at hand."""

    read: int = 0
    parsed: int = 0
    reused: int = 0


@dataclass(slots=True)
class _Read:
    """The result of reading a file: facts, or the digest of bytes whose facts are cached."""

    digest: bytes
    facts: Facts | None
    encoded: bytes | None = None
    source: Source | None = None


class Reader:
    """Gives the facts of many files, reading and parsing as few of them as possible.

    ``failed`` are those that could not be read; ``digests`` tell the contents of the others apart
    where there is a cache.
    """

    def __init__(
        self,
        read: Callable[[str], bytes],
        cache: "FactsCache | None" = None,
        processes: int = 1,
        folder: Path | None = None,
    ) -> None:
        """Store what is to be read.

        Args:
            read: the way to read a file.
            cache: the cache, if any.
            processes: how many may work.
            folder: where all the files lie, if any process can read them there by their paths.
        """
        self.work = Work()
        self.failed: set[str] = set()
        self.digests: dict[str, bytes] = {}
        self._bytes = read
        self._cache = cache
        self._processes = processes
        self._folder = folder
        self._cached: frozenset[bytes] = frozenset()

    def facts(
        self, stamps: Mapping[str, Stamp | None], size: int = 0
    ) -> Iterator[tuple[str, Facts, Source | None]]:
        """Yield each file's facts, and its source where it is at hand, in no particular order.

        A file that cannot be read has facts that say so, and no source.

        Args:
            stamps: the files, with what tells whether one has changed; None where nothing does.
            size: how many bytes all files of the vault have, which bounds those of the cache.
        """
        cache = self._cache
        if cache is None:
            yield from self._parse_all(dict.fromkeys(stamps))
            return
        trusted, self._cached = cache.begin(size)
        wanted: dict[bytes, list[str]] = {}
        stale: dict[str, Stamp | None] = {}
        for path, stamp in stamps.items():
            digest = trusted.get((path, stamp)) if stamp is not None else None
            if digest is None:
                stale[path] = stamp
            else:
                wanted.setdefault(digest, []).append(path)
                self.digests[path] = digest
        yield from self._parse_all(stale, wanted)
        lost = {path: stamps[path] for paths in wanted.values() for path in paths}
        for path, facts in cache.load(wanted):
            del lost[path]
            self.work.reused += 1
            yield path, facts, None
        self._cached = frozenset()
        yield from self._parse_all(lost)
        cache.settle(stamps)

    def _parse_all(
        self, stamps: Mapping[str, Stamp | None], wanted: dict[bytes, list[str]] | None = None
    ) -> Iterator[tuple[str, Facts, Source | None]]:
        """Read files; of those whose facts are cached, only note in ``wanted`` that they are."""
        paths = list(stamps)
        keeps = [stamps[path] is not None for path in paths]
        spawned = None
        if self._folder is not None:
            spawned = SpawnedTask(
                f"{__name__}:reading", self._terms, lambda at: (paths[at], keeps[at])
            )
        task = Task(lambda at: self._read(paths[at], digest=keeps[at]), _pack, _unpack, spawned)
        processes = self._processes if len(paths) > FEWEST_TO_SHARE else 1
        for at, found in spread(task, len(paths), processes):
            path, stamp = paths[at], stamps[paths[at]]
            self.work.read += 1
            if found.digest:
                self.digests[path] = found.digest
            if self._cache is not None and stamp is not None and found.digest:
                encoded = found.encoded
                if encoded is None and found.facts is not None:
                    encoded = encode(found.facts)
                self._cache.put(path, stamp, found.digest, encoded)
            if found.facts is not None:
                self.work.parsed += 1
                if found.source is None and found.encoded is None:
                    self.failed.add(path)
                yield path, found.facts, found.source
            elif wanted is not None:
                wanted.setdefault(found.digest, []).append(path)

    def _terms(self) -> dict[str, Any]:
        """Return what a started worker has to know."""
        cached = [digest.hex() for digest in self._cached]
        return {"folder": os.path.abspath(self._folder or ""), "cached": cached}

    def _read(self, path: str, *, digest: bool) -> _Read:
        try:
            raw = self._bytes(path)
        except TreeError as error:
            return _Read(b"", Facts(unreadable=str(error).removeprefix(f"{printable(path)} ")))
        return _read(raw, self._cached, digest=digest)


def reading(terms: dict[str, Any]) -> Callable[[tuple[str, bool]], bytes | None]:
    """Return what a started worker does with a path: read the file, and send what came of it."""
    folder, cached = Path(terms["folder"]), frozenset(map(bytes.fromhex, terms["cached"]))

    def work(item: tuple[str, bool]) -> bytes | None:
        path, digest = item
        try:
            raw = read_regular(folder / path)
        except (OSError, ValueError):
            return None
        return _pack(_read(raw, cached, digest=digest))

    return work


def _read(raw: bytes, cached: AbstractSet[bytes], *, digest: bool) -> _Read:
    name = digest_of(raw) if digest else b""
    if name in cached:
        return _Read(name, None)
    source = Source(raw)
    return _Read(name, parse(source), None, source)


def _pack(found: _Read) -> bytes | None:
    """Return what a worker sends; of a file that it cannot read, nothing."""
    if found.facts is None:
        return found.digest
    if found.source is None:
        return None
    return found.digest.ljust(DIGEST_SIZE, b"\0") + encode(found.facts)


def _unpack(packed: bytes) -> _Read:
    digest, encoded = packed[:DIGEST_SIZE], packed[DIGEST_SIZE:]
    return _Read(digest, decode(encoded) if encoded else None, encoded or None)
