"""``vaultkit stats``: from the words on the command line to counts on the screen."""

from pathlib import Path

from vaultkit.cli.app import complain
from vaultkit.cli.cache import caching
from vaultkit.cli.progress_bar import Progress
from vaultkit.cli.terminal import write, write_exactly
from vaultkit.cli.vaults import choices_of, whole_vault
from vaultkit.explore.stats import census, json, table
from vaultkit.lint.check import remarks_on_unseen


def run_stats(
    path: Path,
    root: Path | None,
    config_file: Path | None,
    dialect: str | None,
    output_format: str,
    top: int,
    *,
    words: bool,
    quiet: bool,
    no_cache: bool,
    cache_dir: Path | None,
) -> int:
    """Print what the vault that a path lies in holds, and give the exit code.

    Raises:
        VaultkitError: the vault or its settings cannot be used.
    """
    job = whole_vault(path, root, config_file)
    kept = caching(no_cache=no_cache, cache_dir=cache_dir, verbose=False)
    choices = choices_of(census.RULES, (), (), None, dialect)
    with Progress(quiet=quiet) as progress:
        entries = job.listed()
        vault, settings = job.read(choices, kept, entries, progress)
        found = census.take(vault, entries, settings, words=words, progress=progress)
    if output_format == "json":
        write_exactly(json.render(found, vault, top))
    else:
        write(table.render(found, vault, top))
    troubles = vault.troubles
    for said in (*troubles, *(remarks_on_unseen(vault, settings) if vault.hidden else ())):
        complain(said)
    return 2 if troubles else 0
