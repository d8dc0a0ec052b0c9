"""What the tests of writing and undoing use: a vault on disk, and a state folder of their own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.folders import contents
from vaultkit.changes.file_change import FileChange

Files = Mapping[str, bytes]


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the user's state folder out of the tests."""
    for name in ("HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return the vault's folder, which is empty."""
    root = tmp_path / "vault"
    root.mkdir()
    return root


@pytest.fixture
def fill(vault: Path) -> Callable[[Files], None]:
    """Return a function that writes files into the vault."""

    def filled(files: Files) -> None:
        for name, content in files.items():
            path = vault / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    return filled


@pytest.fixture
def content(vault: Path) -> Callable[[], dict[str, bytes]]:
    """Return a function that reads every file of the vault, hidden ones, too."""
    return lambda: contents(vault, with_git=True)


@pytest.fixture
def change() -> Callable[..., list[FileChange]]:
    """Return a function that makes changes of ``path=(before, after)``."""

    def changes(given: Mapping[str, tuple[bytes | None, bytes | None]]) -> list[FileChange]:
        return [FileChange(path, before, after) for path, (before, after) in given.items()]

    return changes
