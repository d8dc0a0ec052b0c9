"""``vaultkit baseline``."""

from typing import Any

import click

from vaultkit.cli.commands.options import PATH, TEXT_OR_JSON


@click.command(short_help="Record current findings, so that checks report only new ones.")
@click.argument("path", type=PATH, default=".")
@click.option("--root", type=PATH, help="The vault's folder; detected by default.")
@click.option("--config", "config_file", type=PATH, help="Use this configuration file.")
@TEXT_OR_JSON
@click.option("--prune", is_flag=True, help="Only remove findings that are gone.")
def baseline(**options: Any) -> int:
    """Record the findings in the vault of PATH, so that checks report only new ones.

    They are written to vaultkit-baseline.json, beside the configuration or in the vault's root, one
    per line. Commit the file; `vaultkit check --no-baseline` reports everything.
    """
    from vaultkit.cli.baseline import run_baseline

    return run_baseline(**options)
