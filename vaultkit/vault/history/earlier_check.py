"""What has become of files since an earlier check, where there is no git to ask.

A file that is gone is another one now if that came between the same two checks, holds the same, and
no third file does or did. A note is known by its bytes, any other file by its size and times.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from vaultkit.markdown.wikilink import tidy
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.file_index import possible_paths
from vaultkit.vault.history.file_names import name_key
from vaultkit.vault.history.gone_since_check import (
    UNKNOWN,
    exchanged_files,
    followed,
    gone_files,
    overwritten_files,
    swapped_files,
)
from vaultkit.vault.history.past import Moved
from vaultkit.vault.history.same_files import last_part
from vaultkit.vault.index.digest import digest_of
from vaultkit.vault.index.kept_files import (
    GoneFile,
    Kept,
    KeptFile,
    KeptFiles,
    bounded,
    now,
    said_time,
)
from vaultkit.vault.vault import Vault


class EarlierChecks:
    """What earlier checks knew of the files that are gone."""

    def __init__(self, load: Callable[[], Sequence[GoneFile]], today: Collection[str]) -> None:
        """Ask nothing yet.

        Args:
            load: returns the files that are gone.
            today: the paths of those that are there.
        """
        self._load = load
        self._today = today

    @cached_property
    def gone(self) -> Sequence[GoneFile]:
        """Return the files that are gone."""
        return self._load()

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[str, GoneFile]]]:
        found: dict[str, list[tuple[str, GoneFile]]] = {}
        for item in self.gone:
            lower = tidy(item.path).lower()
            found.setdefault(last_part(lower), []).append((lower, item))
        return found

    @property
    def key(self) -> bytes:
        """Return a digest of all that the answers rest on, except for the files of today."""
        return hashlib.blake2b(repr(self.gone).encode("utf-8", "replace")).digest()

    def had(self, linkpath: str, folder: str) -> bool:
        """Return whether a file that is gone was one that a linkpath opened."""
        name = tidy(linkpath)
        return bool(name.strip("/") and self._opened(name, folder))

    @property
    def tip(self) -> bytes:
        """Return what tells when ``lost`` may give another answer for the same files."""
        return self.key

    def lost(self, files: Collection[str]) -> Sequence[str]:
        """Return the files that an earlier check saw, and that are there no more."""
        return [item.path for item in self.gone if item.path not in files]

    def ignores(self, path: str) -> bool:  # noqa: ARG002
        """Return whether a path is left out; a check knows of no version control."""
        return False

    def keeps_out(self, path: str) -> bool:  # noqa: ARG002
        """Return whether this is a copy that lacks a path; a check does not know that."""
        return False

    def expect(self, paths: Collection[str]) -> None:
        """Find out nothing; a check knows of no version control."""

    def moved(self, linkpath: str, folder: str) -> Moved | None:
        """Return what the file that a linkpath once opened has become.

        None where any file that it may have opened is not known to be the same one now.
        """
        name = tidy(linkpath)
        found = self._opened(name, folder) if name.strip("/") else []
        new = {item.became for item in found}
        if len(new) != 1 or new.isdisjoint(self._today):
            return None
        last = max(found, key=lambda item: item.last)
        verb = "moved" if name_key(last.path) == name_key(last.became) else "renamed"
        return Moved(last.became, f"{verb} since the check of {said_time(last.last)}")

    def _opened(self, linkpath: str, folder: str) -> list[GoneFile]:
        """Return the files that a linkpath may have opened.

        Those of just the path that is written, from the root or from the link's folder, come before
        those whose paths merely end so.
        """
        is_whole = linkpath.startswith(("/", "./", "../"))
        near = tidy(folder).lower()
        for path in possible_paths(linkpath, folder):
            same = self._by_name.get(last_part(path), ())
            whole = (path,) if is_whole else (path, near + path)
            exact = [item for lower, item in same if lower in whole]
            if exact and "/" in linkpath:
                return exact
            ending = [item for lower, item in same if lower.endswith(f"/{path}")]
            if exact or (ending and not is_whole):
                return [*exact, *(item for item in ending if item not in exact)]
        return []


def look_again(vault: Vault, entries: Sequence[Entry], files: KeptFiles) -> EarlierChecks | None:
    """Find which files are gone since the last check, and keep that for the next ones.

    Args:
        vault: the vault as it was read now.
        entries: its files.
        files: where they are kept.

    Returns:
        What is known of the files that are gone; None where the files of the vault are not those
        of a disk.
    """
    saved = [entry for entry in entries if entry.stamp is not None]
    if not saved:
        return None
    then = files.load()
    before = then or Kept()
    at = max(now(), before.at + 1)
    today = {entry.path: _seen(entry, vault, before, at) for entry in entries}
    for path, file in before.files.items():
        if path not in today and vault.hidden.at(path) is not None:
            today[path] = file
    swapped = swapped_files(vault, before, today)
    lost = overwritten_files(before, today) - swapped.keys()
    before = replace(before, gone=tuple(followed(row, swapped, lost) for row in before.gone))
    kept = Kept(
        at, today, gone_files(vault, before, today), exchanged_files(before, today, swapped, lost)
    )
    if len(saved) == len(entries):
        if then is None or replace(kept, at=then.at) != then:
            files.save(kept)
        else:
            files.seen_again()
    return EarlierChecks(lambda: kept.gone, today)


def are_moved_about(
    files: KeptFiles, entries: Sequence[Entry], changed: Mapping[str, bytes]
) -> bool:
    """Return whether a file that is there may be another one than at the last check.

    Args:
        files: where the files are kept.
        entries: the vault's files, which are all those that were there.
        changed: the digests of those notes that have changed.
    """
    if len(changed) < 2 and not any(row.became in changed for row in files.gone()):
        return False
    kept = files.load()
    if kept is None:
        return False
    new = {entry.path: entry for entry in entries if entry.path in changed}
    today = {**kept.files, **{p: kept_file(entry, changed[p]) for p, entry in new.items()}}
    return bool(overwritten_files(kept, today))


def keep_written(
    files: KeptFiles,
    root: Path,
    contents: Mapping[str, bytes | None],
    renames: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Keep what vaultkit itself has written, so that it is known again where it is moved next.

    Args:
        files: where the files are kept.
        root: the vault's folder.
        contents: what files hold now, by path; None of those that are gone.
        renames: the new paths of files by the old ones.
    """
    kept = files.load() if contents else None
    if kept is None:
        return
    at = kept.at + 1
    today = {path: file for path, file in kept.files.items() if path not in renames}
    for path, data in contents.items():
        if data is None:
            continue
        try:
            stat = (root / path).stat()
        except OSError:
            return
        digest = digest_of(data).hex() if path.lower().endswith(".md") else ""
        since = kept.files[path].since if path in kept.files else at
        today[path] = KeptFile(since, stat.st_size, stat.st_mtime_ns, stat.st_ino, digest)
    gone = [
        *(row._replace(became=renames.get(row.became, row.became)) for row in kept.gone),
        *(
            GoneFile(old, kept.at, new, kept.files[old])
            for old, new in renames.items()
            if old in kept.files
        ),
    ]
    gone = [row for row in gone if row.path not in today]
    files.save(Kept(at, today, bounded(gone, len(today)), kept.exchanged))


def kept_file(entry: Entry, digest: bytes | None, since: int = 0) -> KeptFile:
    """Return what is kept of a file.

    Args:
        entry: the file as it was listed.
        digest: that of its bytes, if they were read.
        since: the first check that saw it, if that is at hand.
    """
    return KeptFile(
        since, entry.size, entry.modified_ns, entry.inode, digest.hex() if digest else ""
    )


def _seen(entry: Entry, vault: Vault, before: Kept, at: int) -> KeptFile:
    known = before.files.get(entry.path)
    if entry.stamp is None:
        return known or UNKNOWN._replace(since=at)
    return kept_file(entry, vault.digests.get(entry.path), known.since if known else at)
