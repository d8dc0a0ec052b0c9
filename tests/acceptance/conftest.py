"""What the tests on real vaults use: copies of them that may be changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def copied(corpora: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that copies a real vault to the folder ``vault``, and gives that."""

    def copy(name: str) -> Path:
        root = shutil.copytree(
            corpora / "vaults" / name, tmp_path / "vault", copy_function=shutil.copyfile
        )
        for folder in (root, *root.rglob("*/")):
            folder.chmod(0o755)
        return root

    return copy
