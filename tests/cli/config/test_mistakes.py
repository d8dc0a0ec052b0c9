"""What is wrong in a configuration is told at once, with what was probably meant."""

import pytest

from tests.cli.config.vaults import BROKEN


class TestMistakes:
    """Everything wrong is told at once, each with what was probably meant."""

    FIVE = """\
selct = ["broken-link"]
ignore = ["brokn-link"]
fail-on = "warnings"
exclude = "drafts"

[rules.stub-note]
max-word = 3
"""

    def test_five_at_once(self, configured) -> None:
        ran = configured(self.FIVE, BROKEN)

        assert (ran.code, ran.out) == (2, "")
        assert sorted(ran.problems) == [
            'vaultkit.toml: exclude: must be a list of strings, not "drafts"',
            (
                'vaultkit.toml: fail-on: must be one of error, warning, info, not "warnings" '
                '(did you mean "warning"?)'
            ),
            'vaultkit.toml: ignore: no rule "brokn-link" (did you mean "broken-link"?)',
            'vaultkit.toml: rules.stub-note.max-word: unknown key (did you mean "max-words"?)',
            'vaultkit.toml: selct: unknown key (did you mean "select"?)',
        ]

    def test_five_at_once_in_pyproject(self, check) -> None:
        table = self.FIVE.replace("[rules", "[tool.vaultkit.rules")
        ran = check({**BROKEN, "pyproject.toml": f"[tool.vaultkit]\n{table}"})

        assert ran.code == 2
        assert len(ran.problems) == 5
        assert all(line.startswith("pyproject.toml: ") for line in ran.problems)

    def test_together_with_the_command_lines(self, configured) -> None:
        ran = configured(self.FIVE, BROKEN, "--select", "orphn-note")

        assert len(ran.problems) == 6

    @pytest.mark.parametrize("command", ["check", "config"])
    def test_every_command_tells(self, write, run, command) -> None:
        write({"vaultkit.toml": self.FIVE})
        ran = run(command)

        assert (ran.code, ran.out, len(ran.problems)) == (2, "", 5)

    @pytest.mark.parametrize(
        ("config", "problem"),
        [
            ('select = ["stub-nte"]', 'select: no rule "stub-nte" (did you mean "stub-note"?)'),
            (
                'extend-select = ["iland"]',
                'extend-select: no rule "iland" (did you mean "island"?)',
            ),
            ('ignore = ["VK999"]', 'ignore: no rule "VK999"; `vaultkit rules` lists them'),
            ("select = [1]", "select: must be a list of strings, not a list"),
            ("root = 3", "root: must be a string, not "),
            (
                'dialect = "githb"',
                (
                    "dialect: must be one of auto, obsidian, flat, github, either, "
                    'not "githb" (did you mean "github"?)'
                ),
            ),
            (
                'must-open-in = ["gitlab"]',
                'must-open-in: "gitlab" is neither "obsidian" nor "github"',
            ),
            (
                '[severity]\nbroken-link = "eror"',
                (
                    "severity.broken-link: must be one of error, warning, info, "
                    'not "eror" (did you mean "error"?)'
                ),
            ),
            (
                '[severity]\nbrken-link = "info"',
                'severity: no rule "brken-link" (did you mean "broken-link"?)',
            ),
            ('severity = "error"', 'severity: must be a table, not "error"'),
            ('fix = "empty-alias"', 'fix: must be a list of strings, not "empty-alias"'),
            ('fix = ["emty-alias"]', 'fix: no rule "emty-alias" (did you mean "empty-alias"?)'),
            (
                'fix = ["orphan-note"]',
                'fix: "orphan-note" has no fixes; `vaultkit rules` says which rules have',
            ),
            (
                'fix = ["VK6"]',
                'fix: "VK6" has no fixes; `vaultkit rules` says which rules have',
            ),
            (
                '[[overrides]]\npaths = ["a/"]\nfix = ["VK302"]',
                'overrides[1].fix: "VK302" has no fixes; `vaultkit rules` says which rules have',
            ),
            (
                "[rules.stubnote]\nmax-words = 3",
                'rules.stubnote: unknown rule (did you mean "stub-note"?)',
            ),
            (
                "[rules]\nzzzz = {}",
                "rules.zzzz: unknown rule; `vaultkit rules` lists them",
            ),
            (
                "[rules]\nstub-note = true",
                (
                    "rules.stub-note: contains the rule's options and must be a table, "
                    "not true or false; select and ignore say which rules run"
                ),
            ),
            (
                "[rules.stub-note]\nzzzz = 3",
                "rules.stub-note.zzzz: unknown key; known keys: max-words, housekeeping, content",
            ),
            (
                "[rules.broken-link]\nzzzz = 3",
                "rules.broken-link.zzzz: unknown key; there are none here",
            ),
            ("zzzz = 3", "zzzz: unknown key; known keys: root, select, extend-select, ignore, "),
            ("rules = []", "rules: must be a table, not a list"),
            (
                '[rules.stub-note]\nmax-words = "3"',
                "rules.stub-note.max-words: must be a whole number",
            ),
            (
                '[rules.duplicate-heading]\nscope = "file"',
                'rules.duplicate-heading.scope: must be "link" or "note", not "file"',
            ),
            (
                '[rules.orphan-note]\nentry-points = "x.md"',
                'rules.orphan-note.entry-points: must be a list of strings, not "x.md"',
            ),
            (
                "[overrides]\nignore = []",
                "overrides: must be a list of [[overrides]] tables, not a table",
            ),
            ("overrides = [3]", "overrides[1]: must be a table, not "),
            (
                '[[overrides]]\nignore = ["VK1"]',
                'overrides[1].paths: is missing: say for which paths, such as ["drafts/**"]',
            ),
            (
                '[[overrides]]\npaths = ["x"]\n[[overrides]]\npaths = ["y"]\nignor = ["VK1"]',
                'overrides[2].ignor: unknown key (did you mean "ignore"?)',
            ),
            (
                '[[overrides]]\npaths = ["x"]\nignore = ["VK1x"]',
                'overrides[1].ignore: no rule "VK1x"',
            ),
        ],
    )
    def test_one(self, configured, config, problem) -> None:
        ran = configured(config, BROKEN)

        assert ran.code == 2
        assert ran.problems[0].startswith(f"vaultkit.toml: {problem}")
        assert len(ran.problems) == 1

    def test_a_negative_number(self, configured) -> None:
        (problem,) = configured("[rules.stub-note]\nmax-words = -1", BROKEN).problems

        assert problem.startswith("vaultkit.toml: rules.stub-note.max-words: ")
        assert "must be a whole number, not a whole number" not in problem
        assert "-1" in problem

    def test_flattened_names_all_it_may_be(self, configured) -> None:
        (problem,) = configured("flattened = 3", BROKEN).problems

        assert {"true", "false", "list"} <= {*problem.replace(",", "").split()}

    @pytest.mark.parametrize("glob", ["!", "[z-a]", "\\", "a\\"])
    def test_what_is_no_glob(self, configured, glob) -> None:
        ran = configured(f"exclude = ['{glob}']", BROKEN)

        assert (ran.code, ran.problems) == (2, [f'vaultkit.toml: exclude: "{glob}" is not a glob'])

    @pytest.mark.parametrize("glob", ["a[", "//", "**a**/[", "", "#x"])
    def test_odd_globs_are_taken(self, configured, glob) -> None:
        ran = configured(f'exclude = ["{glob}"]', BROKEN)

        assert ran.codes == configured("", BROKEN).codes

    def test_a_root_that_is_not_there(self, configured) -> None:
        ran = configured('root = "content"', BROKEN)

        assert (ran.code, ran.problems) == (
            2,
            ['vaultkit.toml: root: there is no folder "content" in TMP/vault'],
        )

    def test_invalid_toml(self, configured) -> None:
        ran = configured("ignore = [\n", BROKEN)

        assert ran.code == 2
        assert len(ran.problems) == 1
        assert ran.problems[0].startswith("TMP/vault/vaultkit.toml: not valid TOML: ")

    @pytest.mark.parametrize(
        ("name", "head"), [("vaultkit.toml", ""), ("pyproject.toml", "[tool.vaultkit]\n")]
    )
    def test_a_number_that_is_too_long(self, check, name, head) -> None:
        ran = check({**BROKEN, name: f"{head}x = {'1' * 5000}\n"})

        assert (ran.code, ran.problems) == (
            2,
            [f"TMP/vault/{name}: not valid TOML: it has a number that is too long"],
        )

    def test_invalid_toml_in_our_pyproject(self, check) -> None:
        ran = check({**BROKEN, "pyproject.toml": "[tool.vaultkit]\nignore = [\n"})

        assert ran.code == 2
        assert "pyproject.toml: not valid TOML" in ran.err

    def test_not_utf8(self, write, run) -> None:
        write({"vaultkit.toml": b'ignore = ["\xff"]'})
        ran = run("check")

        assert (ran.code, ran.problems) == (
            2,
            ["TMP/vault/vaultkit.toml: not valid TOML: it is not UTF-8"],
        )

    def test_our_table_is_no_table(self, check) -> None:
        ran = check({**BROKEN, "pyproject.toml": "# tool.vaultkit\n[tool]\nvaultkit = 3\n"})

        assert ran.code == 2
        assert "pyproject.toml: tool.vaultkit: must be a table" in ran.err

    def test_a_pyproject_without_any_table(self, check) -> None:
        ran = check({**BROKEN, "pyproject.toml": 'tool = "tool.vaultkit"\n'})

        assert (ran.code, ran.problems) == (
            2,
            ['pyproject.toml: tool: must be a table, not "tool.vaultkit"'],
        )
