"""``vaultkit check``."""

from typing import Any

import click

from vaultkit.cli.commands.options import common, take_since
from vaultkit.errors import UsageError


@click.command(short_help="Check the vault and report on PATHS.")
@common
@click.option("--fix", is_flag=True, help="Fix what can be fixed, as `vaultkit fix` does.")
def check(**options: Any) -> int:
    """Check the vault and report on PATHS (everything by default).

    PATHS are folders, notes or canvases; links are always resolved in the whole vault they are in.
    Of a note outside any vault, only it and the files that it links to are read. A note can be read
    from standard input as -. With --fix it is written to standard output, fixed, and the report to
    standard error.

    RULE is a name, a code, or the start of codes (VK1); several are separated by commas.
    """
    if options.pop("fix"):
        from vaultkit.cli.fix import run_fix
        from vaultkit.cli.options import FixOptions

        return run_fix(FixOptions(since=take_since(options), **options))
    for needs_fix in ("unsafe_fixes", "diff"):
        if options.pop(needs_fix):
            name = needs_fix.replace("_", "-")
            raise UsageError(f"--{name}: a check changes nothing; add --fix")
    from vaultkit.cli.check import run_check
    from vaultkit.cli.options import CheckOptions

    return run_check(CheckOptions(since=take_since(options), **options))
