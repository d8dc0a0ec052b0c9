"""``vaultkit fix``."""

from typing import Any

import click

from vaultkit.cli.commands.options import common, take_since


@click.command(short_help="Apply the safe fixes, and report what remains.")
@common
@click.option("--dry-run", is_flag=True, help="Show what would be done, write nothing.")
@click.option("-i", "--interactive", is_flag=True, help="Ask before each fix, showing its diff.")
@click.option(
    "--fix-only", is_flag=True, help="Report only what was fixed; what remains does not fail."
)
def fix(**options: Any) -> int:
    """Apply the safe fixes in PATHS (everything by default) and report what remains.

    Each fix is proven before it is written: a reader sees the same text, and every other link leads
    where it led. `vaultkit undo` reverts the run.

    With - for PATHS, a note is read from standard input, and written to standard output with its
    fixes; the report goes to standard error, and no file is changed.

    RULE is a name, a code, or the start of codes (VK1); several are separated by commas.
    """
    from vaultkit.cli.fix import run_fix
    from vaultkit.cli.options import FixOptions

    return run_fix(FixOptions(since=take_since(options), **options))
