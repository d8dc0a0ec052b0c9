"""``vaultkit stats``."""

from typing import Any

import click

from vaultkit.cli.commands.options import COUNT, of_vault


@click.command(short_help="Count notes, links, tags and properties.")
@of_vault
@click.option(
    "--format",
    "output_format",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="Output format.",
)
@click.option(
    "--top", type=COUNT, metavar="N", default=10, show_default=True, help="Lines per list."
)
@click.option("--words", is_flag=True, help="Also count words, which reads every note again.")
def stats(**options: Any) -> int:
    """Show what the vault of PATH holds, at a glance.

    Notes, links by kind, tags, properties, attachments and those that nothing uses, the
    largest notes and those that most others link to.
    """
    from vaultkit.cli.options import StatsOptions
    from vaultkit.cli.stats import run_stats

    return run_stats(StatsOptions(**options))
