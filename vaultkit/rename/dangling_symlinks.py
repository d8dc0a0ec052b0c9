"""The symbolic links of a vault that would lead nowhere once what they lead to has moved."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from vaultkit.errors import UsageError
from vaultkit.text import printable


def refuse_linked(root: Path, olds: Iterable[str]) -> None:
    """Refuse to move what a symbolic link in the vault leads to.

    Args:
        root: the vault's folder.
        olds: the files and folders that are to move, from the root.

    Raises:
        UsageError: a symbolic link leads to one of them, or into one.
    """
    moving = {_place(root / old.rstrip("/")): old for old in olds}
    for link in _symlinks(str(root)):
        target = _place(Path(link).parent / os.readlink(link))  # noqa: PTH115
        for there in (target, os.path.realpath(link)):
            for place, old in moving.items():
                if there == place or there.startswith(place + os.sep):
                    name = Path(link).relative_to(root).as_posix()
                    raise UsageError(
                        f"{printable(name)}: is a symbolic link to {printable(old)} and would lead "
                        "nowhere; remove it first, then recreate it"
                    )


def _place(path: Path) -> str:
    """Return where something is, without following it if it is a link itself."""
    if path.name == "..":
        return os.path.realpath(path)
    return os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118


def _symlinks(root: str) -> Iterator[str]:
    """Yield the symbolic links in a folder and those below it that are not hidden."""
    waiting = [root]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                items = list(found)
        except OSError:
            continue  # reading the vault has said so
        for item in items:
            if item.is_symlink():
                yield item.path
            elif not item.name.startswith(".") and item.is_dir(follow_symlinks=False):
                waiting.append(item.path)
