"""Which vault a path is in, and which configuration holds there."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from vaultkit.config.file import configured_root, find_config
from vaultkit.errors import UsageError
from vaultkit.vault.files.disk import DISK, Disk
from vaultkit.vault.history.past import NoPast, Past


class Home(NamedTuple):
    """A vault's root and the configuration that holds for it, if any.

    ``is_guess`` says that nothing but the command names the folder as a vault, ``is_alone`` that it
    is the place of a file of which nothing says what vault it belongs to, ``is_led_out`` that the
    ``root`` of the configuration leads out of the folder that this is in.
    """

    root: Path
    config_file: Path | None
    is_guess: bool = False
    is_alone: bool = False
    is_led_out: bool = False


def find_home(
    path: Path, root: Path | None = None, config_file: Path | None = None, disk: Disk = DISK
) -> Home:
    """Find the vault that a file or folder belongs to.

    The root is the one asked for; else what a configuration found upwards names, when the path is
    on the way to it or in it; else the nearest folder upwards with Obsidian's settings; else the
    configuration's folder; else the folder itself. Of a file named alone that is the top of its
    repository, without one the folder it is in: the notes it links to may be in others.

    Raises:
        UsageError: the root asked for or configured is no folder.
    """
    is_folder = disk.is_dir(path)
    start = _existing(Path(os.path.abspath(path if is_folder else path.parent)), disk)
    if root is not None:
        root = Path(os.path.abspath(root))
        if not disk.is_dir(root):
            raise UsageError(f"--root {root}: no such folder")
        return Home(root, config_file or find_config(root, disk))
    found = config_file or find_config(start, disk)
    named = configured_root(found, disk) if found else None
    if found and named is not None:
        below = Path(os.path.abspath(found.parent / named))
        if not disk.is_dir(below):
            raise UsageError(f'{found.name}: root: there is no folder "{named}" in {found.parent}')
        if below in (start, *start.parents) or start in below.parents:
            real, around = (Path(os.path.realpath(path)) for path in (below, found.parent))
            return Home(below, found, is_led_out=not real.is_relative_to(around))
    for folder in (start, *start.parents):
        if disk.is_dir(folder / ".obsidian"):
            return Home(folder, found)
    if found is not None:
        return Home(found.parent, found)
    if is_folder:
        return Home(start, None, is_guess=True)
    top = repository_top(start)
    return Home(top or start, None, is_alone=top is None)


def vault_around(root: Path, disk: Disk = DISK) -> Path | None:
    """Return the nearest folder above a vault that has Obsidian's settings, too, if any."""
    return next((folder for folder in root.parents if disk.is_dir(folder / ".obsidian")), None)


def find_wide_home(path: Path, root: Path | None = None, config_file: Path | None = None) -> Home:
    """Find the vault that something belongs to, for a command that must not miss a reference to it.

    Where neither a configuration nor Obsidian's settings say what the vault is, that is the git
    repository, else the current folder if the path is in it.

    Raises:
        UsageError: the root asked for or configured is no folder.
    """
    home = find_home(path, root, config_file)
    if root is not None or home.config_file is not None or (home.root / ".obsidian").is_dir():
        return home
    here = Path.cwd()
    top = repository_top(home.root) or (here if here in home.root.parents else home.root)
    return find_home(top, None, config_file)


def vaults_among(folders: Iterable[str], root: Path, disk: Disk = DISK) -> list[str]:
    """Return those of some folders below a root that have Obsidian's settings, in order.

    Args:
        folders: their paths from the root; few enough to ask the disk about each.
        root: the folder above them.
        disk: where to look.
    """
    return sorted(folder for folder in folders if disk.is_dir(root / folder / ".obsidian"))


def below_repository(root: Path) -> str:
    """Return a folder from the top of its repository, with a slash at its end, or nothing."""
    top = repository_top(root)
    return f"{root.relative_to(top).as_posix()}/" if top is not None and top != root else ""


def past_of(root: Path, kept_in: Path | None = None, most: int = 0) -> Past:
    """Return what is known of a vault's files that are gone; git is loaded if it may know it.

    Args:
        root: the vault's folder.
        kept_in: where what is found out is kept; nowhere when None.
        most: how many bytes may be kept.
    """
    real = Path(os.path.realpath(root))
    if "GIT_DIR" not in os.environ and repository_top(real) is None:
        return NoPast()
    from vaultkit.vault.history.git_past import GitPast

    return GitPast(root, kept_in, most)


def _existing(start: Path, disk: Disk) -> Path:
    """Return the folder itself or, for a note that is not saved yet, the nearest one upwards."""
    return next((folder for folder in (start, *start.parents) if disk.is_dir(folder)), start)


def repository_top(start: Path) -> Path | None:
    """Return the top of the git repository that a folder is in, if it is in one."""
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), None)
