"""What a tree knows to be there, or to have been meant, but cannot see into.

Links may lead into it and out of it, so that nothing can be concluded from a name's absence there.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from vaultkit.markdown.wikilink import tidy
from vaultkit.text import printable
from vaultkit.vault.files.extensions import has_file_extension

_MODULE_PATH = re.compile(rb"^[ \t]*path[ \t]*=[ \t]*(.*?)[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_REFERRING = (".md", ".canvas", ".base")
_ESCAPES = {b'\\"': b'"', b"\\\\": b"\\", b"\\t": b"\t", b"\\n": b"\n"}


class Why(StrEnum):
    """Why a file or folder cannot be seen."""

    BLOCKED = "blocked"
    """The system refuses it: rights, or an error of the disk or the network."""
    LOOP = "loop"
    """A symbolic link that leads back to itself."""
    DANGLING = "dangling"
    """A symbolic link whose target is not there: a disk that is not mounted, perhaps."""
    EMPTY = "empty"
    """A symbolic link to an empty folder, as that of a disk is while it is not mounted."""
    SUBMODULE = "submodule"
    """A git submodule that was not fetched."""
    OVERLAP = "overlap"
    """A symbolic link into the target of another one, of which the app follows one."""
    OUTSIDE = "outside"
    """A symbolic link that leaves the repository, where the files come from git."""
    CLOUD = "cloud"
    """A file that a cloud drive has not downloaded."""
    FAR = "far"
    """A folder too far from a note outside any vault to be looked through for what it links to."""
    SHUT = "shut"
    """A folder that may not be listed, near a note outside any vault."""
    ABOVE = "above"
    """A file in a folder above a note outside any vault, which may be in the note's vault."""
    UNREAD = "unread"
    """What is around a note outside any vault: its files are known, and not what they say."""


class Unseen(NamedTuple):
    """A file or folder that cannot be seen: its path from the root, without a slash at its end.

    ``reason`` is the system's own, where it gives one.
    """

    path: str
    why: Why
    reason: str = ""

    @property
    def is_error(self) -> bool:
        """Return whether it is an error of the machine's, and not a state a vault may be in."""
        return self.why in {Why.BLOCKED, Why.LOOP}

    @property
    def may_be_fetched(self) -> bool:
        """Return whether nothing is wrong with the machine: it may be mounted, or downloaded."""
        return self.why is not Why.BLOCKED

    @property
    def may_refer(self) -> bool:
        """Return whether it may be, or hold, a file that refers to others.

        What a link into another one's target holds is seen there.
        """
        if self.why is Why.OVERLAP:
            return False
        return self.may_be_folder or self.path.lower().endswith(_REFERRING)

    @property
    def shown(self) -> str:
        """Return its name for people, a folder with a slash at its end."""
        name = printable(self.path) or "."
        return f"{name}/" if self.may_be_folder else name

    @property
    def sentence(self) -> str:
        """Return a sentence that names it and says why it cannot be seen."""
        because = f": {self.reason}" if self.is_error else ""
        return f"{printable(self.path) or '.'} {self.state}{because}"

    @property
    def state(self) -> str:
        """Return what is the matter with it, as the rest of a sentence that names it."""
        return "cannot be listed" if self.is_error else _SAID[self.why]

    def hides(self, path: str) -> bool:
        """Return whether a path may be there and not be seen: the thing itself, or what it holds.

        A link or file whose name has an extension hides that one name; a folder all below it.
        """
        own = tidy(self.path).lower()
        path = tidy(path).lower()
        if path == own or (path == f"{own}.md" and self.may_be_folder):
            return True
        return self.may_be_folder and (not own or path.startswith(f"{own}/"))

    @property
    def may_be_folder(self) -> bool:
        """Return whether it may hold files; a link with a file's extension is one to a file.

        A folder may well be called ``2019.old`` or ``v1.2``.
        """
        if self.why in {Why.DANGLING, Why.LOOP, Why.OUTSIDE}:
            return not has_file_extension(self.path)
        return self.why not in {Why.CLOUD, Why.ABOVE}


_SAID = {
    Why.DANGLING: "is a broken symbolic link",
    Why.EMPTY: "is a symbolic link to an empty folder",
    Why.SUBMODULE: "is a git submodule that was not fetched",
    Why.OVERLAP: "is a symbolic link into the target of another one",
    Why.OUTSIDE: "is a symbolic link that leaves the repository",
    Why.CLOUD: "has not been downloaded by its cloud drive",
    Why.FAR: "was not looked through",
    Why.SHUT: "may not be listed",
    Why.ABOVE: "is in a folder above",
    Why.UNREAD: "was not read",
}


def errors_of(unseen: Iterable[Unseen]) -> list[str]:
    """Return the sentences about what is an error."""
    return [item.sentence for item in unseen if item.is_error]


def module_paths(data: bytes) -> list[bytes]:
    """Return the paths that a ``.gitmodules`` file names, relative to its folder.

    Source: git's own configuration syntax; a value in double quotes has backslash escapes.
    """
    found = []
    for match in _MODULE_PATH.finditer(data):
        value = match[1]
        if value.startswith(b'"') and value.endswith(b'"') and len(value) > 1:
            value = re.sub(rb'\\["\\tn]', lambda escape: _ESCAPES[escape[0]], value[1:-1])
        if value:
            found.append(value.rstrip(b"/"))
    return found
