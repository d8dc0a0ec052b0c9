"""What has become of files since an earlier check, where there is no git to ask.

A file that is gone is another one now if that came between the same two checks, holds the same, and
no third file does or did. A note is known by its bytes, any other file by its size and times.
"""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vaultkit.errors import TreeError
from vaultkit.history.evidence import Text, lines_of
from vaultkit.index.kept_files import (
    MOST_GONE,
    GoneFile,
    Kept,
    KeptFile,
    KeptFiles,
    now,
    said_time,
)
from vaultkit.markdown.facts import Facts
from vaultkit.markdown.wikilink import tidy
from vaultkit.vault.entry import Entry
from vaultkit.vault.files import possible_paths
from vaultkit.vault.past import Moved
from vaultkit.vault.tree import OverlayTree
from vaultkit.vault.vault import Vault

_UNKNOWN = KeptFile(0, 0, 0, 0, "")


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
            found.setdefault(_last(lower), []).append((lower, item))
        return found

    @property
    def key(self) -> bytes:
        """Return a digest of all that the answers rest on, but for the files of today."""
        return hashlib.blake2b(repr(self.gone).encode("utf-8", "replace")).digest()

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
        verb = "moved" if _key(last.path) == _key(last.became) else "renamed"
        return Moved(last.became, f"{verb} since the check of {said_time(last.last)}")

    def _opened(self, linkpath: str, folder: str) -> list[GoneFile]:
        """Return the files that a linkpath may have opened."""
        is_whole = linkpath.startswith(("/", "./", "../"))
        for path in possible_paths(linkpath, folder):
            found = [
                item
                for lower, item in self._by_name.get(_last(path), ())
                if lower == path or (not is_whole and lower.endswith(f"/{path}"))
            ]
            if found:
                return found
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
    gone = _gone(vault, before, today)
    if len(saved) == len(entries):
        if then is None or today != before.files or gone != before.gone:
            files.save(Kept(at, today, gone))
        else:
            files.seen_again()
    return EarlierChecks(lambda: gone, today)


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
        return known or _UNKNOWN._replace(since=at)
    return kept_file(entry, vault.digests.get(entry.path), known.since if known else at)


def _gone(vault: Vault, before: Kept, today: Mapping[str, KeptFile]) -> tuple[GoneFile, ...]:
    """Return the files that are gone, with what they are now."""
    lost = [path for path in before.files if path not in today]
    come = {path for path in today if path not in before.files}
    if not lost and not come:
        return before.gone
    rows = [
        *_still_gone(before.gone, today, come),
        *(GoneFile(path, before.at, "", before.files[path]) for path in lost),
    ]
    unknown = {row.path: row.file for row in rows if not row.became}
    third = [(path, file) for path, file in before.files.items() if path in today]
    third += [(path, file) for path, file in today.items() if path not in come]
    became = _matched(vault, unknown, {path: today[path] for path in come}, third)
    rows = [row._replace(became=became.get(row.became or row.path, row.became)) for row in rows]
    return tuple(sorted(rows, key=lambda row: row.last)[-MOST_GONE:])


def _still_gone(
    gone: Sequence[GoneFile], today: Mapping[str, KeptFile], come: Collection[str]
) -> Iterator[GoneFile]:
    """Yield what is known of the files that have not come back.

    Where another file has the path now of what one became, nothing is known of that one.
    """
    was = {row.path: _identity(row.path, row.file) for row in gone if not row.became}
    for row in gone:
        if row.path in today:
            continue
        new = row.became
        if new in come and (new not in was or was[new] != _identity(new, today[new])):
            yield row._replace(became="", file=_UNKNOWN)
        else:
            yield row


def _matched(
    vault: Vault,
    gone: Mapping[str, KeptFile],
    come: Mapping[str, KeptFile],
    third: Iterable[tuple[str, KeptFile]],
) -> dict[str, str]:
    """Return the new paths of files by the old ones.

    Args:
        vault: the vault as it is.
        gone: the files that are gone.
        come: the files that have come since the last check.
        third: those that were and are there.
    """
    olds, news = _by_identity(gone), _by_identity(come)
    fits = {key: group for key, group in olds.items() if len(group) == len(news[key]) == 1}
    for path, file in third if fits else ():
        fits.pop(_identity(path, file), None)
    found: dict[str, str] = {}
    doubtful: dict[str, str] = {}
    for key, (old,) in fits.items():
        (new,) = news[key]
        if _is_the_same_file(old, gone[old], new, come[new]):
            found[old] = new
        elif gone[old].digest:
            doubtful[old] = new
    return found | _with_lines_of_their_own(vault, doubtful)


def _by_identity(files: Mapping[str, KeptFile]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = defaultdict(list)
    for path, file in files.items():
        identity = _identity(path, file)
        if identity is not None:
            found[identity].append(path)
    return found


def _identity(path: str, file: KeptFile) -> object:
    """Return what tells a file from others wherever it lies; None if nothing does."""
    if not file.size:
        return None
    if path.lower().endswith(".md"):
        return file.digest or None
    return (file.size, file.modified_ns, _extension(path)) if file.modified_ns else None


def _is_the_same_file(old: str, was: KeptFile, new: str, file: KeptFile) -> bool:
    """Return whether it is not only by chance that two files hold the same."""
    if _key(old) == _key(new):
        return True
    if not was.modified_ns or was.modified_ns != file.modified_ns:
        return False
    return bool(file.digest) or 0 != was.inode == file.inode


def _with_lines_of_their_own(vault: Vault, renames: Mapping[str, str]) -> dict[str, str]:
    """Return those renames of which the note has a line that no third note has.

    A note that holds nothing but what others of its template hold is another one of them.
    """
    own: dict[str, set[bytes]] = {}
    for old, new in renames.items():
        data = _bytes(vault, new)
        lines = set(Text.of(data, _key(new)).own) if data else set()
        if lines:
            own[old] = lines
    for path in vault.documents if own else ():
        data = _bytes(vault, path)
        third = lines_of(data) if data else frozenset()
        for old, lines in own.items():
            if renames[old] != path:
                lines -= third
    return {old: renames[old] for old, lines in own.items() if lines}


def _bytes(vault: Vault, path: str) -> bytes:
    try:
        return vault.tree.read(path)
    except TreeError:
        return b""


def _last(path: str) -> str:
    return path[path.rfind("/") + 1 :]


def _key(path: str) -> str:
    """Return a file's name as it is compared with others."""
    return unicodedata.normalize("NFC", _last(path)).casefold()


def _extension(path: str) -> str:
    return _last(path).rpartition(".")[2].lower()


@dataclass(frozen=True, slots=True)
class Checked:
    """A vault as earlier checks knew it: with the files that are gone, and without what they are.

    ``renames`` are the new paths of files by the old ones; ``doubtful`` are, for files of which it
    is not certain what they are, those that may be them. ``since`` are the files that came when
    the first of those gone was there no more. ``first`` and ``last`` are the times of the checks
    that saw the files last.
    """

    vault: Vault
    renames: dict[str, str]
    doubtful: dict[str, list[str]]
    since: set[str]
    first: int
    last: int


def as_checked(vault: Vault, kept: Kept) -> Checked:
    """Return a vault as earlier checks knew it.

    Args:
        vault: the vault as it is.
        kept: what is kept, brought up to date.
    """
    rows = [row for row in kept.gone if row.path not in kept.files]
    contested = _contested(rows)
    renames = {row.path: row.became for row in rows if row.became and row.path not in contested}
    doubtful = {row.path: _fits(row, kept, contested) for row in rows if row.path not in renames}
    changes: dict[str, bytes | None] = {
        new: None for new in renames.values() if new not in renames
    }
    changes |= {row.path: _bytes(vault, renames.get(row.path, "")) for row in rows}
    documents = vault.documents
    known = {path: documents[path].facts for path in documents if path not in changes}
    for row in rows:
        now = documents.get(renames.get(row.path, ""))
        known[row.path] = now.facts if now is not None else Facts()
    times = [row.last for row in rows] or [kept.at]
    return Checked(
        Vault(OverlayTree(vault.tree, changes), vault.plan, name=vault.name, known=known),
        renames,
        {path: fits for path, fits in doubtful.items() if fits},
        {path for path, file in kept.files.items() if file.since > min(times)},
        min(times),
        max(times),
    )


def _contested(rows: Sequence[GoneFile]) -> set[str]:
    """Return the files of one name that were gone at several times, and became several files.

    A link may have meant any of them.
    """
    groups: dict[str, list[GoneFile]] = defaultdict(list)
    for row in rows:
        groups[_key(row.path)].append(row)
    return {
        row.path
        for group in groups.values()
        if len({row.became for row in group}) > 1 and len({row.last for row in group}) > 1
        for row in group
    }


def _fits(row: GoneFile, kept: Kept, contested: Collection[str]) -> list[str]:
    """Return what a file may be now."""
    if row.path in contested and row.became:
        return [row.became]
    identity = _identity(row.path, row.file)
    return sorted(
        path
        for path, file in kept.files.items()
        if file.since > row.last and identity == _identity(path, file) is not None
    )
