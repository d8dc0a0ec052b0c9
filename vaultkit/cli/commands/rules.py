"""``vaultkit rules``."""

import click


@click.command()
def rules() -> None:
    """List the rules with their codes and severities."""
    from vaultkit.cli.rule_pages import print_rules

    print_rules()
