"""``vaultkit stats``: from the words on the command line to counts on the screen."""

from vaultkit.cli.app import complain
from vaultkit.cli.options import StatsOptions
from vaultkit.cli.progress_bar import Progress
from vaultkit.cli.terminal import write, write_exactly
from vaultkit.cli.vaults import whole_vault
from vaultkit.config.file import Choices
from vaultkit.explore.stats import census, json, table
from vaultkit.lint.check import remarks_on_unseen


def run_stats(options: StatsOptions) -> int:
    """Print what the vault that a path is in holds, and return the exit code.

    Raises:
        VaultkitError: the vault or its settings cannot be used.
    """
    job = whole_vault(options.path, options.root, options.config_file)
    choices, kept = Choices(select=census.RULES, dialect=options.dialect), options.caching()
    with Progress(quiet=options.quiet) as progress:
        entries = job.listed()
        vault, settings = job.read(choices, kept, entries, progress)
        found = census.take(vault, entries, settings, words=options.words, progress=progress)
    if options.output_format == "json":
        write_exactly(json.render(found, vault, options.top))
    else:
        write(table.render(found, vault, options.top))
    troubles = vault.errors
    for said in (*troubles, *(remarks_on_unseen(vault, settings) if vault.hidden else ())):
        complain(said)
    return 2 if troubles else 0
