"""Runs taken back: byte for byte, and never over what was edited since."""

import os
from pathlib import Path

import pytest

from vaultkit.changes.diff import unified
from vaultkit.changes.disk.write import write_files
from vaultkit.changes.undo.journal import Journal
from vaultkit.changes.undo.run_record import RunEntry, digest
from vaultkit.changes.undo.undo import pending, preview, runs, undo
from vaultkit.errors import UsageError, VaultkitError

posix = pytest.mark.skipif(os.name == "nt", reason="modes and links as POSIX has them")


@pytest.fixture
def begin(vault):
    """Return a function that begins a run, as far as the journal goes, and never ends it."""

    def begun(changes):
        journal = Journal(vault)
        entries = [
            RunEntry(item.path, digest(item.before), digest(item.after), 0o644, f".vk-{at:08x}")
            for at, item in enumerate(changes)
        ]
        copies = {digest(item.before): item.before for item in changes if item.before is not None}
        with journal.lock():
            return journal.begin(entries, copies, [])

    return begun


class TestUndone:
    """What a run changed is as before."""

    def test_all_kinds_of_changes(self, vault, fill, content, change) -> None:
        before = {"A.md": b"\xef\xbb\xbfold\r\n", "sub/B.md": b"b", "C.md": b"\xff"}
        fill(before)
        given = {
            "A.md": (before["A.md"], b"new"),
            "sub/B.md": (b"b", None),
            "new/deep/D.md": (None, b"d"),
        }
        write_files(vault, change(given))
        (vault / "sub").rmdir()

        undone = undo(vault)

        assert (undone.run, undone.was_unfinished) == (1, False)
        assert set(undone.restored) == {"A.md", "sub/B.md", "new/deep/D.md"}
        assert content() == before
        assert not (vault / "new").exists()
        assert [run.state for run in runs(vault)] == ["undone"]

    def test_one_run_after_the_other(self, vault, fill, content, change) -> None:
        fill({"A.md": b"0"})
        for number in range(3):
            write_files(vault, change({"A.md": (b"%d" % number, b"%d" % (number + 1))}))

        assert [(undo(vault).run, content()["A.md"]) for _ in range(3)] == [
            (3, b"2"),
            (2, b"1"),
            (1, b"0"),
        ]
        with pytest.raises(UsageError, match=r"every run in .* is already undone"):
            undo(vault)

    def test_a_run_by_its_number(self, vault, fill, content, change) -> None:
        fill({"A.md": b"a", "B.md": b"b"})
        write_files(vault, change({"A.md": (b"a", b"aa")}))
        write_files(vault, change({"B.md": (b"b", b"bb")}))
        undo(vault, 1)

        assert content() == {"A.md": b"a", "B.md": b"bb"}
        with pytest.raises(UsageError, match="run 1 is already undone"):
            undo(vault, 1)
        with pytest.raises(UsageError, match="there is no run 7"):
            undo(vault, 7)

    def test_nothing_to_undo(self, vault, state) -> None:
        with pytest.raises(UsageError, match="there is nothing to undo in"):
            undo(vault)
        assert not state.exists()

    def test_not_while_another_run_is_at_work(self, vault, fill, content, change) -> None:
        fill({"A.md": b"old"})
        write_files(vault, change({"A.md": (b"old", b"new")}))
        with Journal(vault).lock(), pytest.raises(UsageError, match="another run of vaultkit"):
            undo(vault)

        assert content() == {"A.md": b"new"}

    @posix
    def test_the_mode(self, vault, fill, change) -> None:
        fill({"A.md": b"old", "B.md": b"b"})
        for name in ("A.md", "B.md"):
            (vault / name).chmod(0o640)
        write_files(vault, change({"A.md": (b"old", b"new"), "B.md": (b"b", None)}))
        (vault / "A.md").chmod(0o666)
        undo(vault)

        assert {(vault / name).stat().st_mode & 0o7777 for name in ("A.md", "B.md")} == {0o640}

    @posix
    def test_through_a_link(self, vault, fill, change) -> None:
        fill({"sub/Real.md": b"old"})
        (vault / "Link.md").symlink_to("sub/Real.md")
        write_files(vault, change({"Link.md": (b"old", b"new")}))
        undo(vault)

        assert (vault / "Link.md").is_symlink()
        assert (vault / "sub/Real.md").read_bytes() == b"old"

    def test_a_vault_that_was_moved(self, vault, tmp_path, fill, change) -> None:
        fill({"A.md": b"old"})
        write_files(vault, change({"A.md": (b"old", b"new")}))
        moved = vault.rename(tmp_path / "moved")

        with pytest.raises(UsageError, match="there is nothing to undo in"):
            undo(moved)
        assert [run.number for run in runs(moved, was=vault)] == [1]
        undo(moved, was=vault)
        assert (moved / "A.md").read_bytes() == b"old"


class TestEdited:
    """Notes edited since the run."""

    @pytest.fixture
    def edited(self, vault, fill, change):
        fill({"A.md": b"old", "B.md": b"b", "C.md": b"c", "D.md": b"d"})
        given = {
            "A.md": (b"old", b"new"),
            "B.md": (b"b", b"bb"),
            "C.md": (b"c", None),
            "D.md": (b"d", b"dd"),
            "E.md": (None, b"e"),
        }
        write_files(vault, change(given))
        fill({"A.md": b"new and mine", "C.md": b"my own", "E.md": b"e, edited"})
        (vault / "D.md").unlink()

    @pytest.mark.usefixtures("edited")
    def test_are_left_alone(self, vault, content) -> None:
        undone = undo(vault)

        assert undone.restored == ("B.md",)
        assert dict(undone.refused) == {
            "A.md": "it was edited since",
            "C.md": "it was edited since",
            "D.md": "it was moved or deleted since",
            "E.md": "it was edited since",
        }
        assert content() == {
            "A.md": b"new and mine",
            "B.md": b"b",
            "C.md": b"my own",
            "E.md": b"e, edited",
        }
        assert [(run.files, run.state) for run in runs(vault)] == [(4, "done")]

    @pytest.mark.usefixtures("edited")
    def test_are_restored_by_force_and_kept(self, vault, content) -> None:
        undo(vault)
        undone = undo(vault, force=True)

        assert content() == {"A.md": b"old", "B.md": b"b", "C.md": b"c", "D.md": b"d"}
        assert {path: copy.read_bytes() for path, copy in undone.kept.items()} == {
            "A.md": b"new and mine",
            "C.md": b"my own",
            "E.md": b"e, edited",
        }
        assert vault not in next(iter(undone.kept.values())).parents
        assert runs(vault)[0].state == "undone"

    @pytest.mark.usefixtures("edited")
    def test_what_was_restored_before_is_not_forced_later(self, vault, fill, content) -> None:
        undo(vault)
        fill({"B.md": b"edited after undo"})
        undo(vault, force=True)

        assert content()["B.md"] == b"edited after undo"

    def test_a_later_run_counts_as_an_edit(self, vault, fill, content, change) -> None:
        fill({"A.md": b"0"})
        write_files(vault, change({"A.md": (b"0", b"1")}))
        write_files(vault, change({"A.md": (b"1", b"2")}))

        assert [*undo(vault, 1).refused] == ["A.md"]
        assert content() == {"A.md": b"2"}

    def test_half_a_rename_is_not_taken_back(self, vault, fill, content, change) -> None:
        fill({"Old.md": b"words"})
        write_files(vault, change({"Old.md": (b"words", None), "New.md": (None, b"words")}))
        fill({"Old.md": b"another note"})
        undone = undo(vault)

        assert set(undone.refused) == {"Old.md", "New.md"}
        assert content() == {"New.md": b"words", "Old.md": b"another note"}

    def test_back_as_it_was_is_no_edit(self, vault, fill, change) -> None:
        fill({"A.md": b"old"})
        write_files(vault, change({"A.md": (b"old", b"new")}))
        fill({"A.md": b"old"})
        undone = undo(vault)

        assert (undone.restored, dict(undone.refused)) == ((), {})
        assert runs(vault)[0].state == "undone"

    @posix
    def test_what_cannot_be_written_can_be_tried_again(self, vault, fill, content, change) -> None:
        fill({"A.md": b"old", "B.md": b"b"})
        write_files(vault, change({"A.md": (b"old", b"new"), "B.md": (b"b", b"bb")}))
        (vault / "A.md").chmod(0o444)

        assert dict(undo(vault).failed) == {"A.md": "it cannot be restored: write-protected"}
        assert content() == {"A.md": b"new", "B.md": b"b"}
        (vault / "A.md").chmod(0o644)
        assert undo(vault).restored == ("A.md",)


class TestUnfinished:
    """A run that was cut short."""

    def test_is_pending_until_it_is_rolled_back(self, vault, fill, content, change, begin) -> None:
        fill({"A.md": b"new", "B.md": b"b", "New.md": b""})
        assert pending(vault) is None
        begin(change({"A.md": (b"old", b"new"), "B.md": (b"b", b"bb"), "New.md": (None, b"n")}))
        fill({".vk-00000001": b"half"})
        assert pending(vault) == 1

        undone = undo(vault)

        assert undone.was_unfinished
        assert content() == {"A.md": b"old", "B.md": b"b"}
        assert pending(vault) is None

    def test_with_an_edit_since_is_no_longer_pending(
        self, vault, fill, content, change, begin
    ) -> None:
        fill({"A.md": b"mine", "B.md": b"bb"})
        begin(change({"A.md": (b"old", b"new"), "B.md": (b"b", b"bb")}))

        assert [*undo(vault).refused] == ["A.md"]
        assert content() == {"A.md": b"mine", "B.md": b"b"}
        assert pending(vault) is None

    def test_an_empty_note_of_a_finished_run_was_edited(self, vault, fill, change) -> None:
        write_files(vault, change({"New.md": (None, b"n")}))
        fill({"New.md": b""})

        assert [*undo(vault).refused] == ["New.md"]


class TestPreview:
    """What undo would do."""

    def test_as_diffs(self, vault, fill, content, change) -> None:
        fill({"A.md": b"one\ntwo\r\nthree", "B.md": b"b\n"})
        given = {
            "A.md": (b"one\ntwo\r\nthree", b"one\n2\r\nthree"),
            "B.md": (b"b\n", None),
            "C.md": (None, b"c\n"),
        }
        write_files(vault, change(given))
        after = content()
        shown = preview(vault)

        assert content() == after
        edited, *others = [unified(item) for item in shown.changes]
        assert edited == (
            "diff --git a/A.md b/A.md\n"
            "--- a/A.md\n+++ b/A.md\n@@ -1,3 +1,3 @@\n one\n-2\r\n+two\r\n three\n"
            "\\ No newline at end of file\n"
        )
        assert "".join(others) == (
            "diff --git a/B.md b/B.md\nnew file mode 100644\n"
            "--- /dev/null\n+++ b/B.md\n@@ -0,0 +1 @@\n+b\n"
            "diff --git a/C.md b/C.md\ndeleted file mode 100644\n"
            "--- a/C.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-c\n"
        )

    def test_edits_are_left_out_unless_forced(self, vault, fill, change) -> None:
        fill({"A.md": b"old"})
        write_files(vault, change({"A.md": (b"old", b"new")}))
        fill({"A.md": b"mine"})

        assert preview(vault).changes == ()
        assert [*preview(vault).refused] == ["A.md"]
        assert [item.before for item in preview(vault, force=True).changes] == [b"mine"]


class TestDamagedCopies:
    """The saved bytes are checked before they are used."""

    @pytest.mark.parametrize("damage", [b"else", None])
    def test_one_note_fails_and_the_rest_is_restored(
        self, vault, fill, content, change, damage
    ) -> None:
        fill({"A.md": b"old", "B.md": b"b"})
        write_files(vault, change({"A.md": (b"old", b"new"), "B.md": (b"b", b"bb")}))
        copy = Journal(vault).runs / "1" / str(digest(b"old"))
        copy.unlink() if damage is None else copy.write_bytes(damage)

        assert [*undo(vault).failed] == ["A.md"]
        assert content() == {"A.md": b"new", "B.md": b"b"}

    def test_a_full_disk_while_keeping_an_edit(
        self, vault, fill, content, change, monkeypatch
    ) -> None:
        fill({"A.md": b"old"})
        write_files(vault, change({"A.md": (b"old", b"new")}))
        fill({"A.md": b"mine"})

        def keep(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Journal, "keep", keep)

        assert dict(undo(vault, force=True).failed) == {
            "A.md": "it cannot be restored: no space left on device"
        }
        assert content() == {"A.md": b"mine"}


def test_errors_are_the_users_to_mend(vault, state, fill, change) -> None:
    fill({"A.md": b"old"})
    write_files(vault, change({"A.md": (b"old", b"new")}))
    (Journal(vault).runs / "1" / "run.json").write_bytes(b"{")

    with pytest.raises(VaultkitError, match=r"run 1 has a broken journal, .*run\.json: "):
        undo(vault)
    assert [run.state for run in runs(vault)] == ["broken"]
    assert pending(vault) is None
    assert Path(state).is_dir()
