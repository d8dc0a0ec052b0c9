"""Paths on the command line that lead nowhere, or to what cannot be checked."""

import pytest


class TestPaths:
    """What is named on the command line."""

    @pytest.mark.parametrize("arguments", [("gone",), ("gone/",), ("gone.md",), ("gone/A.md",)])
    def test_that_does_not_exist(self, write, run, arguments) -> None:
        write({"A.md": "x"})
        ran = run("check", *arguments)

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [f"{arguments[0].rstrip('/')}: no such file or folder"]

    def test_one_of_several_that_does_not_exist(self, write, run) -> None:
        write({"A.md": "[[/ab]]"})
        ran = run("check", "A.md", "gone.md")

        assert (ran.code, ran.out, ran.problems) == (2, "", ["gone.md: no such file or folder"])

    @pytest.mark.parametrize("name", ["pic.png", "notes.txt", "Makefile", "a.markdown", ".md"])
    def test_that_is_no_note(self, write, run, name) -> None:
        write({name: "x", "A.md": "x"})
        ran = run("check", name)

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [f"{name}: not a note; name a folder, a .md or a .canvas file"]

    def test_that_is_too_long(self, write, run) -> None:
        write({})
        ran = run("check", "q" * 5000 + ".md")

        assert ran.code == 2
        assert ran.err.endswith(".md: no such file or folder\n")

    def test_that_is_a_root_without_a_folder(self, write, run) -> None:
        write({"A.md": "x"})

        assert run("check", "--root", "gone").problems == ["--root TMP/vault/gone: no such folder"]
        assert run("check", "--root", "A.md").problems == ["--root TMP/vault/A.md: no such folder"]

    @pytest.mark.parametrize("name", ["gone.toml", "folder"])
    def test_that_is_a_config_without_a_file(self, write, run, name) -> None:
        write({"folder/A.md": "x"})
        ran = run("check", "--config", name)

        assert (ran.code, ran.problems) == (2, [f"--config {name}: no such file"])

    def test_that_is_a_dangling_link(self, write, run) -> None:
        (write({"A.md": "x"}) / "B.md").symlink_to("gone.md")
        ran = run("check", "B.md")

        assert (ran.code, ran.problems) == (2, ["B.md: a broken symbolic link"])

    def test_that_is_a_link_to_itself(self, write, run) -> None:
        (write({"A.md": "x"}) / "B.md").symlink_to("B.md")
        ran = run("check", "B.md")

        assert (ran.code, ran.problems) == (2, ["B.md: a broken symbolic link"])

    def test_that_the_vault_does_not_hold(self, write, run) -> None:
        """A note in a hidden folder is in no vault; saying "no findings" of it would be a lie."""
        write({".obsidian/app.json": "{}", ".trash/Old.md": "[[/ab]]", "A.md": "x"})
        ran = run("check", ".trash/Old.md")

        assert ran.code == 2
        assert ".trash/Old.md" in ran.err

    def test_that_is_a_folder_called_like_a_note(self, write, run) -> None:
        write({".obsidian/app.json": "{}", "Folder.md/A.md": "[[/ab]]", "B.md": "[[/ab]]"})

        assert run("check", "Folder.md", "--format=concise", "--select=VK1").found == [
            "Folder.md/A.md:1:1 VK101"
        ]
