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
    """Give a vault with links to a folder and to a file beside it."""
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
        assert "0 fixable" in ran.out
        assert ran.problems == [
            (
                "Shell.md, linked/Diary.md, linked/deep/More.md lie outside the vault's folder "
                "and are not changed"
            ),
            "run 1 changed 1 note; `vaultkit undo` takes it back",
        ]

    def test_is_not_promised(self, linked, run) -> None:
        del linked
        ran = run("check", "--format", "json")

        inside = {found["path"] for found in ran.json["findings"] if found["fix"]}
        found = {item["path"] for item in ran.json["findings"] if item["rule"] == "unencoded-link"}
        assert inside == {"Home.md"}
        assert found == {"Home.md", "Shell.md", "linked/Diary.md", "linked/deep/More.md"}
        assert ran.json["summary"]["fixable"] == 1

    @pytest.mark.parametrize("path", ["linked/Diary.md", "Shell.md", "linked"])
    def test_of_what_is_named(self, linked, run, path) -> None:
        del linked
        ran = run("fix", path)

        if path == "linked":
            said = "linked/Diary.md, linked/deep/More.md lie outside the vault's folder and are"
        else:
            said = f"{path} lies outside the vault's folder and is"
        assert ran.problems == [f"{said} not changed"]

    def test_deletes_nothing_there(self, linked, run, write) -> None:
        (linked / "linked").unlink()
        write({"Empty.md": ""}, "more")
        (linked / "linked").symlink_to("../more")
        (linked / "Shell.md").unlink()
        ran = run("fix", "--unsafe-fixes", "--select", "stub-note")

        assert ran.problems == [
            "linked/Empty.md lies outside the vault's folder and is not changed"
        ]
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

        assert "linked/Diary.md lies outside the vault's folder and is not changed" in ran.problems
        assert (tmp_path / "another/Diary.md").read_text() == OTHER["Diary.md"]
