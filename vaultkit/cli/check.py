"""``vaultkit check``: from the words on the command line to reports on the screen."""

import time
from collections.abc import Sequence
from pathlib import Path

from vaultkit.cli.cache import caching
from vaultkit.cli.examination import Examination
from vaultkit.cli.formats import OutputFile
from vaultkit.cli.jobs import choices_of, jobs_of
from vaultkit.cli.progress import Progress
from vaultkit.cli.reports import Look, Reports
from vaultkit.cli.since import Since
from vaultkit.report import timed


def run_check(
    paths: Sequence[Path],
    root: Path | None,
    config_file: Path | None,
    select: Sequence[str],
    extend_select: Sequence[str],
    ignore: Sequence[str],
    fail_on: str | None,
    dialect: str | None,
    output_format: str,
    output_files: Sequence[OutputFile],
    stdin_filename: str | None,
    since: Since,
    *,
    statistics: bool,
    quiet: bool,
    verbose: bool,
    no_cache: bool,
    cache_dir: Path | None,
) -> int:
    """Check the vaults that the paths lie in, print the reports, and give the exit code."""
    started = time.perf_counter()
    choices = choices_of(select, extend_select, ignore, fail_on, dialect)
    kept = caching(no_cache=no_cache, cache_dir=cache_dir, verbose=verbose)
    reports = Reports(output_format, output_files, Look(statistics, quiet, verbose))
    for job in jobs_of(paths, root, config_file, stdin_filename, since.disk(paths, root)):
        examination = Examination(job, choices, kept, Progress(quiet=quiet))
        report = since.report(examination)
        reports.add(timed(report, time.perf_counter() - started), examination.source)
        started = time.perf_counter()
    return reports.publish()
