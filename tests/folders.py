"""What lies in a folder, and what some tests need lying there."""

import os
import shlex
from pathlib import Path

from tests import warm


def contents(folder: Path, *, with_git: bool = False) -> dict[str, bytes]:
    """Return the files in a folder by their path in it, git's only when asked for."""
    paths = {path: path.relative_to(folder) for path in sorted(folder.rglob("*"))}
    return {
        name.as_posix(): path.read_bytes()
        for path, name in paths.items()
        if (with_git or ".git" not in name.parts) and path.is_file()
    }


def put_vaultkit(folder: Path) -> str:
    """Put the command ``vaultkit`` into a new folder; give a PATH on which it comes first."""
    folder.mkdir()
    command = folder / "vaultkit"
    command.write_text(f'#!/bin/sh\nexec {shlex.join(warm.command())} "$@"\n')
    command.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
