"""``vaultkit config``."""

from pathlib import Path

import click

from vaultkit.cli.commands.options import PATH, TEXT_OR_JSON


@click.command(short_help="Show the settings in effect, and where each comes from.")
@click.argument("path", type=PATH, default=".")
@TEXT_OR_JSON
@click.option(
    "--schema", is_flag=True, help="Print the JSON Schema of vaultkit.toml instead, for editors."
)
@click.option("--root", type=PATH, help="The vault's folder; detected by default.")
@click.option("--config", "config_file", type=PATH, help="Use this configuration file.")
def config(
    path: Path,
    root: Path | None,
    config_file: Path | None,
    output_format: str,
    *,
    schema: bool,
) -> None:
    """Show the settings in effect for PATH, and where each comes from."""
    from vaultkit.cli.config import print_config

    print_config(path, root, config_file, output_format, schema=schema)
