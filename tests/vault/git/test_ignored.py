"""Which paths git ignores."""

import subprocess
from pathlib import Path
from unittest import mock

import pytest

from vaultkit.vault.git.discovery import find
from vaultkit.vault.git.ignored import Ignored


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


def test_many_are_asked_about_at_once_as_one_by_one(vault: Path) -> None:
    (vault / "link").symlink_to(vault / "private")
    paths = ["private/A.md", "link/A.md", "a.png", "kept.png", "B.md", "../../x", "a\0b", "link"]
    paths += ["sub/b.png", "sub/", "private/", "new\nline.png", "Ünï code.md", "\udcff.png", ""]
    at_once = Ignored(find(vault), "notes")
    at_once.expect(paths)
    for path in paths:
        alone = Ignored(find(vault), "notes")
        alone.ignores(path)
        assert alone.answers == {path: at_once.answers[path]}
    assert [path for path in paths if at_once.ignores(path)] == [
        *("private/A.md", "a.png", "sub/b.png", "private/"),
        *("new\nline.png", "Ünï code.md", "\udcff.png"),
    ]


def test_where_git_ends_at_a_path_the_others_are_asked_about(vault: Path) -> None:
    ignored = Ignored(find(vault), "notes")
    with mock.patch.object(Ignored, "_is_within_reach", return_value=True):
        (vault / "link").symlink_to(vault / "private")
        assert not ignored.ignores("link/A.md")
        assert ignored.ignores("a.png")
        ignored.expect(["b.png", "link/B.md", "c.png", "link/C.md", "D.md", "e.png"])
    assert [path for path in sorted(ignored.answers) if ignored.answers[path]] == [
        *("a.png", "b.png", "c.png", "e.png")
    ]


@pytest.mark.parametrize("path", ["../../etc/a.png", "/a.png", "", ".", "..", "a\0b.png", "\udcff"])
def test_what_is_no_path_of_the_repository_is_not_ignored(vault: Path, path: str) -> None:
    ignored = Ignored(find(vault), "notes")
    assert not ignored.ignores(path)
    assert ignored.ignores("a.png")


def test_a_file_that_git_tracks_is_not_ignored(vault: Path) -> None:
    (vault / "a.png").touch()
    subprocess.run(["git", "-C", vault, "add", "-f", "a.png"], check=True)
    assert not Ignored(find(vault), "notes").ignores("a.png")
