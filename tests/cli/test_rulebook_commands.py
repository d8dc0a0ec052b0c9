"""``vaultkit rules``, ``vaultkit rule``, ``--version`` and shell completion."""

import pkgutil
import re
import shutil
import subprocess
from dataclasses import dataclass, fields

import pytest
from click.shell_completion import CompletionItem, ShellComplete

import vaultkit
from vaultkit.cli import app, commands
from vaultkit.cli.page_parts import plain
from vaultkit.cli.rule_pages import own_page, rule_summary
from vaultkit.cli.rule_screen import rule_on_screen
from vaultkit.config.rule_book import book, read_page
from vaultkit.errors import UsageError
from vaultkit.rules.alias_link import AliasLink
from vaultkit.rules.base.problem import Severity
from vaultkit.rules.base.rule import NoteRule
from vaultkit.rules.registry import RULES

PAGE = "# broken-link (VK101)\n\nA link whose `[[file]]` does not exist.\n\n## Why\n\nBecause.\n"


@pytest.fixture
def page(tmp_path, monkeypatch) -> str:
    """Put a rule book of one page in the place of the real one."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "README.md").write_text("# Rules\n")
    (folder / "broken-link.md").write_text(PAGE)
    monkeypatch.setattr("vaultkit.config.rule_book.book", lambda: folder)
    return PAGE


@pytest.fixture
def anywhere(write) -> None:
    """Make the folder that commands run in."""
    write({})


@pytest.mark.usefixtures("anywhere")
class TestRules:
    """The list of the rules."""

    def test_lists_every_rule_once(self, run) -> None:
        ran = run("rules")
        listed = re.findall(
            r"(?m)^  (VK\d{3})  (\S+) +(\S+) +(-|safe, unsafe|safe|unsafe) +(\S.*)$", ran.out
        )

        assert (ran.code, ran.err) == (0, "")
        assert [(code, name, fixes) for code, name, _, fixes, _ in listed] == [
            (rule.code, rule.name, ", ".join(rule.fixes) or "-") for rule in RULES
        ]
        assert {level for _, _, level, _, _ in listed} == {"error", "warning", "info", "off"}

    def test_off_means_off(self, run) -> None:
        out = run("rules").out

        assert re.search(r"VK304 +duplicate-name +off ", out)
        assert re.search(r"VK101 +broken-link +error ", out)
        assert re.search(r"VK102 +unwritten-note +info ", out)

    def test_every_family_has_a_title(self, run) -> None:
        titles = re.findall(r"(?m)^\S.* \((VK\d)\)$", run("rules").out)

        assert titles == sorted({rule.code[:3] for rule in RULES})

    def test_what_the_columns_mean_is_told_last(self, run) -> None:
        last = run("rules").out.rpartition("\n\n")[2]

        assert re.findall(r"(?m)^(\S+(?:, \S+)*): ", last) == ["off", "safe, unsafe"]
        assert "`vaultkit rule NAME`" in last

    def test_no_mark_up_of_our_own_is_shown(self, run) -> None:
        assert "``" not in run("rules").out

    def test_sentences_end(self, run) -> None:
        lines = [line for line in run("rules").out.splitlines() if line.startswith("  VK")]

        assert len(lines) == len(RULES)
        assert [line for line in lines if not line.endswith(".")] == []


@pytest.mark.usefixtures("anywhere")
class TestRule:
    """The page of one rule."""

    @pytest.mark.parametrize("name", ["broken-link", "VK101", "vk101", "Broken-Link"])
    def test_by_name_and_code(self, page, run, name) -> None:
        ran = run("rule", name, "--all")

        assert (ran.code, ran.out, ran.err) == (0, page, "")

    @pytest.mark.parametrize("name", [rule.name for rule in RULES])
    def test_every_rule_has_a_page(self, run, name) -> None:
        ran = run("rule", name, "--all")

        assert ran.code == 0
        assert ran.out == (book() / f"{name}.md").read_text("utf-8")

    def test_on_a_terminal_a_page_is_rendered(self, run_on_terminal) -> None:
        screen = run_on_terminal("rule", "broken-link", "--all")
        plain = run_on_terminal("rule", "broken-link", "--all", NO_COLOR="1")

        assert "\x1b[" in screen
        assert not re.search(r"\x1b\[[0-9;]*3[0-7]", plain)

    @pytest.mark.parametrize(
        ("name", "hint"),
        [
            ("broken-lnk", 'did you mean "broken-link"?'),
            ("stub", 'did you mean "stub-note"?'),
            ("Orphan-Nte", 'did you mean "orphan-note"?'),
            ("tag", 'did you mean "tag-variant"?'),
            ("footnotes", 'did you mean "undefined-footnote"?'),
            ("orph", 'did you mean "orphan-note"?'),
            ("foo", "`vaultkit rules` lists them"),
            ("not", "`vaultkit rules` lists them"),
            ("zzzz", "`vaultkit rules` lists them"),
            ("VK999", "`vaultkit rules` lists them"),
            ("", "`vaultkit rules` lists them"),
        ],
    )
    def test_an_unknown_name(self, run, name, hint) -> None:
        ran = run("rule", name)

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [f'there is no rule "{name}": {hint}']

    @pytest.mark.parametrize("family", ["VK1", "vk9"])
    def test_a_family_lists_its_rules(self, run, family) -> None:
        ran = run("rule", family)

        codes = [line.partition(" ")[0] for line in ran.out.splitlines()]
        assert codes == [rule.code for rule in RULES if rule.code.startswith(family.upper())]
        assert (ran.code, ran.err) == (0, "")

    def test_a_page_that_is_missing(self, page, run) -> None:
        ran = run("rule", "stub-note")

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == ["the rule book has no page for stub-note"]

    def test_no_rule_book_at_all(self, run, monkeypatch) -> None:
        def none() -> None:
            raise UsageError("this installation of vaultkit has no rule book; reinstall it")

        monkeypatch.setattr("vaultkit.config.rule_book.book", none)
        ran = run("rule", "stub-note")

        assert ran.code == 2
        assert "reinstall it" in ran.err


@pytest.mark.usefixtures("anywhere")
class TestScreen:
    """A rule on one screen."""

    @pytest.mark.parametrize("columns", [80, 100, 200])
    @pytest.mark.parametrize("rule", RULES)
    def test_every_rule_fits(self, rule, columns) -> None:
        lines = rule_on_screen(rule, read_page(rule.name), columns, color=False).splitlines()
        labels = [line.split()[0] for line in lines[2:-1] if line[:1].strip() and " " * 2 in line]

        assert len(lines) < 24
        assert max(map(len, lines)) <= min(columns, 100)
        assert lines[0].startswith(f"{rule.name} ({rule.code}): ")
        assert lines[1].startswith(plain(rule_summary(rule))[:60])
        expected = ["Why", "Fix", *["Options"] * bool(fields(rule.Options)), "Example"]
        assert [label for label in labels if label.isalpha()] == expected
        assert lines[-1] == f"vaultkit rule {rule.name} --all: the complete page"

    @pytest.mark.parametrize("rule", [rule for rule in RULES if rule.fixes])
    def test_each_kind_of_fix_is_told(self, rule) -> None:
        screen = rule_on_screen(rule, read_page(rule.name), 80, color=False)

        for kind in rule.fixes:
            assert f"{str(kind).capitalize()}: " in screen

    @pytest.mark.parametrize("rule", RULES)
    def test_no_markup_of_the_page_is_left(self, rule) -> None:
        prose = rule_on_screen(rule, read_page(rule.name), 80, color=False).partition("Example")[0]
        left = re.sub(r"`[^`]*`", "", prose)

        assert not re.search(r"\[\[|\]\(|\*\*|^\||``|```", left)

    @pytest.mark.parametrize("rule", RULES)
    def test_what_is_cut_says_where_the_rest_is(self, rule) -> None:
        prose = rule_on_screen(rule, read_page(rule.name), 80, color=False).partition("Example")[0]

        assert re.findall(r"\.\.\.(?! \(more: --all\))", prose) == []

    @pytest.mark.parametrize("name", ["broken-link", "broken-anchor", "broken-embed"])
    def test_what_to_do_without_a_fix(self, run, name) -> None:
        assert "         Otherwise " in run("rule", name).out

    def test_a_list_is_told_by_its_first_item(self, run) -> None:
        said = " ".join(run("rule", "broken-link").out.split())

        assert "if the evidence is not sufficient (more: --all). Otherwise" in said

    def test_what_it_says(self, run) -> None:
        ran = run("rule", "VK108")

        assert (ran.code, ran.err) == (0, "")
        assert ran.out == AMBIGUOUS

    def test_a_terminal_shows_the_same_in_bold(self, run, run_on_terminal) -> None:
        screen = run_on_terminal("rule", "ambiguous-link", columns=80)
        plain_text = run_on_terminal("rule", "ambiguous-link", columns=80, NO_COLOR="1")

        assert "\x1b[1mWhy\x1b[0m" in screen
        assert "\x1b" not in plain_text
        assert re.sub(r"\x1b\[\d*m", "", screen) == plain_text
        assert plain_text.replace("\r\n", "\n") == run("rule", "ambiguous-link").out

    @pytest.mark.parametrize("columns", [1, 40, 60])
    def test_a_narrow_terminal(self, columns) -> None:
        lines = rule_on_screen(RULES[0], read_page(RULES[0].name), columns, color=False)

        assert max(map(len, lines.splitlines())) <= max(columns, 50)

    def test_a_rule_of_a_plug_in(self) -> None:
        class Untagged(NoteRule):
            """A note without a tag.

            Our search works by tags. Add the tag of your team.

            ```
            code
            ```
            """

            code, name, severity = "ACME001", "untagged-note", Severity.WARNING

            @dataclass(frozen=True)
            class Options:
                """Which."""

                some_paths: tuple[str, ...] = ()

        assert rule_on_screen(Untagged, own_page(Untagged), 80, color=False) == PLUG_IN

    @pytest.mark.parametrize(
        "text", ["", "Short.", "word " * 2000, "Sentence by sentence. " * 300, "# x\n\n- a\n" * 99]
    )
    def test_whatever_a_plug_in_says_fits(self, text) -> None:
        class Odd(NoteRule):
            code, name, severity = "ACME002", "odd", Severity.ERROR

        Odd.__doc__ = f"{text}\n\n{text}\n\n## Fix\n\n{text}\n\n## Examples\n\n{text}"
        lines = rule_on_screen(Odd, own_page(Odd), 80, color=False).splitlines()

        assert len(lines) < 24
        assert max(map(len, lines)) <= 80


AMBIGUOUS = """\
ambiguous-link (VK108): warning; fix: none
A link that matches several files.

Why      Two notes with the same name are no problem while one of them is
         nearer: Obsidian takes an exact path first, then a note below the
         note's own folder, then the shortest path. If all that is equal, the
         note that opens depends on the order in which the app read the files.
         It may be another one on your other computer.

Fix      None. Write the path of the note you mean. If two names differ only in
         case or Unicode form, as some file systems allow, no path tells them
         apart: rename one.

Example  Two notes at the same distance
         Home.md:
           [[Diary]]
         Home.md:1:1: warning: VK108 ambiguous-link: "Diary" matches 2 files

vaultkit rule ambiguous-link --all: the complete page
"""
PLUG_IN = """\
untagged-note (ACME001): warning; fix: none
A note without a tag.

About    Our search works by tags. Add the tag of your team.

Options  `some-paths`

vaultkit rule untagged-note --all: the complete page
"""


@pytest.mark.usefixtures("anywhere")
class TestVersionAndHelp:
    """What every program can say of itself."""

    @pytest.mark.parametrize("option", ["--version", "-V"])
    def test_version(self, run, option) -> None:
        ran = run(option)

        assert (ran.code, ran.out) == (0, f"vaultkit {vaultkit.__version__}\n")

    def test_help_names_the_exit_codes(self, run) -> None:
        assert "Exit codes: 0" in run("--help").out

    @pytest.mark.parametrize(
        "option",
        [
            "--root",
            "--config",
            "--select",
            "--extend-select",
            "--ignore",
            "--fail-on",
            "--dialect",
            "--format",
            "--statistics",
            "--stdin-filename",
            "--quiet",
            "--verbose",
            "--no-cache",
            "--cache-dir",
            "--staged",
            "--new-since",
            "--new-since-merge-base",
            "--no-baseline",
        ],
    )
    def test_help_names_every_option(self, run, option) -> None:
        assert option in run("check", "--help").out

    def test_every_command_is_explained(self, run) -> None:
        listed = run("--help").out.partition("Commands:")[2]

        assert re.findall(r"(?m)^  ([\w-]+) ", listed) == list(app.COMMANDS)

    @pytest.mark.parametrize("group", [(), ("cache",)])
    def test_what_a_command_does_fits_on_its_line(self, run, group) -> None:
        listed = run(*group, "--help").out.partition("Commands:")[2].splitlines()

        assert len(listed) > 2
        assert [line for line in listed if line.endswith("...")] == []

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_completion_says_how_to_use_it(self, run, shell) -> None:
        said = run("completion", "--help").out

        assert f"vaultkit completion {shell}" in said

    @pytest.mark.parametrize(
        ("word", "meant"), [("chekc", "check"), ("fixx", "fix"), ("xyzzy", None)]
    )
    def test_a_command_that_does_not_exist(self, run, word, meant) -> None:
        done = run(word)

        assert done.code == 2
        assert f"No such command '{word}'." in done.err
        assert (f'Did you mean "{meant}"?' in done.err) is (meant is not None)

    @pytest.mark.parametrize(
        ("typed", "means"),
        [
            ("explain broken-link", "rule broken-link"),
            ("explain VK9", "rule VK9"),
            ("help broken-link", "rule broken-link"),
            ("help VK101", "rule VK101"),
            ("help", "--help"),
            ("help fix", "fix --help"),
            ("help cache clean", "cache clean --help"),
            ("help explain", "rule --help"),
            ("help help", "--help"),
            ("version", "--version"),
            ("help version", "--version"),
        ],
    )
    def test_words_that_people_type_do_what_they_mean(self, run, typed, means) -> None:
        done, meant = run(*typed.split()), run(*means.split())

        assert (done.code, done.out, done.err) == (0, meant.out, "")

    @pytest.mark.parametrize("typed", ["explain", "explain nothing-such", "help nothing-such"])
    def test_what_such_a_word_needs_is_asked_for(self, run, typed) -> None:
        done = run(*typed.split())

        assert (done.code, done.out) == (2, "")

    @pytest.mark.parametrize(
        ("word", "meant"),
        [
            ("hlep", "help"),
            ("explian", "explain"),
            ("verison", "version"),
            ("orphan-note", "rule orphan-note"),
            ("VK101", "rule VK101"),
            ("lint", "check"),
            ("Doctor", "check"),
            ("mv", "move"),
            ("ls", "rules"),
            ("nots/Soil", "vaultkit check nots/Soil"),
            ("No such note.md", "vaultkit check 'No such note.md'"),
        ],
    )
    def test_a_word_that_is_mistyped(self, run, word, meant) -> None:
        assert f'Did you mean "{meant}"?' in run(word).err

    @pytest.mark.parametrize("typed", ["notes", "./notes", "."])
    def test_a_path_instead_of_a_command(self, write, run, typed) -> None:
        write({"notes/Soil.md": "Clay.\n"})
        done = run(typed)

        assert done.code == 2
        assert f'Did you mean "vaultkit check {typed}"?' in done.err

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("check --watch", "vaultkit watch"),
            ("check . --show-settings", "vaultkit config"),
            ("fix --list-rules", "vaultkit rules"),
        ],
    )
    def test_an_option_that_is_a_command_here(self, run, typed, meant) -> None:
        done = run(*typed.split())

        assert (done.code, done.out) == (2, "")
        assert f'Did you mean "{meant}"?' in done.err

    @pytest.mark.parametrize("command", ["rule", "explain"])
    def test_a_rule_without_its_name(self, run, command) -> None:
        assert "Missing argument 'NAME'. `vaultkit rules` lists them." in run(command).err

    def test_every_command_has_a_module(self) -> None:
        modules = {item.name for item in pkgutil.iter_modules(commands.__path__)}

        assert modules - {"options"} == {name.replace("-", "_") for name in app.COMMANDS}


def completions(words: list[str], typed: str) -> list[CompletionItem]:
    """Return what a shell is offered for the beginning of a word after others."""
    return ShellComplete(app.main, {}, "vaultkit", "_VAULTKIT_COMPLETE").get_completions(
        words, typed
    )


def offered(words: list[str], typed: str) -> list[str]:
    """Return the words alone."""
    return [item.value for item in completions(words, typed)]


@pytest.mark.usefixtures("anywhere")
class TestCompletion:
    """The scripts for shells."""

    @pytest.mark.parametrize(
        ("shell", "line"),
        [
            ("bash", "complete -o nosort -F _vaultkit_completion vaultkit"),
            ("zsh", "#compdef vaultkit"),
            ("fish", "complete --no-files --command vaultkit"),
        ],
    )
    def test_script(self, run_process, shell, line) -> None:
        ran = run_process("completion", shell)

        assert (ran.returncode, ran.stderr) == (0, b"")
        assert line in ran.stdout.decode()

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_is_valid(self, run_process, shell) -> None:
        program = shutil.which(shell)
        if program is None:
            pytest.skip(f"no {shell} here")
        script = run_process("completion", shell).stdout

        assert subprocess.run([program, "-n"], input=script, check=False).returncode == 0

    def test_another_shell(self, run) -> None:
        ran = run("completion", "tcsh")

        assert ran.code == 2
        assert "'bash', 'zsh', 'fish'" in ran.err

    def test_completes(self, run_process) -> None:
        program = (
            "import sys; sys.argv = ['vaultkit']\nfrom vaultkit.cli.app import run; sys.exit(run())"
        )
        ran = run_process(
            "-c",
            program,
            COMP_WORDS="vaultkit check --fo",
            COMP_CWORD="2",
            _VAULTKIT_COMPLETE="bash_complete",
        )

        assert ran.stdout.decode().split() == ["plain,--format"]

    @pytest.mark.parametrize("command", ["check", "fix", "watch"])
    @pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
    def test_rules_for_options(self, command, option) -> None:
        assert offered([command, option], "al") == ["alias-link", "all"]

    @pytest.mark.parametrize(
        ("typed", "names"),
        [
            ("broken-b", ["broken-block"]),
            ("vk90", ["VK901", "VK902", "VK903", "VK904"]),
            ("stub-note,or", ["stub-note,orphan-note"]),
            ("stub-note, VK902", []),
            ("nothing", []),
        ],
    )
    def test_rules_by_what_is_typed(self, typed, names) -> None:
        assert offered(["check", "--select"], typed) == names

    def test_the_page_of_a_rule(self) -> None:
        assert offered(["rule"], "al") == ["alias-link"]
        assert offered(["explain"], "al") == ["alias-link"]
        assert offered(["help"], "fi") == ["fix"]
        assert set(offered(["rule"], "")) == {rule.name for rule in RULES}

    def test_a_rule_is_offered_with_what_it_finds(self) -> None:
        (item,) = completions(["check", "--ignore"], "alias")

        assert item.help == rule_summary(AliasLink)

    def test_an_unusable_configuration_keeps_nobody_from_completing(
        self, write, monkeypatch
    ) -> None:
        monkeypatch.chdir(write({"vaultkit.toml": 'plugins = ["gone"]\n'}))

        assert offered(["rule"], "al") == ["alias-link"]
