"""Which repository a folder is in: looked for here once, then named to git."""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from vaultkit.errors import UsageError
from vaultkit.text import printable
from vaultkit.vault.git.command import Git

_OTHERS = ("GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
_PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", *_OTHERS)
"""What tells git where a repository is; git sets some of it for its hooks."""
_BARE = ("HEAD", "objects", "refs")
"""What is in a git directory."""
_DOUBTS = (b"dubious ownership", b"owned by someone else")
_NO_REPOSITORY = "is not in a git repository, so there is nothing to compare with"
_IS_BARE = "is in a bare repository, which has no files to check; clone it"


class NoRepositoryError(UsageError):
    """A folder is in no git repository."""


def find(folder: Path) -> Git:
    """Find the repository that a folder is in; what git tells its hooks is honoured.

    It is the one that the environment names, if the folder is in its work tree, or else the
    nearest folder upwards that holds ``.git``. A folder that is like a git directory itself, such
    as one of plain committed files, is never taken for one. Git is asked in the folder found, where
    it refuses a repository that belongs to another user; from then on the repository and its work
    tree are named to it, so that neither the place of a command nor ``core.worktree`` leads it
    elsewhere.

    Returns:
        Git, to be run at the top of the work tree.

    Raises:
        NoRepositoryError: there is none.
        UsageError: git does not take it for one, or git is not installed.
    """
    near = _nearest(folder)
    git = _told(near) or _found(near, folder)
    if git is None:
        bare = any(_looks_bare(place) for place in (near, *near.parents))
        if bare:
            raise UsageError(f"{folder}: {_IS_BARE}")
        raise NoRepositoryError(f"{folder}: {_NO_REPOSITORY}")
    return git


def reason_of(said: bytes) -> str:
    """Return the reason that git gives for an error, on one line."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    fatal = [line for line in lines if line.startswith("fatal: ")]
    return printable((fatal or lines or ["it did not say why"])[0].removeprefix("fatal: "))


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one upwards that is there, without symbolic links."""
    near = next(place for place in (folder, *folder.parents) if place.is_dir())
    return Path(os.path.realpath(near))


def _told(near: Path) -> Git | None:
    """Return the repository that the environment names, if a folder is in its work tree.

    Git names to its hooks the one that it runs them for; so may a user, who then vouches for it.
    """
    places = {name: os.environ[name] for name in _PLACES if os.environ.get(name)}
    if "GIT_DIR" not in places:
        return None
    places = _absolute(places)
    done = Git(Path.cwd(), places).run("rev-parse", "--show-toplevel")
    top = Path(os.path.realpath(os.fsdecode(done.stdout.removesuffix(b"\n"))))
    if done.returncode or not near.is_relative_to(top):
        return None
    return Git(top, {**places, "GIT_WORK_TREE": str(top)})


def _found(near: Path, folder: Path) -> Git | None:
    """Return the repository whose ``.git`` is in a folder or above it, if there is one."""
    for top in _candidates(near):
        alone = Git(top, {"GIT_CEILING_DIRECTORIES": str(top.parent)})
        done = alone.run("rev-parse", "--is-bare-repository", "--absolute-git-dir")
        if done.returncode:
            if _is_none(done.stderr) and (top / ".git").is_dir():
                continue
            raise UsageError(f"{folder}: {_why_not(done.stderr, top)}")
        bare, _, said = done.stdout.removesuffix(b"\n").partition(b"\n")
        git_dir = os.fsdecode(said)
        if not _is_of(git_dir, top):
            continue
        if bare == b"true":
            raise UsageError(f"{folder}: {_IS_BARE}")
        return Git(top, {"GIT_DIR": git_dir, "GIT_WORK_TREE": str(top), **_hooked(top)})
    return None


def _candidates(near: Path) -> Iterator[Path]:
    """Yield the folders with a ``.git``, as far up as git itself would look."""
    ceilings = {
        os.path.realpath(place)
        for place in os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
        if Path(place).is_absolute()
    }
    across = os.environ.get("GIT_DISCOVERY_ACROSS_FILESYSTEM", "0").lower()
    device = near.stat().st_dev
    for place in (near, *near.parents):
        if place != near and str(place) in ceilings:
            return
        if place.stat().st_dev != device and across in {"", "0", "false", "no", "off"}:
            return
        if os.path.lexists(place / ".git"):
            yield place


def _is_of(git_dir: str, top: Path) -> bool:
    """Return whether a git directory is what ``.git`` in a folder is or names.

    Where ``.git`` is a folder and no git directory, git takes one above, an older one the folder
    itself. Where it is a file that names none, git stops.
    """
    own = top / ".git"
    if own.is_dir():
        return os.path.samefile(git_dir, own)  # noqa: PTH121
    return not os.path.samefile(git_dir, top)  # noqa: PTH121


def _hooked(top: Path) -> dict[str, str]:
    """Return what git tells the hooks of a repository besides, if it is told of this one."""
    places = {name: os.environ[name] for name in _OTHERS if os.environ.get(name)}
    if places and next(_candidates(Path(os.path.realpath(Path.cwd()))), top) != top:
        return {}
    return _absolute(places)


def _absolute(places: dict[str, str]) -> dict[str, str]:
    """Return variables that hold the same paths, whatever folder git is run in."""
    return {
        name: os.pathsep.join(map(os.path.abspath, value.split(os.pathsep)))
        if name == "GIT_ALTERNATE_OBJECT_DIRECTORIES"
        else os.path.abspath(value)
        for name, value in places.items()
    }


def _looks_bare(folder: Path) -> bool:
    return all((folder / name).exists() for name in _BARE)


def _is_none(said: bytes) -> bool:
    return b"not a git repository" in said or b"cannot use bare repository" in said


def _why_not(said: bytes, top: Path) -> str:
    """Return the reason why git does not read the repository of a folder."""
    if any(doubt in said for doubt in _DOUBTS):
        trust = f"git config --global --add safe.directory {shlex.quote(str(top))}"
        what = "git does not trust its repository, which belongs to another user"
        return printable(f"{what}; if you do: {trust}")
    return f"git cannot read its repository: {reason_of(said)}"
