"""``vaultkit rule``."""

import click

from vaultkit.cli.commands.options import TEXT_OR_JSON, color
from vaultkit.cli.rule_names import RuleNames


@click.command(short_help="Explain a rule: what it finds, why, what to do, an example.")
@click.argument("name", type=RuleNames(several=False))
@click.option("--all", "whole", is_flag=True, help="Print the complete page, with all examples.")
@TEXT_OR_JSON
@color
def rule(name: str, output_format: str, *, whole: bool) -> None:
    """Explain a rule on one screen: what it finds, why, what to do, its options and an example.

    NAME may be a code; the start of codes (VK1) lists the rules of that family.
    """
    if output_format == "json":
        from vaultkit.cli.rule_documents import print_rule_documents

        print_rule_documents(name)
        return
    from vaultkit.cli.rule_pages import print_rule

    print_rule(name, whole=whole)
