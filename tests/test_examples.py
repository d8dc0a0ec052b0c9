"""The example vault, and the table of rules in the README."""

from pathlib import Path

from vaultkit import check
from vaultkit.cli.rulebook import fixes, severity, summary
from vaultkit.rules import RULES

CHECKOUT = Path(__file__).parents[1]


def test_the_example_shows_every_default_rule() -> None:
    shown = check(CHECKOUT / "examples" / "garden").by_rule

    assert set(shown) == {rule.name for rule in RULES if rule.default}


def test_the_example_shows_a_safe_fix() -> None:
    assert check(CHECKOUT / "examples" / "garden").fixable >= 1


def test_the_table_of_rules_in_the_readme_is_current() -> None:
    readme = (CHECKOUT / "README.md").read_text("utf-8")

    for rule in RULES:
        sentence = summary(rule).replace("|", r"\|")
        name = f"[{rule.name}](rules/{rule.name}.md)"
        row = f"| {rule.code} | {name} | {sentence} | {severity(rule)} | {fixes(rule)} |"
        assert row in readme
