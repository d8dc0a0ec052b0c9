"""The files of a folder of a snapshot, listed as a vault's folder on disk is."""

import os
from collections.abc import Mapping
from pathlib import Path

from vaultkit.vault.files.unseen import Unseen, Why
from vaultkit.vault.files.walk import Walk
from vaultkit.vault.git.repository import LINK, MODULE, Blob
from vaultkit.vault.git.symlinks import Symlinks

Place = str | Path
"""Where bytes are: the name of an object, or a file of a submodule."""
_ENDLESS = "too many levels of symbolic links"


class Listing:
    """What is visible below a folder: where the bytes of each file are, and what cannot be seen.

    Links are followed as in ``vaultkit.vault.files.walk``, but not out of the repository: what
    they lead to there is no part of any commit. A submodule's files are those on disk; of its
    links only those are followed that stay in it.
    """

    def __init__(self, top: Path, files: Mapping[str, Blob], folder: str, links: Symlinks) -> None:
        """List the files.

        Args:
            top: the work tree, without symbolic links in its path.
            files: all of the snapshot, by path from the top.
            folder: the folder from the top; empty for that itself.
            links: the snapshot's.
        """
        self.found: dict[str, Place] = {}
        self.unseen: list[Unseen] = []
        self._top = top
        self._files = files
        self._folder = folder
        self._links = links
        self._linked: list[tuple[str, str]] = []
        targets: list[str] = []
        self._add_folder(folder, "")
        while self._linked:
            self._linked.sort(reverse=True)
            path, target = self._linked.pop()
            if _overlap(target, folder):
                continue
            if any(_overlap(target, other) for other in targets):
                self.unseen.append(Unseen(path, Why.OVERLAP))
                continue
            targets.append(target)
            self._add_folder(target, f"{path}/")

    def _add_folder(self, folder: str, prefix: str) -> None:
        """Add what a folder of the snapshot holds, as lying below another path."""
        if folder in self._files:
            self._add_module(folder, prefix.rstrip("/"))
            return
        start = f"{folder}/" if folder else ""
        for whole in self._links.below(start):
            path = whole[len(start) :]
            if not is_hidden(path):
                self._add(whole, prefix + path)

    def _add(self, whole: str, path: str) -> None:
        blob = self._files[whole]
        if blob.mode == MODULE:
            self._add_module(whole, path)
        elif blob.mode == LINK:
            self._add_link(whole, path)
        else:
            self.found[path] = blob.name

    def _add_link(self, whole: str, path: str) -> None:
        """Add what a link leads to, a folder not before all else is added."""
        led = self._links.follow(whole)
        target = self._files.get(led.path)
        if led.why is Why.OUTSIDE and self._holds_the_vault(whole):
            return
        if led.why is not None:
            self.unseen.append(Unseen(path, led.why, _ENDLESS if led.why is Why.LOOP else ""))
        elif target is not None and target.mode != MODULE:
            self.found[path] = target.name
        elif self._links.is_folder(led.path):
            self._linked.append((path, led.path))
        else:
            self.unseen.append(Unseen(path, Why.DANGLING))

    def _holds_the_vault(self, whole: str) -> bool:
        """Return whether a link that leaves leads to a folder around the vault.

        The app does not follow it, so that nothing is hidden behind it.
        """
        near = os.path.join(self._top, os.path.dirname(whole))  # noqa: PTH118, PTH120
        target = os.path.normpath(os.path.join(near, self._links.text(whole)))  # noqa: PTH118
        return (self._top / self._folder).is_relative_to(target)

    def _add_module(self, whole: str, path: str) -> None:
        """Add the files of a submodule, if it was fetched and is no link to somewhere else."""
        folder = self._top / whole
        if not is_module(folder, self._top):
            self.unseen.append(Unseen(path, Why.SUBMODULE))
            return
        walk = Walk(str(folder), within=str(folder))
        for entry in walk.entries():
            self.found[f"{path}/{entry.path}"] = folder / entry.path
        self.unseen += (item._replace(path=f"{path}/{item.path}") for item in walk.unseen)


def is_module(folder: Path, top: Path) -> bool:
    """Return whether a submodule's files are in a folder, and neither name nor link leads out."""
    own = folder.is_relative_to(top) and os.path.realpath(folder) == str(folder)
    return own and os.path.lexists(folder / ".git")


def is_hidden(path: str) -> bool:
    """Return whether a part of a path starts with a dot."""
    return path.startswith(".") or "/." in path


def _overlap(one: str, other: str) -> bool:
    """Return whether one of two folders of a snapshot is the other or is in it."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return not shorter or longer == shorter or longer.startswith(f"{shorter}/")
