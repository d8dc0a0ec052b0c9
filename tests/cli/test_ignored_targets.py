"""A file that git ignores may be on another machine: it has not moved, and a clone lacks it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

DIARY = {"Home.md": "[[private/Diary]] and words\n", "notes/Diary.md": "words [[Home]]\n"}
GARDEN = {
    ".gitignore": "attachments/\n*.pdf\n",
    ".obsidian/app.json": '{"attachmentFolderPath": "attachments"}',
    "Home.md": "![[soil.png]] ![[bed.png|200]] [plan](attachments/plan.svg) [[notes/Bed]]\n",
    "notes/Bed.md": "![Soil](../attachments/soil.png) [paper](/paper.pdf) [[Home]]\n",
    "Map.canvas": '{"nodes": [{"type": "file", "file": "attachments/soil.png"}]}',
}
ATTACHED = ("attachments/soil.png", "attachments/bed.png", "attachments/plan.svg", "paper.pdf")


@pytest.fixture
def vault(repository):
    """Return a repository with a link to a note that git ignores, and such a note on the disk."""
    repository.commit({".gitignore": "*/Diary.md\n", ".obsidian/app.json": "{}"})
    repository.write(DIARY)
    return repository


@pytest.fixture
def garden(repository):
    """Return a repository as if cloned from a garden whose attachments git ignores."""
    repository.commit(GARDEN)
    return repository


@pytest.fixture
def severities(run):
    """Return a function that checks and gives the severities, of each finding in order."""

    def found(*arguments: str) -> list[str]:
        ran = run("check", "--format=json", "--no-cache", *arguments)
        assert ran.code in (0, 1), ran.err
        return [item["severity"] for item in ran.json["findings"]]

    return found


def applicability(found) -> list[str | None]:
    fixes = [item["fix"] for item in found if item["code"] == "VK101"]
    return [fix and fix["applicability"] for fix in fixes]


@pytest.mark.usefixtures("vault")
def test_what_git_ignores_is_not_taken_for_moved(run) -> None:
    assert applicability(run("check", "--format=json").json["findings"]) == ["unsafe"]
    assert run("fix").code == 1


@pytest.mark.usefixtures("eager", "vault")
def test_a_check_that_is_kept_knows_when_git_ignores_it_no_more(run, write) -> None:
    write({"ballast.bin": "x" * 200_000})
    options = ("check", "--format=json", "--cache-dir", "../kept")
    assert applicability(run(*options).json["findings"]) == ["unsafe"]
    assert applicability(run(*options).json["findings"]) == ["unsafe"]
    write({".gitignore": ""})
    assert applicability(run(*options).json["findings"]) == ["safe"]
    write({".gitignore": "*/Diary.md\n"})
    assert applicability(run(*options).json["findings"]) == ["unsafe"]
    write({".gitignore": "private/\n"})
    assert applicability(run(*options).json["findings"]) == [None]
    write({".gitignore": "D*.md\n"})
    assert applicability(run(*options).json["findings"]) == ["unsafe"]


class TestClone:
    """A clone, of which git has kept out what it ignores."""

    @pytest.mark.usefixtures("garden")
    def test_it_is_counted_in_one_line(self, run) -> None:
        ran = run("check")

        assert (ran.code, ran.err) == (0, "")
        assert ran.out.splitlines()[:-1] == [
            "info 6 links to files that .gitignore keeps out, listed by --verbose",
            "",
        ]
        assert "0 errors, 0 warnings, 6 info (TIME)" in ran.out

    @pytest.mark.usefixtures("garden")
    def test_each_says_which_file(self, run) -> None:
        found = run("check", "--format=json").json["findings"]

        assert {(item["severity"], item["help"], item["fix"]) for item in found} == {
            ("info", None, None)
        }
        assert [(item["path"], item["rule"], item["message"]) for item in found] == [
            (path, rule, f'git ignores "{file}", so clones do not have it')
            for path, rule, file in [
                ("Home.md", "broken-embed", "attachments/soil.png"),
                ("Home.md", "broken-embed", "attachments/bed.png"),
                ("Home.md", "broken-link", "attachments/plan.svg"),
                ("Map.canvas", "broken-canvas-node", "attachments/soil.png"),
                ("notes/Bed.md", "broken-embed", "attachments/soil.png"),
                ("notes/Bed.md", "broken-link", "paper.pdf"),
            ]
        ]

    @pytest.mark.usefixtures("garden")
    def test_it_is_listed_where_its_rule_is_asked_for(self, run) -> None:
        assert run("check", "--select", "broken-embed").out.count(": git ignores ") == 3
        assert run("check", "--verbose").out.count(": git ignores ") == 6

    def test_one_is_a_link_to_a_file(self, garden, run) -> None:
        garden.commit({"Home.md": "![[soil.png]]\n", "notes/Bed.md": "x\n", "Map.canvas": "{}"})

        assert (
            "\ninfo 1 link to a file that .gitignore keeps out, listed" in f"\n{run('check').out}"
        )

    def test_what_git_does_not_ignore_is_an_error_as_before(self, garden, severities) -> None:
        garden.commit({"More.md": "![[images/soil.png]] [x](gone/Note.md) [[Home]]\n"})

        assert severities().count("error") == 2

    @pytest.mark.usefixtures("garden")
    def test_the_configuration_may_take_it_seriously(self, run, write) -> None:
        write({"vaultkit.toml": '[severity]\nbroken-embed = "warning"\n'})
        ran = run("check")

        assert "0 errors, 3 warnings, 3 info" in ran.out
        assert "info 3 links to files that .gitignore keeps out" in ran.out

    @pytest.mark.usefixtures("garden")
    def test_statistics_tell_it_from_what_is_broken(self, run, write) -> None:
        write({"More.md": "![[images/gone.png]] [[Home]]\n"})

        assert run("check", "--quiet", "--statistics").out == (
            "severity  rule                        findings  fixable\n"
            "error     broken-embed (VK103)               1\n"
            "info      broken-embed (VK103)               3\n"
            "info      broken-link (VK101)                2\n"
            "info      orphan-note (VK302)                1\n"
            "info      broken-canvas-node (VK502)         1\n"
        )

    def test_no_fix_is_offered(self, repository, run) -> None:
        repository.commit(
            {
                ".gitignore": "private/\n",
                "Home.md": "![[private/plan one.png]]\n",
                "plan one.png": "",
            }
        )

        assert run("check", "--format=json").json["findings"][0]["fix"] is None
        assert run("fix", "--unsafe-fixes").code == 0
        assert run("check").out.startswith("info 1 link to a file")

    def test_what_surely_is_another_file_is_fixed_as_before(self, repository, run) -> None:
        repository.commit({"old/Plan.md": "a plan of words\n", "Home.md": "[[old/Plan]]\n"})
        repository.git("mv", "old/Plan.md", "Plan B.md")
        repository.commit({".gitignore": "old/\n"})

        assert applicability(run("check", "--format=json").json["findings"]) == ["safe"]

    @pytest.mark.usefixtures("garden")
    def test_a_hook_agrees_with_the_whole_check(self, garden, run) -> None:
        garden.stage({"Home.md": "![[new.png]] ![[gone/new.jpg]] [[Bed]]\n"})
        found = run("check", "--staged", "--format=json").json["findings"]

        assert [(item["severity"], item["message"]) for item in found] == [
            ("info", 'git ignores "attachments/new.png", so clones do not have it'),
            ("error", 'no file "gone/new.jpg" to embed'),
        ]

    def test_what_a_change_keeps_out_was_whole_and_does_not_fail(self, repository, run) -> None:
        repository.commit({"Home.md": "![[a/soil.png]] ![[b/soil.png]]\n", "a/soil.png": "1"})
        repository.commit({"b/soil.png": "2"})
        repository.commit({"a/soil.png": None, "b/soil.png": None})
        repository.commit({".gitignore": "a/\n"})
        ran = run("check", "--new-since", "HEAD~2", "--format=json")

        assert [(item["severity"], item["message"]) for item in ran.json["findings"]] == [
            ("info", 'git ignores "a/soil.png", so clones do not have it'),
            ("error", 'no file "b/soil.png" to embed; the link worked at HEAD~2'),
        ]

    @pytest.mark.usefixtures("garden", "eager")
    def test_several_processes_find_the_same(self, run, write) -> None:
        write({f"{n}.md": f"![[{n}.png]] ![[x/{n}.png]] [[Home]]\n" for n in range(40)})
        options = ("check", "--select=VK1,VK5", "--cache-dir", "../kept", "--format=json")
        ran = run(*options)

        severities = [item["severity"] for item in ran.json["findings"]]
        assert (severities.count("info"), severities.count("error")) == (46, 40)
        assert run(*options).json == ran.json


class TestOwner:
    """The disk of the owner, where what git ignores is."""

    def test_nothing_is_missing(self, garden, severities) -> None:
        garden.write(dict.fromkeys(ATTACHED, ""))

        assert severities("--select=VK1,VK5") == []

    @pytest.mark.parametrize("missing", ATTACHED[:3])
    def test_what_is_missing_is_an_error(self, garden, severities, missing) -> None:
        garden.write({path: "" for path in ATTACHED if path != missing})

        assert set(severities("--select=VK1,VK5")) == {"error"}

    def test_another_pattern_says_nothing(self, garden, severities) -> None:
        garden.write({"paper.pdf": ""})

        assert severities("--select=VK1,VK5") == ["info"] * 5

    def test_the_hook_takes_it_as_before(self, garden, run) -> None:
        garden.write(dict.fromkeys(ATTACHED, ""))
        garden.stage({"Home.md": "![[soil.png]] ![[attachments/gone.png]] [[Bed]]\n"})
        found = run("check", "--staged", "--format=json").json["findings"]

        assert [(item["severity"], item["message"]) for item in found] == [
            ("info", 'leads to "attachments/soil.png", which git ignores'),
            ("error", 'no file "attachments/gone.png" to embed'),
        ]


@pytest.mark.parametrize(
    ("ignored", "note", "severity"),
    [
        ("*.png\n", "![[a.png]]", "info"),
        ("*.png\n", "![[sub/a.png]]", "info"),
        ("*.png\n", "![a](sub/a%20b.png)", "info"),
        ("*.png\n", "![[a.jpg]]", "error"),
        ("*.pdf\n", "![[papers/a.pdf#page=3|300]]", "info"),
        ("*.png\n", "%% ![[sub/a.png]] %%", "info"),
        ("media/\n", '---\ncover: "[[media/a.png]]"\n---\nx', "info"),
        ("*.png\n!a.png\n", "![[a.png]]", "error"),
        ("*.png\n!a.png\n", "![[b.png]]", "info"),
        ("assets\n", "![[assets/a.png]]", "info"),
        ("/assets/*\n", "![[assets/deep/a.png]]", "info"),
        ("/assets/*\n", "![](/assets/a.png)", "info"),
        ("/assets/*\n", "![[deep/assets/a.png]]", "error"),
        ("/assets/*\n!/assets/kept/\n", "![[assets/kept/a.png]]", "error"),
        ("*\n!*.md\n!*/\n", "![[assets/a.png]]", "info"),
        ("private/\n", "[[private/Diary]]", "info"),
        ("private/\n", "[[private/Diary#Monday|then]]", "info"),
        ("private/\n", "[x](private/Diary.md)", "info"),
        ("private/\n", "![[private/Diary]]", "info"),
        ("private/\n", "[[Diary of mine.pdf]]", "error"),
        ("Diary.md\n", "![[Diary]]", "info"),
        ("Übung/\n", "![[Übung/ä b.png]]", "info"),
        ("private/\n", "[[https://private/a.png]]", "error"),
        ("private/\n", "[x](../private/a.png)", "error"),
    ],
)
def test_patterns(repository, severities, ignored, note, severity) -> None:
    repository.write({".gitignore": ignored, "Home.md": f"{note}\n", ".obsidian/app.json": "{}"})

    assert severities("--select=VK1", "--ignore=VK102") == [severity]


@pytest.mark.parametrize(
    ("attachments", "ignored", "severity"),
    [
        ("media", "media/\n", "info"),
        ("/media/", "media/\n", "info"),
        ("media", "assets/\n", "error"),
        ("/", "/*.png\n", "info"),
        ("./", "notes/*.png\n", "info"),
        (".", "notes/*.png\n", "info"),
        ("./sub", "notes/sub/\n", "info"),
        ("./sub/", "notes/sub/\n", "info"),
        ("./sub", "/sub/\n", "error"),
        ("../media", "media/\n", "error"),
        (None, "/*.png\n", "info"),
        (7, "assets/\n", "error"),
    ],
)
def test_a_bare_name_is_in_the_folder_of_attachments(
    repository, severities, attachments, ignored, severity
) -> None:
    settings = {"attachmentFolderPath": attachments} if attachments is not None else {}
    repository.commit(
        {
            ".gitignore": ignored,
            ".obsidian/app.json": json.dumps(settings),
            "notes/Home.md": "![[soil.png]]\n",
        }
    )

    assert severities("--select=VK103") == [severity]


class TestPlaces:
    """Where the patterns, the vault and git may be."""

    HOME = "![[assets/a.png]]\n"

    def test_a_pattern_of_a_nested_file(self, repository, severities) -> None:
        repository.commit({"Home.md": self.HOME, "assets/.gitignore": "*\n!.gitignore\n"})
        assert severities() == ["info"]
        repository.write({"assets/b.png": ""})
        assert severities("--select=VK103") == ["error"]

    def test_a_vault_in_a_folder_of_the_repository(self, repository, run) -> None:
        repository.commit({".gitignore": "assets/\n", "notes/Home.md": self.HOME})
        assert run("check", "notes").code == 0
        repository.write({"web/assets/a.png": "", "assets/a.png": ""})
        assert run("check", "notes").code == 0
        repository.write({"notes/assets/b.png": ""})
        assert run("check", "notes").code == 1

    def test_what_only_this_clone_or_user_ignores(self, repository, severities) -> None:
        repository.commit({"Home.md": self.HOME})
        repository.write({".git/info/exclude": "assets/\n"})
        assert severities() == ["error"]
        repository.write({".git/info/exclude": "", "../global/.gitignore": "assets/\n"})
        repository.git(
            "config", "core.excludesFile", str(repository.top.parent / "global/.gitignore")
        )
        assert severities() == ["error"]

    def test_files_that_are_tracked_all_the_same(self, repository, severities) -> None:
        repository.write({"assets/.gitkeep": "", "assets/kept.png": "", ".gitignore": "assets/\n"})
        repository.git("add", "-f", "assets")
        repository.commit({"Home.md": f"![[assets/kept.png]] {self.HOME}"})
        assert severities("--select=VK103") == ["info"]
        (repository.top / "assets/kept.png").unlink()
        assert severities("--select=VK103") == ["error", "info"]

    def test_a_hidden_file_is_none_of_the_vault(self, repository, severities) -> None:
        repository.commit({"Home.md": "![[a.png]]\n", ".gitignore": "*.png\n"})
        repository.write({".trash/b.png": "", "deep/.c.png": "", "deep/.er/d.png": ""})
        assert severities() == ["info"]

    def test_a_folder_of_hidden_files_alone(self, repository, severities) -> None:
        repository.commit({"Home.md": self.HOME, ".gitignore": "assets/\n"})
        repository.write({"assets/.DS_Store": "", "assets/deep/.er/b.png": ""})
        assert severities() == ["info"]

    def test_a_folder_of_files_that_are_ignored_one_by_one(self, repository, severities) -> None:
        repository.commit({"Home.md": "![[a.png]]\n", ".gitignore": "*.png\n"})
        repository.write({"deep/er/b.png": ""})
        assert severities("--select=VK103") == ["error"]

    def test_an_empty_folder_is_nothing_on_the_disk(self, repository, severities) -> None:
        repository.commit({"Home.md": self.HOME, ".gitignore": "assets/\n"})
        (repository.top / "assets" / "empty").mkdir(parents=True)
        assert severities() == ["info"]

    def test_attachments_behind_a_link(self, repository, severities, tmp_path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere" / "b.png").touch()
        home = f"{self.HOME}![[media/a.png]]\n"
        repository.commit({"Home.md": home, ".gitignore": "assets\nmedia/\n"})
        assert severities() == ["info", "info"]
        (repository.top / "assets").symlink_to(tmp_path / "elsewhere")
        assert severities("--select=VK103") == ["error", "info"]

    def test_attachments_in_a_repository_of_their_own(self, repository, severities) -> None:
        repository.commit({"Home.md": self.HOME, ".gitignore": "assets/\n"})
        repository.write({"assets/b.png": ""})
        subprocess.run(["git", "init", "-q", repository.top / "assets"], check=True)
        assert severities("--select=VK103") == ["error"]

    def test_a_vault_that_an_outer_repository_ignores(self, repository, run) -> None:
        repository.write({".gitignore": "*\n"})
        repository.write({"notes/Home.md": self.HOME})
        assert run("check", "--select=VK103", "notes").code == 1

    def test_a_vault_that_is_no_repository(self, write, severities) -> None:
        write({"Home.md": self.HOME, ".gitignore": "assets/\n"})
        assert severities() == ["error"]

    def test_no_git_on_the_machine(self, repository, severities, monkeypatch) -> None:
        repository.commit({"Home.md": self.HOME, ".gitignore": "assets/\n"})
        monkeypatch.setenv("PATH", os.devnull)
        assert severities() == ["error"]

    def test_a_link_to_a_folder_on_a_forge(self, repository, severities) -> None:
        repository.commit({"Home.md": "[x](build/) [y](dist/)\n", ".gitignore": "build/\n"})
        assert severities("--dialect=github") == ["info", "error"]


@pytest.mark.usefixtures("eager")
def test_nothing_is_asked_while_no_link_is_broken(garden, run, monkeypatch) -> None:
    garden.write(dict.fromkeys(ATTACHED, ""))
    git = shutil.which("git")
    assert git is not None
    log = Path(garden.top.parent / "asked")
    program = garden.top.parent / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho x >> "{log}"\nexec "{git}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

    assert run("check", "--cache-dir", "../kept").code == 0
    assert not log.exists()
    garden.write({"paper.pdf": None})
    assert "keeps out" in run("check", "--cache-dir", "../kept").out
    assert log.exists()


def test_an_attachment_of_the_root_is_named_without_a_dot(repository, run) -> None:
    repository.commit({".gitignore": "*.pdf\n", "Home.md": "![[soil.pdf]]\n"})

    messages = [item["message"] for item in run("check", "--format=json").json["findings"]]
    assert messages == ['git ignores "soil.pdf", so clones do not have it']
