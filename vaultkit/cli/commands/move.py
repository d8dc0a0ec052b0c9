"""``vaultkit move``."""

from typing import Any

import click

from vaultkit.cli.commands.options import moving


@click.command(short_help="Move files and folders, and update links.")
@click.argument("sources", nargs=-1, required=True)
@click.argument("destination")
@moving
def move(sources: tuple[str, ...], destination: str, **options: Any) -> int:
    """Move notes, attachments and folders, and update all references.

    DESTINATION is a folder if there is one of that name or it ends in a slash (/ is the vault's
    root), otherwise the new path of the only source. Relative links in a moved note are updated,
    too. If a link would then lead elsewhere, it is listed and nothing is written. `vaultkit undo`
    reverts it.

    Exit codes: 0 done, 2 it cannot be done, 3 a bug.
    """
    from vaultkit.cli.options import RenameOptions
    from vaultkit.cli.rename import run_move

    return run_move(sources, destination, RenameOptions(**options))
