"""With which exit code ``vaultkit check`` ends."""

from typing import ClassVar

import pytest


class TestExitCode:
    """0 nothing, 1 findings, 2 wrong use."""

    INFO: ClassVar = {"Home.md": "[[Plan]]\n"}
    WARNING: ClassVar = {"Home.md": "[[A]]\n", "A.md": ""}
    ERROR: ClassVar = {"Home.md": "[[/ab]]\n"}

    @pytest.mark.parametrize(
        ("files", "by_default", "on_error", "on_info"),
        [(INFO, 0, 0, 1), (WARNING, 1, 0, 1), (ERROR, 1, 1, 1), ({}, 0, 0, 0)],
        ids=["info", "warning", "error", "nothing"],
    )
    def test_by_severity(self, check, files, by_default, on_error, on_info) -> None:
        assert check(files).code == by_default
        assert check(files, "--fail-on", "warning").code == by_default
        assert check(files, "--fail-on", "error").code == on_error
        assert check(files, "--fail-on", "info").code == on_info

    @pytest.mark.parametrize("output_format", ["text", "concise", "json"])
    def test_is_the_same_in_every_format(self, write, run, output_format) -> None:
        write(self.ERROR)

        assert run("check", "--format", output_format).code == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--select", "no-such"),
            ("--fail-on", "never"),
            ("--format", "xml"),
            ("--dialect", "org"),
            ("--frobnicate",),
            ("gone.md",),
            ("--root", "gone"),
            ("--config", "gone.toml"),
        ],
    )
    def test_wrong_use(self, write, run, arguments) -> None:
        write(self.ERROR)
        ran = run("check", *arguments)

        assert (ran.code, ran.out) == (2, "")
        assert arguments[-1] in ran.err

    def test_of_a_process(self, write, run_process) -> None:
        write(self.ERROR)

        assert run_process("check").returncode == 1
        assert run_process("check", "--ignore", "VK1").returncode == 0
        assert run_process("check", "gone.md").returncode == 2
