"""A bug in vaultkit, an interrupt, and a command that there is not."""

import sys
from importlib.metadata import version

import pytest

from vaultkit.cli import app

BARE = 2 if [int(part) for part in version("click").split(".")[:2]] >= [8, 2] else 0
"""The exit code of click without a command."""


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

    @pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("check", "--help")])
    def test_help_is_no_error(self, write, run, arguments) -> None:
        write({})
        ran = run(*arguments)

        assert (ran.out + ran.err).startswith("Usage: ")
        assert ran.code == (0 if arguments else BARE)

    def test_an_unknown_command(self, write, run) -> None:
        write({})
        ran = run("chekc")

        assert ran.code == 2
        assert "No such command 'chekc'" in ran.err
