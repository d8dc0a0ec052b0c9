"""``vaultkit heal``."""

from pathlib import Path
from typing import Any

import click

from vaultkit.cli.commands.options import PATH, moving


@click.command(short_help="Fix links broken by moves made with other programs.")
@click.argument("path", type=PATH, default=".")
@click.option(
    "--since",
    metavar="REV",
    help="The git revision at which the links worked.  [default: HEAD; without git, the last "
    "check]",
)
@moving
def heal(path: Path, since: str | None, **options: Any) -> int:
    """Fix the links in the vault at PATH after files were moved by git or another program.

    Missing files are recognised by their content. Links that opened them at REV (without git: at
    the last check that saw them) are rewritten. A file that may be one of several is left and
    listed. `vaultkit undo` reverts it.

    Exit codes: 0 done, 1 with --dry-run or --diff: there is something to fix, 2 it cannot be done,
    3 a bug.
    """
    from vaultkit.cli.heal import run_heal
    from vaultkit.cli.options import RenameOptions

    return run_heal(since, path, RenameOptions(**options))
