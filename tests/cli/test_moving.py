"""``vaultkit rename`` and ``vaultkit move`` on the command line."""

import os
from pathlib import Path

import pytest

from vaultkit.changes.disk import write as writer
from vaultkit.cli import rename_session

FILES = {
    ".obsidian/app.json": "{}",
    "Old.md": "# Old\n",
    "sub/A.md": "see [[Old]] and ![[p.png]]\n",
    "sub/p.png": b"\x89png",
}


@pytest.fixture
def vault(write) -> Path:
    """Write a vault and give its folder."""
    return write(FILES)


def held(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_renames_and_says_what(vault, run) -> None:
    done = run("rename", "Old", "New")

    assert (done.code, done.err) == (
        0,
        "vaultkit: run 1 changed 2 notes; `vaultkit undo` reverts it\n",
    )
    assert done.out == (
        "sub/A.md\n  1 [[Old]] -> [[New]]\n\nrenamed Old.md to New.md, updated 1 link in 1 file\n"
    )
    assert (vault / "sub/A.md").read_text() == "see [[New]] and ![[p.png]]\n"
    assert not (vault / "Old.md").exists()


def test_undo_gives_every_byte_back(vault, run) -> None:
    before = held(vault)
    run("rename", "Old", "New")
    assert held(vault) != before
    run("undo")

    assert held(vault) == before


@pytest.mark.parametrize("old", ["Old", "Old.md", "sub/A", "p.png", "A"])
def test_finds_what_is_meant(vault, run, old) -> None:
    assert run("rename", old, "New", "--dry-run").code == 0


def test_a_path_as_the_shell_sees_it(vault, run) -> None:
    done = run("rename", "p.png", "q", cwd="vault/sub")

    assert (vault / "sub/q.png").read_bytes() == b"\x89png"
    assert "![[p.png]] -> ![[q.png]]" in done.out
    assert run("move", "q.png", "..", cwd="vault/sub").code == 0
    assert (vault / "q.png").exists()
    assert run("move", "../q.png", "/", cwd="vault/sub").code == 2


def test_a_dry_run_writes_nothing(vault, run) -> None:
    before = held(vault)
    done = run("rename", "Old", "New", "--dry-run")

    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("would rename Old.md to New.md and update 1 link in 1 file\n")
    assert held(vault) == before


def test_the_diff_is_one_that_git_applies(repository, run) -> None:
    repository.commit(FILES)
    done = run("move", "Old.md", "deep/New.md", "--diff")
    assert held(repository.top).keys() >= {"Old.md"}

    repository.git("apply", "-", said=done.out)
    patched = {path: data for path, data in held(repository.top).items() if ".git" not in path}
    repository.git("checkout", "--quiet", ".")
    (repository.top / "deep/New.md").unlink()
    run("move", "Old.md", "deep/New.md")

    assert patched == {path: d for path, d in held(repository.top).items() if ".git" not in path}


def test_a_folder_moves_and_leaves_nothing(vault, run) -> None:
    done = run("move", "sub", "other/place/")

    assert done.out.endswith("moved sub/ to other/place/sub/ (2 files)\n")
    assert (vault / "other/place/sub/A.md").exists()
    assert not (vault / "sub").exists()
    run("undo")
    assert (vault / "sub/A.md").exists()
    assert not (vault / "other").exists()


def test_mode_and_time_move_with_a_file(vault, run) -> None:
    picture = vault / "sub/p.png"
    picture.chmod(0o640)
    os.utime(picture, (1_000_000, 1_000_000))
    run("move", "sub/p.png", "/")

    stat = (vault / "p.png").stat()
    assert (stat.st_mode & 0o777, stat.st_mtime) == (0o640, 1_000_000)


def test_a_link_in_the_way_is_listed_and_nothing_written(write, run) -> None:
    root = write({**FILES, "b/New.md": "", "B.md": "\n[[New]]\n", "a/It.md": ""})
    before = held(root)
    done = run("rename", "a/It", "New")

    assert (done.code, done.out) == (2, "")
    assert done.problems == [
        'B.md:2: [[New]] leads to "b/New" and would lead to "a/New" or "b/New"',
        "not renamed: 1 reference prevents it",
    ]
    assert held(root) == before


def test_a_note_that_changes_meanwhile_stops_everything(vault, run, monkeypatch) -> None:
    def write_late(root, changes, **options):
        (root / "sub/A.md").write_text("mine [[Old]]\n")
        return writer.write_files(root, changes, **options)

    monkeypatch.setattr(rename_session, "write_files", write_late)
    done = run("rename", "Old", "New")

    assert done.code == 2
    assert done.problems == ["not renamed: sub/A.md: it was changed in the meantime"]
    assert (vault / "Old.md").exists()
    assert not (vault / "New.md").exists()
    assert (vault / "sub/A.md").read_text() == "mine [[Old]]\n"


@pytest.mark.parametrize("path", ["sub/A.md", "Old.md"])
def test_a_protected_file_stops_everything(vault, run, path) -> None:
    (vault / path).chmod(0o444)
    before = held(vault)
    done = run("rename", "Old", "New")

    assert done.code == 2
    assert done.problems == [f"not renamed: {path}: it cannot be written: write-protected"]
    assert held(vault) == before
    assert run("undo", "--list").out.startswith("there is nothing to undo")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rename", "Nope", "New"], "Nope: there is no such file or folder in the vault"),
        (["rename", "Old", "sub/New"], "sub/New: is a path; `vaultkit move` moves to another"),
        (["move", "Old.md", "../out.md"], "is outside the vault"),
        (["move", "Old.md", "sub/A.md"], '"sub/A" already exists'),
        (["rename", "Old", "New", "--root", "nowhere"], "nowhere: no such folder"),
    ],
)
def test_wrong_use_is_one_sentence(vault, run, arguments, said) -> None:
    done = run(*arguments)

    assert done.code == 2
    assert len(done.problems) == 1
    assert said in done.problems[0]


def test_several_of_a_name_are_named(write, run) -> None:
    write({"a/N.md": "", "b/N.md": "", ".obsidian/app.json": "{}"})
    done = run("rename", "N", "M")

    assert done.problems == [
        "N: several files have this name: a/N.md, b/N.md; write the whole path"
    ]


def test_without_settings_the_vault_is_where_the_command_is_given(write, run) -> None:
    root = write({"a/N.md": "", "S.md": "[[N]]"})
    run("rename", "a/N.md", "M")

    assert (root / "S.md").read_text() == "[[M]]"


@pytest.mark.parametrize("said", ["N", "N.md"])
def test_without_settings_the_vault_is_the_repository(repository, run, said) -> None:
    repository.commit({"a/N.md": "", "S.md": "[[N]]"})
    run("rename", said, "M", cwd="vault/a")

    assert (repository.top / "S.md").read_text() == "[[M]]"
    assert (repository.top / "a/M.md").exists()


def test_a_link_to_a_file_is_not_moved(vault, run) -> None:
    (vault / "L.md").symlink_to("Old.md")
    done = run("rename", "L", "M")

    assert done.problems == ["L.md: is a link to another file; move it by hand"]


def test_a_folder_and_its_note_are_told_apart(write, run) -> None:
    root = write({"N.md": "", "N/M.md": "", "S.md": "[[N]] [[N/M]]", ".obsidian/app.json": "{}"})
    done = run("rename", "N", "X")
    assert done.problems == ["N: is a folder and a note; write N/ or N.md"]

    assert run("rename", "N.md", "X").code == 0
    assert run("rename", "N/", "Y").code == 0
    assert (root / "S.md").read_text() == "[[X]] [[M]]"


@pytest.mark.parametrize(
    ("link", "target", "command"),
    [
        ("S.md", "Old.md", ("rename", "Old", "New")),
        ("S.md", "Old.md", ("move", "Old.md", "sub/")),
        ("sub/S.md", "../Old.md", ("rename", "Old", "New")),
        ("way", "sub", ("rename", "sub", "other")),
        ("way/S.md", "../sub/A.md", ("rename", "sub", "other")),
        ("sub/S.md", "A.md", ("rename", "sub/A", "New")),
    ],
)
def test_what_a_symbolic_link_leads_to_stays(vault, run, link, target, command) -> None:
    (vault / link).parent.mkdir(exist_ok=True)
    (vault / link).symlink_to(target)
    before = held(vault)
    done = run(*command)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"vaultkit: {link}: is a symbolic link to ")
    assert done.err.count("\n") == 1
    assert held(vault) == before


def test_a_symbolic_link_to_something_else_is_in_nobodys_way(vault, run) -> None:
    (vault / "S.md").symlink_to("sub/A.md")
    (vault / "nowhere.md").symlink_to("Old/x.md")

    assert run("rename", "Old", "New", "--unseen-stays").code == 0


def test_what_cannot_be_proven_is_refused_with_file_and_line(write, run, monkeypatch):
    from vaultkit.changes.proof import renames
    from vaultkit.rename import proven

    faults = [
        renames.Fault("Home.md", 3, "a word would go"),
        renames.Fault("", 0, "a file would go"),
    ]
    monkeypatch.setattr(proven, "prove", lambda *_: faults)
    root = write({"Home.md": "[[Tea]]\n", "Tea.md": ""})
    done = run("rename", "Tea", "Chai")

    assert (done.code, done.out) == (2, "")
    assert done.problems[:2] == ["Home.md:3: a word would go", "a file would go"]
    assert done.problems[2].startswith("not renamed: ")
    assert (root / "Tea.md").exists()


def test_a_link_to_the_folder_that_a_note_leaves_for_the_root(write, run) -> None:
    vault = write({".obsidian/app.json": "{}", "a/N.md": "[x](./)\n", "M.md": ""})

    done = run("move", "a/", "a/N.md", "/", "--dialect", "github")

    assert done.code == 0
    assert "moved a/ to /, a/N.md to N.md" in done.out
    assert (vault / "N.md").read_text() == "[x](/)\n"
