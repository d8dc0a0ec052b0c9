"""Colours are for terminals."""

import re

import pytest

from tests.cli.check.garden import GARDEN, GARDEN_AS_TEXT


class TestColours:
    """Colours show on a terminal that wants them, and nowhere else."""

    def test_colours(self, write, run_on_terminal) -> None:
        write(GARDEN)
        screen = run_on_terminal("check")

        assert "\x1b[1;31merror:\x1b[0m" in screen
        assert re.sub(r"\x1b\[[0-9;]*m", "", screen) == GARDEN_AS_TEXT

    @pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_no_colours_when_not_wanted(self, write, run_on_terminal, environment) -> None:
        write(GARDEN)

        assert run_on_terminal("check", **environment) == GARDEN_AS_TEXT

    def test_an_empty_no_color_says_nothing(self, write, run_on_terminal) -> None:
        write(GARDEN)

        assert "\x1b[" in run_on_terminal("check", NO_COLOR="")

    def test_no_colours_in_a_pipe(self, write, run_process) -> None:
        write(GARDEN)

        assert b"\x1b" not in run_process("check").stdout

    @pytest.mark.parametrize("output_format", ["json", "jsonl", "github"])
    def test_no_colours_in_machine_formats(self, write, run_on_terminal, output_format) -> None:
        write(GARDEN)

        assert "\x1b" not in run_on_terminal("check", "--format", output_format)
