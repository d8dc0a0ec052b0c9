"""Where symbolic links lead that git keeps: to a place in the same snapshot, or nowhere."""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from vaultkit.vault.files.unseen import Why
from vaultkit.vault.git.repository import LINK, MODULE, Blob

_MOST_LINKS = 40
_MOST_PARTS = 500
_LONGEST = 4096
"""What a system takes on the way to a file: links in a row, and bytes of one of them."""


class FollowedPath(NamedTuple):
    """Where a path leads from the top of the repository, or why no one can tell."""

    path: str = ""
    why: Why | None = None


class Symlinks:
    """The symbolic links of a snapshot; none leads to a file of the disk's."""

    def __init__(self, files: Mapping[str, Blob], read: Callable[[str], bytes]) -> None:
        """Store the files by path from the top, and what reads an object by name."""
        self._files = files
        self._read = read
        self._texts: dict[str, str] = {}

    def follow(self, path: str) -> FollowedPath:
        """Return where a path leads when every link on the way is followed, as a system does.

        Nothing need be there; the top itself is the empty path.
        """
        waiting = path.split("/")[::-1]
        done, links, parts = "", 0, 0
        while waiting:
            part = waiting.pop()
            parts += 1
            if done in self._files and self._files[done].mode != MODULE:
                return FollowedPath(why=Why.DANGLING)
            if part == "..":
                if not done:
                    return FollowedPath(why=Why.OUTSIDE)
                if not self.is_folder(done):
                    return FollowedPath(why=Why.DANGLING)
                done = done.rpartition("/")[0]
            elif part not in ("", "."):
                whole = f"{done}/{part}" if done else part
                blob = self._files.get(whole)
                if blob is None or blob.mode != LINK:
                    done = whole
                    continue
                links += 1
                text = self._text(blob.name)
                if links > _MOST_LINKS or parts > _MOST_PARTS:
                    return FollowedPath(why=Why.LOOP)
                if text.startswith("/"):
                    return FollowedPath(why=Why.OUTSIDE)
                if not text or len(text) > _LONGEST or "\0" in text:
                    return FollowedPath(why=Why.DANGLING)
                waiting += text.split("/")[::-1]
        return FollowedPath(done)

    def text(self, path: str) -> str:
        """Return what is written in a link: the path that it leads to."""
        return self._text(self._files[path].name)

    def is_folder(self, path: str) -> bool:
        """Return whether there is a folder of that path; a submodule is one."""
        return path in self._files or not path or next(self.below(f"{path}/"), None) is not None

    def below(self, start: str) -> Iterator[str]:
        """Yield the paths that begin with a folder's, which ends in a slash; all of the top's."""
        if not start:
            yield from self._files
            return
        for at in range(bisect_left(self._sorted, start), len(self._sorted)):
            if not self._sorted[at].startswith(start):
                return
            yield self._sorted[at]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._files)

    def _text(self, name: str) -> str:
        if name not in self._texts:
            self._texts[name] = os.fsdecode(self._read(name))
        return self._texts[name]
