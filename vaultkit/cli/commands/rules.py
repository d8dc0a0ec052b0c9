"""``vaultkit rules``."""

import click

from vaultkit.cli.commands.options import TEXT_OR_JSON


@click.command()
@TEXT_OR_JSON
def rules(output_format: str) -> None:
    """List the rules with their codes and severities."""
    if output_format == "json":
        from vaultkit.cli.rule_documents import print_rule_documents

        print_rule_documents()
        return
    from vaultkit.cli.rule_pages import print_rules

    print_rules()
