"""A note of which nothing says what vault it is in: it, and what it names, is all that is read."""

import pytest

from tests.folders import contents
from vaultkit.vault.files import lone_files
from vaultkit.vault.vault import Vault

SAID = (
    "nothing says that TMP/vault is a vault: only what was named and the files that it links to "
    "were read; name the folder to check all of it"
)
OTHERS = {
    "Other.md": "# Other\n\n## Part\n",
    "Noise.md": "[[/away]]\n" * 9,
    "deep/er/My note.md": "x\n",
    "deep/R&D.md": "x\n",
    "img/a b.png": "x",
    "beside/Plan.canvas": "{}",
}


@pytest.fixture
def read(monkeypatch) -> list[set[str]]:
    """Return the notes that are read, one set for each vault."""
    found = []
    of_vault = Vault.__init__

    def init(self, *arguments, **named) -> None:
        of_vault(self, *arguments, **named)
        found.append({*self.documents})

    monkeypatch.setattr(Vault, "__init__", init)
    return found


@pytest.mark.parametrize(
    "link",
    [
        "[[Other]]",
        "[[other#Part]]",
        "[x](Other.md#Part)",
        "[x](./Other.md)",
        "[[My note]]",
        "[[deep/er/My note]]",
        "[x](deep/er/My%20note.md)",
        "[x](<deep/er/My note.md>)",
        "[x](deep/R&amp;D.md)",
        "[[R&D]]",
        "![](img/a%20b.png)",
        "![[a b.png]]",
        "[[Plan.canvas]]",
        "[x][y]\n\n[y]: Other.md",
        "[x](../up.md)",
        "![](../up/pic.png)",
        "![[up/pic.png]]",
        "![[../up/pic.png]]",
        "[[../up]]",
        "[[../up.md]]",
        "[x](up/pic.png)",
        "[x](/Other.md)",
    ],
)
@pytest.mark.parametrize("folder", ["vault", "vault/sub"])
def test_what_is_on_disk_is_not_broken(write, run, link, folder) -> None:
    write({**OTHERS, "notes.md": f"# Notes\n\n{link}\n"}, folder)
    write({f"{folder}/../up.md": "x", f"{folder}/../up/pic.png": "x"}, ".")
    ran = run("check", "notes.md", "--format", "concise", cwd=folder)

    assert (ran.code, ran.out) == (0, "")


def test_what_is_missing_is_told_and_what_is_around_is_not_read(write, run, read) -> None:
    write({**OTHERS, "notes.md": "[[/gone]] [x](gone.md) [o](Other.md#Gone) ![[gone.png]]\n"})
    ran = run("check", "notes.md", "--format", "concise")

    assert ran.found == [
        "notes.md:1:1 VK101", "notes.md:1:11 VK101", "notes.md:1:24 VK104", "notes.md:1:43 VK103",
    ]  # fmt: skip
    assert ran.problems == [SAID]
    assert read == [{"notes.md", "Other.md"}]


def test_nothing_is_concluded_from_notes_that_are_not_read(write, run) -> None:
    write({**OTHERS, "Noise.md": "[[notes]]\n", "notes.md": "# Notes\n\nWords.\n"})

    assert run("check", "notes.md", "--format", "concise").out == ""
    assert run("check", "notes.md", "--select", "VK3", "--format", "concise").codes == ["VK303"]
    assert run("check", ".", "--select", "VK302", "--format", "concise").codes == ["VK302"]


def test_a_slug_finds_its_note_and_undo_gives_it_back(write, run) -> None:
    root = write({**OTHERS, "notes.md": "[x](my-note)\n"})
    before = contents(root)
    run("fix", "notes.md")

    assert (root / "notes.md").read_text() == "[[My note|x]]\n"
    assert run("undo").code == 0
    assert contents(root) == before


def test_a_stub_is_not_deleted_while_others_may_link_to_it(write, run) -> None:
    root = write({**OTHERS, "Noise.md": "[[notes]]\n", "notes.md": "# Notes\n"})
    ran = run("fix", "notes.md", "--select", "stub-note", "--unsafe-fixes")

    assert ran.code == 1
    assert (root / "notes.md").exists()
    assert (
        "the notes around it were not read: 1 fix waits until they can be seen" in ran.out + ran.err
    )


def test_of_several_notes_all_are_read(write, run, read) -> None:
    write({**OTHERS, "a.md": "[[Other]]\n", "b.md": "[[My note]] [[/gone]]\n"})

    assert run("check", "a.md", "b.md", "--format", "concise").found == ["b.md:1:13 VK101"]
    assert read == [{"a.md", "b.md", "Other.md", "deep/er/My note.md"}]


def test_a_text_from_standard_input(write, run, read) -> None:
    write({**OTHERS, "notes.md": "[[My note]]\n"})
    arguments = ("check", "-", "--stdin-filename", "notes.md", "--format", "concise")

    assert run(*arguments, stdin="[[Other]] [[/gone]]\n").found == ["notes.md:1:11 VK101"]
    assert read == [{"notes.md", "Other.md"}]


@pytest.mark.parametrize(
    ("files", "around"),
    [
        ({".obsidian/app.json": "{}"}, "it has .obsidian"),
        ({"vaultkit.toml": ""}, "its configuration is in it"),
    ],
)
def test_with_a_vault_above_all_is_read(write, run, read, files, around) -> None:
    write({**files, **{f"sub/{name}": text for name, text in OTHERS.items()}, "sub/n.md": "x\n"})
    ran = run("check", "sub/n.md")

    assert SAID not in ran.out
    assert len(read[0]) == 5


def test_in_a_repository_all_is_read(repository, run, read) -> None:
    repository.commit({**OTHERS, "n.md": "x\n"})
    run("check", "n.md")

    assert len(read[0]) == 5


def test_what_is_too_far_away_may_hold_what_is_missing(write, run, monkeypatch) -> None:
    """A folder of downloads may be of any size, and a home folder is."""
    monkeypatch.setattr(lone_files, "_MOST_NAMES", 8)
    write({**OTHERS, "notes.md": "[[/gone]] ![[gone.png]] [[My note]] [x](deep/er/My%20note.md)\n"})
    ran = run("check", "notes.md", "--format", "concise")

    assert ran.found == ["notes.md:1:1 VK101"]
    assert "3 links" in ran.err or "2 links" in ran.err
    assert "deep/er/" in ran.err


def test_a_link_that_leads_around_is_followed_once(write, run) -> None:
    root = write({**OTHERS, "notes.md": "[[My note]] [[Other]]\n"})
    (root / "loop").symlink_to(".")
    (root / "deep/up").symlink_to("../..")
    (root / "gone").symlink_to("nowhere")

    assert run("check", "notes.md", "--format", "concise").out == ""


def test_nothing_is_kept_of_it(write, run, tmp_path) -> None:
    write({**OTHERS, "notes.md": "[[Other]]\n" + "words " * 50_000})
    run("check", "notes.md")

    assert not list((tmp_path / "home").rglob("facts*"))
