"""``vaultkit graph``: from the words on the command line to a graph on the screen."""

from pathlib import Path

from vaultkit.cli.app import complain
from vaultkit.cli.options import GraphOptions
from vaultkit.cli.output_files import NOTES, expect_own, expect_place, write_file
from vaultkit.cli.progress_bar import Progress
from vaultkit.cli.terminal import write, write_exactly
from vaultkit.cli.vaults import whole_vault
from vaultkit.config.file import Choices
from vaultkit.errors import UsageError
from vaultkit.explore.graph.analysis import RULES, Analysis
from vaultkit.explore.graph.gates import Gate, gate
from vaultkit.lint.check import remarks_on_unseen
from vaultkit.text import printable, reason
from vaultkit.vault.wording import shown_name

_NAMED = 5


def run_graph(options: GraphOptions) -> int:
    """Print the graph of the vault that a path is in, and return the exit code.

    Raises:
        VaultkitError: the vault or its settings cannot be used, or it has no such island.
    """
    if options.island is not None and options.output_format != "canvas":
        raise UsageError("--island: only a canvas shows one island; add --format canvas")
    if options.output is not None:
        _refuse(options.output)
    job = whole_vault(options.path, options.root, options.config_file)
    choices, kept = Choices(select=RULES, dialect=options.dialect), options.caching()
    with Progress(quiet=options.quiet) as progress:
        vault, settings = job.read(choices, kept, progress=progress)
        analysis = Analysis(vault, settings, progress)
        gates = [gate(analysis, name, limit) for name, limit in options.limits.items()]
        content = _rendered(analysis, gates, options)
    if options.output is not None:
        _save(options.output, content)
    else:
        (write if options.output_format == "table" else write_exactly)(content)
    troubles = vault.errors
    for said in (*troubles, *(remarks_on_unseen(vault, settings) if vault.hidden else ())):
        complain(said)
    for exceeded in gates:
        if exceeded.exceeded:
            complain(_sentence(exceeded))
    if troubles:
        return 2
    return int(any(item.exceeded for item in gates))


def _refuse(output: Path) -> None:
    """Make sure that a file can be written and is no one's work.

    Raises:
        UsageError: it cannot, or is.
    """
    given = f"--output {output}"
    expect_place(output, given)
    if output.suffix.lower() in NOTES and output.exists():
        raise UsageError(f"{given}: this file exists; remove it or choose another")
    expect_own(output, given)


def _save(output: Path, content: str) -> None:
    try:
        write_file(output, content.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"--output {output}: cannot be written: {reason(error)}") from error


def _sentence(exceeded: Gate) -> str:
    actual, limit = exceeded.actual, exceeded.limit
    what = exceeded.name.replace("-", " ")
    named = ", ".join(f'"{shown_name(key)}"' for key in exceeded.members[:_NAMED])
    more = f" and {actual - _NAMED:,} more" if actual > _NAMED else ""
    return f"{what}: {actual:,}, and --max-{exceeded.name} allows {limit:,}: {named}{more}"


def _rendered(analysis: Analysis, gates: list[Gate], options: GraphOptions) -> str:
    output_format = options.output_format
    if output_format == "table":
        from vaultkit.explore.graph import table

        return table.render(analysis, options.top)
    if output_format == "json":
        from vaultkit.explore.graph import json

        return json.render(analysis, gates)
    if output_format == "graphml":
        from vaultkit.explore.graph import graphml

        return graphml.render(analysis)
    if output_format == "dot":
        from vaultkit.explore.graph import dot

        return dot.render(analysis)
    if output_format == "canvas":
        from vaultkit.explore.graph import canvas

        return canvas.render(analysis.network, _chosen(analysis, options.island))
    from vaultkit.explore.graph import csv

    return (csv.render_links if output_format == "csv" else csv.render_notes)(analysis)


def _chosen(analysis: Analysis, island: str | None) -> list[str]:
    """Return the group of notes that an option names.

    Raises:
        UsageError: it names none.
    """
    groups, islands = analysis.groups, analysis.islands
    if not groups:
        raise UsageError("--format canvas: the vault has no notes to show")
    if island is None:
        if not islands:
            raise UsageError(
                "--format canvas: there is no island to show; --island main shows the mainland"
            )
        return islands[0]
    if island == "main":
        return groups[0]
    if island.isdecimal() and int(island) < len(groups) and len(groups[int(island)]) > 1:
        return groups[int(island)]
    wanted = island.removesuffix(".md").lower()
    for key, note in analysis.network.notes.items():
        if wanted in (note.name.lower(), key.removesuffix(".md").lower()):
            return groups[analysis.group_of[key]]
    last = sum(len(group) > 1 for group in groups) - 1
    numbers = f", 1 to {last}" if last > 1 else " and 1" if last == 1 else ""
    said = printable(island)
    raise UsageError(f'--island: no island and no note is called "{said}"; there is main{numbers}')
