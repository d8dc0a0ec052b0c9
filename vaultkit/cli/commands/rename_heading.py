"""``vaultkit rename-heading``."""

from typing import Any

import click

from vaultkit.cli.commands.options import moving


@click.command("rename-heading", short_help="Rename a heading, and update links.")
@click.argument("heading", metavar="NOTE#OLD")
@click.argument("new")
@moving
def rename_heading(heading: str, new: str, **options: Any) -> int:
    """Rename the heading OLD of NOTE to NEW, and update the links to it.

    OLD is written as in a link: "Note#Heading", or "Note#Above#Heading" for one of several. A text
    that another heading of the note has is refused. `vaultkit undo` reverts it.

    Exit codes: 0 done, 2 it cannot be done, 3 a bug.
    """
    from vaultkit.cli.options import RenameOptions
    from vaultkit.cli.rename import run_rename_heading

    return run_rename_heading(heading, new, RenameOptions(**options))
