"""What a run asked of a vault's files besides reading its notes, and whether the answers stand."""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from vaultkit.errors import TreeError
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.tree import Tree
from vaultkit.vault.files.unseen import Unseen
from vaultkit.vault.history.past import Moved, Past
from vaultkit.vault.index.digest import digest_of

Answers = dict[tuple[str, str], Moved | None]
"""What files have become, by linkpath and the folder of the file that holds the link."""


class RecordingTree:
    """A tree that remembers what it was asked for besides notes, and what it answered.

    ``present`` says of paths whether something was there, ``outside`` of files whether they lie
    outside the vault's folder; ``contents`` holds the digests of files that are no notes, None of
    those that could not be read; ``became`` what files that are gone have become, ``ignored`` of
    paths whether version control leaves them out, ``kept_out`` whether this copy lacks them for
    that, ``had`` of linkpaths whether they opened a file that is gone. ``lost`` is the digest of
    what the vault had when it was last seen, empty where nothing asked for that.
    """

    def __init__(self, below: Tree, entries: Sequence[Entry]) -> None:
        """Store the tree that answers, and its files, which are as they were when listed."""
        self.below = below
        self.on_disk = below.on_disk
        self.folder_name = below.folder_name
        self.present: dict[str, bool] = {}
        self.outside: dict[str, bool] = {}
        self.contents: dict[str, bytes | None] = {}
        self.became: Answers = {}
        self.ignored: dict[str, bool] = {}
        self.kept_out: dict[str, bool] = {}
        self.had: dict[str, bool] = {}
        self.lost = ""
        self._entries = entries
        self._files = {entry.path for entry in entries}

    @property
    def unseen(self) -> Sequence[Unseen]:
        """Return what could not be seen in the tree below."""
        return self.below.unseen

    def is_outside(self, path: str) -> bool:
        """Return whether a file of the tree below is outside the vault's folder."""
        known = self.outside.get(path)
        if known is None:
            known = self.outside[path] = self.below.is_outside(path)
        return known

    @cached_property
    def past(self) -> Past | None:
        """Return what the tree below knows of the files that are gone."""
        return None if self.below.past is None else _RecordingPast(self.below.past, self)

    @property
    def errors(self) -> list[str]:
        """Return the errors of the tree below."""
        return self.below.errors

    def entries(self) -> Iterator[Entry]:
        """Return the files."""
        return iter(self._entries)

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        if path.lower().endswith(".md"):
            return self.below.read(path)
        try:
            data = self.below.read(path)
        except TreeError:
            self.contents[path] = None
            raise
        self.contents[path] = digest_of(data)
        return data

    def exists(self, path: str) -> bool:
        """Return whether something is there."""
        if path in self._files:
            return True
        known = self.present.get(path)
        if known is None:
            known = self.present[path] = self.below.exists(path)
        return known

    def take(self) -> bytes:
        """Return what was asked since the last time, for another process to know."""
        answers = [self.present, self.outside, self.ignored, self.kept_out, self.had, self.lost]
        said = [packed(self.became), *answers]
        self.present, self.outside, self.ignored, self.kept_out, self.had = {}, {}, {}, {}, {}
        self.became, self.lost = {}, ""
        return json.dumps(said).encode() if any(said) else b""

    def give(self, asked: bytes) -> None:
        """Add what was asked in another process."""
        if asked:
            became, present, outside, ignored, kept_out, had, lost = json.loads(asked)
            self.became |= unpacked(became)
            self.present |= present
            self.outside |= outside
            self.ignored |= ignored
            self.kept_out |= kept_out
            self.had |= had
            self.lost = lost or self.lost


class _RecordingPast:
    """A past that tells a tree what it answered."""

    def __init__(self, below: Past, tree: RecordingTree) -> None:
        self._below = below
        self._tree = tree

    def moved(self, linkpath: str, folder: str) -> Moved | None:
        """Return what the file that a linkpath once opened has become."""
        found = self._below.moved(linkpath, folder)
        self._tree.became[linkpath, folder] = found
        return found

    def had(self, linkpath: str, folder: str) -> bool:
        """Return whether the vault is known to have had a file that a linkpath opened."""
        found = self._tree.had[f"{folder}\0{linkpath}"] = self._below.had(linkpath, folder)
        return found

    def lost(self, files: Collection[str]) -> Sequence[str]:
        """Return the paths of what the vault had when it was last seen, and has no more."""
        found = self._below.lost(files)
        self._tree.lost = digest_of_paths(found)
        return found

    def ignores(self, path: str) -> bool:
        """Return whether the vault's version control leaves a path out."""
        found = self._tree.ignored[path] = self._below.ignores(path)
        return found

    def keeps_out(self, path: str) -> bool:
        """Return whether this is a copy that lacks a path because it is left out."""
        found = self._tree.kept_out[path] = self._below.keeps_out(path)
        return found

    def expect(self, paths: Collection[str]) -> None:
        """Ask the past below in advance for some paths."""
        self._below.expect(paths)

    @property
    def key(self) -> bytes:
        """Return a digest of all that the answers rest on."""
        return self._below.key

    @property
    def tip(self) -> bytes:
        """Return what tells when ``lost`` may give another answer for the same files."""
        return self._below.tip


def packed(became: Answers) -> list[list[str]]:
    """Return answers as they are kept: what was asked, and what was said if anything was."""
    return [[*asked, *(found or ())] for asked, found in became.items()]


def unpacked(kept: Sequence[Sequence[str]]) -> Answers:
    """Return answers as they were given."""
    return {(linkpath, folder): Moved(*said) if said else None for linkpath, folder, *said in kept}


def digest_of_paths(paths: Sequence[str]) -> str:
    """Return the digest of some paths in hexadecimal digits."""
    return digest_of("\0".join(paths).encode("utf-8", "surrogatepass")).hex()


def content_digest(tree: Tree, path: str) -> str | None:
    """Return the digest of a file in hexadecimal digits, None if it cannot be read."""
    try:
        return digest_of(tree.read(path)).hex()
    except TreeError:
        return None
