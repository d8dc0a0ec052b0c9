"""``vaultkit undo``."""

import os
from pathlib import Path
from typing import Any

import click

from vaultkit.cli.commands.options import PATH
from vaultkit.errors import UsageError

_MOST_DIGITS = 19


@click.command(short_help="Undo what fix, rename, move or heal wrote.")
@click.argument("which", metavar="[RUN | PATH]", required=False)
@click.option("--list", "listed", is_flag=True, help="List the runs that are kept, and exit.")
@click.option("--show", is_flag=True, help="Show a diff of what undo would change, and exit.")
@click.option("--force", is_flag=True, help="Also overwrite later edits.")
@click.option("--root", type=PATH, help="The vault's folder; detected by default.")
@click.option(
    "--vault-was", type=PATH, metavar="PATH", help="Where the vault was before it was moved."
)
def undo(which: str | None, root: Path | None, **options: Any) -> int:
    """Take back what a fix, a rename, a move or `heal` has written: the last run, or RUN.

    The vault is the one of PATH, or of the current folder.

    Every file gets back the bytes it had. In a note edited since, the lines that the run wrote are
    taken back and all else stays, if those lines are still as the run left them. If not, the note
    is left alone, and with it all of a rename, move or heal, which would break links by halves.
    With --force the edits are overwritten, and a copy of them is kept outside the vault. A run that
    was cut short is taken back, too. The last 20 runs are kept, copies of edits for 90 days.

    Exit codes: 0 done, 1 a note was left alone because it was edited, 2 nothing was done, or a file
    could not be written.
    """
    from vaultkit.cli.undo import run_undo

    run, path = None, Path()
    if which is not None and which.isdecimal() and len(which) < _MOST_DIGITS:
        run = int(which)
    elif which is not None:
        if root is not None or not os.path.lexists(which):
            raise UsageError(
                f"{which}: is not the number of a run; `vaultkit undo --list` lists them"
            )
        path = Path(which)
    return run_undo(run, path, root=root, **options)
