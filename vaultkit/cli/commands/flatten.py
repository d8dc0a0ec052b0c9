"""``vaultkit flatten``."""

from typing import Any

import click

from vaultkit.cli.commands.options import PATH, TEXT_OR_JSON


@click.command(short_help="Write the notes of a folder into one file, with working links.")
@click.argument("folder", metavar="DIR", type=PATH)
@click.argument("file", metavar="FILE", type=PATH)
@click.option("--config", "config_file", type=PATH, help="Use this configuration file.")
@TEXT_OR_JSON
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be written, write nothing.")
def flatten(**options: Any) -> int:
    """Write the vault DIR into one new Markdown FILE, in which every link works.

    Each note becomes a section, `# Title {#title}`, with an anchor that forges and pandoc follow.
    Images and other files stay where they are and are linked from FILE. `vaultkit unflatten` turns
    FILE back into the same notes.

    Nothing in DIR is changed, and an existing FILE is left alone.
    """
    from vaultkit.cli.flatten import run_flatten

    return run_flatten(**options)
