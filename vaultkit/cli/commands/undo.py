"""``vaultkit undo``."""

import os
from pathlib import Path
from typing import Any

import click

from vaultkit.cli.commands.options import PATH, TEXT_OR_JSON
from vaultkit.errors import UsageError

_MOST_DIGITS = 19


@click.command(short_help="Undo what fix, rename, move or heal wrote.")
@click.argument("which", metavar="[RUN | PATH]", required=False)
@click.option("--list", "listed", is_flag=True, help="List the runs that are kept, and exit.")
@click.option(
    "--diff",
    "--show",
    "show",
    is_flag=True,
    help="Show a diff of what undo would change, write nothing.",
)
@click.option("--force", is_flag=True, help="Also overwrite later edits.")
@TEXT_OR_JSON
@click.option("--root", type=PATH, help="The vault's folder; detected by default.")
@click.option(
    "--vault-was", type=PATH, metavar="PATH", help="Where the vault was before it was moved."
)
def undo(which: str | None, root: Path | None, **options: Any) -> int:
    """Revert what a fix, a rename, a move or `heal` has written: the last run, or RUN.

    The vault is the one of PATH, or of the current folder.

    Every file is restored byte for byte. In a note that was edited since, only the lines that the
    run wrote are reverted, if they have not changed. Otherwise the note is left alone, and so is
    all of a rename, move or heal, because half of one would break links. With --force the edits are
    overwritten, and a copy of them is kept outside the vault. An interrupted run is reverted, too.
    The last 20 runs are kept, copies of edits for 90 days.

    Exit codes: 0 done, 1 a note was left alone because it was edited, 2 nothing was done, or a file
    could not be written.
    """
    from vaultkit.cli.undo import run_undo

    run, path = None, Path()
    if which is not None and which.isdecimal() and len(which) < _MOST_DIGITS:
        run = int(which)
    elif which is not None:
        is_path = os.path.lexists(which)
        if not (is_path or which.isdecimal()):
            raise UsageError(
                f"{which}: no such folder (undo takes a folder, or the number of a run)"
            )
        if root is not None or not is_path:
            raise UsageError(
                f"{which}: is not the number of a run; `vaultkit undo --list` lists them"
            )
        path = Path(which)
    return run_undo(run, path, root=root, **options)
