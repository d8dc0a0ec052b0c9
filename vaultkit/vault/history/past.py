"""What is known of files that are gone: what they have become, and what shows it."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol


class Moved(NamedTuple):
    """A file that another one has become.

    ``path`` is where it is today; ``said`` is the evidence, as it ends a sentence of a finding's
    help: ``moved in commit 1a2b3c4``.
    """

    path: str
    said: str


class Past(Protocol):
    """What a vault held once, as far as anybody knows."""

    def moved(self, linkpath: str, folder: str) -> Moved | None:
        """Return what the file that a linkpath once opened has become.

        None where that is not known or not certain. A file that is there today is not asked about.

        Args:
            linkpath: the link's path, decoded.
            folder: the folder of the file that holds the link, with its final slash, or "".
        """
        ...

    def had(self, linkpath: str, folder: str) -> bool:
        """Return whether the vault is known to have had a file that a linkpath opened.

        The arguments are those of ``moved``.
        """
        ...

    def lost(self, files: Collection[str]) -> Sequence[str]:
        """Return the paths of what the vault had when it was last seen, and has no more.

        That is what the last commit has, or what an earlier check saw; not what older commits had.

        Args:
            files: the paths of what it has today.
        """
        ...

    def ignores(self, path: str) -> bool:
        """Return whether the vault's version control leaves a path out, so that copies lack it."""
        ...

    def keeps_out(self, path: str) -> bool:
        """Return whether this is a copy that lacks a path because version control leaves it out.

        It is none where it has anything that is left out for the same reason.
        """
        ...

    def expect(self, paths: Collection[str]) -> None:
        """Find out at once what ``ignores`` and ``keeps_out`` will be asked of some paths."""
        ...

    @property
    def key(self) -> bytes:
        """Return a digest of all that ``moved`` rests on, except for the files of today."""
        ...

    @property
    def tip(self) -> bytes:
        """Return what tells when ``lost`` may give another answer for the same files."""
        ...


class Pasts:
    """What several sources know of the files that are gone: of each file the first that does."""

    def __init__(self, *pasts: Past) -> None:
        """Store whom to ask, in order."""
        self._pasts = pasts

    def moved(self, linkpath: str, folder: str) -> Moved | None:
        """Return what the file that a linkpath once opened has become."""
        found = (past.moved(linkpath, folder) for past in self._pasts)
        return next((moved for moved in found if moved is not None), None)

    def had(self, linkpath: str, folder: str) -> bool:
        """Return whether the vault is known to have had a file that a linkpath opened."""
        return any(past.had(linkpath, folder) for past in self._pasts)

    def lost(self, files: Collection[str]) -> Sequence[str]:
        """Return the paths of what the vault had when it was last seen, and has no more."""
        return list(dict.fromkeys(path for past in self._pasts for path in past.lost(files)))

    def ignores(self, path: str) -> bool:
        """Return whether the vault's version control leaves a path out."""
        return any(past.ignores(path) for past in self._pasts)

    def keeps_out(self, path: str) -> bool:
        """Return whether this is a copy that lacks a path because it is left out."""
        return any(past.keeps_out(path) for past in self._pasts)

    def expect(self, paths: Collection[str]) -> None:
        """Find out at once what will be asked of some paths."""
        for past in self._pasts:
            past.expect(paths)

    @property
    def key(self) -> bytes:
        """Return a digest of all that the answers rest on, except for the files of today."""
        return hashlib.blake2b(b"".join(past.key for past in self._pasts)).digest()

    @property
    def tip(self) -> bytes:
        """Return what tells when ``lost`` may give another answer for the same files."""
        return hashlib.blake2b(b"".join(past.tip for past in self._pasts)).digest()


class NoPast:
    """The past of a vault of which no one knows more than it shows."""

    key = b""
    tip = b""

    def moved(self, linkpath: str, folder: str) -> Moved | None:  # noqa: ARG002
        """Return nothing."""
        return None

    def had(self, linkpath: str, folder: str) -> bool:  # noqa: ARG002
        """Return that nothing is known to have been there."""
        return False

    def lost(self, files: Collection[str]) -> Sequence[str]:  # noqa: ARG002
        """Return nothing."""
        return ()

    def ignores(self, path: str) -> bool:  # noqa: ARG002
        """Return that nothing is left out."""
        return False

    def keeps_out(self, path: str) -> bool:  # noqa: ARG002
        """Return that nothing is left out."""
        return False

    def expect(self, paths: Collection[str]) -> None:
        """Find out nothing."""


class LatePast:
    """A past that is looked for when it is first asked."""

    def __init__(self, make: Callable[[], Past]) -> None:
        """Store the function that returns it."""
        self._make = make

    @cached_property
    def _past(self) -> Past:
        return self._make()

    def moved(self, linkpath: str, folder: str) -> Moved | None:
        """Return what the file that a linkpath once opened has become."""
        return self._past.moved(linkpath, folder)

    def had(self, linkpath: str, folder: str) -> bool:
        """Return whether the vault is known to have had a file that a linkpath opened."""
        return self._past.had(linkpath, folder)

    def lost(self, files: Collection[str]) -> Sequence[str]:
        """Return the paths of what the vault had when it was last seen, and has no more."""
        return self._past.lost(files)

    def ignores(self, path: str) -> bool:
        """Return whether the vault's version control leaves a path out."""
        return self._past.ignores(path)

    def keeps_out(self, path: str) -> bool:
        """Return whether this is a copy that lacks a path because it is left out."""
        return self._past.keeps_out(path)

    def expect(self, paths: Collection[str]) -> None:
        """Find out at once what will be asked of some paths."""
        self._past.expect(paths)

    @property
    def key(self) -> bytes:
        """Return a digest of all that the answers rest on."""
        return self._past.key

    @property
    def tip(self) -> bytes:
        """Return what tells when ``lost`` may give another answer for the same files."""
        return self._past.tip
