"""The files that are not the same in two states of a vault, with what tells them apart."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vaultkit.errors import TreeError
from vaultkit.vault.history.file_names import is_compared_by_line, stem_of
from vaultkit.vault.history.similarity import Evidence, Text, find_evidence, lines_of, normal_text
from vaultkit.vault.vault import Vault


@dataclass(slots=True)
class ChangedFiles:
    """Files that are gone or have changed, and those that have come or changed: bytes by path."""

    olds: dict[str, bytes]
    news: dict[str, bytes]


@dataclass(slots=True)
class ChangedTexts(ChangedFiles):
    """The same of texts, with their lines, and what two of them share and no third text has."""

    old_lines: dict[str, Text]
    new_lines: dict[str, Text]
    evidence: Evidence[str]


@dataclass(slots=True)
class ChangedOthers(ChangedFiles):
    """The same of other files whose size fits; ``known`` are the digests that a third file has."""

    known: set[bytes]


def seen_files(vault: Vault, other: Vault) -> set[str]:
    """Return the files of a vault, but not those that the other may have unseen."""
    there = set(other.files)
    return {path for path in vault.files if path in there or other.hidden.at(path) is None}


def changed_texts(before: Vault, after: Vault, was: set[str], now: set[str]) -> ChangedTexts:
    """Return the texts that are not the same before and after, with their lines."""
    was, now = (set(filter(is_compared_by_line, files)) for files in (was, now))
    olds = dict(_contents(before, sorted(was - now)))
    news = dict(_contents(after, sorted(now - was)))
    kept = []
    for path in sorted(was & now):
        old, new = before.documents.get(path), after.documents.get(path)
        if old is None or new is None or old.facts is not new.facts:
            old_data, new_data = (dict(_contents(vault, [path])) for vault in (before, after))
            if old_data != new_data:
                olds |= old_data
                news |= new_data
                continue
        kept.append(path)
    old_lines, new_lines = (
        {path: Text.of(data, stem_of(path)) for path, data in files.items()}
        for files in (olds, news)
    )
    thirds = (lines_of(data) for _, data in _contents(after, kept))
    return ChangedTexts(
        olds, news, old_lines, new_lines, find_evidence(old_lines, new_lines, thirds)
    )


def changed_others(before: Vault, after: Vault, was: set[str], now: set[str]) -> ChangedOthers:
    """Return the other files that are not the same before and after, where their sizes fit."""
    old_others, new_others = _sizes_of_others(before, was), _sizes_of_others(after, now)
    kept = {path for path, size in old_others.items() if size in (0, new_others.get(path))}
    kept &= new_others.keys()  # a size of 0 may be that of a file of which nothing is known
    old_sizes, new_sizes = (
        {path: size for path, size in sizes.items() if path not in kept}
        for sizes in (old_others, new_others)
    )
    fit = set(old_sizes.values()) & set(new_sizes.values()) - {0}
    olds, news, thirds = (
        dict(_contents(vault, sorted(path for path, size in sizes.items() if size in fit)))
        for vault, sizes in (
            (before, old_sizes),
            (after, new_sizes),
            (after, {path: new_others[path] for path in kept}),
        )
    )
    return ChangedOthers(olds, news, {content_digest(data) for data in thirds.values()})


def _contents(vault: Vault, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        try:
            yield path, vault.tree.read(path)
        except TreeError:
            continue


def content_digest(data: bytes) -> bytes:
    """Return what a file's content is known by, whatever its line ends."""
    return hashlib.blake2b(normal_text(data)).digest()


def _sizes_of_others(vault: Vault, files: set[str]) -> dict[str, int]:
    others = {path for path in files if not is_compared_by_line(path)}
    entries = vault.tree.entries() if others else ()
    return {entry.path: entry.size for entry in entries if entry.path in others}
