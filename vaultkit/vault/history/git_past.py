"""What files that are gone have become, as the history of HEAD shows it.

It is one file because all its lookups share one reading of the history.
"""

import os
import re
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.errors import TreeError, UsageError
from vaultkit.markdown.wikilink import tidy
from vaultkit.vault.files.file_index import possible_paths
from vaultkit.vault.git.ignored import Ignored
from vaultkit.vault.git.listing import is_hidden
from vaultkit.vault.git.log import Commit, Head, files_of, head_of
from vaultkit.vault.git.repository import Repository
from vaultkit.vault.history import file_history
from vaultkit.vault.history.file_history import Comings, Event
from vaultkit.vault.history.file_names import name_key, stem_of
from vaultkit.vault.history.past import Moved
from vaultkit.vault.history.past_cache import PastCache

if TYPE_CHECKING:
    from vaultkit.vault.history.commit_renames import Lines, Renaming

_NO_HISTORY = b""
_PROVISIONAL = re.compile(r"(?i)untitled(?: \d+)?")
"""Names that the app gives: any file may have had one for a while."""
_DIGITS = 7
_MOST_NAMED = 3
_MOST_AT_HAND = 8
_MOST_CANDIDATES = 20
"""Of a name that so many files had, as README, no one can tell which a link meant."""


class _Gone(NamedTuple):
    """A file that is gone: its path from the top, and in lower case as links may write it.

    That is from the vault's folder for a file that was in it, else from the top.
    """

    path: str
    lower: str
    is_inside: bool


class GitPast:
    """What the history of the repository that a vault is in tells of files that are gone.

    Git is not asked before something else is. Where there is no repository, or what it holds
    cannot be read or lacks something, nothing is known.
    """

    def __init__(self, root: Path, kept_in: Path | None = None, most: int = 0) -> None:
        """Store where to look; nothing is looked up yet.

        Args:
            root: the vault's folder.
            kept_in: where what is found out is kept; nowhere when None.
            most: how many bytes may be kept.
        """
        self._root = root
        self._cache = PastCache(kept_in, most)
        self._answers: dict[tuple[str, str], Moved | None] = {}
        self._renamings: dict[str, Renaming] = {}

    @property
    def key(self) -> bytes:
        """Return a digest of what the history tells, which no commit changes that deletes none."""
        if self._head is None:
            return _NO_HISTORY
        known = None if "_read" in self.__dict__ else self._cache.key(self._head)
        return self._read[1] if known is None else known

    @property
    def tip(self) -> bytes:
        """Return the name of the commit that HEAD names; empty before the first."""
        return self._head.commit.encode() if self._head is not None else b""

    def moved(self, linkpath: str, folder: str) -> Moved | None:
        """Return what the file that a linkpath once opened has become, if that is certain."""
        asked = linkpath, folder
        if asked not in self._answers:
            self._answers[asked] = self._moved(linkpath, folder)
        return self._answers[asked]

    def had(self, linkpath: str, folder: str) -> bool:
        """Return whether the history holds a file, gone since, that a linkpath opened."""
        linkpath = tidy(linkpath)
        if not linkpath.strip("/") or self._comings is None:
            return False
        try:
            return bool(self._meant(linkpath, folder))
        except (TreeError, UsageError):
            return False

    def lost(self, files: Collection[str]) -> Sequence[str]:
        """Return the files of the vault at HEAD that it has no more.

        What a sparse checkout leaves out is not lost.
        """
        if self._repository is None or self._head is None or self._prefix is None:
            return ()
        try:
            of_head = files_of(self._repository, self._head.commit)
            inside = {whole: self._in_vault(whole) for whole in of_head}
            gone = {
                whole: path
                for whole, path in inside.items()
                if path is not None and path not in files and not is_hidden(path)
            }
            left_out = self._repository.left_out() if gone else frozenset()
        except UsageError:
            return ()
        return sorted(path for whole, path in gone.items() if whole not in left_out)

    def ignores(self, path: str) -> bool:
        """Return whether git ignores a path of the vault and does not track it."""
        return self._ignored is not None and self._ignored.ignores(path)

    def keeps_out(self, path: str) -> bool:
        """Return whether git ignores a path, and all that it ignores by the same pattern is gone.

        That pattern is one of a ``.gitignore``, so that a clone has it, too.
        """
        return self._ignored is not None and self._ignored.keeps_out(path)

    def expect(self, paths: Collection[str]) -> None:
        """Ask git at once about paths that will be asked about one by one."""
        if self._ignored is not None:
            self._ignored.expect(paths)

    def _moved(self, linkpath: str, folder: str) -> Moved | None:
        linkpath = tidy(linkpath)
        if not linkpath.strip("/") or self._comings is None:
            return None
        try:
            return self._told(self._meant(linkpath, folder))
        except (TreeError, UsageError):
            return None

    def _told(self, paths: Sequence[str]) -> Moved | None:
        """Return what all of some files have become; None unless that is one file."""
        found: dict[str, Moved] = {}
        assert self._comings is not None
        for path in paths:
            if _PROVISIONAL.fullmatch(stem_of(path)):
                return None
            for event in self._comings.all_deletions(path):
                steps = self._followed(path, event)
                if steps is None:
                    return None
                new = self._in_vault(steps[-1][0])
                if new is None:
                    return None
                found.setdefault(new, Moved(new, _said(path, steps)))
        return next(iter(found.values())) if len(found) == 1 else None

    def _followed(self, path: str, event: Event) -> list[tuple[str, str]] | None:
        """Return the names that a file has had since it was deleted, each with the commit."""
        assert self._comings is not None
        commit = self._comings.commits[event.at]
        new = self._renamed(commit, path)
        if new is None:
            return None
        step = new, commit.name
        ends = self._comings.last_deletions(new, event.at)
        if not ends:
            return [step]
        ways = [self._followed(new, end) for end in ends]
        first = ways[0]
        if first is None or any(way is None or way[-1][0] != first[-1][0] for way in ways):
            return None
        return [step, *first]

    def _renamed(self, commit: Commit, path: str) -> str | None:
        known = self._cache.renamed(commit.name, path)
        if known is not None:
            return known[0]
        new = self._renaming(commit).became(path)
        self._cache.keep_renamed(commit.name, path, new)
        return new

    def _renaming(self, commit: Commit) -> "Renaming":
        from vaultkit.vault.history.commit_renames import Renaming

        assert self._repository is not None
        if commit.name not in self._renamings:
            while len(self._renamings) >= _MOST_AT_HAND:
                del self._renamings[next(iter(self._renamings))]
            self._renamings[commit.name] = Renaming(self._repository, commit, self._lines)
        return self._renamings[commit.name]

    def _meant(self, linkpath: str, folder: str) -> list[str]:
        """Return the files that are gone, from the top, of which a linkpath may have meant one.

        A file of just the path that is written, from the root or from the link's folder, is meant
        rather than one whose path merely ends so.
        """
        tails = possible_paths(linkpath, folder)
        is_exact = linkpath.startswith(("/", "./", "../"))
        near = tidy(folder).lower()
        exact = {*tails, *(near + tail for tail in tails)}
        all_fits: list[str] = []
        exact_fits: list[str] = []
        elsewhere: list[str] = []
        for tail in tails:
            for gone in self._gone_by_name.get(tail.rpartition("/")[2], ()):
                if gone.lower != tail and (is_exact or not gone.lower.endswith(f"/{tail}")):
                    continue
                (all_fits if gone.is_inside else elsewhere).append(gone.path)
                is_whole = "/" in linkpath or tail == linkpath.lower()
                if gone.is_inside and is_whole and gone.lower in exact:
                    exact_fits.append(gone.path)
        if len(elsewhere) <= _MOST_CANDIDATES:
            all_fits += filter(self._was_of_the_vault, elsewhere)
        found = list(dict.fromkeys(exact_fits or all_fits))
        return found if len(found) <= _MOST_CANDIDATES else []

    def _was_of_the_vault(self, path: str) -> bool:
        """Return whether a file outside the vault's folder was there when this was not.

        The vault has moved then: its folder may have been the top, or had another name.
        """
        assert self._comings is not None
        assert self._prefix is not None
        commits = [self._comings.commits[at.at] for at in self._comings.all_deletions(path)]
        return not any(self._renaming(commit).holds(self._prefix) for commit in commits)

    @cached_property
    def _gone_by_name(self) -> dict[str, list[_Gone]]:
        """Return the files that are gone, by lower-case name."""
        found: dict[str, list[_Gone]] = {}
        for path in self._comings.events if self._comings is not None else ():
            assert self._comings is not None
            if self._comings.is_gone(path):
                inner = self._in_vault(path)
                lower = tidy(path if inner is None else inner).lower()
                gone = _Gone(path, lower, inner is not None)
                found.setdefault(lower.rpartition("/")[2], []).append(gone)
        return found

    @cached_property
    def _lines(self) -> "Lines":
        from vaultkit.vault.history.commit_renames import Lines

        return Lines()

    def _in_vault(self, path: str) -> str | None:
        """Return a path from the vault's folder; None for one outside."""
        if self._prefix is None or not path.startswith(self._prefix):
            return None
        return path[len(self._prefix) :]

    @cached_property
    def _prefix(self) -> str | None:
        """Return the vault's folder from the top, with its final slash; empty for the top."""
        root = Path(os.path.realpath(self._root))
        if self._repository is None or not root.is_relative_to(self._repository.top):
            return None
        inner = root.relative_to(self._repository.top).as_posix()
        return "" if inner == "." else f"{inner}/"

    @cached_property
    def _repository(self) -> Repository | None:
        try:
            return Repository.of(self._root)
        except UsageError:
            return None

    @cached_property
    def _ignored(self) -> Ignored | None:
        if self._repository is None or self._prefix is None:
            return None
        return Ignored(self._repository.git, self._prefix)

    @cached_property
    def _head(self) -> Head | None:
        return head_of(self._repository) if self._repository is not None else None

    @property
    def _comings(self) -> Comings | None:
        """Return what came and went; None where that cannot be told."""
        return self._read[0]

    @cached_property
    def _read(self) -> tuple[Comings | None, bytes]:
        """Return what came and went, and a digest of it."""
        if self._repository is None or self._head is None:
            return None, _NO_HISTORY
        known = self._cache.comings()
        try:
            found = file_history.read_history(self._repository, self._head, known)
        except UsageError:
            return None, _NO_HISTORY
        packed = found.packed()
        if found is not known:
            self._cache.keep(found, packed)
        return found, file_history.packed_digest(packed)


def _said(path: str, steps: Sequence[tuple[str, str]]) -> str:
    """Return the sentence that names the commits in which a file got its name of today."""
    commits = [commit[:_DIGITS] for _, commit in steps]
    more = len(commits) - _MOST_NAMED
    named = commits[:_MOST_NAMED] if more <= 0 else [*commits[:_MOST_NAMED], f"{more} more"]
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    verb = "moved" if name_key(path) == name_key(steps[-1][0]) else "renamed"
    return f"{verb} in commit{'s' * (len(named) > 1)} {listed}"
