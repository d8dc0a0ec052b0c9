"""An output that goes away, is full, closed, or cannot hold every letter."""

from pathlib import Path

import pytest

from tests.cli.bad_input.shell import shell


class TestOutput:
    """An output that goes away, is full or was never there."""

    @pytest.fixture
    def big(self, write) -> None:
        """Write a vault with a report that no pipe holds (64 KB on Linux)."""
        write({f"{number}.md": "# T\n\n" + "[[/ab]]\n\n" * 30 for number in range(200)})

    def test_a_reader_that_stops(self, big, tmp_path) -> None:
        ran = shell("check --quiet --format=concise | head -1", tmp_path)

        assert ran.stdout.count(b"\n") == 1
        assert ran.stderr == b""

    @pytest.mark.parametrize("output_format", ["text", "json", "concise"])
    def test_a_reader_that_reads_nothing(self, big, tmp_path, output_format) -> None:
        ran = shell(f"check --format={output_format} --statistics | true", tmp_path)

        assert (ran.stdout, ran.stderr) == (b"", b"")

    def test_a_reader_that_stops_does_not_make_findings_vanish(self, big, tmp_path) -> None:
        ran = shell("check --format=concise | true", tmp_path)

        assert ran.returncode != 0

    @pytest.mark.parametrize("words", ["rules", "--help", "--version", "completion bash"])
    def test_of_other_commands(self, write, tmp_path, words) -> None:
        write({})

        assert shell(f"{words} | true", tmp_path).stderr == b""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    @pytest.mark.parametrize("words", ["check", "check --format=json", "rules", "--version"])
    def test_a_disk_that_is_full(self, write, tmp_path, words) -> None:
        write({"A.md": "[[/ab]]\n"})
        ran = shell(f"{words} > /dev/full", tmp_path)

        assert ran.returncode == 2
        assert b"Traceback" not in ran.stderr
        assert b"no space left on device" in ran.stderr.lower()

    @pytest.mark.parametrize(
        ("words", "code"),
        [("check", 1), ("check --format=json", 1), ("rules", 0), ("--version", 0)],
    )
    def test_that_is_closed(self, write, tmp_path, words, code) -> None:
        write({"A.md": "[[/ab]]\n"})
        ran = shell(f"{words} >&-", tmp_path)

        assert (ran.returncode, ran.stderr) == (code, b"")

    def test_errors_that_nobody_hears(self, write, tmp_path) -> None:
        write({"A.md": "[[/ab]]\n"})

        assert shell("check 2>&-", tmp_path).returncode == 1
        assert shell("check gone.md 2>&-", tmp_path).returncode == 2

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
    def test_that_cannot_hold_every_letter(self, write, run_process, encoding) -> None:
        write({"無い.md": "日本 [[/あい]] 🌱\n"})
        ran = run_process("check", PYTHONIOENCODING=encoding)

        assert ran.returncode == 1
        assert ran.stderr == b""
        assert "broken-link" in ran.stdout.decode(encoding)

    def test_a_message_on_errors_that_cannot_hold_every_letter(self, write, run_process) -> None:
        write({})
        ran = run_process("check", "無い.md", PYTHONIOENCODING="ascii")

        assert ran.returncode == 2
        assert b"Traceback" not in ran.stderr
        assert b"no such file or folder" in ran.stderr
