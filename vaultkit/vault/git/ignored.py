"""Which paths git leaves out of a repository, whether they exist or not, and by which pattern."""

import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO, NamedTuple

from vaultkit.errors import UsageError
from vaultkit.vault.git.command import Git
from vaultkit.vault.git.helper import Helper

_COMMAND = ("check-ignore", "-z", "--stdin", "--verbose", "--non-matching", "--no-index")
"""With its index, git would go through all of that for each path."""
_FIELDS = 4
"""Of an answer: the file with the pattern, its line, the pattern, and the path."""
_MOST_ENDS = 8
"""So often git may end early, at a path that it does not take, before it is asked no more."""


class IgnorePattern(NamedTuple):
    """The pattern by which git ignores a path: its file and its line there.

    Within the work tree the file's path is from the top, elsewhere it is absolute.
    """

    file: str
    line: str

    @property
    def is_shared(self) -> bool:
        """Return whether a clone has it, too: it is no setting of this user or this clone."""
        return posixpath.basename(self.file) == ".gitignore" and not Path(self.file).is_absolute()


class Ignored:
    """Says whether git ignores paths, which need not exist; each is asked about once."""

    def __init__(self, git: Git, folder: str = "") -> None:
        """Store git, to be run at the top of the work tree, and the vault's folder below it."""
        self._git = git
        self._helper = Helper(git, *_COMMAND)
        self._folder = folder
        self._within_reach: dict[str, bool] = {}
        self.answers: dict[str, IgnorePattern | None] = {}

    def ignores(self, path: str) -> bool:
        """Return whether git ignores a path of the vault and does not track it.

        False where that cannot be told, as where git is not installed.
        """
        return self._pattern(path) is not None

    def keeps_out(self, path: str) -> bool:
        """Return whether a pattern that a clone has keeps out a path, and all else that it fits.

        That is so in a clone. Where a file of the vault is on the disk that the same pattern keeps
        out, the other files that it keeps out would be there, too.
        """
        pattern = self._pattern(path)
        return pattern is not None and pattern.is_shared and pattern not in self._on_disk

    def expect(self, paths: Iterable[str]) -> None:
        """Ask about many paths at once, which takes far less time than one by one."""
        new = dict.fromkeys(path for path in paths if path not in self.answers)
        wholes = {path: whole for path in new if (whole := self._whole(path)) is not None}
        self.answers |= dict.fromkeys(new)
        found = self._ask_all(list(wholes.values()))
        self.answers |= zip(wholes, map(self._untracked, wholes.values(), found), strict=True)

    def _pattern(self, path: str) -> IgnorePattern | None:
        if path not in self.answers:
            self.answers[path] = self._ask(path)
        return self.answers[path]

    def _ask(self, path: str) -> IgnorePattern | None:
        whole = self._whole(path)
        if whole is None:
            return None
        try:
            answer = self._helper.ask(_packed([whole]))
            fields = [_field(answer) for _ in range(_FIELDS)]
        except (OSError, UsageError):
            self._helper.end()
            return None
        return self._untracked(whole, _pattern(fields))

    def _untracked(self, whole: str, pattern: IgnorePattern | None) -> IgnorePattern | None:
        """Return the pattern for a path from the top, unless git tracks that all the same."""
        return None if pattern is None or whole in self._tracked else pattern

    @cached_property
    def _tracked(self) -> frozenset[str]:
        """Return the files of the vault that git tracks, from the top."""
        try:
            return frozenset(self._listed("--cached"))
        except UsageError:
            return frozenset()

    def _ask_all(self, wholes: Sequence[str]) -> list[IgnorePattern | None]:
        """Return the patterns of some paths from the top."""
        found: list[IgnorePattern | None] = []
        for _ in range(_MOST_ENDS):
            left = wholes[len(found) :]
            if not left:
                break
            try:
                said = self._git.feed(_packed(left), *_COMMAND).stdout.split(b"\0")[:-1]
            except (OSError, UsageError):
                break
            whole_answers = range(0, len(said) - len(said) % _FIELDS, _FIELDS)
            found += [_pattern(said[at : at + _FIELDS]) for at in whole_answers]
            if len(found) < len(wholes):
                found.append(None)
        return [*found, *[None] * (len(wholes) - len(found))]

    @cached_property
    def _on_disk(self) -> set[IgnorePattern]:
        """Return the patterns that keep out what is on the disk, in the vault's folder."""
        try:
            found = list(self._left_out("--directory", "--no-empty-directory"))
            patterns = self._ask_all(found)
            if any(path.endswith("/") for path in _without(patterns, found)):
                # All files of a folder are ignored, each by a pattern of its own.
                patterns += self._ask_all(list(self._left_out()))
        except (OSError, UsageError):
            return set()
        return set(filter(None, patterns))

    def _left_out(self, *options: str) -> Iterator[str]:
        """Yield what git ignores of the vault, from the top; nothing hidden, as the app sees it."""
        for whole in self._listed("--others", "--ignored", "--exclude-standard", *options):
            if "/." in f"/{whole.removeprefix(self._folder)}":
                continue
            if not whole.endswith("/") or _holds_file(self._git.folder / whole):
                yield whole

    def _listed(self, *options: str) -> list[str]:
        """Return files of the vault as git lists them, from the top."""
        within = [f":(literal){self._folder}"] if self._folder else []
        done = self._git.run("ls-files", "-z", *options, "--", *within)
        return list(map(os.fsdecode, done.stdout.split(b"\0")[:-1]))

    def _whole(self, path: str) -> str | None:
        """Return a path of the vault from the top; None for one that git cannot be asked about."""
        whole = posixpath.normpath(posixpath.join(self._folder, path))
        if whole.startswith(("../", "/")) or whole in (".", "..") or "\0" in whole:
            return None
        try:
            os.fsencode(whole)
        except UnicodeError:
            return None
        if not self._is_within_reach(posixpath.dirname(whole)):
            return None
        return f"{whole}/" if path.endswith("/") else whole

    def _is_within_reach(self, folder: str) -> bool:
        """Return whether a folder is not behind a symbolic link, and in no other repository.

        About what is in one that is, git does not say anything but ends.
        """
        if not folder:
            return True
        known = self._within_reach.get(folder)
        if known is None:
            place = self._git.folder / folder
            known = self._is_within_reach(posixpath.dirname(folder)) and not (
                os.path.islink(place) or os.path.lexists(place / ".git")  # noqa: PTH114
            )
            self._within_reach[folder] = known
        return known


def _holds_file(folder: Path) -> bool:
    """Return whether a folder holds a file that is not hidden."""
    for _, folders, files in os.walk(folder):
        if not all(name.startswith(".") for name in files):
            return True
        folders[:] = [name for name in folders if not name.startswith(".")]
    return False


def _packed(wholes: Iterable[str]) -> bytes:
    return b"".join(os.fsencode(whole) + b"\0" for whole in wholes)


def _pattern(fields: Sequence[bytes]) -> IgnorePattern | None:
    """Return the pattern of an answer; None where there is none, or where it says not to ignore."""
    file, line, pattern, _ = fields
    if not pattern or pattern.startswith(b"!"):
        return None
    return IgnorePattern(os.fsdecode(file), line.decode())


def _without(patterns: Sequence[IgnorePattern | None], paths: Sequence[str]) -> Iterator[str]:
    """Yield the paths for which there is no pattern."""
    return (path for path, pattern in zip(paths, patterns, strict=True) if pattern is None)


def _field(answer: IO[bytes]) -> bytes:
    """Read up to the next NUL.

    Raises:
        OSError: git has ended.
    """
    found = bytearray()
    while (sign := answer.read(1)) != b"\0":
        if not sign:
            raise OSError("git has ended")
        found += sign
    return bytes(found)
