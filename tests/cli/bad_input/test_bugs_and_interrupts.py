"""A bug in vaultkit, an interrupt, and a command that there is not."""

import sys

import pytest

from vaultkit.cli import app


class TestBugsAndInterrupts:
    """What is no user's fault is told so, too."""

    def test_a_bug_in_vaultkit(self, write, monkeypatch, capsys, tmp_path) -> None:
        def broken(*_: object, **__: object) -> int:
            raise AssertionError("beyond belief")

        write({})
        monkeypatch.chdir(tmp_path / "vault")
        monkeypatch.setattr("vaultkit.cli.check.run_check", broken)
        monkeypatch.setattr(sys, "argv", ["vaultkit", "check"])

        assert app.run() == 3
        said = capsys.readouterr()
        assert said.out == ""
        assert "beyond belief" in said.err
        assert "this is a bug in vaultkit" in said.err.splitlines()[-1]

    def test_an_interrupt(self, write, run, monkeypatch) -> None:
        def interrupted(*_: object, **__: object) -> int:
            raise KeyboardInterrupt

        write({})
        monkeypatch.setattr("vaultkit.cli.check.run_check", interrupted)
        ran = run("check")

        assert (ran.code, ran.out) == (130, "")
        assert ran.err.strip() == "interrupted"

    @pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("check", "--help")])
    def test_help_is_no_error(self, write, run, arguments) -> None:
        write({})
        ran = run(*arguments)

        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("Usage: ")

    def test_the_name_alone_tells_what_to_begin_with(self, write, run) -> None:
        write({})
        ran = run()

        assert (ran.code, ran.out) == (2, "")
        assert len(ran.err.splitlines()) <= 12
        for command in ("check", "fix --diff", "fix", "undo", "rule", "rename", "help"):
            assert f"vaultkit {command}" in ran.err

    def test_an_unknown_command(self, write, run) -> None:
        write({})
        ran = run("chekc")

        assert ran.code == 2
        assert "No such command 'chekc'" in ran.err
