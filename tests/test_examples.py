"""The example vault, and the code shown in the README."""

import re
from pathlib import Path

import pytest

from vaultkit import check
from vaultkit.cli.rulebook import fixes, severity, summary
from vaultkit.rules import RULES

CHECKOUT = Path(__file__).parents[1]


def test_the_example_shows_every_default_rule() -> None:
    shown = check(CHECKOUT / "examples" / "garden").by_rule

    assert set(shown) == {rule.name for rule in RULES if rule.default}


def test_the_example_shows_a_safe_fix() -> None:
    assert check(CHECKOUT / "examples" / "garden").fixable >= 1


def test_the_python_example_of_the_readme_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    (code, said) = re.findall(
        r"```(?:python|text)\n(.*?)```", readme.partition("## Python")[2], re.DOTALL
    )[:2]
    monkeypatch.chdir(CHECKOUT)

    exec(compile(code, "README.md", "exec"), {})

    assert capsys.readouterr().out == said


def test_the_table_of_rules_in_the_readme_is_current() -> None:
    readme = (CHECKOUT / "README.md").read_text("utf-8")

    for rule in RULES:
        sentence = summary(rule).replace("|", r"\|")
        name = f"[{rule.name}](rules/{rule.name}.md)"
        row = f"| {rule.code} | {name} | {sentence} | {severity(rule)} | {fixes(rule)} |"
        assert row in readme
