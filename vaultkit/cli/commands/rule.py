"""``vaultkit rule``."""

import click

from vaultkit.cli.rule_names import RuleNames


@click.command(short_help="Print the page of a rule: what it finds, why, and examples.")
@click.argument("name", type=RuleNames(several=False))
def rule(name: str) -> None:
    """Print the page of a rule: what it finds, why, and examples.

    NAME may be a code; the start of codes (VK1) lists the rules of that family.
    """
    from vaultkit.cli.rule_pages import print_rule

    print_rule(name)
