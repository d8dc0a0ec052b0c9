"""Notes with nothing in them, notes that are no text, and notes of five megabytes."""

import pytest

from tests.cli.bad_input.shell import shell
from tests.effort import cost


class TestEmptiness:
    """Little or nothing to check."""

    @pytest.mark.parametrize("files", [{}, {"pic.png": b"\x89"}, {".obsidian/app.json": "{}"}])
    def test_a_vault_of_no_notes(self, write, run, files) -> None:
        write(files)
        ran = run("check")

        assert ran.out == "TMP/vault: 0 notes, 0 links: no findings (TIME)\n"
        assert (ran.code, ran.err) == (0, "")
        assert run("check", "--format=json").json["findings"] == []

    @pytest.mark.parametrize("text", ["", "\n", "\ufeff", "---\n---\n", "%%", " \t\r\n"])
    def test_an_empty_note(self, check, text) -> None:
        assert check({"A.md": text}, "--ignore", "orphan-note").found == ["A.md:1:1 VK301"]

    def test_empty_standard_input(self, write, run) -> None:
        write({"A.md": "x"})
        ran = run("check", "-", "--stdin-filename", "A.md", "--format=concise", stdin="")

        assert "A.md:1:1 VK301" in ran.found
        assert ran.code == 1

    def test_closed_standard_input(self, write, tmp_path) -> None:
        write({"A.md": "x"})
        ran = shell("check - --stdin-filename A.md <&-", tmp_path)

        assert ran.returncode == 2
        assert ran.stderr == b"vaultkit: -: standard input is closed; send it a note\n"


class TestUnreadableNotes:
    """Notes that are no UTF-8 text are findings; the rest of the vault is checked."""

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"\x7fELF\0\0\1\2\xff\xfe", "the file is binary, not text"),
            ("no mark".encode("utf-16-le"), "the file is UTF-16; Obsidian reads only UTF-8"),
            ("no mark".encode("utf-16-be"), "the file is UTF-16; Obsidian reads only UTF-8"),
            (b"\0\0\0\xff", "the file is binary, not text"),
            ("# Hi\n\n[[/ab]]\n".encode("utf-16"), "the file is UTF-16; Obsidian reads only UTF-8"),
            (
                "\ufeff# Hi\n\n[[/ab]]\n".encode("utf-16-be"),
                "the file is UTF-16; Obsidian reads only UTF-8",
            ),
        ],
    )
    def test_that_are_no_text(self, write, run, data, message) -> None:
        write({"A.md": data, "B.md": "[[A]] [[A#Gone]] [[/ab]]\n"})
        found = run("check", "--format=json", "--ignore=VK3").json["findings"]

        assert [(item["path"], item["code"]) for item in found] == [
            ("A.md", "VK901"),
            ("B.md", "VK101"),
        ]
        assert found[0]["message"] == message

    @pytest.mark.parametrize(
        ("data", "held"),
        [
            ("# Müll\n\n[[/ab]]\n\0".encode(), "1 NUL character"),
            (b"# M\n\n\0\0 [[/ab]] \0 x" + b"\0" * 9_000, "9,003 NUL characters"),
            (b"\0" * 983, "983 NUL characters"),
        ],
    )
    def test_that_a_crash_has_damaged(self, write, run, data, held) -> None:
        write({"A.md": data, "B.md": "[[A]] words\n"})
        found = run("check", "--format=json", "--ignore=VK3").json["findings"]
        first, *others = sorted(found, key=lambda item: item["code"], reverse=True)

        assert (first["code"], first["severity"]) == ("VK901", "warning")
        assert first["message"] == f"the file contains {held}, as after a crash or a failed sync"
        assert [item["code"] for item in others] == ["VK101"] * (b"/ab" in data)

    def test_with_bytes_that_are_not_utf8(self, write, run) -> None:
        write({"A.md": b"# caf\xe9\n\n[[/ab]] \xff [[A]]\n"})
        ran = run("check", "--format=concise", "--ignore=VK3")

        assert ran.found == ["A.md:1:6 VK901", "A.md:3:1 VK101"]
        assert "the file contains bytes that are not UTF-8" in ran.out

    @pytest.mark.parametrize(
        "data",
        [b"\xed\xa0\x80 [[/ab]]", b"\xc0\xaf [[/ab]]", b"\xf4\x90\x80\x80 [[/ab]]", b"[[/a\xff]]"],
    )
    def test_with_forms_that_utf8_forbids(self, check, data) -> None:
        ran = check({"A.md": data}, "--select", "VK1,VK9")

        assert ran.codes == ["VK101", "VK901"]

    def test_excerpts_of_binary_do_not_ring_the_bell(self, write, run) -> None:
        write({"A.md": bytes(range(256)) * 4})
        out = run("check").out

        assert "error: unreadable-file: " in out
        assert not set(out) & set(map(chr, [*range(10), *range(11, 32), 127]))

    def test_of_five_megabytes(self, write, run) -> None:
        """It costs about ten times what a tenth of it does."""

        def checked(lines: int) -> float:
            text = "Some words with a [[Note]] and **more** of them.\n\n" * lines
            write({"Note.md": f"# Note\n\n{text}[[/ab]]\n"})
            ran = []
            taken = cost(lambda: ran.append(run("check", "--no-cache", "--format=concise")))
            assert ran[0].found == ["Note.md:1:1 VK302", f"Note.md:{2 * lines + 3}:1 VK101"]
            return taken

        tenth = min(checked(10_000) for _ in range(2))

        assert checked(100_000) < 40 * tenth

    def test_of_five_megabytes_in_one_line(self, write, run) -> None:
        write({"Note.md": "word " * 1_000_000 + "[[/ab]]"})
        ran = run("check", "--quiet", "--select", "VK1")

        assert "1:5000001: error" in ran.out
        assert len(ran.out) < 1000
