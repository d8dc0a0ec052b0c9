"""Runs that go back with all their files or not at all, around what was written since."""

import json
import os
from pathlib import Path

import pytest

from vaultkit.changes.disk.write import write_files
from vaultkit.changes.file_change import FileChange
from vaultkit.changes.undo.journal import Journal, JournalError
from vaultkit.changes.undo.restore import Restoring
from vaultkit.changes.undo.run_record import RunState, digest
from vaultkit.changes.undo.undo import preview, runs, undo

posix = pytest.mark.skipif(os.name == "nt", reason="modes as POSIX has them")

BEFORE = {
    "Old.md": b"# Old\n\nsee [[Old]]\n",
    "Home.md": b"# Home\n\n- [[Old]]\n- text\n",
    "sub/B.md": b"[[Old]] and more\n",
    "Other.md": b"other\n",
}
CHANGES = [
    FileChange("Old.md", BEFORE["Old.md"], None),
    FileChange("New.md", None, b"# Old\n\nsee [[New]]\n"),
    FileChange("Home.md", BEFORE["Home.md"], b"# Home\n\n- [[New]]\n- text\n"),
    FileChange("sub/B.md", BEFORE["sub/B.md"], b"[[New]] and more\n"),
]


@pytest.fixture
def renamed(vault, fill) -> Path:
    """Rename a note in one run, and give the vault."""
    fill(BEFORE)
    write_files(vault, CHANGES, renames={"Old.md": "New.md"}, whole=True)
    return vault


def add(path: Path, text: bytes) -> None:
    path.write_bytes(path.read_bytes() + text)


def test_counts_what_was_moved_once(renamed) -> None:
    assert [run.files for run in runs(renamed)] == [3]
    undone = undo(renamed)

    assert undone.files == {"Old.md", "Home.md", "sub/B.md"}
    assert set(undone.restored) == {"Old.md", "New.md", "Home.md", "sub/B.md"}


def test_later_edits_stay_around_the_lines_of_the_run(renamed, content) -> None:
    add(renamed / "Home.md", b"mine\n")
    add(renamed / "New.md", b"mine, too\n")
    undone = undo(renamed)

    assert (dict(undone.refused), undone.merged) == ({}, ("Home.md", "Old.md"))
    assert content() == {
        **BEFORE,
        "Home.md": BEFORE["Home.md"] + b"mine\n",
        "Old.md": BEFORE["Old.md"] + b"mine, too\n",
    }
    assert [run.state for run in runs(renamed)] == ["undone"]


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("Home.md", b"# Home\n\n- [[New]] mine\n- text\n", "it was edited since"),
        ("New.md", b"# Old\n\nsee [[New]] here\n", "it was edited since"),
        ("Old.md", b"another note\n", "it was edited since"),
        ("sub/B.md", None, "it was moved or deleted since"),
        ("New.md", None, "it was moved or deleted since"),
    ],
)
def test_what_cannot_be_told_apart_stops_the_whole(renamed, content, path, text, why) -> None:
    if text is None:
        (renamed / path).unlink()
    else:
        (renamed / path).write_bytes(text)
    add(renamed / "Home.md", b"")
    before, journal = content(), (Journal(renamed).runs / "1/run.json").read_bytes()

    assert preview(renamed).changes == ()
    undone = undo(renamed)

    assert (undone.restored, dict(undone.refused), undone.merged) == ((), {path: why}, ())
    assert content() == before
    assert (Journal(renamed).runs / "1/run.json").read_bytes() == journal
    assert undo(renamed, force=True).refused == {}
    assert content() == BEFORE


def test_force_overwrites_only_what_cannot_be_told_apart(renamed, content) -> None:
    (renamed / "sub/B.md").write_bytes(b"mine\n")
    add(renamed / "Home.md", b"mine\n")
    undone = undo(renamed, force=True)

    assert [*undone.kept] == ["sub/B.md"]
    assert content() == {**BEFORE, "Home.md": BEFORE["Home.md"] + b"mine\n"}


def test_what_was_taken_back_by_hand_is_back(renamed, content) -> None:
    (renamed / "sub/B.md").write_bytes(b"[[Old]] and more\nmine\n")
    undone = undo(renamed)

    assert (undone.restored, undone.merged) == (("Home.md", "Old.md", "New.md"), ())
    assert content() == {**BEFORE, "sub/B.md": b"[[Old]] and more\nmine\n"}


@posix
@pytest.mark.parametrize("path", ["Home.md", "New.md"])
def test_what_is_protected_stops_the_whole(renamed, content, path) -> None:
    before = content()
    (renamed / path).chmod(0o444)
    undone = undo(renamed)

    assert dict(undone.failed) == {path: "it cannot be restored: write-protected"}
    assert content() == before
    (renamed / path).chmod(0o644)
    undo(renamed)
    assert content() == BEFORE


@pytest.mark.parametrize("force", [False, True])
def test_a_damaged_copy_stops_the_whole(renamed, content, force) -> None:
    (Journal(renamed).runs / "1" / str(digest(BEFORE["sub/B.md"]))).write_bytes(b"else")
    before = content()
    undone = undo(renamed, force=force)

    assert dict(undone.failed) == {"sub/B.md": "it cannot be restored: its saved copy is damaged"}
    assert (undone.restored, content()) == ((), before)


@posix
def test_what_fails_half_way_is_rolled_back(renamed, content, monkeypatch) -> None:
    add(renamed / "Home.md", b"mine\n")
    (renamed / "Home.md").chmod(0o640)
    before = content()
    replace = os.replace

    def full(source, target, **options):
        if str(target).endswith("B.md"):
            raise OSError(28, "No space left on device")
        return replace(source, target, **options)

    monkeypatch.setattr(os, "replace", full)
    undone = undo(renamed)

    assert undone.restored == ()
    assert dict(undone.failed) == {"sub/B.md": "it cannot be restored: no space left on device"}
    assert content() == before
    assert (renamed / "Home.md").stat().st_mode & 0o777 == 0o640
    assert runs(renamed)[0].state == RunState.DONE
    monkeypatch.undo()
    monkeypatch.setenv("XDG_STATE_HOME", str(renamed.parent / "state"))
    undo(renamed)
    assert content() == {**BEFORE, "Home.md": BEFORE["Home.md"] + b"mine\n"}


@pytest.mark.parametrize("path", ["Home.md", "sub/B.md", "New.md"])
def test_what_is_edited_at_the_last_moment_is_rolled_back(
    renamed, content, monkeypatch, path
) -> None:
    def looked(self, original=Restoring._is_refused) -> bool:
        refused = original(self)
        (renamed / path).write_bytes(b"late\n")
        return refused

    before = content()
    monkeypatch.setattr(Restoring, "_is_refused", looked)
    undone = undo(renamed)

    assert (undone.restored, dict(undone.refused)) == ((), {path: "it was edited since"})
    assert content() == {**before, path: b"late\n"}
    assert runs(renamed)[0].state == RunState.DONE


def test_edits_after_a_run_that_was_cut_short(renamed, fill, content) -> None:
    path = Journal(renamed).runs / "1/run.json"
    path.write_text(path.read_text().replace('"state": "done"', '"state": "started"'))
    fill({"Old.md": BEFORE["Old.md"], "sub/B.md": BEFORE["sub/B.md"] + b"\nmine\n"})
    add(renamed / "New.md", b"mine, too\n")
    add(renamed / "Home.md", b"mine\n")
    undone = undo(renamed)

    assert (dict(undone.refused), dict(undone.failed), undone.was_unfinished) == ({}, {}, True)
    assert content() == {
        **BEFORE,
        "Old.md": BEFORE["Old.md"] + b"mine, too\n",
        "sub/B.md": BEFORE["sub/B.md"] + b"\nmine\n",
        "Home.md": BEFORE["Home.md"] + b"mine\n",
    }


def test_a_fix_takes_back_each_note_for_itself(vault, fill, content) -> None:
    fill({"A.md": b"a\ntext\n", "B.md": b"b\n", "C.md": b"c\n"})
    changes = [
        FileChange("A.md", b"a\ntext\n", b"aa\ntext\n"),
        FileChange("B.md", b"b\n", b"bb\n"),
        FileChange("C.md", b"c\n", b"cc\n"),
    ]
    write_files(vault, changes)
    fill({"A.md": b"aa\nmine\n", "B.md": b"bbb\n"})
    undone = undo(vault)

    assert (undone.merged, [*undone.refused]) == (("A.md",), ["B.md"])
    assert content() == {"A.md": b"a\nmine\n", "B.md": b"bbb\n", "C.md": b"c\n"}


def test_files_that_take_each_others_place(vault, fill, content) -> None:
    fill({"A.md": b"a\n", "B.md": b"b\n"})
    changes = [
        FileChange("A.md", b"a\n", None),
        FileChange("B.md", b"b\n", b"a\n"),
        FileChange("C.md", None, b"b\n"),
    ]
    write_files(vault, changes, renames={"A.md": "B.md", "B.md": "C.md"}, whole=True)
    assert [run.files for run in runs(vault)] == [2]
    add(vault / "B.md", b"mine\n")

    assert [*undo(vault).refused] == ["B.md"]
    assert content() == {"B.md": b"a\nmine\n", "C.md": b"b\n"}


def test_lines_that_the_journal_cannot_know(renamed, content) -> None:
    path = Journal(renamed).runs / "1/run.json"
    path.write_text(path.read_text().replace('"at": 2', '"at": 9'))
    add(renamed / "Home.md", b"mine\n")
    before = content()

    assert [*undo(renamed).refused] == ["Home.md"]
    assert content() == before


def test_journals_of_before_are_read(renamed, content) -> None:
    path = Journal(renamed).runs / "1/run.json"
    data = json.loads(path.read_bytes())
    for key in ("renames", "whole"):
        del data[key]
    for entry in data["entries"]:
        del entry["lines"]
    path.write_text(json.dumps(data))
    add(renamed / "Home.md", b"mine\n")

    assert [*undo(renamed).refused] == ["Home.md"]
    assert content() == {**BEFORE, "Home.md": b"# Home\n\n- [[New]]\n- text\nmine\n"}


@pytest.mark.parametrize(
    "text",
    [
        b"# Home\n\n- [[Old]]\n- text\n\n- [[New]]\n",  # taken back by hand, and one of the user's
        b"# Home\n\n- [[New]]\n- text\n- [[Old]]\n",
    ],
)
def test_a_line_that_may_be_the_users_stops_the_whole(renamed, content, text) -> None:
    (renamed / "Home.md").write_bytes(text)
    before = content()

    assert dict(undo(renamed).refused) == {"Home.md": "it was edited since"}
    assert content() == before


def test_another_file_at_the_new_place_is_not_the_one_moved(renamed, content) -> None:
    (renamed / "New.md").rename(renamed / "Kept.md")
    (renamed / "New.md").write_bytes(b"something else\n")
    before = content()

    assert dict(undo(renamed).refused) == {"New.md": "it was edited since"}
    assert content() == before


@pytest.mark.parametrize("edit", [b"", b"and more\n"])
def test_a_file_like_the_old_one_at_its_place_stops_the_whole(renamed, content, edit) -> None:
    (renamed / "Old.md").write_bytes(BEFORE["Old.md"])
    add(renamed / "New.md", edit)
    before = content()

    assert "Old.md" in undo(renamed).refused
    assert content() == before


def test_a_move_taken_back_by_hand(renamed, content) -> None:
    (renamed / "New.md").unlink()
    (renamed / "Old.md").write_bytes(BEFORE["Old.md"])

    assert undo(renamed).refused == {}
    assert content() == BEFORE


def test_an_undo_that_had_only_reserved_a_place_is_gone_on_with(
    renamed, content, monkeypatch
) -> None:
    def died(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Restoring, "_restore", died)
        with pytest.raises(KeyboardInterrupt):
            undo(renamed)
    (renamed / "Old.md").write_bytes(b"")

    assert [run.state for run in runs(renamed)] == ["started"]
    assert undo(renamed).refused == {}
    assert content() == BEFORE


@posix
def test_a_link_to_another_file_is_not_followed(renamed, content) -> None:
    (renamed / "mine.md").write_bytes(b"mine\n- [[New]]\n")
    (renamed / "Home.md").unlink()
    (renamed / "Home.md").symlink_to("mine.md")

    assert dict(undo(renamed).refused) == {"Home.md": "it was edited since"}
    assert (renamed / "mine.md").read_bytes() == b"mine\n- [[New]]\n"


@posix
def test_what_was_made_private_since_stays_private(renamed) -> None:
    for name in ("Home.md", "New.md"):
        (renamed / name).chmod(0o600)
        add(renamed / name, b"secret\n")
    undo(renamed)

    assert {(renamed / name).stat().st_mode & 0o777 for name in ("Home.md", "Old.md")} == {0o600}


def test_a_saved_copy_is_never_written_over(renamed, monkeypatch) -> None:
    add(renamed / "Home.md", b"mine\n")
    folder = Journal(renamed).runs / "1"
    copies = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("vaultkit.changes.undo.journal._save", full)
        with pytest.raises(JournalError):
            undo(renamed)

    assert {name: (folder / name).read_bytes() for name in copies} == copies
    assert undo(renamed).refused == {}


def test_what_was_edited_is_kept_as_it_was(renamed, content) -> None:
    add(renamed / "Home.md", b"mine\n")
    edited = content()["Home.md"]
    undo(renamed)
    kept = Journal(renamed).runs / "1/kept"

    assert [path.read_bytes() for path in kept.iterdir()] == [edited]
    for number in range(25):
        write_files(renamed, [FileChange(f"{number}.md", None, b"x")], renames={}, whole=False)
    assert [path.read_bytes() for path in kept.iterdir()] == [edited]
