"""Which paths git ignores."""

import subprocess
from pathlib import Path

import pytest

from vaultkit.git.discovery import find
from vaultkit.git.ignored import Ignored


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return a folder of a repository that ignores some files."""
    folder = tmp_path / "notes"
    (folder / "private").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("private/\n*.png\n!kept.png\n/notes/Ünï code.md\n")
    (folder / "private" / ".gitignore").write_text("!/*\n")
    return folder


def test_ignored_paths_need_not_be_there(vault: Path) -> None:
    ignored = Ignored(find(vault), "notes")
    paths = ["private/A.md", "a.png", "kept.png", "B.md", "sub/b.png", "Ünï code.md", "new\nline"]
    found = [path for path in paths if ignored.ignores(path)]
    assert found == ["private/A.md", "a.png", "sub/b.png", "Ünï code.md"]


@pytest.mark.parametrize("path", ["../../etc/a.png", "/a.png", "", ".", "..", "a\0b.png", "\udcff"])
def test_what_is_no_path_of_the_repository_is_not_ignored(vault: Path, path: str) -> None:
    ignored = Ignored(find(vault), "notes")
    assert not ignored.ignores(path)
    assert ignored.ignores("a.png")


def test_a_file_that_git_tracks_is_not_ignored(vault: Path) -> None:
    (vault / "a.png").touch()
    subprocess.run(["git", "-C", vault, "add", "-f", "a.png"], check=True)
    assert not Ignored(find(vault), "notes").ignores("a.png")
