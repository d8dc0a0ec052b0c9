"""``vaultkit watch``."""

from typing import Any

import click

from vaultkit.cli.commands.options import caching, choosing


@click.command(short_help="Check after every save, and print what that changed.")
@choosing
@caching
def watch(**options: Any) -> int:
    """Check the vault now and after every save, and print what each save changed.

    PATHS are folders or notes of one vault (everything by default). Findings that are new are
    shown, those that are gone named. Ctrl-C ends it.

    RULE is a name, a code, or the start of codes (VK1); several are separated by commas.
    """
    from vaultkit.cli.options import RuleOptions
    from vaultkit.cli.watch import run_watch

    return run_watch(RuleOptions(**options))
