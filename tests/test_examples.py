"""The example vault shows what vaultkit is for."""

from pathlib import Path

from vaultkit import check
from vaultkit.rules.registry import RULES

CHECKOUT = Path(__file__).parents[1]


def test_the_example_shows_rules_of_every_family() -> None:
    """And none but those that are on by default."""
    shown = set(check(CHECKOUT / "examples" / "garden").by_rule)
    on = {rule.name: rule.code[:3] for rule in RULES if rule.default}

    assert shown <= on.keys()
    assert {on[name] for name in shown} == set(on.values())


def test_the_example_shows_a_safe_fix() -> None:
    assert check(CHECKOUT / "examples" / "garden").fixable >= 1
