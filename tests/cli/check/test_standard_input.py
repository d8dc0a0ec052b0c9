"""A note on standard input, as an editor checks what is not saved."""

from typing import ClassVar

import pytest

from tests.cli.check.garden import marked


class TestStandardInput:
    """A note that is not saved yet."""

    FILES: ClassVar = {
        ".obsidian/app.json": "{}",
        "A.md": "[[/ax]] [[B]]\n",
        "B.md": "[[A]] [[/ay]]\n",
    }

    def test_takes_the_place_of_the_file(self, write, run) -> None:
        write(self.FILES)
        arguments = ("check", "--format", "concise", "-", "--stdin-filename")
        ran = run(*arguments, "A.md", stdin="[[B]]\n\n[[/az]]\n")

        assert ran.found == ["A.md:3:1 VK101"]
        assert run(*arguments, "A.md", stdin="[[B]] fine\n").code == 0

    def test_may_be_a_note_that_is_not_there_yet(self, write, run) -> None:
        write({**self.FILES, "sub/C.md": "[[New]]\n"})
        arguments = ("--format", "concise", "--select", "VK1")
        ran = run("check", *arguments, "--stdin-filename", "sub/New.md", "-", stdin="[[/az]] [[C]]")

        assert ran.found == ["sub/New.md:1:1 VK101"]
        both = run("check", *arguments, "--stdin-filename", "sub/New.md", "-", "sub", stdin="ok")
        assert both.found == []

    @pytest.mark.parametrize("settings", [{}, {".obsidian/app.json": "{}"}], ids=["none", "app"])
    def test_may_lie_in_a_folder_that_is_not_there_yet(self, write, run, settings) -> None:
        write({**settings, "A.md": "x\n"})
        arguments = ("--format", "concise", "--select", "VK1", "--stdin-filename", "sub/deep/n.md")
        ran = run("check", "-", *arguments, stdin="[[A]] [[/az]]\n")

        assert (ran.found, ran.err) == (["sub/deep/n.md:1:7 VK101"], "")

    def test_a_note_on_disk_sees_it(self, write, run) -> None:
        write(self.FILES)
        ran = run(
            "check",
            "--format=concise",
            "--stdin-filename=ax.md",
            "-",
            "A.md",
            stdin="# x\n\nnow there [[A]]\n",
        )

        assert ran.found == []

    def test_without_a_name(self, write, run) -> None:
        write(self.FILES)
        ran = run("check", "--format=concise", "--select=VK1", "-", stdin="[[A]] [[/az]]\n")

        assert ran.found == ["stdin.md:1:7 VK101"]

    def test_is_read_once(self, write, run) -> None:
        write(self.FILES)
        arguments = ("check", "--format=concise", "--select=VK1,stub-note")
        ran = run(*arguments, "-", "-", stdin="see [[/az]]\n")

        assert ran.found == ["stdin.md:1:5 VK101"]

    def test_of_a_process(self, write, run_process) -> None:
        write(self.FILES)
        arguments = ("check", "-", "--stdin-filename", "A.md", "--quiet")
        ran = run_process(*arguments, stdin="日本 [[/a無い]]\r\n".encode())

        assert ran.returncode == 1
        assert marked(ran.stdout.decode()) == ["[[/a無い]]"]

    def test_a_name_outside_the_root(self, write, run) -> None:
        write(self.FILES)
        ran = run("check", "-", "--stdin-filename", "../x.md", "--root", ".", stdin="x")

        assert ran.code == 2
        assert "is outside the vault TMP/vault" in ran.err

    def test_a_name_that_is_no_notes(self, write, run) -> None:
        write(self.FILES)
        ran = run("check", "-", "--stdin-filename", "x.txt", stdin="x")

        assert (ran.code, ran.problems) == (
            2,
            ["x.txt: not a note; name a folder, a .md or a .canvas file"],
        )
