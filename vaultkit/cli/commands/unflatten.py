"""``vaultkit unflatten``."""

from typing import Any

import click

from vaultkit.cli.commands.options import PATH


@click.command(short_help="Turn a flattened file back into notes.")
@click.argument("file", metavar="FILE", type=PATH)
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be written, write nothing.")
def unflatten(**options: Any) -> int:
    """Write the notes of a flattened FILE into the new folder DIR, one for each section.

    A section is a title with an id, `# Title {#title}`, and links to ids become wikilinks. A link
    to a note that is not in FILE becomes the wikilink that it was, if its id is the slug of its
    text. FILE may come from `vaultkit flatten` or from another exporter.

    FILE is not changed, and a DIR that is not empty is not changed.
    """
    from vaultkit.cli.unflatten import run_unflatten

    return run_unflatten(**options)
