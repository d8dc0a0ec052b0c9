"""Where the vaultkit that runs was installed from, so that hooks and CI can install the same."""

import json
from dataclasses import dataclass
from importlib import metadata
from urllib.parse import urlsplit

from vaultkit.version import __version__

NAME = "obsidian-vaultkit"


@dataclass(frozen=True)
class Installed:
    """How to get this vaultkit elsewhere.

    ``requirement`` is what pip takes; ``repository`` and ``revision`` are there if it came from
    git. ``is_local`` says that it was installed from a folder or a file, so that no one knows where
    else it is to be had.
    """

    requirement: str
    is_local: bool
    repository: str = ""
    revision: str = ""


def install_source() -> Installed:
    """Return where this vaultkit came from, by what pip wrote down (PEP 610)."""
    release = f"{NAME}=={__version__}"
    try:
        origin = metadata.distribution(NAME).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return Installed(release, is_local=True)
    if origin is None:
        return Installed(release, is_local=False)
    try:
        told = json.loads(origin)
        url, commit = told["url"], told["vcs_info"]["commit_id"]
        is_git = told["vcs_info"]["vcs"] == "git" and "subdirectory" not in told
        parts = urlsplit(url)
    except (ValueError, LookupError, TypeError):
        return Installed(release, is_local=True)
    secret = parts.password or (parts.username and parts.scheme != "ssh")
    if not is_git or secret or parts.scheme not in ("https", "http", "ssh", "git"):
        return Installed(release, is_local=True)
    return Installed(f"{NAME} @ git+{url}@{commit}", False, url, commit)
