"""``vaultkit rule``."""

import click

from vaultkit.cli.commands.options import TEXT_OR_JSON
from vaultkit.cli.rule_names import RuleNames


@click.command(short_help="Print the page of a rule: what it finds, why, and examples.")
@click.argument("name", type=RuleNames(several=False))
@TEXT_OR_JSON
def rule(name: str, output_format: str) -> None:
    """Print the page of a rule: what it finds, why, and examples.

    NAME may be a code; the start of codes (VK1) lists the rules of that family.
    """
    if output_format == "json":
        from vaultkit.cli.rule_documents import print_rule_documents

        print_rule_documents(name)
        return
    from vaultkit.cli.rule_pages import print_rule

    print_rule(name)
