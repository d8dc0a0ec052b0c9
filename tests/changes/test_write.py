"""Changes on the disk: what is written, what is left alone, and what a file keeps."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vaultkit.changes.disk import atomic
from vaultkit.changes.disk.write import write_files
from vaultkit.changes.file_change import FileChange, is_vault_path
from vaultkit.changes.undo.journal import Journal
from vaultkit.changes.undo.undo import pending, runs
from vaultkit.errors import UsageError, VaultkitError

posix = pytest.mark.skipif(os.name == "nt", reason="modes and links as POSIX has them")


class TestWritten:
    """What a run writes."""

    def test_edit_creation_and_deletion(self, vault, fill, content, change) -> None:
        fill({"A.md": b"old", "sub/B.md": b"b", "C.md": b"c"})
        given = change(
            {"sub/B.md": (b"b", None), "new/deep/D.md": (None, b"d"), "A.md": (b"old", b"new")}
        )

        written = write_files(vault, given)

        assert (written.run, dict(written.skipped)) == (1, {})
        assert written.paths == ("sub/B.md", "new/deep/D.md", "A.md")
        assert content() == {"A.md": b"new", "C.md": b"c", "new/deep/D.md": b"d"}

    @pytest.mark.parametrize(
        "after", [b"", b"\xef\xbb\xbfa\r\nb", b"no newline", b"\xff\x00\xfe", b"x" * 3_000_000]
    )
    def test_bytes_are_only_bytes(self, vault, fill, content, change, after) -> None:
        fill({"A.md": b"old"})
        write_files(vault, change({"A.md": (b"old", after)}))

        assert content() == {"A.md": after}

    def test_nothing_to_do_is_no_run(self, vault, fill, change, state) -> None:
        fill({"A.md": b"same"})

        assert write_files(vault, change({"A.md": (b"same", b"same")})).run is None
        assert write_files(vault, []).run is None
        assert not state.exists()

    def test_runs_are_numbered_and_the_last_twenty_kept(self, vault, fill, change) -> None:
        fill({"A.md": b"0"})
        for number in range(23):
            written = write_files(vault, change({"A.md": (b"%d" % number, b"%d" % (number + 1))}))

        assert written.run == 23
        assert [run.number for run in runs(vault)] == list(range(4, 24))

    def test_an_unfinished_run_is_not_forgotten(self, vault, fill, change) -> None:
        fill({"A.md": b"0"})
        with Journal(vault).lock():
            Journal(vault).begin([], {}, [])
        for number in range(21):
            write_files(vault, change({"A.md": (b"%d" % number, b"%d" % (number + 1))}))

        assert pending(vault) == 1
        assert len(runs(vault)) == 21

    @posix
    def test_the_journal_is_private(self, vault, fill, change, state) -> None:
        fill({"A.md": b"old"})
        write_files(vault, change({"A.md": (b"old", b"new")}))
        folder = Journal(vault).folder

        assert folder.parent == state / "vaultkit"
        assert len(folder.name) == 16
        modes = {
            path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")] if path.is_dir()
        }
        assert modes == {0o700}
        saved = [path for path in (folder / "runs").rglob("*") if path.is_file()]
        assert {path.stat().st_mode & 0o777 for path in saved} == {0o600}


class TestSkipped:
    """What is left alone, with the reason; the rest is written."""

    @pytest.mark.parametrize(
        ("on_disk", "before", "after", "why"),
        [
            (b"edited", b"old", b"new", "it was changed in the meantime"),
            (None, b"old", b"new", "it is gone"),
            (b"edited", b"old", None, "it was changed in the meantime"),
            (b"mine", None, b"new", "a file with that name exists now"),
        ],
    )
    def test_changed_since(self, vault, fill, content, change, on_disk, before, after, why) -> None:
        files = {"Z.md": b"z"} | ({} if on_disk is None else {"A.md": on_disk})
        fill(files)

        written = write_files(vault, change({"A.md": (before, after), "Z.md": (b"z", b"zz")}))

        assert (written.paths, dict(written.skipped)) == (("Z.md",), {"A.md": why})
        assert content() == {**files, "Z.md": b"zz"}

    @pytest.mark.parametrize("after", [b"new", None])
    def test_changed_at_the_last_moment(
        self, vault, fill, content, change, monkeypatch, after
    ) -> None:
        fill({"A.md": b"old", "Z.md": b"z"})
        original = Journal.begin

        def begin(*arguments, **options):
            fill({"A.md": b"edited"})
            return original(*arguments, **options)

        monkeypatch.setattr(Journal, "begin", begin)
        written = write_files(vault, change({"A.md": (b"old", after), "Z.md": (b"z", b"zz")}))

        assert dict(written.skipped) == {"A.md": "it was changed in the meantime"}
        assert content() == {"A.md": b"edited", "Z.md": b"zz"}
        assert [run.files for run in runs(vault)] == [1]

    def test_nothing_written_is_no_run(self, vault, fill, change, monkeypatch) -> None:
        fill({"A.md": b"old"})

        def begin(self, *arguments, original=Journal.begin, **options):
            fill({"A.md": b"edited"})
            return original(self, *arguments, **options)

        monkeypatch.setattr(Journal, "begin", begin)

        assert write_files(vault, change({"A.md": (b"old", b"new")})).run is None
        assert runs(vault) == []
        assert [*Journal(vault).runs.iterdir()] == []

    def test_a_rename_whose_new_place_is_taken_loses_nothing(
        self, vault, fill, content, change
    ) -> None:
        fill({"Old.md": b"words", "New.md": b"other"})
        given = change({"Old.md": (b"words", None), "New.md": (None, b"words")})

        assert set(write_files(vault, given).skipped) == {"Old.md", "New.md"}
        assert content() == {"Old.md": b"words", "New.md": b"other"}

    def test_no_folder_is_left_of_a_creation_that_failed(
        self, vault, fill, content, change, monkeypatch
    ) -> None:
        fill({"Z.md": b"z"})
        monkeypatch.setattr(os, "link", _failing(errno.EIO))
        monkeypatch.setattr(Path, "replace", _failing(errno.EIO, Path.replace, unless="run.json"))
        write_files(vault, change({"new/deep/D.md": (None, b"d")}))

        assert [path.name for path in vault.iterdir()] == ["Z.md"]

    @posix
    def test_write_protected(self, vault, fill, content, change) -> None:
        fill({"A.md": b"old", "Z.md": b"z"})
        (vault / "A.md").chmod(0o444)
        given = change({"A.md": (b"old", b"new"), "Z.md": (b"z", b"zz")})

        assert dict(write_files(vault, given).skipped) == {
            "A.md": "it cannot be written: write-protected"
        }
        assert content() == {"A.md": b"old", "Z.md": b"zz"}

    def test_permission_lost_half_way(self, vault, fill, content, change, monkeypatch) -> None:
        fill({f"{n}.md": b"old" for n in range(9)})
        failing = _failing(errno.EACCES, Path.replace, unless="run.json", after=4)
        monkeypatch.setattr(Path, "replace", failing)
        written = write_files(vault, change({f"{n}.md": (b"old", b"new") for n in range(9)}))

        assert written.paths == ("0.md", "1.md", "2.md", "3.md")
        assert set(written.skipped.values()) == {"it cannot be written: permission denied"}
        assert content() == {f"{n}.md": b"new" if n < 4 else b"old" for n in range(9)}
        assert [(run.files, run.state) for run in runs(vault)] == [(4, "done")]

    @pytest.mark.parametrize(
        "path", ["../x.md", "/etc/x.md", "a/../../x.md", ".git/config", "a//b.md", "", "a\0b.md"]
    )
    def test_paths_outside_the_vault(self, vault, tmp_path, change, path) -> None:
        assert not is_vault_path(path)
        assert [*write_files(vault, [FileChange(path, None, b"x")]).skipped] == [path]
        assert not (tmp_path / "x.md").exists()

    def test_a_folder_and_a_name_too_long(self, vault, fill, change) -> None:
        fill({"A.md/x": b"", "B.md": b"b"})
        long = "x" * 300 + ".md"
        given = change({"A.md": (b"", b"a"), "B.md/C.md": (None, b"c"), long: (None, b"")})

        assert dict(write_files(vault, given).skipped) == {
            "A.md": "it cannot be written: not an ordinary file",
            "B.md/C.md": "it cannot be written: file exists",
            long: "it cannot be written: file name too long",
        }


@posix
class TestKept:
    """What a file keeps when its bytes change."""

    @pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o660])
    def test_the_mode(self, vault, fill, change, mode) -> None:
        fill({"A.md": b"old"})
        (vault / "A.md").chmod(mode)
        write_files(vault, change({"A.md": (b"old", b"new")}))

        assert (vault / "A.md").stat().st_mode & 0o7777 == mode

    def test_a_new_file_has_the_usual_mode(self, vault, change) -> None:
        (vault / "usual").touch()
        write_files(vault, change({"A.md": (None, b"new")}))

        assert (vault / "A.md").stat().st_mode == (vault / "usual").stat().st_mode

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid(), reason="only root may give away"
    )
    def test_the_owner(self, vault, fill, change) -> None:
        fill({"A.md": b"old"})
        os.chown(vault / "A.md", 4321, 1234)
        write_files(vault, change({"A.md": (b"old", b"new")}))
        info = (vault / "A.md").stat()

        assert (info.st_uid, info.st_gid) == (4321, 1234)

    @pytest.mark.skipif(sys.platform != "linux", reason="attributes as Linux has them")
    def test_attributes(self, vault, fill, change) -> None:
        fill({"A.md": b"old"})
        try:
            os.setxattr(vault / "A.md", "user.xdg.tags", b"garden")
        except OSError:
            pytest.skip("a file system without attributes")
        write_files(vault, change({"A.md": (b"old", b"new")}))

        assert os.getxattr(vault / "A.md", "user.xdg.tags") == b"garden"

    @pytest.mark.parametrize("folder", ["sub", ".hidden"])
    def test_a_link_within_the_vault_is_written_through(self, vault, fill, change, folder) -> None:
        fill({f"{folder}/Real.md": b"old"})
        (vault / "Link.md").symlink_to(f"{folder}/Real.md")
        write_files(vault, change({"Link.md": (b"old", b"new")}))

        assert (vault / "Link.md").readlink() == Path(f"{folder}/Real.md")
        assert (vault / folder / "Real.md").read_bytes() == b"new"
        assert [path.name for path in (vault / folder).iterdir()] == ["Real.md"]

    def test_a_link_is_neither_deleted_nor_filled(self, vault, fill, content, change) -> None:
        fill({"Real.md": b"old"})
        (vault / "Link.md").symlink_to("Real.md")
        (vault / "Nowhere.md").symlink_to("Missing.md")
        (vault / "Loop.md").symlink_to("Loop.md")
        given = {"Link.md": (b"old", None), "Nowhere.md": (None, b"new"), "Loop.md": (b"", b"x")}

        assert dict(write_files(vault, change(given)).skipped) == {
            "Link.md": "it cannot be written: not an ordinary file",
            "Nowhere.md": "it is a broken symbolic link",
            "Loop.md": "it is a broken symbolic link",
        }
        assert content() == {"Link.md": b"old", "Real.md": b"old"}

    def test_two_paths_to_one_file(self, vault, fill, content, change) -> None:
        fill({"real/A.md": b"old", "real/B.md": b"old"})
        (vault / "link").symlink_to("real")
        given = {
            "real/A.md": (b"old", b"new"),
            "link/A.md": (b"old", b"new"),
            "link/B.md": (b"old", b"one"),
            "real/B.md": (b"old", b"two"),
        }
        written = write_files(vault, change(given))

        assert written.paths == ("real/A.md", "link/A.md", "link/B.md")
        assert dict(written.skipped) == {
            "real/B.md": "it is the same file as link/B.md, which is changed differently"
        }
        assert (vault / "real/A.md").read_bytes() == b"new"
        assert (vault / "real/B.md").read_bytes() == b"one"
        assert [run.files for run in runs(vault)] == [2]

    def test_other_names_of_the_same_bytes_keep_the_old_ones(self, vault, fill, change) -> None:
        fill({"A.md": b"old"})
        os.link(vault / "A.md", vault / "Backup.md")
        write_files(vault, change({"A.md": (b"old", b"new")}))

        assert (vault / "Backup.md").read_bytes() == b"old"


class TestWithoutHardLinks:
    """A file system that has none: the name is reserved first."""

    @pytest.fixture(autouse=True)
    def _no_links(self, monkeypatch) -> None:
        monkeypatch.setattr(os, "link", _failing(errno.EPERM))

    def test_a_creation(self, vault, content, change) -> None:
        assert write_files(vault, change({"A.md": (None, b"new")})).run == 1
        assert content() == {"A.md": b"new"}

    def test_overwrites_nothing(self, vault, fill, content) -> None:
        fill({"A.md": b"mine"})
        (vault / ".vk-00000000").write_bytes(b"new")
        with pytest.raises(atomic.StaleError):
            atomic._place(vault / ".vk-00000000", vault / "A.md")

        assert content()["A.md"] == b"mine"


class TestJournalFirst:
    """Without a journal nothing is touched; with one run at work there is no second."""

    def test_a_state_folder_that_cannot_be_made(self, vault, fill, content, change, state) -> None:
        fill({"A.md": b"old"})
        state.write_bytes(b"a file")
        with pytest.raises(VaultkitError, match="no note was changed"):
            write_files(vault, change({"A.md": (b"old", b"new")}))

        assert content() == {"A.md": b"old"}

    def test_another_run_at_work(self, vault, fill, content, change) -> None:
        fill({"A.md": b"old"})
        script = (
            "import sys, pathlib; from vaultkit.changes.undo.journal import Journal\n"
            "with Journal(pathlib.Path(sys.argv[1])).lock(): print(flush=True); sys.stdin.read()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script, str(vault)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            other.stdout.readline()
            with pytest.raises(UsageError, match="another run of vaultkit is changing"):
                write_files(vault, change({"A.md": (b"old", b"new")}))
            assert content() == {"A.md": b"old"}
            other.stdin.close()

        assert write_files(vault, change({"A.md": (b"old", b"new")})).run == 1

    def test_an_interrupt_leaves_the_run_unfinished(
        self, vault, fill, content, change, monkeypatch
    ) -> None:
        fill({"A.md": b"old", "B.md": b"old"})
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", _interrupted(Path.replace, "B.md"))
            with pytest.raises(KeyboardInterrupt):
                write_files(vault, change({"A.md": (b"old", b"new"), "B.md": (b"old", b"new")}))

        assert pending(vault) == 1
        assert content() == {"A.md": b"new", "B.md": b"old"}


def _failing(code: int, original=None, *, unless: str = "", after: int = 0):
    """Return a function that fails: always, or but for a name or the first calls."""
    calls = iter(range(after))

    def failing(*arguments, **options):
        named = any(Path(a).name == unless for a in arguments if isinstance(a, str | Path))
        if original is not None and ((unless and named) or next(calls, None) is not None):
            return original(*arguments, **options)
        raise OSError(code, os.strerror(code))

    return failing


def _interrupted(original, name: str):
    def interrupted(path, target):
        if Path(target).name == name:
            raise KeyboardInterrupt
        return original(path, target)

    return interrupted
