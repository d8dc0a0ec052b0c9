"""Many findings are grouped by rule, and a report ends by saying what to do."""

import pytest

NAMES = [f"{first}{second}" for first in "abcdefgh" for second in "abcdefg"]
MANY = {
    "A.md": "".join(f"[[/x/{name}]]\n\n" for name in NAMES) + "[a](B c.md)\n",
    "B c.md": "[[A]]\n\n## Two\n\n## Two\n",
    "C.md": "# C\n\n[[B c#Gone]] [[B c#gone]] [[E]] [[/x/aa]]\n",
    "D.md": "# D\n\n[d](<B c.md#Gone>) [[A]]\n",
    "E.md": "[[B c|b]]\n",
    "Empty.md": "",
}


class TestGroups:
    """More than 50 findings."""

    def test_errors_come_first_and_then_the_most_frequent(self, write, run) -> None:
        write(MANY)
        lines = run("check").out.splitlines()

        assert [line for line in lines if line.endswith((" errors", " warning"))] == [
            f"broken-link (VK101): {len(NAMES) + 1} errors",
            "broken-anchor (VK104): 3 errors",
            "unencoded-link (VK109): 1 warning",
            "duplicate-heading (VK201): 1 warning",
            "stub-note (VK301): 1 warning",
        ]

    def test_a_finding_takes_a_line_and_one_cause_is_one_entry(self, write, run) -> None:
        write(MANY)
        out = run("check").out

        assert '\nA.md:3:1: no note "/x/ab"\nA.md:5:1: no note "/x/ac"\n' in out
        assert 'A.md:1:1: no note "/x/aa" (2 such links)\n    also: C.md:3:' in out
        assert '\nEmpty.md:1:1: "Empty" is empty\n' in out
        assert " | " not in out

    def test_the_same_missing_heading_however_it_is_written(self, write, run) -> None:
        write(MANY)
        out = run("check", "--quiet").out

        assert 'C.md:3:1: no heading "Gone" in "B c" (3 such links)\n    also: C.md:3:14\n' in out
        assert "    also: D.md:3:1\n" in out

    def test_counts_by_rule_come_before_the_summary(self, write, run) -> None:
        write(MANY)
        table = run("check").out.partition("severity  rule")[2].splitlines()

        assert table[1] == "error     broken-link (VK101)              57"
        assert "warning   unencoded-link (VK109)            1        1" in table
        assert "info findings are listed by --verbose or --select RULE" in table

    def test_verbose_lists_them_by_note(self, write, run) -> None:
        write(MANY)
        out = run("check", "--verbose").out

        assert 'A.md:3:1: error: broken-link: no note "/x/ab"\n    3 | [[/x/ab]]\n' in out
        assert "severity  rule" not in out

    def test_fifty_are_listed_by_note(self, write, run) -> None:
        write({"A.md": "".join(f"[[/x/{name}]]\n" for name in NAMES[:50])})

        assert run("check").out.count(": error: broken-link: ") == 50


class TestEnd:
    """The last lines."""

    @pytest.mark.parametrize(
        ("arguments", "command"),
        [
            ((), "vaultkit fix"),
            (("B c.md", "A.md"), "vaultkit fix 'B c.md' A.md"),
            (("--select", "VK1", "--root", "."), "vaultkit fix --root . --select VK1"),
            (
                ("--no-baseline", "--ignore", "VK2,VK3"),
                "vaultkit fix --ignore VK2,VK3 --no-baseline",
            ),
        ],
    )
    def test_the_command_chooses_as_the_check_did(self, write, run, arguments, command) -> None:
        write({"A.md": "[b](B c.md) [[/x/y]]\n", "B c.md": "[[A]]\n"})
        out = run("check", *arguments).out

        assert f"1 of 2 can be fixed: run {command}\n" in out
        assert out.endswith("why, and what to do: run vaultkit rule broken-link\n")

    def test_a_path_below_the_home_folder_is_shown_with_a_tilde(self, write, run, tmp_path) -> None:
        write({"A.md": "[b](B c.md)\n", "B c.md": "[[A]]\n"}, "home/my notes")
        out = run("check", tmp_path / "home/my notes", cwd=".").out

        assert "1 of 1 can be fixed: run vaultkit fix ~/'my notes'\n" in out

    def test_what_it_says_does_it(self, write, run) -> None:
        write({"A.md": "[b](B c.md)\n", "B c.md": "[[A]]\n"})

        assert run("fix").out.endswith("no findings (TIME)\n")

    def test_unsafe_fixes_are_to_be_looked_at(self, write, run) -> None:
        write({"A.md": "[[Humus]]\n", "Soil.md": "---\naliases: [Humus]\n---\n[[A]]\n"})
        said = "1 of 1 has an unsafe fix: see vaultkit fix --unsafe-fixes --diff\n"

        assert said in run("check").out
        assert said in run("fix").out

    def test_quiet_says_none_of_it(self, write, run) -> None:
        write(MANY)

        assert "run vaultkit" not in run("check", "--quiet").out

    def test_lines_are_summed_up_on_standard_error(self, write, run) -> None:
        write({"A.md": "[b](B c.md)\n", "B c.md": "[[A]]\n"})
        ran = run("check", "A.md", "--format", "concise")

        assert (
            ran.summary
            == "TMP/vault: 1 of 2 notes: 0 errors, 1 warning, 0 info; 1 fixable (TIME)\n"
        )
        assert not run("check", "--format", "concise", "--quiet").summary


class TestColour:
    """What decides on colours, from the strongest to the weakest."""

    @pytest.mark.parametrize(
        ("option", "environment", "is_coloured"),
        [
            ("always", {"NO_COLOR": "1"}, True),
            ("never", {"FORCE_COLOR": "1"}, False),
            ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
            ("auto", {"FORCE_COLOR": "1"}, True),
            ("auto", {"CLICOLOR_FORCE": "1", "CLICOLOR": "0"}, True),
            ("auto", {"CLICOLOR_FORCE": "0"}, False),
            ("auto", {}, False),
        ],
    )
    @pytest.mark.parametrize("output_format", ["text", "concise"])
    def test_in_a_pipe(
        self, write, run, monkeypatch, output_format, option, environment, is_coloured
    ) -> None:
        write({"A.md": "[[/x/y]]\n"})
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        out = run("check", "--format", output_format, "--color", option).out

        assert ("\x1b[" in out) == is_coloured

    def test_off_on_a_terminal(self, write, run_on_terminal) -> None:
        write({"A.md": "[[/x/y]]\n"})

        assert "\x1b" not in run_on_terminal("check", CLICOLOR="0")
        assert "\x1b" not in run_on_terminal("check", "--color", "never", TERM="xterm-kitty")

    def test_a_forced_diff_can_still_be_applied(self, write, run, monkeypatch) -> None:
        write({"A.md": "[b](B c.md)\n", "B c.md": "[[A]]\n"})
        monkeypatch.setenv("FORCE_COLOR", "1")

        assert "\x1b" not in run("fix", "--diff").out


class TestHyperlinks:
    """Places that a click opens."""

    @pytest.mark.parametrize(
        ("arguments", "environment", "start"),
        [
            ((), {}, None),
            ((), {"TERM": "xterm-kitty"}, "file://"),
            ((), {"TERM_PROGRAM": "vscode"}, "file://"),
            ((), {"TERM_PROGRAM": "vscode", "NO_HYPERLINKS": "1"}, None),
            ((), {"TERM_PROGRAM": "vscode", "TERM": "tmux-256color"}, None),
            ((), {"VTE_VERSION": "7600"}, "file://"),
            ((), {"FORCE_HYPERLINK": "1"}, "file://"),
            (("--hyperlinks", "obsidian"), {}, "obsidian://open?path=%2F"),
            (("--hyperlinks", "vscode"), {}, "vscode://file"),
            ((), {"VAULTKIT_HYPERLINKS": "obsidian"}, "obsidian://open?path=%2F"),
            (("--hyperlinks", "never"), {"TERM": "xterm-kitty"}, None),
        ],
    )
    def test_on_a_terminal(self, write, run_on_terminal, arguments, environment, start) -> None:
        write({"A b.md": "[[/x/y]]\n"})
        screen = run_on_terminal("check", *arguments, **environment)

        assert ("\x1b]8;;" in screen) == (start is not None)
        if start is not None:
            target = screen.partition("\x1b]8;;")[2].partition("\x1b\\")[0]
            assert target.startswith(start)
            assert "A%20b.md" in target

    def test_never_in_a_pipe(self, write, run) -> None:
        write({"A.md": "[[/x/y]]\n"})

        assert "\x1b]8" not in run("check", "--hyperlinks", "obsidian").out
