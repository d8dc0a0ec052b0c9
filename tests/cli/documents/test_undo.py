"""``undo`` for programs: what is restored, what is left and why, and the runs there are."""

from pathlib import Path

import pytest

FILES = {"Home.md": "To [[Clay soil]].\n", "Clay soil.md": "x\n", "b/日本.md": "[[Clay soil]]\n"}


@pytest.fixture
def renamed(write, run):
    root = write(FILES)
    assert run("rename", "Clay soil", "Loam").code == 0
    return root


@pytest.fixture
def fixed(write, run):
    root = write({"A.md": "[[old/C]]\n", "B é.md": "[[old/C]]\n", "C.md": "x [[A]] [[B é]]\n"})
    run("fix")
    assert (root / "A.md").read_text() == "[[C]]\n"
    return root


def restored(path, **others):
    return {"path": path, "moved_from": None, "edits_kept": False, "copy": None, **others}


def test_what_is_restored_and_what_would_be(renamed, document) -> None:
    (renamed / "Home.md").write_text("To [[Loam]].\nMore.\n")
    shown = document("undo", "undo", "--show")
    assert (renamed / "Loam.md").exists()
    done = document("undo", "undo")

    assert shown == {**done, "dry_run": True}
    assert (done["run"], done["all_or_nothing"], done["interrupted"]) == (1, True, False)
    assert done["restored"] == [
        restored("Clay soil.md", moved_from="Loam.md"),
        restored("Home.md", edits_kept=True),
        restored("b/日本.md"),
    ]
    assert done["left"] == []
    assert (renamed / "Home.md").read_text() == "To [[Clay soil]].\nMore.\n"


def test_all_is_left_where_one_file_of_a_rename_was_edited(renamed, document) -> None:
    (renamed / "Home.md").write_text("other\n")
    for option in (["--show"], []):
        given = document("undo", "undo", *option, code=2)

        assert given["restored"] == []
        assert given["left"] == [
            {"path": "Home.md", "reason": "edited", "message": "it was edited since"}
        ]
    assert (renamed / "Loam.md").exists()


def test_one_note_is_left_where_it_was_edited_since_a_fix(fixed, document) -> None:
    (fixed / "A.md").write_text("other\n")
    shown = document("undo", "undo", "--show", code=1)
    done = document("undo", "undo", code=1)

    assert shown == {**done, "dry_run": True}
    assert done["restored"] == [restored("B é.md")]
    assert [(item["path"], item["reason"]) for item in done["left"]] == [("A.md", "edited")]


def test_a_copy_of_what_force_overwrites(fixed, document, tmp_path) -> None:
    (fixed / "A.md").write_text("other\n")
    first = document("undo", "undo", "--force")["restored"][0]

    assert first["path"] == "A.md"
    copy = first["copy"].replace("TMP", str(tmp_path))
    assert Path(copy).read_text() == "other\n"
    assert (fixed / "A.md").read_text() == "[[old/C]]\n"


def test_the_runs(fixed, document, run) -> None:
    run("undo")
    (fixed / "C.md").write_text("[[old/A]] [[B é]]\n")
    run("fix")
    given = document("undo", "undo", "--list")

    assert [(item["run"], item["files"], item["state"]) for item in given["runs"]] == [
        (2, 3, "done"),
        (1, 2, "undone"),
    ]
    assert all(item["time"].endswith("+00:00") for item in given["runs"])


def test_no_runs(write, document) -> None:
    write(FILES)

    assert document("undo", "undo", "--list")["runs"] == []


def test_nothing_to_undo_is_one_sentence(write, run) -> None:
    write(FILES)
    ran = run("undo", "--format", "json")

    assert (ran.code, ran.out) == (2, "")
    assert ran.problems[0].startswith("there is nothing to undo")
