"""``vaultkit undo`` on the command line."""

import re
from pathlib import Path

import pytest

from vaultkit.changes.disk.write import write_files
from vaultkit.changes.file_change import FileChange
from vaultkit.changes.undo.journal import Journal

TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@pytest.fixture
def fixed(write) -> Path:
    """Write a vault, change two notes in one run, and give its folder."""
    root = write({"A.md": "one\n", "sub/B.md": "two\n", ".obsidian/app.json": "{}"})
    changes = [FileChange("A.md", b"one\n", b"1\n"), FileChange("sub/B.md", b"two\n", b"2\n")]
    write_files(root, changes)
    return root


def test_takes_back_the_last_run(fixed, run) -> None:
    done = run("undo", cwd="vault/sub")

    assert (done.code, done.out, done.err) == (0, "run 1 was undone: 2 notes restored\n", "")
    assert (fixed / "A.md").read_text() == "one\n"
    assert (fixed / "sub/B.md").read_text() == "two\n"


def test_escaped_pipes_and_headings_go_back_to_the_letter(write, run) -> None:
    text = "##Plan\n\n|a|b|\r\n|-|-|\r\n|[[A|x]]|[u](https://x.org/a b)|\r\n"
    root = write({"A.md": text, ".obsidian/app.json": "{}"})
    select = "--select", "unescaped-pipe,unencoded-link,missing-heading-space"
    assert run("fix", "--unsafe-fixes", *select).code == 0
    assert (root / "A.md").read_bytes() == (
        b"## Plan\n\n|a|b|\r\n|-|-|\r\n|[[A\\|x]]|[u](https://x.org/a%20b)|\r\n"
    )

    assert run("undo").code == 0
    assert (root / "A.md").read_bytes() == text.encode()


@pytest.mark.parametrize("word", ["9" * 5000, "9" * 18])
def test_what_is_no_run(fixed, run, word) -> None:
    ran = run("undo", word)

    assert (ran.code, ran.out) == (2, "")
    assert "`vaultkit undo --list`" in ran.problems[0]


def test_the_vault_can_be_named_as_in_other_commands(fixed, run) -> None:
    done = run("undo", fixed.name, cwd=".")

    assert (done.code, done.out) == (0, "run 1 in TMP/vault was undone: 2 notes restored\n")


@pytest.mark.parametrize("word", ["nowhere", "../nowhere", "a" * 5000, "1a"])
def test_a_folder_that_does_not_exist(fixed, run, word) -> None:
    done = run("undo", word)

    assert (done.code, done.out) == (2, "")
    assert done.problems == [
        f"{word}: no such folder (undo takes a folder, or the number of a run)"
    ]


@pytest.mark.parametrize("root", [".", "../vault", "sub/.."])
def test_the_vault_of_the_current_folder_is_not_named(fixed, run, root) -> None:
    assert run("undo", "--root", root).out == "run 1 was undone: 2 notes restored\n"
    assert fixed.is_dir()


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ((), "vaultkit undo TMP/vault"),
        (("--diff",), "vaultkit undo TMP/vault"),
        (("1",), "vaultkit undo 1 --root TMP/vault"),
    ],
)
def test_a_folder_around_the_vault(fixed, run, arguments, command) -> None:
    done = run("undo", *arguments, cwd=".")

    assert (done.code, done.out) == (2, "")
    assert done.problems == [
        f"TMP is not a vault; the last run here was in TMP/vault: run {command}"
    ]
    assert (fixed / "A.md").read_text() == "1\n"


def test_the_list_in_a_folder_around_the_vault(fixed, run) -> None:
    done = run("undo", "--list", cwd=".")

    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("run vaultkit undo --list TMP/vault\n")


def test_a_folder_within_one_that_was_changed_as_a_vault(write, run) -> None:
    root = write({"sub/B.md": "Plan\n"})
    write_files(root, [FileChange("sub/B.md", b"Plan\n", b"Plans\n")])
    said = run("undo", cwd="vault/sub").problems[0]

    assert said.endswith("the last run here was in TMP/vault: run vaultkit undo TMP/vault")


def test_around_the_vault_only_a_run_counts_that_can_be_undone(fixed, run) -> None:
    for undone in (True, False):
        if undone:
            run("undo")
        else:
            write_files(fixed, [FileChange("C.md", None, b"three\n")])
            fixed.rename(fixed.parent / "moved")
        said = run("undo", cwd=".").problems[0]

        assert said.startswith("there is nothing to undo in TMP, which is not a vault")


def test_an_edited_note_is_left_alone(fixed, run) -> None:
    (fixed / "A.md").write_text("mine\n")
    done = run("undo")

    assert done.code == 1
    assert done.out == "run 1 was partly undone: 1 note restored, 1 left\n"
    assert done.problems == [
        "A.md was left unchanged: it was edited since",
        "--force restores them anyway and keeps a copy of the edits",
    ]
    assert (fixed / "A.md").read_text() == "mine\n"


def test_what_was_written_since_stays(fixed, run) -> None:
    (fixed / "A.md").write_text("1\nmine\n")
    done = run("undo")

    assert (done.code, done.err) == (0, "")
    assert done.out == ("A.md: later changes to it were kept\nrun 1 was undone: 2 notes restored\n")
    assert (fixed / "A.md").read_text() == "one\nmine\n"


@pytest.fixture
def renamed(write, run) -> Path:
    """Write a vault, rename a note in it, and give its folder."""
    texts = {"Old.md": "words\n", "A.md": "[[Old]]\n", "B.md": "[[Old]]\n", "p.png": "x"}
    root = write({**texts, ".obsidian/app.json": "{}"})
    run("rename", "Old", "New")
    return root


def test_a_rename_goes_back_as_a_whole_or_not_at_all(renamed, run) -> None:
    (renamed / "A.md").write_text("[[New]] mine\n")
    why = [
        "A.md: it was edited since",
        (
            "this run is undone completely or not at all: revert those edits, or use "
            "--force, which restores everything and keeps a copy of the edits"
        ),
    ]
    shown, done = run("undo", "--show"), run("undo")

    assert (shown.code, shown.out, shown.problems) == (2, "", why)
    assert (done.code, done.out) == (2, "")
    assert done.problems == [*why, "run 1 was not undone; nothing was changed"]
    assert (renamed / "B.md").read_text() == "[[New]]\n"
    assert not (renamed / "Old.md").exists()

    assert run("undo", "--force").out.endswith("run 1 was undone: 3 notes restored\n")
    assert (renamed / "A.md").read_text() == "[[Old]]\n"


def test_links_are_whole_after_an_undo_around_edits(renamed, run) -> None:
    (renamed / "A.md").write_text("[[New]]\nmine\n")
    (renamed / "New.md").write_text("words\nmine\n")
    done = run("undo")

    assert done.out == (
        "A.md: later changes to it were kept\n"
        "Old.md: later changes to it were kept\n"
        "run 1 was undone: 3 notes restored\n"
    )
    assert (renamed / "Old.md").read_text() == "words\nmine\n"
    assert run("check", "--select", "VK101,VK102").code == 0


def test_what_is_no_note_is_called_a_file(renamed, run) -> None:
    assert run("rename", "p.png", "q.png").problems == [
        "run 2 changed 1 file; `vaultkit undo` reverts it"
    ]
    assert run("undo").out == "run 2 was undone: 1 file restored\n"


def test_help_says_all_that_is_taken_back(run) -> None:
    helped = " ".join(run("--help", cwd=".").out.split())

    assert "undo Undo what fix, rename, move or heal wrote." in helped


def test_force_keeps_the_edit(fixed, run) -> None:
    (fixed / "A.md").write_text("mine\n")
    done = run("undo", "--force")

    assert (done.code, done.err) == (0, "")
    kept = re.match(r"A\.md: your edit was kept in (TMP/home/.*/kept/[0-9a-f]+\.md)\n", done.out)
    assert kept
    assert Path(kept[1].replace("TMP", str(fixed.parent))).read_text() == "mine\n"


def test_a_note_that_cannot_be_written(fixed, run) -> None:
    (fixed / "A.md").chmod(0o444)
    done = run("undo")

    assert done.code == 2
    assert done.problems == ["A.md was left unchanged: it cannot be restored: write-protected"]


def test_a_run_by_its_number(fixed, run) -> None:
    write_files(fixed, [FileChange("C.md", None, b"three\n")])
    assert run("undo", "1").code == 0

    assert run("undo", "--list").out.count("undone") == 1
    assert (fixed / "C.md").exists()


def test_the_list(fixed, run) -> None:
    write_files(fixed, [FileChange("C.md", None, b"three\n")])
    run("undo")
    journal = Journal(fixed)
    with journal.lock():
        journal.begin([], {}, [])
        broken = journal.begin([], {}, [])
    (journal.runs / str(broken.number) / "run.json").write_text("")

    assert TIME.sub("(WHEN)          ", run("undo", "--list").out) == (
        "run  time              files  state\n"
        "  4  ?                     0  its journal is broken\n"
        "  3  (WHEN)                0  interrupted: undo reverts it\n"
        "  2  (WHEN)                1  undone\n"
        "  1  (WHEN)                2  done\n"
    )


@pytest.mark.parametrize("option", ["--diff", "--show"])
def test_the_diff(fixed, run, option) -> None:
    done = run("undo", option)

    assert (done.code, done.err) == (0, "undo of run 1 would restore 2 notes\n")
    assert done.out == (
        "diff --git a/A.md b/A.md\n--- a/A.md\n+++ b/A.md\n@@ -1 +1 @@\n-1\n+one\n"
        "diff --git a/sub/B.md b/sub/B.md\n--- a/sub/B.md\n+++ b/sub/B.md\n@@ -1 +1 @@\n-2\n+two\n"
    )
    assert (fixed / "A.md").read_text() == "1\n"


def test_a_run_that_was_cut_short(fixed, run) -> None:
    with Journal(fixed).lock():
        Journal(fixed).begin([], {}, [])

    assert run("undo").out == "run 2, which was interrupted, was undone: 0 notes restored\n"


def test_a_vault_that_was_moved(fixed, run) -> None:
    fixed.rename(fixed.parent / "moved")

    assert run("undo", cwd="moved").problems == [
        (
            "there is nothing to undo in the vault TMP/moved; "
            "--root names another vault, --vault-was where this one was before"
        )
    ]
    assert run("undo", "--vault-was", fixed, "--list", cwd="moved").out.endswith("done\n")
    assert run("undo", "--vault-was", "../vault", cwd="moved").code == 0
    assert (fixed.parent / "moved/A.md").read_text() == "one\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["9"], "there is no run 9 in TMP/vault: `vaultkit undo --list` lists them"),
        (["--root", "nowhere"], "--root TMP/vault/nowhere: no such folder"),
        (["--list", "1"], "--list: lists all runs; leave out RUN, --diff and --force"),
    ],
)
def test_wrong_use(fixed, run, arguments, problem) -> None:
    done = run("undo", *arguments)

    assert (done.code, done.problems) == (2, [problem])


def test_nothing_to_undo(write, run) -> None:
    write({"A.md": ""})
    listed, done = run("undo", "--list"), run("undo")

    assert (listed.code, done.code) == (0, 2)
    assert done.problems == [listed.out.removesuffix("\n")]
    assert listed.out.startswith("there is nothing to undo in TMP/vault, which is not a vault")
    assert not (Path(Journal(Path("vault")).folder)).exists()


@pytest.mark.parametrize("arguments", [("0",), ("x",), ("--vault-was",)])
def test_words_that_mean_nothing(fixed, run, arguments) -> None:
    assert run("undo", *arguments).code == 2


def test_a_diff_moves_no_cursor_on_a_terminal(fixed, run_on_terminal) -> None:
    write_files(fixed, [FileChange("A.md", b"1\n", b"\x1b[2J\ttab\n")])

    shown = run_on_terminal("undo", "--diff", NO_COLOR="1")
    assert "\x1b" not in shown
    assert "\ttab" in shown
    assert "\x1b[2J" not in run_on_terminal("undo", "--diff")
