"""What ``vaultkit init`` offers where a vault is not only notes: Obsidian Git, backups, copies."""

import json

import pytest

from vaultkit.cli import init_offers
from vaultkit.config.read import read_settings

VAULT = {
    ".obsidian/app.json": "{}",
    "Home.md": "# Home\n\n[[/ld/Path]]\n",
    **{f"notes/{name}.md": f"# {name}\n\n[[Home]] {name}\n" for name in "ABCDE"},
}
PLUGIN = ".obsidian/plugins/obsidian-git/manifest.json"
ENABLED = ".obsidian/community-plugins.json"
HOOKS = ".pre-commit-config.yaml"


@pytest.fixture
def terminal(monkeypatch) -> None:
    """Have someone who answers."""
    monkeypatch.setattr(init_offers, "can_ask", lambda: True)


class TestObsidianGit:
    """It commits by itself, so that a hook that refuses a commit stops the backups."""

    @pytest.mark.parametrize(
        ("files", "seen"),
        [
            ({PLUGIN: "{}", ENABLED: '["dataview", "obsidian-git"]'}, True),
            ({PLUGIN: "{}"}, True),
            ({PLUGIN: "{}", ENABLED: "["}, True),
            ({PLUGIN: "{}", ENABLED: "{}"}, True),
            ({PLUGIN: "{}", ENABLED: '["dataview"]'}, False),
            ({ENABLED: '["obsidian-git"]'}, False),
            ({}, False),
        ],
    )
    def test_no_hook_unless_it_is_asked_for(self, repository, run, files, seen) -> None:
        repository.write({**VAULT, **files})
        ran = run("init", "--yes")

        assert (repository.top / HOOKS).exists() is not seen
        said = "no pre-commit hook: Obsidian Git commits by itself, and a hook that refuses a"
        assert (said in ran.out) is seen
        run("init", "--pre-commit")
        assert (repository.top / HOOKS).exists()

    @pytest.mark.usefixtures("terminal")
    @pytest.mark.parametrize(("answer", "wanted"), [("", False), ("n", False), ("y", True)])
    def test_on_a_terminal_no_is_the_default(self, repository, run, answer, wanted) -> None:
        repository.write({**VAULT, PLUGIN: "{}"})
        ran = run("init", "--no-baseline", stdin=f"{answer}\n")

        assert ran.code == 0
        assert (
            "stops its backups.\nAdd a pre-commit hook that blocks broken links? [y/N]" in ran.out
        )
        assert (repository.top / HOOKS).exists() is wanted


def excluded(root) -> tuple[str, ...]:
    """Return what the configuration written excludes."""
    return read_settings(root / "vaultkit.toml").exclude


class TestDerivedFolders:
    BROKEN = "[[/ld/Path]]\n"

    @pytest.mark.parametrize(
        ("folder", "beside", "what"),
        [
            ("logseq/bak", None, "Logseq's backups"),
            ("graph/logseq/bak", None, "Logseq's backups"),
            ("_site", "_config.yml", "built by Jekyll"),
            ("_site", ".eleventy.js", "built by Eleventy"),
            ("web/public", "web/quartz.config.ts", "built by Quartz"),
            ("public", "hugo.toml", "built by Hugo"),
            ("site", "mkdocs.yml", "built by MkDocs"),
        ],
    )
    def test_what_is_surely_made_is_left_out(self, write, run, folder, beside, what) -> None:
        root = write({**VAULT, f"{folder}/deep/A.md": self.BROKEN})
        if beside:
            write({beside: ""})
        ran = run("init")

        assert f"derived   {folder}/ is {what}\n" in ran.out
        assert "wrote vaultkit.toml: sets exclude\n" in ran.out
        assert "Nothing links to 5 notes" in (root / "vaultkit.toml").read_text()
        assert excluded(root) == (f"/{folder}/",)
        checked = run("check", "--format", "concise", "--select", "broken-link")
        assert checked.found == ["Home.md:3:1 VK101"]

    @pytest.mark.parametrize("folder", ["bak", "_site", "public", "site", "notes/public", "build"])
    def test_a_name_alone_says_nothing(self, write, run, folder) -> None:
        root = write({**VAULT, f"{folder}/A.md": self.BROKEN, "other/_config.yml": ""})

        assert "derived" not in run("init", "--yes").out
        assert excluded(root) == ()

    def copied(self, write, folder: str, names: str = "ABCDE"):
        """Write a vault with a copy of it."""
        files = {name: text for name, text in VAULT.items() if name[-4] in names or "json" in name}
        return write({**VAULT, **{f"{folder}/{name}": text for name, text in files.items()}})

    @pytest.mark.parametrize("folder", ["Backup", "x/y", "notes (1)"])
    @pytest.mark.usefixtures("terminal")
    @pytest.mark.parametrize(("answer", "wanted"), [("", True), ("y", True), ("n", False)])
    def test_a_copy_is_asked_about(self, write, run, folder, answer, wanted) -> None:
        root = self.copied(write, folder)
        top = folder.partition("/")[0]
        ran = run("init", "--no-baseline", stdin=f"{answer}\n")
        text = (root / "vaultkit.toml").read_text()

        asked = f"{folder}/ is a copy of the vault (5 notes). Report nothing in it? [Y/n]"
        assert ran.code == 0
        assert asked in ran.out
        assert excluded(root) == ((f"/{folder}/",) if wanted else ())
        assert f'exclude = ["/{folder}/"]' in text
        assert top in text

    def test_a_copy_without_a_terminal_is_proposed(self, write, run) -> None:
        root = self.copied(write, "Backup")
        run("init")

        text = (root / "vaultkit.toml").read_text()
        assert excluded(root) == ()
        assert "(Backup/ is a copy of the vault):\n" in text
        assert '# exclude = ["/Backup/"]\n' in text

    def test_a_copy_of_another_folder_is_known_by_its_name(self, write, run) -> None:
        notes = {name: text for name, text in VAULT.items() if name.startswith("notes/")}
        copies = {name.replace("notes/", "notes backup/"): text for name, text in notes.items()}
        root = write({**VAULT, **copies})
        run("init", "--yes")

        assert excluded(root) == ("/notes backup/",)

    def test_folders_that_look_alike_are_no_copies(self, write, run) -> None:
        """Days of two years have the same names, and not the same text."""
        days = {f"old/{y}/{d}.md": f"day {y} {d}" for y in (2023, 2024) for d in range(9)}
        root = write({**VAULT, **days, **{f"{d}.md": "another" for d in range(9)}})

        assert "derived" not in run("init", "--yes").out
        assert excluded(root) == ()

    def test_with_what_obsidian_leaves_out_it_is_one_list(self, repository, run) -> None:
        repository.write(
            {
                **VAULT,
                "logseq/bak/A.md": "x",
                ".gitignore": ".obsidian/\n",
                ".obsidian/app.json": json.dumps({"userIgnoreFilters": ["Old/"]}),
            }
        )
        run("init")

        assert excluded(repository.top) == ("/logseq/bak/", "/Old/")


def test_a_hook_that_is_there_is_not_said_to_be_missing(repository, run) -> None:
    repository.write({".obsidian/app.json": "{}", "Home.md": "[[Home]]\n"})
    run("init", "--pre-commit")
    again = run("init", "--no-baseline").out

    assert ".pre-commit-config.yaml: has a hook of vaultkit's and stays as it is" in again
    assert "no pre-commit hook" not in again
