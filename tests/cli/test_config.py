"""The configuration: where it is found, what it can say, and what is told about its mistakes."""

from pathlib import Path
from typing import ClassVar

import pytest

BROKEN = {"Home.md": "# Home\n\n[[a/b]] [[Plan]] ![[p.png]]\n", "Empty.md": ""}
NOTES = {"A.md": "[[a/x]]\n", "sub/B.md": "[[a/y]] [[A]]\n", "sub/deep/C.md": "[[a/z]] [[B]]\n"}


@pytest.fixture
def configured(check):
    """Give a function that checks a vault with a ``vaultkit.toml``."""

    def checked(config: str, files, *arguments: str):
        return check({**files, "vaultkit.toml": config}, *arguments)

    return checked


@pytest.fixture
def root_of(run):
    """Give a function that says which folder a check takes for the vault's root."""

    def found(*arguments: str | Path, cwd: str = "vault") -> str:
        return run("check", "--format", "json", *arguments, cwd=cwd).json["vault"]

    return found


class TestFile:
    """``vaultkit.toml``, or a table of ``pyproject.toml``."""

    def test_vaultkit_toml(self, configured) -> None:
        assert configured('ignore = ["VK1"]', BROKEN).codes == ["VK301", "VK302"]

    def test_pyproject_toml(self, check) -> None:
        project = '[project]\nname = "x"\n[tool.vaultkit]\nignore = ["VK1"]\n'

        assert check({**BROKEN, "pyproject.toml": project}).codes == ["VK301", "VK302"]

    def test_pyproject_toml_without_our_table_is_none(self, check) -> None:
        project = '[project]\nname = "x"\n[tool.other]\nignore = ["nonsense"]\n'

        assert "VK101" in check({**BROKEN, "pyproject.toml": project}).codes

    def test_another_tools_broken_pyproject_is_not_our_business(self, check) -> None:
        assert check({**BROKEN, "pyproject.toml": "[tool.other\n"}).code == 1

    def test_vaultkit_toml_comes_first(self, check) -> None:
        files = {
            **BROKEN,
            "pyproject.toml": '[tool.vaultkit]\nselect = ["broken-embed"]\n',
            "vaultkit.toml": 'select = ["broken-link"]\n',
        }

        assert check(files).codes == ["VK101"]

    def test_is_looked_for_upwards(self, write, run) -> None:
        write({**NOTES, "vaultkit.toml": 'ignore = ["VK1"]'})
        ran = run("check", "--format=concise", cwd="vault/sub/deep")

        assert "VK101" not in ran.codes

    def test_is_not_looked_for_beyond_the_repository(self, write, run) -> None:
        write({"vaultkit.toml": 'ignore = ["VK1"]'}, ".")
        write({**NOTES, ".git/HEAD": "x"})

        assert "VK101" in run("check", "--format=concise").codes

    def test_may_lie_beside_git(self, write, run) -> None:
        write({**NOTES, ".git/HEAD": "x", "vaultkit.toml": 'ignore = ["VK1"]'})

        assert "VK101" not in run("check", "--format=concise", cwd="vault/sub").codes

    def test_can_be_named(self, write, run) -> None:
        write({**BROKEN, "vaultkit.toml": 'select = ["broken-embed"]'})
        write({"ci.toml": 'select = ["broken-link"]'}, "elsewhere")
        named = ("--config", "../elsewhere/ci.toml", "--root", ".")

        assert run("check", "--format=concise", *named).codes == ["VK101"]

    def test_empty(self, configured) -> None:
        assert "VK101" in configured("", BROKEN).codes

    def test_the_command_line_wins(self, configured) -> None:
        config = 'select = ["broken-embed"]\nignore = ["broken-link"]\nfail-on = "info"\n'

        assert configured(config, BROKEN, "--select", "broken-link").codes == ["VK101"]
        assert configured(config, BROKEN, "--ignore", "broken-embed").codes == []
        assert configured(config, BROKEN, "--extend-select", "VK102").codes == ["VK102", "VK103"]
        plan = {"Home.md": "[[Plan]]\n"}
        assert configured('fail-on = "info"', plan).code == 1
        assert configured('fail-on = "info"', plan, "--fail-on", "error").code == 0


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
                    "rules.stub-note: holds the rule's options and must be a table, "
                    "not true or false; select and ignore say which rules run"
                ),
            ),
            (
                "[rules.stub-note]\nzzzz = 3",
                "rules.stub-note.zzzz: unknown key; there is max-words",
            ),
            (
                "[rules.broken-link]\nzzzz = 3",
                "rules.broken-link.zzzz: unknown key; there is none here",
            ),
            ("zzzz = 3", "zzzz: unknown key; there are root, select, extend-select, ignore, "),
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
                "overrides: must be a list of tables ([[overrides]]), not a table",
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

    @pytest.mark.parametrize(
        "glob", ["!", "a[", "[z-a]", "\\\\", "//", "**a**/[", "", "#x", "a\\\\"]
    )
    def test_odd_globs_are_told_or_taken(self, configured, glob) -> None:
        assert configured(f'exclude = ["{glob}"]', BROKEN).code in (1, 2)

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
            [f"TMP/vault/{name}: not valid TOML: it holds a number that is too long"],
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
        assert check({**BROKEN, "pyproject.toml": 'tool = "tool.vaultkit"\n'}).code in (1, 2)


class TestRules:
    """Which rules run, how severe they are, and their options."""

    def test_select(self, configured) -> None:
        assert configured('select = ["VK1"]', BROKEN).codes == ["VK101", "VK102", "VK103"]

    def test_select_and_ignore(self, configured) -> None:
        config = 'select = ["VK1"]\nignore = ["broken-link", "VK103"]'

        assert configured(config, BROKEN).codes == ["VK102"]

    def test_extend_select(self, configured) -> None:
        assert "VK303" in configured('extend-select = ["dead-end-note"]', BROKEN).codes

    def test_select_nothing(self, configured) -> None:
        assert configured("select = []", BROKEN).codes == []

    def test_severity_lowers(self, configured) -> None:
        config = '[severity]\nbroken-link = "info"\nVK103 = "warning"\nVK3 = "info"\n'
        ran = configured(config, BROKEN)

        assert ran.code == 1
        assert configured(config, BROKEN, "--fail-on", "error").code == 0

    def test_severity_raises(self, configured) -> None:
        plan = {"Home.md": "[[Plan]]\n"}

        assert configured("", plan).code == 0
        assert configured('[severity]\nunwritten-note = "error"', plan).code == 1

    def test_severity_shows(self, write, run) -> None:
        write({**BROKEN, "vaultkit.toml": '[severity]\nbroken-link = "warning"\n'})

        assert "3:1 warning no note" in run("check").out

    @pytest.mark.parametrize(("most", "found"), [(0, 1), (2, 2), (3, 3)])
    def test_options(self, configured, most, found) -> None:
        files = {"A.md": "", "B.md": "one two\n", "C.md": "one two three\n"}
        config = f'select = ["stub-note"]\n[rules.stub-note]\nmax-words = {most}\n'

        assert len(configured(config, files).found) == found

    def test_options_by_code(self, configured) -> None:
        config = 'select = ["stub-note"]\n[rules.VK301]\nmax-words = 5\n'

        assert len(configured(config, {"A.md": "one two\n"}).found) == 1

    def test_entry_points_are_added(self, configured) -> None:
        files = dict.fromkeys(("Home.md", "README.md", "MOC/Start.md", "Other.md"), "text\n")
        select = 'select = ["orphan-note"]\n'

        assert configured(select, files).found == ["MOC/Start.md:1:1 VK302", "Other.md:1:1 VK302"]
        assert configured(f'{select}entry-points = ["MOC/"]\n', files).found == [
            "Other.md:1:1 VK302"
        ]

    def test_entry_points_as_an_option_are_added_too(self, configured) -> None:
        files = dict.fromkeys(("Home.md", "Start.md", "Other.md", "MOC/M.md"), "text\n")
        config = (
            'select = ["orphan-note"]\nentry-points = ["MOC/"]\n'
            '[rules.orphan-note]\nentry-points = ["Start.md"]\n'
        )

        assert configured(config, files).found == ["Other.md:1:1 VK302"]


class TestOverrides:
    """What differs for some paths."""

    def test_ignore(self, configured) -> None:
        config = (
            'select = ["broken-link"]\n[[overrides]]\npaths = ["sub/"]\nignore = ["broken-link"]\n'
        )

        assert configured(config, NOTES).found == ["A.md:1:1 VK101"]

    def test_paths_are_globs(self, configured) -> None:
        config = 'select = ["VK1"]\n[[overrides]]\npaths = ["*B.md", "/A.md"]\nignore = ["VK1"]\n'

        assert configured(config, NOTES).found == ["sub/deep/C.md:1:1 VK101"]

    def test_severity_and_the_last_one_wins(self, write, run) -> None:
        config = (
            'select = ["VK1"]\n'
            '[[overrides]]\npaths = ["sub/"]\nseverity = { VK1 = "warning" }\n'
            '[[overrides]]\npaths = ["sub/deep/"]\nseverity = { broken-link = "info" }\n'
        )
        write({**NOTES, "vaultkit.toml": config})
        given = run("check", "--format", "json").json

        assert [found["severity"] for found in given["findings"]] == ["error", "warning", "info"]

    def test_dialect(self, configured) -> None:
        """``[x](B.md)`` opens in Obsidian from anywhere, on GitHub beside the note only."""
        files = {
            "B.md": "[x](#my-heading)\n\n# My heading\n",
            "sub/A.md": "[x](B.md)\n",
            "web/A.md": "[x](B.md) [x](../B.md#my-heading)\n",
        }
        config = 'select = ["VK1"]\n[[overrides]]\npaths = ["web/", "/B.md"]\ndialect = "github"\n'

        assert configured('select = ["VK1"]', files).found == [
            "B.md:1:1 VK106",
            "web/A.md:1:11 VK106",
        ]
        assert configured(config, files).found == ["web/A.md:1:1 VK101"]


class TestDialect:
    """Who decides whether a link is broken."""

    FILES: ClassVar = {
        "sub/B.md": "# My heading\n\ntext\n",
        "A.md": "[x](B.md) [[B#My heading]] [x](sub/B.md#my-heading)\n",
    }

    @pytest.mark.parametrize(
        ("config", "arguments", "columns"),
        [
            (None, (), []),
            ("", (), [28]),
            ('dialect = "obsidian"', (), [28]),
            ('dialect = "github"', (), [1]),
            ('dialect = "auto"', (), [28]),
            ("", ("--dialect", "github"), [1]),
            ('dialect = "github"', ("--dialect", "obsidian"), [28]),
            ('must-open-in = ["obsidian"]', (), [28]),
            ('must-open-in = ["github"]', (), [1]),
            ('must-open-in = ["obsidian", "github"]', (), [1, 28]),
            ('must-open-in = ["github", "obsidian"]', (), [1, 28]),
        ],
    )
    def test_of_the_vault(self, check, config, arguments, columns) -> None:
        files = self.FILES if config is None else {**self.FILES, "vaultkit.toml": config}
        ran = check(files, "--select", "VK101,VK104,VK106", *arguments)

        assert sorted(int(item.split(":")[2].split()[0]) for item in ran.found) == columns

    FLAT = "# One {#one}\n\n[x](#two)\n\n# Two {#two}\n\n[x](#one)\n"
    HAND = "# One {#first}\n\n[x](#second)\n\n# Two {#second}\n\n[x](#first)\n"

    @pytest.mark.parametrize(
        ("config", "flat", "hand"),
        [
            ("", 2, 1),
            ("flattened = true", 2, 2),
            ("flattened = false", 1, 1),
            ('flattened = ["hand.md"]', 2, 2),
            ('flattened = ["*d.md"]', 2, 2),
            ('flattened = ["nothing.md"]', 2, 1),
        ],
    )
    def test_flattened(self, write, run, config, flat, hand) -> None:
        """A flattened file holds as many notes as titles, any other file is one."""
        sub = "\n\n## Sub\n"
        write({"flat.md": self.FLAT + sub, "hand.md": self.HAND + sub, "vaultkit.toml": config})

        assert run("check", "--format=json").json["summary"]["notes"] == flat + hand


class TestExclude:
    """Excluding silences reports; it never changes what resolves."""

    FILES: ClassVar = {
        "Home.md": "# Home\n\n[[Old]] [[old/Old]] [[old/Gone]]\n",
        "old/Old.md": "[[a/x]]\n",
        "old/Empty.md": "",
        "old/Pic.canvas": "?",
    }

    def test_silences_and_resolves(self, configured) -> None:
        assert configured('exclude = ["old/"]', self.FILES).found == ["Home.md:3:21 VK101"]

    @pytest.mark.parametrize("glob", ["old", "/old/", "old/**", "**/old/*", "OLD/"])
    def test_is_a_glob(self, configured, glob) -> None:
        assert configured(f'exclude = ["{glob}"]', self.FILES).found == ["Home.md:3:21 VK101"]

    def test_can_be_taken_back(self, configured) -> None:
        config = 'select = ["VK1"]\nexclude = ["old/*", "!old/Old.md"]'

        assert configured(config, self.FILES).found == [
            "Home.md:3:21 VK101",
            "old/Old.md:1:1 VK101",
        ]

    def test_a_note_named_on_the_command_line_is_reported(self, configured) -> None:
        ran = configured('select = ["VK1"]\nexclude = ["old/"]', self.FILES, "old/Old.md")

        assert ran.found == ["old/Old.md:1:1 VK101"]

    def test_suppressions_in_it_are_no_business_of_ours(self, configured) -> None:
        files = {"Home.md": "text\n", "old/A.md": "%% vaultkit: allow nonsense %%\n\nx\n"}

        assert configured('exclude = ["old/"]', files).found == []

    def test_node_modules(self, check) -> None:
        files = {"node_modules/p/A.md": "[[a/x]]\n", "sub/node_modules/B.md": "[[a/x]]\n"}

        assert check({**files, "Home.md": "# Home\n\n[[A]] [[B]]\n"}).found == []


class TestRoot:
    """The vault's root: asked for, configured, Obsidian's, the config's, the folder named."""

    TREE: ClassVar = {
        "repo/vaultkit.toml": 'root = "content"\n',
        "repo/README.md": "x\n",
        "repo/content/A.md": "x\n",
        "repo/content/sub/B.md": "x\n",
        "repo/content/sub/.obsidian/app.json": "{}",
        "repo/docs/.obsidian/app.json": "{}",
        "repo/docs/deep/C.md": "x\n",
    }

    @pytest.mark.parametrize(
        "path", [".", "content", "content/A.md", "content/sub", "content/sub/B.md"]
    )
    def test_the_configured_one(self, write, root_of, path) -> None:
        write(self.TREE)

        assert root_of(path, cwd="vault/repo") == "TMP/vault/repo/content"

    def test_the_configured_one_from_within(self, write, root_of) -> None:
        write(self.TREE)

        assert root_of(cwd="vault/repo/content/sub") == "TMP/vault/repo/content"

    def test_a_path_outside_the_configured_one(self, write, root_of, run) -> None:
        write(self.TREE)
        ran = run("check", "README.md", cwd="vault/repo")

        assert root_of("docs/deep/C.md", cwd="vault/repo") == "TMP/vault/repo/docs"
        assert (ran.code, ran.problems) == (
            2,
            ["README.md: lies outside the vault TMP/vault/repo/content"],
        )

    def test_the_one_asked_for(self, write, root_of) -> None:
        write(self.TREE)

        assert root_of("--root", "content/sub", cwd="vault/repo") == "TMP/vault/repo/content/sub"
        assert root_of("--root", ".", "docs", cwd="vault/repo") == "TMP/vault/repo"

    def test_in_a_pyproject(self, write, root_of) -> None:
        write({"pyproject.toml": '[tool.vaultkit]\nroot = "content"', "content/A.md": "x\n"})

        assert root_of() == "TMP/vault/content"

    def test_the_nearest_obsidian_comes_before_the_configs_folder(self, write, root_of) -> None:
        write({"vaultkit.toml": "", "notes/.obsidian/app.json": "{}", "notes/a/b/C.md": "x\n"})

        assert root_of("notes/a/b/C.md") == "TMP/vault/notes"
        assert root_of("notes/a") == "TMP/vault/notes"
        assert root_of() == "TMP/vault"

    def test_the_configs_folder_comes_before_the_folder_named(self, write, root_of) -> None:
        write({"vaultkit.toml": "", "notes/a/B.md": "x\n"})

        assert root_of("notes/a") == "TMP/vault"

    def test_the_folder_named(self, write, root_of) -> None:
        write({"notes/a/B.md": "x\n"})

        assert root_of("notes") == "TMP/vault/notes"
        assert root_of("notes/") == "TMP/vault/notes"

    def test_the_folder_of_a_file_named(self, write, root_of) -> None:
        write({"notes/a/B.md": "x\n"})

        assert root_of("notes/a/B.md") == "TMP/vault/notes/a"

    def test_the_config_above_obsidian_holds_there(self, write, run) -> None:
        write(
            {
                "vaultkit.toml": 'select = ["broken-link"]\nexclude = ["/sub/"]\n',
                "notes/.obsidian/app.json": "{}",
                "notes/A.md": "[[a/x]] [[Plan]]\n",
                "notes/sub/B.md": "[[a/x]]\n",
            }
        )

        assert run("check", "notes", "--format=concise").found == ["A.md:1:1 VK101"]


class TestShown:
    """``vaultkit config`` shows what is in force and where each value comes from."""

    CONFIG = (
        'dialect = "github"\nextend-select = ["island"]\nignore = ["stub-note"]\n'
        'entry-points = ["MOC.md"]\nexclude = ["drafts/"]\n'
        '[severity]\nbroken-link = "warning"\n'
        '[rules.duplicate-heading]\nscope = "note"\n'
        '[[overrides]]\npaths = ["web/"]\nignore = ["broken-embed"]\ndialect = "obsidian"\n'
    )

    @pytest.fixture
    def shown(self, write, run) -> list[str]:
        """Give the lines for a vault with that configuration."""
        write({"A.md": "x\n", "vaultkit.toml": self.CONFIG})
        ran = run("config")
        assert (ran.code, ran.err) == (0, "")
        return ran.out.splitlines()

    def test_without_any(self, write, run) -> None:
        write({"A.md": "x\n"})
        lines = run("config").out.splitlines()

        assert lines[:3] == [
            "vault   TMP/vault  (the folder named)",
            "config  none",
            "app     no .obsidian here",
        ]
        assert 'dialect = "auto"  # default' in lines
        assert 'fail-on = "warning"  # default' in lines
        assert "VK101 broken-link = error" in lines
        assert not any(line.startswith("VK304") for line in lines)

    def test_values_and_their_origins(self, shown) -> None:
        assert shown[1] == "config  TMP/vault/vaultkit.toml"
        assert 'dialect = "github"  # vaultkit.toml' in shown
        assert 'exclude = ["drafts/"]  # vaultkit.toml' in shown
        assert 'fail-on = "warning"  # default' in shown
        assert (
            'overrides = ["web/: ignore broken-embed; dialect obsidian"]  # vaultkit.toml' in shown
        )

    def test_severities_and_options(self, shown) -> None:
        assert "VK101 broken-link = warning  # vaultkit.toml" in shown
        at = shown.index("VK201 duplicate-heading = warning")
        assert shown[at + 1] == '    scope = "note"  # vaultkit.toml'

    def test_entry_points_say_who_set_them(self, shown) -> None:
        (line,) = [line for line in shown if line.startswith("    entry-points")]

        assert '"MOC.md"' in line
        assert line.endswith("# vaultkit.toml")

    def test_entry_points_alone_say_who_set_them(self, write, run) -> None:
        write({"vaultkit.toml": 'entry-points = ["MOC.md"]\n'})
        (line,) = [item for item in run("config").out.splitlines() if "entry-points" in item]

        assert line.endswith('"MOC.md"]  # vaultkit.toml')

    def test_a_rule_turned_on_or_off_says_by_whom(self, shown) -> None:
        assert "VK306 island = info  # vaultkit.toml" in shown
        assert [line for line in shown if "stub-note" in line and "vaultkit.toml" in line]

    @pytest.mark.parametrize(
        ("files", "arguments", "origin"),
        [
            ({}, (), "the folder named"),
            ({}, ("--root", "."), "--root"),
            ({"vaultkit.toml": ""}, (), "where the config lies"),
            ({"vaultkit.toml": 'root = "."'}, (), "set by the config"),
            ({".obsidian/app.json": "{}"}, (), "it has .obsidian"),
        ],
    )
    def test_where_the_root_comes_from(self, write, run, files, arguments, origin) -> None:
        write(files)

        assert run("config", *arguments).out.startswith(f"vault   TMP/vault  ({origin})\n")

    def test_a_configured_root_with_obsidian_in_it(self, write, run) -> None:
        write({"vaultkit.toml": 'root = "notes"', "notes/.obsidian/app.json": "{}"})

        assert run("config").out.startswith("vault   TMP/vault/notes  (set by the config)\n")

    def test_the_apps_settings(self, write, run) -> None:
        app = (
            '{"useMarkdownLinks": true, "newLinkFormat": "relative", "userIgnoreFilters": ["old/"]}'
        )
        write({".obsidian/app.json": app, ".obsidian/templates.json": '{"folder": "Tpl"}'})

        assert run("config").out.splitlines()[2] == (
            "app     Markdown links, relative; excluded: old/; templates: Tpl"
        )

    def test_of_a_path(self, write, run) -> None:
        write({"one/.obsidian/app.json": "{}", "one/A.md": "x\n"})

        assert run("config", "one/A.md").out.startswith("vault   TMP/vault/one  (")

    def test_of_nothing(self, write, run) -> None:
        write({})
        ran = run("config", "gone")

        assert (ran.code, ran.problems) == (2, ["gone: no such file or folder"])


class TestAppSettings:
    """What Obsidian's own settings say."""

    @pytest.mark.parametrize("pattern", ["old/", "OLD/", "/^old/", "/ld\\\\/O/"])
    def test_excluded_files_are_silent_and_resolve(self, check, pattern) -> None:
        files = {
            ".obsidian/app.json": f'{{"userIgnoreFilters": ["{pattern}"]}}',
            "Home.md": "# Home\n\n[[Old]] [[old/Gone]]\n",
            "old/Old.md": "[[a/x]]\n",
        }

        assert check(files).found == ["Home.md:3:9 VK101"]

    def test_a_pattern_that_is_no_regular_expression(self, check) -> None:
        files = {".obsidian/app.json": '{"userIgnoreFilters": ["/(/", 3]}', "A.md": "[[a/x]]\n"}

        assert check(files, "--select", "VK1").found == ["A.md:1:1 VK101"]

    STUFF: ClassVar = {
        "Tpl/T.md": "---\nx: {{date}}\ny: [\n---\n# T\n",
        "Tpl/T2.md": "---\ny: [\n---\n[[a/x]]\n",
        "days/2024-01-01.md": "",
        "Home.md": "# Home\n\ntext\n",
    }

    @pytest.mark.parametrize(
        "settings",
        [
            {".obsidian/templates.json": '{"folder": "Tpl"}'},
            {".obsidian/templates.json": '{"folder": "/tpl/"}'},
            {
                ".obsidian/app.json": "{}",
                ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "Tpl"}',
            },
        ],
    )
    def test_templates_are_spared(self, check, settings) -> None:
        daily = {".obsidian/daily-notes.json": '{"folder": "days"}'}

        assert check({**self.STUFF, **settings, **daily}).found == ["Tpl/T2.md:4:1 VK101"]

    def test_without_settings_nothing_is_spared(self, check) -> None:
        ran = check({**self.STUFF, ".obsidian/app.json": "{}"})

        assert "Tpl/T2.md:3:1 VK401" in ran.found or "Tpl/T2.md:2:5 VK401" in ran.found
        assert {"days/2024-01-01.md:1:1 VK301", "days/2024-01-01.md:1:1 VK302"} <= {*ran.found}

    def test_a_folder_called_templates_is_spared(self, check) -> None:
        files = {"Home.md": "# Home\n\ntext\n", "meta/Templates/T.md": "", "templates/U.md": ""}

        assert check(files).found == []

    def test_unless_another_folder_is_set(self, check) -> None:
        files = {".obsidian/templates.json": '{"folder": "Tpl"}', "Templates/T.md": ""}

        assert check(files, "--select", "stub-note").found == ["Templates/T.md:1:1 VK301"]

    def test_links_in_templates_count(self, check) -> None:
        """A template is spared, but what it links to is no orphan and must exist."""
        files = {"Templates/T.md": "[[A]] [[b/c]]\n", "A.md": "# A\n\ntext\n"}

        assert check(files).found == ["Templates/T.md:1:7 VK101"]
