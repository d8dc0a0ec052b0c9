"""What is for information only is fixed where its rule was asked for, and else counted."""

import json
import re

import pytest

import vaultkit
from tests.folders import contents
from vaultkit.api import Vault
from vaultkit.changes.draft.draft import Drafter
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import repair

APP = ".obsidian/app.json"
EMPTY = "---\naliases:\n  - null\n---\n[[Home]] words\n"
OLD = "---\ntag: garden\n---\n[[Home]] words\n"
SPACED = "[x](Two words.md)\n"
ENCODED = "[x](Two%20words.md)\n"
VAULT = {
    APP: "{}",
    "Home.md": SPACED,
    "Two words.md": EMPTY,
    "One.md": EMPTY,
    "Three.md": OLD,
}
LEFT = "3 info findings could be fixed: `vaultkit fix --select empty-alias,deprecated-property`"


@pytest.fixture
def changed(write, run, tmp_path):
    """Return a function that runs a fix of a vault and names the files that it changed."""

    def fixed(*arguments, config="", files=VAULT):
        given = {**files, "vaultkit.toml": config}
        root = write(given)
        assert run("fix", *arguments).code in (0, 1)
        return [name for name, text in contents(root).items() if text != given[name].encode()]

    return fixed


class TestAsked:
    def test_nobody_asked(self, changed) -> None:
        assert changed() == ["Home.md"]

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--verbose"],
            ["--fail-on", "info"],
            ["--unsafe-fixes"],
            ["--select", "all"],
            ["--select", "ALL"],
            ["--extend-select", "all"],
            ["--select", "all", "--verbose"],
            ["--select", "all,VK1"],
        ],
    )
    def test_all_rules_are_no_rule_asked_for(self, changed, arguments) -> None:
        assert changed(*arguments) == ["Home.md"]

    @pytest.mark.parametrize(
        "word", ["empty-alias", "Empty-Alias", "VK402", "vk402", "VK109,VK402", "all,empty-alias"]
    )
    def test_a_rule_that_the_command_line_names(self, changed, word) -> None:
        assert changed("--extend-select", word) == ["Home.md", "One.md", "Two words.md"]
        selected = changed("--select", word)
        assert [name for name in selected if name != "Home.md"] == ["One.md", "Two words.md"]

    @pytest.mark.parametrize("word", ["VK4", "vk40"])
    def test_a_family_that_the_command_line_names(self, changed, word) -> None:
        assert changed("--select", word) == ["One.md", "Three.md", "Two words.md"]

    def test_what_is_ignored_stays_ignored(self, changed) -> None:
        assert changed("--select", "VK4", "--ignore", "empty-alias") == ["Three.md"]

    @pytest.mark.parametrize(
        "config",
        [
            'fix = ["empty-alias"]',
            'fix = ["VK402"]',
            'fix = ["broken-link", "Empty-Alias"]',
            '[severity]\nempty-alias = "warning"',
            '[severity]\nVK402 = "error"',
        ],
    )
    def test_a_rule_that_the_configuration_wants_fixed(self, changed, config) -> None:
        assert changed(config=config) == ["Home.md", "One.md", "Two words.md"]

    @pytest.mark.parametrize("word", ["VK4", "all"])
    def test_a_family_that_the_configuration_wants_fixed(self, changed, word) -> None:
        found = changed(config=f'fix = ["{word}"]')

        assert found == ["Home.md", "One.md", "Three.md", "Two words.md"]

    def test_the_configurations_list_holds_whatever_is_selected(self, changed) -> None:
        found = changed("--select", "all", config='fix = ["empty-alias"]')

        assert found == ["Home.md", "One.md", "Two words.md"]

    @pytest.mark.parametrize("key", ["select", "extend-select"])
    def test_a_rule_that_the_configuration_only_runs(self, changed, key) -> None:
        assert "One.md" not in changed(config=f'{key} = ["empty-alias"]')

    @pytest.mark.parametrize(
        "said", ['fix = ["empty-alias"]', 'severity = { empty-alias = "warning" }']
    )
    def test_in_one_folder(self, changed, said) -> None:
        config = f'[[overrides]]\npaths = ["One.md"]\n{said}\n'

        assert changed(config=config) == ["Home.md", "One.md"]

    def test_lists_of_overrides_add_up(self, changed) -> None:
        config = (
            '[[overrides]]\npaths = ["*.md"]\nfix = ["empty-alias"]\n'
            '[[overrides]]\npaths = ["T*.md"]\nfix = ["deprecated-property"]\n'
        )

        assert changed(config=config) == ["Home.md", "One.md", "Three.md", "Two words.md"]

    def test_a_rule_that_the_configuration_lowers(self, changed) -> None:
        lowered = '[severity]\nunencoded-link = "info"\n'

        assert changed(config=lowered) == []
        assert changed("--select", "unencoded-link", config=lowered) == ["Home.md"]
        assert changed(config=f'fix = ["VK1"]\n{lowered}') == ["Home.md"]

    def test_a_rule_lowered_in_one_folder(self, changed) -> None:
        files = {**VAULT, "plans/Home.md": SPACED}
        config = '[[overrides]]\npaths = ["plans/"]\nseverity = { VK109 = "info" }\n'

        assert changed(config=config, files=files) == ["Home.md"]

    def test_an_unsafe_fix_has_to_be_asked_for_as_well(self, write, run) -> None:
        config = 'fix = ["stub-note"]\n[severity]\nstub-note = "info"\n'
        root = write({**VAULT, "Stub.md": "", "vaultkit.toml": config})
        run("fix")
        assert (root / "Stub.md").exists()
        run("fix", "--unsafe-fixes")
        assert not (root / "Stub.md").exists()

    def test_by_way_of_a_check(self, write, run) -> None:
        root = write(VAULT)
        run("check", "--fix")
        assert (root / "One.md").read_text() == EMPTY
        run("check", "--fix", "--select", "empty-alias")
        assert (root / "One.md").read_text() != EMPTY

    def test_a_note_that_is_named(self, write, run) -> None:
        root = write(VAULT)
        run("fix", "One.md")

        assert (root / "One.md").read_text() == EMPTY


class TestLeft:
    """A run says what it left."""

    def test_where_the_summary_stands(self, write, run) -> None:
        write(VAULT)
        done = run("fix")

        assert done.code == 0
        assert done.out.splitlines()[-1] == LEFT
        assert done.problems == ["run 1 changed 1 note; `vaultkit undo` reverts it"]

    def test_also_where_nothing_is_fixed(self, write, run) -> None:
        write(VAULT)
        run("fix")
        again = run("fix", "--dry-run")

        assert (again.code, again.err) == (0, "")
        assert again.out.splitlines()[-1] == LEFT

    def test_one(self, write, run) -> None:
        write({APP: "{}", "Three.md": OLD, "Home.md": "words\n"})
        said = run("fix").out.splitlines()[-1]

        assert said == "1 info finding could be fixed: `vaultkit fix --select deprecated-property`"

    def test_what_it_says_does_it(self, write, run) -> None:
        write(VAULT)
        command = run("fix").out.splitlines()[-1].split("`")[1]
        done = run(*command.split()[1:])

        assert "fixed 3 findings in 3 notes" in done.out
        assert "could be fixed" not in run("fix").out

    @pytest.mark.parametrize("arguments", [["--dry-run"], ["--verbose"], ["--select", "all"]])
    def test_whatever_is_listed(self, write, run, arguments) -> None:
        write(VAULT)

        assert run("fix", *arguments).out.splitlines()[-1] == LEFT

    @pytest.mark.parametrize(
        "arguments", [["--diff"], ["--format", "concise"], ["--format", "jsonl"]]
    )
    def test_where_there_is_no_room_for_it(self, write, run, arguments) -> None:
        write(VAULT)
        done = run("fix", *arguments)

        assert "could be fixed" not in done.out
        assert LEFT in done.problems

    def test_as_json(self, write, run) -> None:
        write(VAULT)

        assert run("fix", "--format", "json").json["remarks"] == [LEFT]

    @pytest.mark.parametrize("format_", ["text", "concise"])
    @pytest.mark.parametrize("option", ["--quiet", "--fix-only"])
    def test_not_where_nothing_else_is_to_be_said(self, write, run, format_, option) -> None:
        write(VAULT)
        done = run("fix", option, "--format", format_)

        assert "could be fixed" not in done.out + done.err

    @pytest.mark.parametrize("option", ["--quiet", "--fix-only"])
    def test_nor_beside_a_diff(self, write, run, option) -> None:
        write(VAULT)
        done = run("fix", option, "--diff")

        assert done.out.startswith("diff")
        assert "could be fixed" not in done.err

    def test_it_is_no_failure(self, write, run) -> None:
        write({APP: "{}", "Home.md": EMPTY})

        assert [run("fix", *way).code for way in ([], ["--diff"], ["--dry-run"])] == [0, 0, 0]

    def test_only_of_what_was_to_be_fixed(self, write, run) -> None:
        write(VAULT)
        done = run("fix", "One.md", "Home.md")

        assert done.out.splitlines()[-1] == (
            "1 info finding could be fixed: `vaultkit fix --select empty-alias`"
        )

    def test_not_of_what_is_allowed_ignored_or_has_no_fix(self, write, run) -> None:
        allowed = EMPTY + "%% vaultkit: allow-file empty-alias %%\n"
        written = "---\naliases:\n  - a\n  - null # none yet\n---\n[[Home]] words\n"
        write(
            {APP: "{}", "Home.md": "[[A]] [[B]]\n", "A.md": allowed, "B.md": written, "C.md": OLD}
        )

        assert "could be fixed" not in run("fix", "--ignore", "deprecated-property").out

    def test_unsafe_ones_where_those_are_made(self, write, run) -> None:
        config = '[severity]\nstub-note = "info"\n'
        files = {APP: "{}", "Home.md": "words\n", "vaultkit.toml": config}
        root = write({**files, "Stub.md": "", "Three.md": OLD})

        assert run("fix").out.splitlines()[-1] == (
            "1 info finding could be fixed: `vaultkit fix --select deprecated-property`"
        )
        assert run("fix", "--unsafe-fixes").out.splitlines()[-1] == (
            "2 info findings could be fixed: "
            "`vaultkit fix --unsafe-fixes --select deprecated-property,stub-note`"
        )
        assert (root / "Stub.md").exists()

    def test_a_baseline_hides_none_of_it(self, write, run) -> None:
        write(VAULT)
        run("baseline")
        done = run("fix")

        assert done.out.splitlines()[-1] == LEFT

    def test_each_vault_says_its_own(self, write, run, tmp_path) -> None:
        for name in ("one", "two"):
            write({APP: "{}", "Home.md": EMPTY}, name)
        done = run("fix", "one", "two", cwd=tmp_path)

        assert done.out.count("1 info finding could be fixed") == 2

    def test_a_check_says_nothing_of_it(self, write, run) -> None:
        write(VAULT)

        assert "could be fixed" not in run("check").out


class TestMarked:
    """A check marks and counts what a fix with the same options makes."""

    @pytest.mark.parametrize(
        ("arguments", "config", "rules"),
        [
            ([], "", ["unencoded-link"]),
            (["--verbose"], "", ["unencoded-link"]),
            (["--select", "all"], "", ["unencoded-link"]),
            (["--select", "VK402"], "", ["empty-alias", "empty-alias"]),
            (["--select", "VK4"], "", ["deprecated-property", "empty-alias", "empty-alias"]),
            ([], 'fix = ["VK404"]', ["deprecated-property", "unencoded-link"]),
            (
                [],
                '[severity]\nempty-alias = "warning"',
                ["empty-alias", "empty-alias", "unencoded-link"],
            ),
            ([], '[severity]\nunencoded-link = "info"', []),
        ],
    )
    def test_what_a_fix_would_make(self, write, run, arguments, config, rules) -> None:
        write({**VAULT, "vaultkit.toml": config})
        listed = run("check", "--format", "concise", *arguments).out
        report = run("check", "--format", "json", *arguments).json
        fixed = run("fix", "--dry-run", "--format", "json", *arguments).json["fixed"]

        assert sorted(re.findall(r" VK\d+ (\S+) \[\*\]: ", listed)) == rules
        assert report["summary"]["fixable"] == len(rules)
        assert sorted(item["rule"] for item in fixed) == rules

    def test_in_the_text(self, write, run) -> None:
        write(VAULT)

        assert "unencoded-link (VK109) [*]" in run("check").out
        assert "; 1 fixable (TIME)" in run("check").out
        shown = run("check", "--verbose").out
        assert "empty-alias (VK402)" in shown
        assert "empty-alias (VK402) [*]" not in shown
        assert "empty-alias (VK402) [*]" in run("check", "--select", "empty-alias").out

    def test_programs_are_given_every_fix(self, write, run) -> None:
        write(VAULT)
        report = run("check", "--format", "json").json
        log = json.loads(run("check", "--format", "sarif").out)

        fixes = {found["rule"]: found["fix"] for found in report["findings"]}
        assert fixes["empty-alias"] == {"applicability": "safe", "title": "drop the empty entry"}
        shown = {item["ruleId"]: "fixes" in item for item in log["runs"][0]["results"]}
        assert shown["VK402"]

    @pytest.mark.usefixtures("eager")
    def test_also_where_findings_are_kept(self, write, run) -> None:
        root = write(VAULT)

        def fixable(*arguments):
            return run("check", "--format", "json", *arguments).json["summary"]["fixable"]

        assert [fixable(), fixable(), fixable("--no-cache")] == [1, 1, 1]
        assert [fixable("--select", "VK4"), fixable("--select", "VK4")] == [3, 3]
        (root / "vaultkit.toml").write_text('fix = ["empty-alias"]')
        assert [fixable(), fixable(), fixable("--no-cache")] == [3, 3, 3]

    def test_what_a_baseline_holds(self, write, run) -> None:
        write(VAULT)
        run("baseline")

        assert "`vaultkit fix` fixes 1 of the findings" in run("check").out


def test_what_waits_counts_only_what_would_be_made(write, run) -> None:
    """While a submodule is not there, a stub is not taken away, be it for information or not."""
    modules = '[submodule "x"]\n\tpath = older\n\turl = x\n'
    files = {APP: "{}", ".gitmodules": modules, "Home.md": "[[Stub]] words\n", "Stub.md": ""}
    write({**files, "vaultkit.toml": '[severity]\nstub-note = "info"\n'})

    assert "waits until" not in run("fix", "--unsafe-fixes").err
    assert "1 fix waits until" in run("fix", "--unsafe-fixes", "--select", "stub-note").err


def test_what_nobody_asked_for_is_not_drafted_to_be_fixed(monkeypatch) -> None:
    """It is counted by the report on what remains, so a fix reads and parses no note for it."""
    drafted = []
    original = Drafter.draft

    def draft(self, item):
        drafted.append(item.rule)
        return original(self, item)

    monkeypatch.setattr(Drafter, "draft", draft)
    assert list(repair(Vault.from_texts(VAULT), read_settings()).changes) == ["Home.md"]
    assert set(drafted) == {"unencoded-link"}


def test_from_python() -> None:
    assert vaultkit.check(VAULT).fixable == 1
    assert vaultkit.check(VAULT, select=["empty-alias"]).fixable == 2
    assert vaultkit.check(VAULT, select=["all"]).fixable == 1


class TestStaged:
    """A fix of what git would commit, as a hook makes it."""

    def test_only_of_the_notes_of_the_commit(self, repository, run) -> None:
        repository.commit({"Home.md": "[[Old]]\n", "Old.md": EMPTY})
        repository.stage({"New.md": OLD})
        done = run("fix", "--staged", "--new-since", "HEAD")

        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines()[-1] == (
            "1 info finding could be fixed: `vaultkit fix --select deprecated-property`"
        )
        assert (repository.top / "New.md").read_text() == OLD

    def test_a_hook_fixes_what_the_configuration_asks_for(self, repository, run) -> None:
        repository.commit({"vaultkit.toml": 'fix = ["deprecated-property"]\n'})
        repository.stage({"New.md": OLD, "Home.md": EMPTY})
        run("fix", "--staged", "--new-since", "HEAD", "--fix-only")

        assert (repository.top / "New.md").read_text() == OLD.replace("tag:", "tags:")
        assert (repository.top / "Home.md").read_text() == EMPTY
