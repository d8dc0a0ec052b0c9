"""What lies outside the vault's folder, behind symbolic links: read, and never written."""

import os
from pathlib import Path

import pytest

from tests.folders import contents

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights there")

VAULT = {
    ".obsidian/app.json": "{}",
    "Home.md": "# Home\n\n[[My Note]] [a](My Note.md) #todo\n",
    "My Note.md": "# My Note\n\nwords [[Home]]\n",
}
OTHER = {
    "Diary.md": "# Diary\n\n[later](My Note.md) and [[My-Note]] #todo\n",
    "profile.sh": "if [[ $x ]]; then #todo\n [a](My Note.md)\nfi\n",
    "deep/More.md": "# More\n\n[[Home]] [b](My Note.md) #todo/more\n",
}


@pytest.fixture
def linked(write) -> Path:
    """Return a vault with links to a folder and to a file beside it."""
    write(OTHER, "other")
    root = write(VAULT)
    (root / "linked").symlink_to("../other")
    (root / "Shell.md").symlink_to("../other/profile.sh")
    return root


@pytest.fixture(autouse=True)
def _outside_stays(tmp_path) -> None:
    """See after every test that nothing beside the vault has changed."""
    yield
    if (tmp_path / "other").is_dir():
        assert contents(tmp_path / "other") == {k: v.encode() for k, v in OTHER.items()}


class TestFix:
    """Fixes are made in the vault, and none behind a link that leaves it."""

    @pytest.mark.parametrize("options", [(), ("--unsafe-fixes",)])
    def test_is_made_in_the_vault_alone(self, linked, run, options) -> None:
        ran = run("fix", *options)

        assert "[[My Note]] [a](My%20Note.md) #todo" in (linked / "Home.md").read_text()
        assert "Home.md\n  3 fixed unencoded-link" in ran.out
        assert "can be fixed" not in ran.out
        assert ran.problems == [
            (
                "Shell.md, linked/Diary.md, linked/deep/More.md are outside the vault's folder "
                "and were not changed"
            ),
            "run 1 changed 1 note; `vaultkit undo` reverts it",
        ]

    def test_is_not_promised(self, linked, run) -> None:
        del linked
        ran = run("check", "--format", "json")

        inside = {found["path"] for found in ran.json["findings"] if found["fix"]}
        found = {item["path"] for item in ran.json["findings"] if item["rule"] == "unencoded-link"}
        assert inside == {"Home.md"}
        assert found == {"Home.md", "Shell.md", "linked/Diary.md", "linked/deep/More.md"}
        assert ran.json["summary"]["fixable"] == 1

    @pytest.mark.usefixtures("eager")
    def test_is_promised_anew_when_a_folder_becomes_a_link_or_a_link_a_folder(
        self, write, run, tmp_path
    ) -> None:
        much = {"Much.md": "words " * 30_000}
        root = write({**VAULT, **much, "sub/Diary.md": OTHER["Diary.md"]})

        def fixable(*options: str) -> int:
            return run("check", "--format", "json", *options).json["summary"]["fixable"]

        for count in (2, 1, 2):
            assert (fixable(), fixable("--no-cache")) == (count, count)
            assert fixable() == count
            if count == 2:
                (root / "sub").rename(tmp_path / "more")
                (root / "sub").symlink_to("../more")
            else:
                (root / "sub").unlink()
                (tmp_path / "more").rename(root / "sub")

    @pytest.mark.parametrize("path", ["linked/Diary.md", "Shell.md", "linked"])
    def test_of_what_is_named(self, linked, run, path) -> None:
        del linked
        ran = run("fix", path)

        if path == "linked":
            said = "linked/Diary.md, linked/deep/More.md are outside the vault's folder and were"
        else:
            said = f"{path} is outside the vault's folder and was"
        assert ran.problems == [f"{said} not changed"]

    def test_deletes_nothing_there(self, linked, run, write) -> None:
        (linked / "linked").unlink()
        write({"Empty.md": ""}, "more")
        (linked / "linked").symlink_to("../more")
        (linked / "Shell.md").unlink()
        ran = run("fix", "--unsafe-fixes", "--select", "stub-note")

        assert ran.problems == ["linked/Empty.md is outside the vault's folder and was not changed"]
        assert (linked.parent / "more/Empty.md").exists()

    def test_of_a_note_that_a_link_in_the_vault_leads_to(self, write, run) -> None:
        root = write({**VAULT, "sub/Real.md": "# R\n\n[c](My Note.md) and words\n"})
        (root / "Link.md").symlink_to("sub/Real.md")
        ran = run("fix")

        assert not [said for said in ran.problems if "outside" in said]
        assert (root / "sub/Real.md").read_text() == "# R\n\n[c](My%20Note.md) and words\n"
        assert (root / "Link.md").is_symlink()

    def test_of_a_vault_behind_a_link(self, write, run, tmp_path) -> None:
        root = write(VAULT)
        (tmp_path / "here").symlink_to("vault")
        ran = run("fix", tmp_path / "here", cwd=".")

        assert "run 1 changed 1 note" in ran.err
        assert "[a](My%20Note.md)" in (root / "Home.md").read_text()

    @pytest.mark.parametrize("mark", [".obsidian/app.json", ".git/HEAD"])
    def test_of_a_link_to_another_vault_or_repository(self, write, run, tmp_path, mark) -> None:
        write({mark: "{}", "Diary.md": OTHER["Diary.md"]}, "another")
        root = write(VAULT)
        (root / "linked").symlink_to("../another")
        ran = run("fix")

        assert "linked/Diary.md is outside the vault's folder and was not changed" in ran.problems
        assert (tmp_path / "another/Diary.md").read_text() == OTHER["Diary.md"]


INSIDE = {
    ".obsidian/app.json": "{}",
    "Old.md": "# Old\n\n## Part\n\ntext #todo\n",
    "Refers.md": "[[Old]] [[Old#Part]] #todo #todo/later\n",
    "docs/A.md": "[[Old]]\n",
}
REFERRING = {
    "note": ("Diary.md", "# D\n\n[[Old]] and words\n", "linked/Diary.md:3: [[Old]]"),
    "embed": ("Diary.md", "![[Old#Part]]\n", "linked/Diary.md:1: ![[Old#Part]]"),
    "path": ("deep/Diary.md", "[x](../../Old.md)\n", "linked/deep/Diary.md:1: [x](../../Old.md)"),
    "definition": ("Diary.md", "[x][y]\n\n[y]: Old.md\n", "linked/Diary.md:3: Old.md"),
    "property": ("Diary.md", '---\nup: "[[Old]]"\n---\n', "linked/Diary.md:2: [[Old]]"),
    "card": (
        "Board.canvas",
        '{"nodes": [{"id": "a", "type": "file", "file": "Old.md"}], "edges": []}',
        "linked/Board.canvas:1: Old.md",
    ),
    "card's text": (
        "Board.canvas",
        '{"nodes": [{"id": "a", "type": "text", "text": "[[Old]]"}], "edges": []}',
        "linked/Board.canvas:1: [[Old]]",
    ),
    "base": ("View.base", 'filters: file.hasLink("Old")\n', "linked/View.base:1: Old"),
}
SAID = (
    " is outside the vault's folder, where nothing is written; --unseen-stays leaves it unchanged"
)
STAYS = " is outside the vault's folder and stays as it is"


class TestNewNames:
    """A reference outside would break, so that nothing is done unless it is said to stay."""

    @pytest.fixture
    def outside(self, write, tmp_path):
        """Return a function that puts files beside the vault, which has a link to there."""
        root = write(INSIDE)
        (root / "linked").symlink_to("../beside")

        def put(files) -> Path:
            return write(files, "beside")

        return put

    def held(self, tmp_path) -> dict[str, bytes]:
        return contents(tmp_path / "vault") | contents(tmp_path / "beside")

    @pytest.mark.parametrize(("name", "text", "place"), REFERRING.values(), ids=REFERRING)
    def test_that_a_file_there_uses(self, outside, run, tmp_path, name, text, place) -> None:
        beside = outside({name: text})
        before = self.held(tmp_path)
        ran = run("rename", "Old", "New")

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [
            f"{place}{SAID}",
            "not renamed: 1 reference prevents it",
        ]
        assert self.held(tmp_path) == before

        ran = run("rename", "Old", "New", "--unseen-stays")
        assert ran.code == 0
        assert ran.problems == [
            f"{place}{STAYS}",
            "run 1 changed 3 notes; `vaultkit undo` reverts it",
        ]
        assert (beside / name).read_text() == text
        assert (tmp_path / "vault/Refers.md").read_text().startswith("[[New]] [[New#Part]]")
        assert run("undo").code == 0
        assert self.held(tmp_path) == before

    @pytest.mark.parametrize(
        ("arguments", "text", "place"),
        [
            (("move", "Old.md", "sub/"), "[[/Old]]\n", "linked/Diary.md:1: [[/Old]]"),
            (("move", "docs", "sub/"), "[[/docs/A]]\n", "linked/Diary.md:1: [[/docs/A]]"),
            (
                ("rename-heading", "Old#Part", "X"),
                "[[Old#Part]]",
                "linked/Diary.md:1: [[Old#Part]]",
            ),
            (("rename-tag", "todo", "done"), "a #todo\n", "linked/Diary.md:1: #todo"),
            (("rename-tag", "todo", "done"), "---\ntags: todo\n---\n", "linked/Diary.md:2: #todo"),
            (("rename", "docs", "papers"), "[[docs/A]]\n", "linked/Diary.md:1: [[docs/A]]"),
        ],
    )
    def test_of_every_kind(self, outside, run, tmp_path, arguments, text, place) -> None:
        beside = outside({"Diary.md": text})
        before = self.held(tmp_path)
        verb = "moved" if arguments[0] == "move" else "renamed"
        ran = run(*arguments)

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [
            f"{place}{SAID}",
            f"not {verb}: 1 reference prevents it",
        ]
        assert self.held(tmp_path) == before

        ran = run(*arguments, "--unseen-stays")
        assert (ran.code, ran.problems[0]) == (0, f"{place}{STAYS}")
        assert (beside / "Diary.md").read_text() == text
        assert self.held(tmp_path) != before

    @pytest.mark.parametrize("text", ["[[Refers]]\n", "[[docs/Old]] [x](../Old.md) `[[Old]]`\n"])
    def test_that_no_file_there_uses(self, outside, run, text) -> None:
        """A link that still opens the file when it has moved is none that breaks."""
        outside({"Diary.md": text})

        assert run("move", "Old.md", "docs/").code == 0

    def test_of_a_folder_that_a_base_there_asks_for(self, outside, run, tmp_path) -> None:
        text = 'filters: file.inFolder("docs")\n'
        beside = outside({"View.base": text})

        assert run("rename", "docs", "papers").problems[0] == f"linked/View.base:1: docs{SAID}"
        assert run("rename", "docs", "papers", "--unseen-stays").code == 0
        assert (beside / "View.base").read_text() == text
        assert (tmp_path / "vault/papers/A.md").is_file()

    def test_behind_a_link_to_a_single_file(self, write, run, tmp_path) -> None:
        root = write(INSIDE)
        write({"x.sh": "# [[Old]]\n"}, "beside")
        (root / "Shell.md").symlink_to("../beside/x.sh")
        before = self.held(tmp_path)

        assert run("rename", "Old", "New").problems[0] == f"Shell.md:1: [[Old]]{SAID}"
        assert self.held(tmp_path) == before

    @pytest.mark.parametrize("flag", [(), ("--unseen-stays",), ("--dry-run",)])
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("rename", "Diary", "X"), "linked/Diary.md: {outside}; move it by hand"),
            (("move", "linked/Diary.md", "docs/"), "linked/Diary.md: {outside}; move it by hand"),
            (("move", "Old.md", "linked/"), "linked/Old.md: {outside}; choose another place"),
            (
                ("move", "Old.md", "linked/new/N.md"),
                "linked/new/N.md: {outside}; choose another place",
            ),
            (("move", "docs", "linked/"), "linked/docs/A.md: {outside}; choose another place"),
            (("rename", "linked", "x"), "linked/: is a link to another folder; move it by hand"),
            (("rename", "Shell", "x"), "Shell.md: is a link to another file; move it by hand"),
            (("rename", "more", "x"), "more/linked/Diary.md: {outside}; move it by hand"),
            (("rename-heading", "Diary#D", "E"), "linked/Diary.md: {outside}; edit it by hand"),
        ],
    )
    def test_of_what_lies_there_or_would(self, write, run, tmp_path, arguments, said, flag) -> None:
        root = write({**INSIDE, "more/B.md": "x\n"})
        write({"Diary.md": "# D\n\n[[Refers]]\n"}, "beside")
        (root / "Shell.md").symlink_to("../beside/Diary.md")
        place = "more/linked" if arguments[1] == "more" else "linked"
        (root / place).symlink_to(tmp_path / "beside")
        before = self.held(tmp_path)
        ran = run(*arguments, *flag)

        outside = "is outside the vault's folder, where nothing is written"
        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [said.format(outside=outside)]
        assert self.held(tmp_path) == before

    def test_a_tag_that_is_used_there_alone(self, outside, run, tmp_path) -> None:
        outside({"Diary.md": "#mine\n"})
        before = self.held(tmp_path)
        for flag in ((), ("--unseen-stays",)):
            ran = run("rename-tag", "mine", "yours", *flag)
            assert (ran.code, ran.out) == (2, "")
            assert ran.problems == [
                "#mine: only files outside the vault's folder have this tag; edit them by hand"
            ]
        assert self.held(tmp_path) == before

    def test_a_heading_there_that_names_it_keeps_its_text(self, outside, run, tmp_path) -> None:
        """What leads to a heading in which the old name stays leads there still."""
        outside({"Diary.md": "# See [[Old]]\n"})
        (tmp_path / "vault/Refers.md").write_text("[[Diary#See Old]] [[Old]]\n")
        ran = run("rename", "Old", "New", "--unseen-stays")

        assert ran.code == 0
        assert (tmp_path / "vault/Refers.md").read_text() == "[[Diary#See Old]] [[New]]\n"

    @pytest.mark.parametrize("flag", [(), ("--unseen-stays",)])
    def test_a_heal(self, repository, run, flag) -> None:
        top = repository.top
        text = {"notes/Home.md": "[[docs/Old]]\n", "notes/docs/Old.md": "many words\n"}
        repository.write({**text, "beside/Diary.md": "[[docs/Old]]\n", "notes/.obsidian/x": ""})
        (top / "notes/linked").symlink_to("../beside")
        repository.git("add", "--all")
        repository.commit()
        (top / "notes/papers").mkdir()
        (top / "notes/docs/Old.md").rename(top / "notes/papers/New.md")
        ran = run("heal", *flag, cwd="vault/notes")

        assert (top / "beside/Diary.md").read_text() == "[[docs/Old]]\n"
        place = "linked/Diary.md:1: [[docs/Old]]"
        if flag:
            assert (ran.code, ran.problems[0]) == (0, f"{place}{STAYS}")
            assert (top / "notes/Home.md").read_text() == "[[New]]\n"
        else:
            assert (ran.code, ran.problems[0]) == (2, f"{place}{SAID}")
            assert (top / "notes/Home.md").read_text() == "[[docs/Old]]\n"
