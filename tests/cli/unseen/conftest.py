"""What the tests use: ways to keep vaultkit, root as well, from seeing a file or a folder."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from vaultkit.errors import TreeError
from vaultkit.vault.files import walk
from vaultkit.vault.files.tree import FolderTree


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that makes some paths unreadable: folders cannot be listed."""

    def locked(*paths: Path) -> None:
        scandir, read = os.scandir, FolderTree.read
        refused = {str(path) for path in paths}

        def listing(path: str = "."):
            if str(path) in refused:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return scandir(path)

        def reading(tree: FolderTree, path: str) -> bytes:
            if str(tree.root / path) in refused:
                raise TreeError(f"{path} cannot be read: permission denied")
            return read(tree, path)

        monkeypatch.setattr(walk, "os", SimpleNamespace(**{**vars(os), "scandir": listing}))
        monkeypatch.setattr(FolderTree, "read", reading)

    return locked


@pytest.fixture
def held() -> Callable[[Path], dict[str, bytes]]:
    """Return a function that reads all files below a folder but those of git."""

    def files(root: Path) -> dict[str, bytes]:
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file() and ".git" not in path.parts
        }

    return files
