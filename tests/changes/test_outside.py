"""What lies outside the vault's folder is neither written nor restored, whatever leads there."""

import os
from pathlib import Path

import pytest

from vaultkit.changes.disk import atomic
from vaultkit.changes.disk import write as writer
from vaultkit.changes.disk.write import write_files
from vaultkit.changes.file_change import FileChange
from vaultkit.changes.undo import restore
from vaultkit.changes.undo.undo import undo

posix = pytest.mark.skipif(os.name == "nt", reason="links need rights there")
pytestmark = posix

WHY = "it cannot be written: it is outside the vault's folder"
NOT_BACK = "it cannot be restored: it is outside the vault's folder"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a folder beside the vault, with notes in it."""
    folder = tmp_path / "vault and more"
    (folder / "deep").mkdir(parents=True)
    for name in ("Note.md", "deep/Note.md", "Own.md"):
        (folder / name).write_bytes(b"old")
    return folder


def held(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class TestWriting:
    """Nothing is written behind a link that leads out, and the rest is."""

    @pytest.mark.parametrize(
        ("link", "target", "path"),
        [
            ("Link.md", "Note.md", "Link.md"),
            ("linked", "", "linked/Note.md"),
            ("linked", "", "linked/deep/Note.md"),
            ("sub/deep/linked", "deep", "sub/deep/linked/Note.md"),
        ],
    )
    @pytest.mark.parametrize("after", [b"new", None])
    def test_a_note_there(self, vault, outside, change, link, target, path, after) -> None:
        (vault / link).parent.mkdir(parents=True, exist_ok=True)
        (vault / link).symlink_to(outside / target)
        (vault / "A.md").write_bytes(b"old")
        before = held(outside)
        done = write_files(vault, change({path: (b"old", after), "A.md": (b"old", b"new")}))

        assert held(outside) == before
        if (vault / path).is_symlink() and after is None:
            assert dict(done.skipped) == {path: "it cannot be written: not an ordinary file"}
        else:
            assert dict(done.skipped) == {path: WHY}
        assert done.paths == ("A.md",)

    @pytest.mark.parametrize("path", ["linked/New.md", "linked/new/New.md"])
    def test_a_new_one(self, vault, outside, change, path) -> None:
        (vault / "linked").symlink_to(outside)
        before = held(outside)
        done = write_files(vault, change({path: (None, b"new")}))

        assert (dict(done.skipped), done.run) == ({path: WHY}, None)
        assert held(outside) == before
        assert not (outside / "new").exists()

    def test_behind_two_links(self, vault, outside, change) -> None:
        (vault / "first").symlink_to("second")
        (vault / "second").symlink_to(outside)
        done = write_files(vault, change({"first/Note.md": (b"old", b"new")}))

        assert dict(done.skipped) == {"first/Note.md": WHY}

    def test_a_link_that_leads_out_and_back(self, vault, outside, fill, change) -> None:
        fill({"sub/Note.md": b"old"})
        (outside / "back").symlink_to(vault / "sub")
        (vault / "linked").symlink_to(outside)
        done = write_files(vault, change({"linked/back/Note.md": (b"old", b"new")}))

        assert not done.skipped
        assert (vault / "sub/Note.md").read_bytes() == b"new"

    @pytest.mark.parametrize("path", [".git/config", "sub/.git/hooks/pre-push", ".GIT/config"])
    def test_a_link_into_what_is_git_s_own(self, vault, fill, change, path) -> None:
        fill({path: b"old"})
        (vault / "Link.md").symlink_to(path)
        done = write_files(vault, change({"Link.md": (b"old", b"new")}))

        assert dict(done.skipped) == {"Link.md": "it cannot be written: it is in git's own folder"}
        assert (vault / path).read_bytes() == b"old"

    def test_a_vault_behind_a_link(self, vault, tmp_path, fill, change) -> None:
        fill({"A.md": b"old"})
        (tmp_path / "here").symlink_to(vault)
        done = write_files(
            tmp_path / "here", change({"A.md": (b"old", b"new"), "B.md": (None, b"b")})
        )

        assert done.paths == ("A.md", "B.md")
        undo(tmp_path / "here")
        assert held(vault) == {"A.md": b"old"}


def replacing(module, monkeypatch, folder: Path, target: Path) -> None:
    """Have a folder replaced by a link just before the first file is put in its place."""
    real = atomic.replace_file

    def put(path, *arguments, **options):
        if not folder.is_symlink():
            folder.rename(folder.with_name("was"))
            folder.symlink_to(target)
        return real(path, *arguments, **options)

    monkeypatch.setattr(module, "replace_file", put)


class TestMeanwhile:
    """A folder that became a link since a run was planned."""

    @pytest.mark.parametrize(
        ("path", "before", "after"),
        [("sub/Note.md", b"old", b"new"), ("sub/Note.md", b"old", None), ("sub/N.md", None, b"x")],
    )
    def test_is_not_followed(
        self, vault, outside, fill, change, monkeypatch, path, before, after
    ) -> None:
        fill({"sub/Note.md": b"old"})
        replacing(writer, monkeypatch, vault / "sub", outside)
        there = held(outside)
        done = write_files(vault, change({path: (before, after)}))

        assert dict(done.skipped) == {path: WHY}
        assert held(outside) == there

    def test_nor_between_the_last_look_and_the_replacement(
        self, vault, outside, fill, change, monkeypatch
    ) -> None:
        fill({"sub/Note.md": b"old"})
        look = atomic.expect

        def looked(real, expected):
            look(real, expected)
            if list(real.parent.glob(".vk-*")) and not (vault / "sub").is_symlink():
                (vault / "sub").rename(vault / "was")
                (vault / "sub").symlink_to(outside)

        monkeypatch.setattr(atomic, "expect", looked)
        there = held(outside)
        done = write_files(vault, change({"sub/Note.md": (b"old", b"new")}))

        assert dict(done.skipped) == {"sub/Note.md": WHY}
        assert held(outside) == there

    def test_nor_when_a_run_is_taken_back(self, vault, outside, fill, change, monkeypatch) -> None:
        fill({"sub/Note.md": b"old"})
        (outside / "Note.md").write_bytes(b"new")
        write_files(vault, change({"sub/Note.md": (b"old", b"new")}))
        replacing(restore, monkeypatch, vault / "sub", outside)
        there = held(outside)
        undone = undo(vault)

        assert dict(undone.failed) == {"sub/Note.md": NOT_BACK}
        assert held(outside) == there


class TestUndo:
    """A run is not taken back through what has become a link that leads out."""

    @pytest.mark.parametrize("force", [False, True])
    def test_an_edit(self, vault, outside, fill, change, force) -> None:
        fill({"sub/Note.md": b"old", "A.md": b"old"})
        (outside / "Note.md").write_bytes(b"new")
        write_files(vault, change({"sub/Note.md": (b"old", b"new"), "A.md": (b"old", b"new")}))
        (vault / "sub").rename(vault / "was")
        (vault / "sub").symlink_to(outside)
        there = held(outside)
        undone = undo(vault, force=force)

        assert (undone.restored, dict(undone.failed)) == (("A.md",), {"sub/Note.md": NOT_BACK})
        assert held(outside) == there

    def test_a_file(self, vault, outside, fill, change) -> None:
        fill({"Note.md": b"old"})
        (outside / "Note.md").write_bytes(b"new")
        write_files(vault, change({"Note.md": (b"old", b"new")}))
        (vault / "Note.md").unlink()
        (vault / "Note.md").symlink_to(outside / "Note.md")
        undone = undo(vault)

        assert dict(undone.failed) == {"Note.md": NOT_BACK}
        assert (outside / "Note.md").read_bytes() == b"new"

    @pytest.mark.parametrize("whole", [False, True])
    def test_files_and_folders_that_were_made(self, vault, outside, change, whole) -> None:
        write_files(vault, [FileChange("made/Note.md", None, b"old")], whole=whole)
        (vault / "made/Note.md").unlink()
        (vault / "made").rmdir()
        (outside / "Own.md").unlink()
        (vault / "made").symlink_to(outside)
        undone = undo(vault)

        assert dict(undone.failed) == {"made/Note.md": NOT_BACK}
        assert (outside / "Note.md").read_bytes() == b"old"

    def test_an_empty_folder_there_is_not_removed(self, vault, outside, change) -> None:
        (outside / "deep/Note.md").unlink()
        write_files(vault, change({"made/deep/New.md": (None, b"new"), "A.md": (None, b"a")}))
        (vault / "made/deep/New.md").unlink()
        (vault / "made/deep").rmdir()
        (vault / "made").rmdir()
        (vault / "made").symlink_to(outside)
        undo(vault, force=True)

        assert (outside / "deep").is_dir()
