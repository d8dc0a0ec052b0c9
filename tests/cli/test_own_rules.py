"""Rules of a user's own: a distribution built from the docs, and all that can be wrong with one."""

# ruff: noqa: E501 - tables read best with a case a line

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "own-rules.md").read_text("utf-8")
NAMED = re.compile(
    r"^`([^`\n]+)`\n\n(?:<!-- [^\n]* -->\n)?```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
FILES = dict(NAMED.findall(PAGE))
VAULT = {name: FILES[name] for name in FILES if name.endswith(".md") or name == "vaultkit.toml"}
RULE = '''
from vaultkit.plugin import NoteRule, Problem, Severity, Span, VaultRule

class Bad(NoteRule):
    """A bad note."""
    code = "ACME001"
    name = "bad-note"
    severity = Severity.WARNING

    def check(self, note):
        yield Problem(Span(0, 0), "bad")
'''


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the distribution of the page with pip, from nothing but what is there."""
    folder = tmp_path_factory.mktemp("acme")
    for name in ("pyproject.toml", "acme_vault_rules/__init__.py"):
        path = folder / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[name], "utf-8")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    how = ["--no-build-isolation", "--disable-pip-version-check", "--target"]
    target = folder / "site-packages"
    subprocess.run([*pip, *how, str(target), str(folder / "source")], check=True)
    return target


@pytest.fixture
def vaultkit(installed: Path, write, run_process):
    """Return a function that runs the command line where that distribution is installed."""

    def ran(*arguments: str | Path, path: Path = installed) -> tuple[int, str, str]:
        both = os.pathsep.join([str(CHECKOUT), str(path)])
        done = run_process(*arguments, PYTHONPATH=both)
        assert b"Traceback" not in done.stderr
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    write(VAULT)
    return ran


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write):
    """Return a function that puts a distribution on the path, and a vault that names it."""
    count = iter(range(100))

    def put(
        code: str, value: str = "", *, name: str = "acme", config: str = "", package: bool = False
    ) -> str:
        module = f"acme_{os.getpid()}_{abs(hash(tmp_path))}_{next(count)}"
        site = tmp_path / module
        info = site / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        source = site / module / "__init__.py" if package else site / f"{module}.py"
        source.parent.mkdir(exist_ok=True)
        source.write_text(code, "utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        registered = f"x = {module}{value}" if value is not None else ""
        (info / "entry_points.txt").write_text(f"[vaultkit.rules]\n{registered}\n")
        monkeypatch.syspath_prepend(str(site))
        write({"A.md": "# A\n\n[[A]]\n", "vaultkit.toml": f'plugins = ["acme"]\n{config}'})
        return str(source)

    return put


class TestThePage:
    """What ``docs/own-rules.md`` says, done."""

    def test_it_finds_what_the_page_says(self, vaultkit) -> None:
        (said,) = re.findall(
            r"^```console\n\$ vaultkit check --format concise\n(.*?)^```$",
            PAGE,
            re.MULTILINE | re.DOTALL,
        )

        assert vaultkit("check", "--format", "concise") == (1, said, "")

    def test_its_rules_are_listed(self, vaultkit) -> None:
        code, out, _ = vaultkit("rules")

        assert code == 0
        assert out.partition("Of acme-vault-rules 1.0\n")[2].splitlines()[:2] == [
            "  ACME001  untagged-note            warning  -             A note without a tag.",
            "  ACME002  crowded-folder           off      -             A folder that holds too many notes.",
        ]

    @pytest.mark.parametrize("name", ["untagged-note", "ACME001", "acme001"])
    def test_the_docstring_is_the_page(self, vaultkit, name) -> None:
        code, out, err = vaultkit("rule", name, "--all")

        assert (code, err) == (0, "")
        assert out.startswith(
            "# untagged-note (ACME001)\n\nA note without a tag.\n\n## Why\n\nOur notes"
        )

    def test_the_docstring_is_shown_on_a_screen(self, vaultkit) -> None:
        code, out, err = vaultkit("rule", "untagged-note")

        assert (code, err) == (0, "")
        assert out.startswith(
            "untagged-note (ACME001): warning; fix: none\nA note without a tag.\n\nWhy      Our notes"
        )
        assert "\nOptions  " in out

    def test_a_misspelt_name(self, vaultkit) -> None:
        assert vaultkit("rule", "untaged-note")[2] == (
            'vaultkit: there is no rule "untaged-note": did you mean "untagged-note"?\n'
        )

    @pytest.mark.parametrize("word", ["ACME", "acme0", "ACME001", "untagged-note"])
    def test_families_and_names(self, vaultkit, word) -> None:
        out = vaultkit("check", "--format", "concise", "--select", word)[1]

        assert "untagged-note" in out
        assert "VK" not in out

    def test_the_configuration_says_where_it_comes_from(self, vaultkit) -> None:
        out = vaultkit("config")[1]

        assert 'plugins = ["acme-vault-rules"]  # vaultkit.toml' in out
        assert 'ACME001 untagged-note = warning\n    paths = ["teams/"]  # vaultkit.toml' in out

    def test_it_can_be_allowed(self, vaultkit, write) -> None:
        write({"teams/Plan.md": "%% vaultkit: allow-file untagged-note %%\n\n[[Budget]]\n"})

        assert vaultkit("check", "--format", "concise", "--select", "ACME001,VK9")[:2] == (0, "")

    @pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit", "github", "markdown"])
    def test_formats(self, vaultkit, form) -> None:
        code, out, err = vaultkit("check", "--format", form)

        assert (code, err) == (1, "")
        assert '"Plan" has no tag'.replace('"', "") in out.replace('\\"', "").replace(
            '"', ""
        ).replace("&quot;", "")

    def test_an_option_that_is_misspelt(self, vaultkit, write) -> None:
        write({"vaultkit.toml": VAULT["vaultkit.toml"] + "max-note = 3\n"})

        assert vaultkit("check")[2] == (
            "vaultkit: vaultkit.toml: rules.crowded-folder.max-note: unknown key"
            ' (did you mean "max-notes"?)\n'
        )

    def test_without_the_plug_in_its_rules_are_unknown(self, vaultkit, write) -> None:
        write({"vaultkit.toml": 'ignore = ["untagged-note"]\n'})
        code, _, err = vaultkit("check")

        assert code == 2
        assert 'no rule "untagged-note"' in err


class TestCache:
    """Nothing is kept when the code of a plug-in changes."""

    def test_code_that_changes_is_noticed(
        self, plugin, write, run, run_process, monkeypatch
    ) -> None:
        source = Path(plugin(RULE, ":Bad", package=True))
        write({"ballast.bin": bytes(500_000)})
        path = os.pathsep.join([str(CHECKOUT), *sys.path[:1]])

        def said() -> str:
            command = ("check", "--format", "concise", "--select", "ACME", "--cache-dir", "../kept")
            done = run_process(*command, PYTHONPATH=path)
            assert done.stderr == b""
            return done.stdout.decode()

        assert [said(), said()] == ["A.md:1:1: ACME001 bad-note: bad\n"] * 2
        source.write_text(RULE.replace('"bad")', '"worse")'), "utf-8")
        assert said() == "A.md:1:1: ACME001 bad-note: worse\n"
        assert sorted(Path(source).parent.glob("*.py")) == [source]
        (source.parent / "words.txt").write_text("more")
        assert said() == "A.md:1:1: ACME001 bad-note: worse\n"

    def test_what_is_kept_is_used(self, plugin, write, run, eager, tmp_path) -> None:
        code = RULE.replace(
            "        yield",
            f"        with open({str(tmp_path / 'log')!r}, 'a') as log: log.write(note.name)\n"
            "        yield",
        )
        plugin(code, ":Bad")
        write({"ballast.bin": bytes(500_000)})
        first = run("check", "--cache-dir", "../kept")
        second = run("check", "--cache-dir", "../kept")

        assert first == second
        assert (tmp_path / "log").read_text() == "A"

    def test_a_process_goes_by_the_code_that_it_has_imported(self, plugin) -> None:
        from vaultkit.config.plugins.installed import _state_of, state_of

        _state_of.cache_clear()
        source = Path(plugin(RULE, ":Bad", package=True))
        (source.parent / "gone.txt").symlink_to("nowhere")
        before = state_of(["acme"])
        source.write_text(RULE + "\n", "utf-8")
        assert state_of(["acme"]) == before
        _state_of.cache_clear()

        assert [path for path in before if str(source) in path]
        assert state_of(["acme"]) != before

    def test_side_by_side(self, plugin, write, run, eager, monkeypatch) -> None:
        plugin(RULE, ":Bad")
        monkeypatch.setattr("vaultkit.vault.index.workers.available", lambda: 3)
        write({f"N{number}.md": "x" for number in range(50)})

        assert len(run("check", "--format", "concise", "--select", "ACME").out.splitlines()) == 51


class TestTrouble:
    """One sentence each, exit code 2."""

    def test_it_is_not_installed(self, check) -> None:
        ran = check({"A.md": "x", "vaultkit.toml": 'plugins = ["acme-nowhere"]'})

        assert (ran.code, ran.problems) == (
            2,
            [
                (
                    'vaultkit.toml: plugins: "acme-nowhere" is not installed with vaultkit;'
                    " pip install it, or leave it out"
                )
            ],
        )

    def test_it_has_no_rules(self, check) -> None:
        ran = check({"A.md": "x", "vaultkit.toml": 'plugins = ["click"]'})

        assert ran.problems == [
            'vaultkit.toml: plugins: "click" has no rules: it registers nothing as "vaultkit.rules"'
        ]

    @pytest.mark.parametrize("value", ["true", '"acme"', "[1]"])
    def test_it_is_no_list_of_names(self, check, value) -> None:
        ran = check({"A.md": "x", "vaultkit.toml": f"plugins = {value}"})

        assert ran.code == 2
        assert ran.problems[0].startswith("vaultkit.toml: plugins: must be a list of strings, not ")

    @pytest.mark.parametrize(
        ("code", "value", "said"),
        [
            ("import nonesuch", ":Bad", r"cannot be imported: ModuleNotFoundError: No module named 'nonesuch' \(.*\.py, line 1\)"),
            ("1 / 0", ":Bad", r"cannot be imported: ZeroDivisionError: division by zero \(.*\.py, line 1\)"),
            ("raise SystemExit(0)", ":Bad", r"cannot be imported: SystemExit: 0 \(.*\.py, line 1\)"),
            ("def f(:", ":Bad", r"cannot be imported: SyntaxError: .*"),
            (RULE, ":Worse", r"cannot be imported: AttributeError: .*'Worse'.*"),
            ("x = 1", ":x", "1 is neither a rule nor a list of rules nor a module with RULES"),
            ("x = 1", "", "<module .*> is neither a rule nor a list of rules nor a module with RULES"),
            (RULE.replace("ACME001", "VK777"), ":Bad", "Bad: the code VK777 is reserved for vaultkit; choose letters other than VK"),
            (RULE.replace("ACME001", "a1"), ":Bad", 'Bad: has no code like "ACME001"'),
            (RULE.replace("bad-note", "Bad Note"), ":Bad", 'Bad: has no name like "no-todo"'),
            (RULE.replace("bad-note", "stub-note"), ":Bad", 'Bad: the name "stub-note" is taken by vaultkit'),
            (RULE.replace('"""A bad note."""', ""), ":Bad", "Bad: has no docstring; its first line says what the rule finds"),
            (RULE.replace("severity", "weight"), ":Bad", "Bad: has no severity"),
            (RULE + "    Options = int", ":Bad", "Bad: its Options are not a dataclass"),
            (RULE + "class Twin(Bad): code = 'ACME002'\nRULES = [Bad, Twin]", "", "Twin: has no docstring.*"),
            (RULE + "class Twin(Bad):\n    'Twin.'\n    code = 'ACME002'\nRULES = [Bad, Twin]", "", 'Twin: the name "bad-note" is taken by acme'),
            (RULE.replace("(NoteRule)", "(__import__('vaultkit.plugin').plugin.Rule)"), ":Bad", "Bad: is not a subclass of any of NoteRule, .*"),
        ],
    )  # fmt: skip
    def test_it_cannot_be_used(self, plugin, run, code, value, said) -> None:
        plugin(code, value)
        for command in (("check",), ("rules",), ("config",)):
            ran = run(*command)

            assert ran.code == 2
            assert len(ran.problems) == 1
            where = r"vaultkit\.toml: plugins: acme 1\.0: acme_\w+(:\w+)?:? "
            assert re.fullmatch(where + said, ran.problems[0])

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (
                "yield note.nothing",
                "AttributeError: 'Note' object has no attribute 'nothing' (TMP/",
            ),
            ("1 / 0", "ZeroDivisionError: division by zero (TMP/"),
            ("yield 'bad'", "TypeError: check yielded 'bad', which is not a Problem ("),
            ("yield Problem('x', 'bad')", "TypeError: check yielded Problem(span='x'"),
            ("yield Problem(Span('a', 1), 'bad')", "TypeError: check yielded Problem(span=Span("),
            ("return 3", "TypeError: 'int' object is not iterable ("),
            ("raise SystemExit(0)", "SystemExit: 0 ("),
        ],
    )
    @pytest.mark.parametrize("command", ["check", "fix"])
    def test_it_fails(self, plugin, run, eager, command, body, said) -> None:
        plugin(RULE.replace('yield Problem(Span(0, 0), "bad")', body), ":Bad")
        ran = run(command)

        assert ran.code == 2
        (problem,) = ran.problems
        assert problem.startswith(f"the rule bad-note (ACME001) of acme 1.0 failed on A.md: {said}")
        assert problem.endswith(")")

    def test_it_fails_in_another_process_and_with_a_cache(self, plugin, write, run, eager) -> None:
        plugin(RULE.replace("yield", "1 / 0; yield"), ":Bad")
        write({"ballast.bin": bytes(500_000), **{f"N{number}.md": "x" for number in range(20)}})
        problems = [run("check", "--cache-dir", "../kept").problems for _ in range(2)]

        for (problem,) in problems:
            assert "the rule bad-note (ACME001) of acme 1.0 failed on " in problem

    def test_it_fails_over_its_options(self, plugin, run) -> None:
        plugin(
            RULE + "    def __init__(self, options=None):\n        raise ValueError('no')\n", ":Bad"
        )

        (problem,) = run("check").problems
        assert problem.startswith(
            "the rule bad-note (ACME001) of acme 1.0 failed: ValueError: no ("
        )

    def test_a_pair_that_is_none(self, plugin, run) -> None:
        plugin(RULE.replace("(NoteRule)", "(VaultRule)"), ":Bad")

        (problem,) = run("check").problems
        assert problem.startswith("the rule bad-note (ACME001) of acme 1.0 failed: TypeError: ")


def test_whoever_names_none_does_not_look_for_any(write, loaded) -> None:
    write({"A.md": "[[A]]\n", "vaultkit.toml": 'ignore = ["VK3"]\n'})
    for command in ("check", "rules", "config"):
        modules = loaded(command)[2]

        assert "vaultkit.rules" in modules
        assert not {"importlib.metadata", "vaultkit.config.plugins"} & modules
