"""A command that vaultkit suggests works where it was suggested, typed as it is printed."""

import re
import shlex

import pytest

NOTES = {
    ".obsidian/app.json": "{}",
    "Home.md": "[[Soil.md.md]]\n",
    "Soil.md": "---\naliases:\n  -\n---\n[[Home]]\n",
}


def suggested(said: str, command: str) -> list[str]:
    """Return the words of the one suggestion of a command."""
    found = set(re.findall(rf"`vaultkit ({command}[^`]*)`", said))
    assert len(found) == 1, said
    return shlex.split(found.pop())


@pytest.mark.parametrize("folder", ["vault", "my notes", "-odd"])
@pytest.mark.parametrize("cwd", [".", "other", "vault inside"])
def test_what_a_fix_suggests_is_of_its_vault(write, run, folder: str, cwd: str) -> None:
    root = write(NOTES, folder)
    write({".obsidian/app.json": "{}", "Notes.md": "x"}, "other")
    if cwd == "vault inside":
        cwd = folder
        write({".obsidian/app.json": "{}"}, f"{folder}/inner")
    fixed = run("fix", root, cwd=cwd)
    said = f"{fixed.out}{fixed.err}".replace("TMP", str(root.parent))
    assert (root / "Home.md").read_text("utf-8") == "[[Soil]]\n"

    assert "was undone: 1 note restored" in run(*suggested(said, "undo"), cwd=cwd).out
    assert (root / "Home.md").read_text("utf-8") == NOTES["Home.md"]
    run(*suggested(said, "fix"), cwd=cwd)
    assert (root / "Soil.md").read_text("utf-8") != NOTES["Soil.md"]


def test_a_check_of_a_folder_without_notes_says_so(write, run) -> None:
    write({".obsidian/app.json": "{}", "Home.md": "[[old/Soil]]", "pictures/soil.png": "x"})

    assert ": 0 of 1 note: no findings" in run("check", "pictures").out


def test_a_rename_outside_a_vault_says_where_to_run_it(write, run) -> None:
    write(NOTES, "notes")
    said = run("rename", "Home", "House", cwd=".").err

    assert "holds a vault (notes) and is not one itself; run this within it" in said


def test_a_text_without_a_name_is_a_note_of_the_vault_that_is_named(write, run) -> None:
    write(NOTES, "notes")

    assert run("check", "-", "--root", "notes", stdin="[[Soil]]\n", cwd=".").code == 0


def test_a_commit_suggests_no_fix_that_would_not_be_made(repository, run) -> None:
    repository.commit({".obsidian/app.json": "{}", "Home.md": "[[Soil#Clay]]\n", "Soil.md": "x\n"})
    repository.git("mv", "Soil.md", "Earth.md")
    checked = run("check", "--staged", "--new-since", "HEAD")

    assert 'what it led to is now "Earth"; `vaultkit heal` fixes such links' in checked.out
    assert "vaultkit fix" not in checked.out
