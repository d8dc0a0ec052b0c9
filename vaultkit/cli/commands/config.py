"""``vaultkit config``."""

from pathlib import Path

import click

from vaultkit.cli.commands.options import PATH


@click.command(short_help="Show the settings in effect, and where each comes from.")
@click.argument("path", type=PATH, default=".")
@click.option("--root", type=PATH, help="The vault's folder; detected by default.")
@click.option("--config", "config_file", type=PATH, help="Use this configuration file.")
def config(path: Path, root: Path | None, config_file: Path | None) -> None:
    """Show the settings in effect for PATH, and where each comes from."""
    from vaultkit.cli.config import print_config

    print_config(path, root, config_file)
