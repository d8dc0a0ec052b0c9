"""``vaultkit rename``."""

from typing import Any

import click

from vaultkit.cli.commands.options import moving


@click.command(short_help="Rename a note, file or folder, and update links.")
@click.argument("old")
@click.argument("new")
@moving
def rename(old: str, new: str, **options: Any) -> int:
    """Rename the note, attachment or folder OLD to NEW, and update all references.

    OLD is a path, or a name as a link has it; NEW is a name without a folder, and may leave the
    extension out. Links, embeds, properties, canvases and bases are rewritten in the vault's own
    style. If a link would then lead elsewhere, it is listed and nothing is written. `vaultkit undo`
    reverts a rename.

    Exit codes: 0 done, 2 it cannot be done, 3 a bug.
    """
    from vaultkit.cli.options import RenameOptions
    from vaultkit.cli.rename import run_rename

    return run_rename(old, new, RenameOptions(**options))
