"""Where the vaultkit that runs was installed from, so that hooks and CI can install the same."""

import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from vaultkit import version
from vaultkit.errors import UsageError
from vaultkit.vault.git.repository import Repository

NAME = "obsidian-vaultkit"
_HOOKS = ".pre-commit-hooks.yaml"
_SCHEMES = ("https", "http", "ssh", "git")
_SCP = re.compile(r"(?P<user>[\w.-]+)@(?P<host>[\w.-]+):(?P<path>[^/:][^:]*)")


@dataclass(frozen=True)
class Installed:
    """How to get this vaultkit elsewhere.

    ``requirement`` is what pip takes, empty where only the program that runs is known.
    ``repository`` and ``revision`` are there if it came from git. ``is_local`` says that only this
    machine can get at it.
    """

    requirement: str
    is_local: bool
    repository: str = ""
    revision: str = ""


def install_source() -> Installed:
    """Return where this vaultkit came from, by what its installer wrote down (PEP 610)."""
    try:
        origin = metadata.distribution(NAME).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return _clone(Path(version.__file__).parents[1])
    if origin is None:
        return Installed(f"{NAME}=={version.__version__}", is_local=False)
    try:
        told = json.loads(origin)
        return _told(told, urlsplit(told["url"]).scheme)
    except (ValueError, LookupError, TypeError, AttributeError):
        return _unknown()


def program() -> list[str]:
    """Return the absolute path of the program that runs, and the arguments that start vaultkit."""
    typed = Path(os.path.abspath(sys.argv[0]))
    if typed.stem == "vaultkit" and typed.is_file():
        return [typed.as_posix()]
    beside = shutil.which("vaultkit", path=Path(sys.executable).parent)
    return [Path(beside).as_posix()] if beside else [sys.executable, "-m", "vaultkit"]


def _told(told: dict[str, Any], scheme: str) -> Installed:
    """Return what an installer wrote down as a requirement.

    Raises:
        LookupError, TypeError: it has not the form that it should have.
    """
    url = told["url"]
    if scheme == "file":
        folder = Path(url2pathname(urlsplit(url).path))
        revision = told["vcs_info"]["commit_id"] if "vcs_info" in told else "HEAD"
        return _unknown() if "subdirectory" in told else _clone(folder, revision)
    if not _is_public(url):
        return _unknown()
    part = f"#subdirectory={told['subdirectory']}" if "subdirectory" in told else ""
    if "vcs_info" not in told:
        return Installed(f"{NAME} @ {url}{part}", is_local=False)
    kind, commit = told["vcs_info"]["vcs"], told["vcs_info"]["commit_id"]
    requirement = f"{NAME} @ {kind}+{url}@{commit}{part}"
    if kind != "git" or part:
        return Installed(requirement, is_local=False)
    return Installed(requirement, False, url, commit)


def _clone(folder: Path, revision: str = "HEAD") -> Installed:
    """Return a clone's revision: from its remote if that has it, else from the clone itself."""
    if not (folder / ".git").exists():
        return _unknown()
    try:
        repository = Repository.of(folder)
        commit = repository.commit(revision)
        if _HOOKS not in repository.revision(commit):
            return _unknown()
        remote = repository.address("origin")
        shared = repository.is_pushed(commit, "origin")
    except UsageError:
        return _unknown()
    url = _SCP.sub(r"ssh://\g<user>@\g<host>/\g<path>", remote)
    if shared and _is_public(url):
        return Installed(f"{NAME} @ git+{url}@{commit}", False, url, commit)
    path = Path(os.path.abspath(folder))
    return Installed(f"{NAME} @ git+{path.as_uri()}@{commit}", True, path.as_posix(), commit)


def _unknown() -> Installed:
    return Installed("", is_local=True)


def _is_public(url: str) -> bool:
    """Return whether others can use an address: it is on a network, and holds no secret."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    secret = parts.password or (parts.username and parts.scheme != "ssh")
    return bool(parts.scheme in _SCHEMES and parts.hostname and not secret)
