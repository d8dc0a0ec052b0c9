"""``vaultkit graph``."""

from typing import Any

import click

from vaultkit.cli.commands.options import COUNT, PATH, of_vault

GRAPH_FORMATS = ("table", "json", "graphml", "dot", "csv", "csv-notes", "canvas")
_GATES = (
    ("--max-orphans", "Exit with 1 if there are more orphans."),
    ("--max-dead-ends", "The same for dead ends."),
    ("--max-isolated", "The same for notes that are both."),
    ("--max-islands", "The same for islands."),
    ("--max-bridges", "The same for bridges."),
    ("--max-articulation-notes", "The same for articulation notes."),
)


def _gates(command: Any) -> Any:
    for name, said in reversed(_GATES):
        command = click.option(name, type=COUNT, metavar="N", help=said)(command)
    return command


@click.command(short_help="Show how notes are connected: orphans, islands, hubs.")
@of_vault
@click.option(
    "--format",
    "output_format",
    type=click.Choice(GRAPH_FORMATS),
    default="table",
    show_default=True,
    help="Output format.",
)
@click.option("--output", type=PATH, metavar="FILE", help="Write to this file instead.")
@click.option(
    "--top",
    type=COUNT,
    metavar="N",
    default=10,
    show_default=True,
    help="Lines per list in a table.",
)
@click.option(
    "--island",
    metavar="ISLAND",
    help="What a canvas shows: an island's number, `main`, or one of its notes."
    "  [default: the largest island]",
)
@_gates
def graph(**options: Any) -> int:
    """Show how the notes in the vault of PATH are connected.

    Lists orphans, dead ends and islands, as the rules of these names find them, and bridges and
    articulation notes: links and notes without which others would be cut off from the rest. Ranks
    the notes by their links.

    Formats for programs: json has everything, graphml, dot and csv (a row a link) the graph,
    csv-notes a row a note, and canvas shows an island in Obsidian.

    Exit codes: 0 done, 1 a limit is exceeded, 2 wrong use or unreadable files, 3 a bug.
    """
    from vaultkit.cli.graph import run_graph
    from vaultkit.cli.options import GraphOptions
    from vaultkit.explore.graph.gates import GATES

    given = {name: options.pop(f"max_{name.replace('-', '_')}") for name in GATES}
    limits = {name: limit for name, limit in given.items() if limit is not None}
    return run_graph(GraphOptions(limits=limits, **options))
