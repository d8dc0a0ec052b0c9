"""``vaultkit rename-tag``."""

from typing import Any

import click

from vaultkit.cli.commands.options import moving


@click.command("rename-tag", short_help="Rename a tag and its nested tags, everywhere.")
@click.argument("old")
@click.argument("new")
@click.option("--merge", is_flag=True, help="Allow NEW to be a tag already in use.")
@moving
def rename_tag(old: str, new: str, *, merge: bool, **options: Any) -> int:
    """Rename the tag OLD to NEW, with the tags below it: in notes, properties, canvases and bases.

    Both may be written with or without #. `vaultkit undo` reverts it.

    Exit codes: 0 done, 2 it cannot be done, 3 a bug.
    """
    from vaultkit.cli.options import RenameOptions
    from vaultkit.cli.rename import run_rename_tag

    return run_rename_tag(old, new, RenameOptions(**options), merge=merge)
