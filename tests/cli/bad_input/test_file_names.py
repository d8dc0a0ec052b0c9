"""Names of files that few expect, and symbolic links."""

import os
from pathlib import Path

import pytest


class TestNames:
    """Names that few expect."""

    def test_of_255_bytes(self, write, run) -> None:
        name = "n" * 252
        write({f"{name}.md": "# x\n\ny [[/ab]]\n", "A.md": f"[[{name}]] [[{name}x]]\n"})
        ran = run("check", "--format=concise", "--select=VK101,VK102")

        assert ran.found[-1:] == [f"{name}.md:3:3 VK101"]
        assert len(ran.found) == 2

    def test_of_bytes_that_are_not_utf8(self, write, run) -> None:
        root = write({"A.md": "text [[/ab]]\n"})
        try:
            Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.md")).write_bytes(b"")
        except OSError:
            pytest.skip("this file system wants UTF-8")
        text = run("check", "--quiet", "--verbose").out
        found = run("check", "--format=json", "--select=VK301").json["findings"]

        assert '\ncaf\ufffd.md:1:1: warning: stub-note: "caf\ufffd" is empty\n' in text
        assert [(item["path"], item["note"]) for item in found] == [("caf\ufffd.md", "caf\ufffd")]
        assert found[0]["message"] == '"caf\ufffd" is empty'

    def test_of_bytes_that_are_not_utf8_named_on_the_command_line(self, write, run_process) -> None:
        root = write({})
        path = Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.md"))
        try:
            path.write_bytes(b"[[/ab]]\n")
        except OSError:
            pytest.skip("this file system wants UTF-8")

        assert run_process("check", path).returncode == 1
        path.unlink()
        gone = run_process("check", path)
        assert gone.returncode == 2
        assert gone.stderr.decode().endswith("/caf\ufffd.md: no such file or folder\n")

    def test_of_the_root_that_is_not_utf8(self, write, run, tmp_path) -> None:
        root = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
        try:
            root.mkdir()
        except OSError:
            pytest.skip("this file system wants UTF-8")
        (root / "A.md").write_text("x [[/ab]]\n")

        assert "TMP/caf\ufffd: 1 note" in run("check", cwd=root).out
        assert run("check", "--format=json", cwd=root).json["vault"] == "TMP/caf\ufffd"
        assert run("config", cwd=root).code == 0

    def test_that_differ_by_case_only(self, check) -> None:
        files = {"a/Note.md": "x\n", "a/note.md": "y\n", "B.md": "[[a/Note]] [[a/NOTE]]\n"}

        assert check(files, "--select", "VK101,VK9").found == []


class TestLinksOfTheFileSystem:
    """Symbolic links, good and bad."""

    def test_a_folder_in_itself(self, write, run) -> None:
        root = write({"sub/A.md": "[[/ab]]\n"})
        (root / "sub" / "again").symlink_to("..")
        (root / "sub" / "self").symlink_to("self")
        ran = run("check", "--format=concise", "--select=VK1")

        assert ran.found == ["sub/A.md:1:1 VK101"]
        assert ran.code == 2
        assert len(ran.problems) == 1
        assert ran.problems[0].startswith("sub/self cannot be listed: ")

    def test_a_note_that_is_itself(self, write, run) -> None:
        (write({"A.md": "[[/ab]] [[B]]\n"}) / "B.md").symlink_to("B.md")
        ran = run("check", "--format=concise", "--select=VK101")

        assert ran.found == ["A.md:1:1 VK101"]
        assert ran.code == 2
        assert len(ran.problems) == 1
        assert ran.problems[0].startswith("B.md cannot be")

    def test_a_dangling_one_is_no_file(self, write, run) -> None:
        (write({"A.md": "[[x/B.md]]\n"}) / "B.md").symlink_to("gone.md")
        ran = run("check", "--format=concise", "--select=VK101")

        assert (ran.found, ran.code, ran.err) == (["A.md:1:1 VK101"], 1, "")

    def test_a_folder_elsewhere_is_part_of_the_vault(self, write, run) -> None:
        write({"B.md": "[[/ab]]\n"}, "elsewhere")
        (write({"A.md": "[[B]]\n"}) / "linked").symlink_to("../elsewhere")

        assert run("check", "--format=concise", "--select=VK1").found == ["linked/B.md:1:1 VK101"]

    def test_a_pipe_is_no_note(self, write, run) -> None:
        if not hasattr(os, "mkfifo"):
            pytest.skip("no named pipes here")
        os.mkfifo(write({"A.md": "x [[/ab]]\n"}) / "B.md")

        assert run("check", "--format=concise", "--select=VK1").found == ["A.md:1:3 VK101"]
