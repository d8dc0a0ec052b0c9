"""``vaultkit flatten`` and ``vaultkit unflatten`` on the command line."""

from pathlib import Path

import pytest

from tests.folders import contents
from vaultkit.changes.disk import atomic

NAME_IT = "; name a folder that is empty or does not exist"
TITLES = ": a flattened file has titles of the form `# Title {#title}`"
GARDEN = {
    "Home.md": "---\nup: x\n---\n# Home\n\nTo [[Soil|the soil]], ![[map.png]] and [[Later]].\n",
    "beds/Soil.md": "Back [[Home]].\r\n",
    "map.png": b"\x89PNG",
}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_vault_there_and_back(write, run) -> None:
    root = write(GARDEN)
    there = run("flatten", "vault", "flat.md", cwd=".")
    size = (root.parent / "flat.md").stat().st_size
    back = run("unflatten", "flat.md", "again", cwd=".")

    assert (there.code, there.err) == (0, "")
    assert there.out == f"wrote flat.md: 2 notes, {size} bytes\n"
    assert back.code == 0
    assert back.out == "wrote again: 2 notes, 1 link to notes that it does not contain\n"
    assert back.problems == [
        "images and other files are not copied: 1 link to such files of TMP/vault"
    ]
    assert contents(root.parent / "again") == {
        path: data.encode() for path, data in GARDEN.items() if isinstance(data, str)
    }
    assert contents(root) == {
        path: data.encode() if isinstance(data, str) else data for path, data in GARDEN.items()
    }


def test_into_the_folder_itself(write, run) -> None:
    root = write(GARDEN)

    assert run("flatten", ".", "flat.md").code == 0
    assert run("unflatten", "flat.md", "../again").code == 0
    assert contents(root.parent / "again") == {
        path: data.encode() for path, data in GARDEN.items() if isinstance(data, str)
    }


def test_the_only_broken_link_of_the_file_is_the_vaults(write, run) -> None:
    write(GARDEN)
    run("flatten", "vault", "flat.md", cwd=".")
    found = run("check", "flat.md", "--format", "concise", cwd=".")

    assert found.code == 1
    assert len(found.found) == 1
    assert '"#later"' in found.out


@pytest.mark.parametrize("command", [["flatten", "vault", "new"], ["unflatten", "flat.md", "new"]])
def test_a_dry_run_writes_nothing(write, run, command) -> None:
    root = write(GARDEN)
    run("flatten", "vault", "flat.md", cwd=".")
    before = names(root.parent)
    ran = run(*command, "--dry-run", cwd=".")

    assert ran.code == 0
    assert ran.out.startswith("would write new: 2 notes")
    assert names(root.parent) == before


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["flatten", "vault", "is.md"], "is.md already exists; choose another name"),
        (["flatten", "vault", "full"], "full already exists; choose another name"),
        (["flatten", "gone", "new.md"], "gone: no such folder"),
        (["flatten", "is.md", "new.md"], "is.md: no such folder"),
        (["flatten", "vault", "gone/new.md"], "gone/new.md: there is no folder gone"),
        (["flatten", "bare", "new.md"], "bare: there is no note in it"),
        (["unflatten", "flat.md", "full"], f"full is not empty{NAME_IT}"),
        (["unflatten", "flat.md", "is.md"], f"is.md is a file{NAME_IT}"),
        (["unflatten", "flat.md", "gone/new"], "gone/new: there is no folder gone"),
        (["unflatten", "gone.md", "new"], "gone.md cannot be read: no such file or directory"),
        (["unflatten", "full", "new"], "full cannot be read: is a directory"),
        (
            ["unflatten", "is.md", "new"],
            f"is.md: there is no note in it{TITLES}",
        ),
    ],
)  # fmt: skip
def test_what_is_refused_in_one_sentence(write, run, arguments, problem) -> None:
    top = write(GARDEN).parent
    write({"is.md": "# No id\n", "full/x.txt": "", "bare/x.txt": ""}, ".")
    run("flatten", "vault", "flat.md", cwd=".")
    before = contents(top)
    ran = run(*arguments, cwd=".")

    assert (ran.code, ran.out, ran.problems) == (2, "", [problem])
    assert contents(top) == before


def test_an_empty_folder_is_taken(write, run) -> None:
    top = write(GARDEN).parent
    run("flatten", "vault", "flat.md", cwd=".")
    (top / "again").mkdir()

    assert run("unflatten", "flat.md", "again", cwd=".").code == 0
    assert (top / "again/beds/Soil.md").exists()


def test_what_is_not_in_the_file_is_told(write, run) -> None:
    write({**GARDEN, "Bad.md": b"\xff", "X.canvas": "{}", "Y.base": "", "Z.md": "![[Home]]\n"})
    ran = run("flatten", "vault", "flat.md", cwd=".")

    assert ran.code == 0
    assert ran.problems == [
        "Bad.md is left out: it is not UTF-8 text",
        "X.canvas, Y.base are left out: they are not Markdown",
        "1 embedded note became a link in the text",
    ]


def test_names_that_are_not_the_files_are_told(write, run) -> None:
    write({"flat.md": "Hello.\n\n# A/B {#ab}\n\n# C {#c}\n"}, ".")
    ran = run("unflatten", "flat.md", "new", cwd=".")

    assert ran.problems == [
        'the section "A/B" becomes the note A%2FB.md',
        "the text before the first title becomes the note flat.md",
    ]


def test_the_settings_of_the_vault_say_who_reads_its_links(write, run) -> None:
    root = write({"A.md": "[b](B.md#the-part)\n", "B.md": "## The part\n", "vaultkit.toml": ""})
    (root / "vaultkit.toml").write_text('dialect = "github"\n')
    run("flatten", "vault", "flat.md", cwd=".")

    assert "## The part {#b.the-part}" in (root.parent / "flat.md").read_text()


@pytest.mark.parametrize("step", ["mkdir", "write", "rename"])
def test_a_folder_that_cannot_be_made_leaves_nothing(write, run, monkeypatch, step) -> None:
    top = write(GARDEN).parent
    run("flatten", "vault", "flat.md", cwd=".")
    before = names(top)
    real = {"mkdir": Path.mkdir, "write": Path.open, "rename": Path.rename}[step]
    calls = []

    def failing(path, *arguments, **options):
        calls.append(path)
        if len(calls) > 1 or step == "rename":
            raise OSError(28, "No space left on device")
        return real(path, *arguments, **options)

    monkeypatch.setattr(
        Path, {"mkdir": "mkdir", "write": "open", "rename": "rename"}[step], failing
    )
    ran = run("unflatten", "flat.md", "new", cwd=".")
    monkeypatch.undo()

    assert ran.code == 2
    assert "no space left on device; nothing was left behind" in ran.err
    assert names(top) == before


def test_a_file_that_appears_meanwhile_is_not_overwritten(write, run, monkeypatch) -> None:
    top = write(GARDEN).parent
    real = atomic.replace_file

    def put(path, *arguments, **options):
        path.write_text("mine")
        real(path, *arguments, **options)

    monkeypatch.setattr(atomic, "replace_file", put)
    ran = run("flatten", "vault", "flat.md", cwd=".")

    assert ran.code == 2
    assert ran.problems == ["flat.md cannot be written: a file with that name exists now"]
    assert (top / "flat.md").read_text() == "mine"


def test_the_anchors_are_no_content_of_a_note(write, run) -> None:
    write({"A.md": "", "B.md": "[[A]]\n", "C.md": "## Part\n\n[[#Part]] [[B]]\n", "D.md": "## x\n"})
    run("flatten", "vault", "flat.md", cwd=".")
    of_vault = run("check", "vault", "--select", "stub-note", "--format", "concise", cwd=".")
    of_file = run("check", "flat.md", "--select", "stub-note", "--format", "concise", cwd=".")

    assert of_vault.found == ["A.md:1:1 VK301"]
    assert of_file.found == ["flat.md:7:1 VK301"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<a id="x"></a>', False),
        ("<a name='x'></a>", False),
        ('<a id="x">word</a>', True),
        ('<a href="x"></a>', True),
        ("<b></a>", True),
    ],
)
def test_only_an_empty_anchor_is_no_content(write, run, text, words) -> None:
    write({"A.md": f"{text}\n"})
    found = run("check", "--select", "stub-note", "--format", "concise").codes

    assert found == ([] if words else ["VK301"])
