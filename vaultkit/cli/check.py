"""``vaultkit check``: from the words on the command line to reports on the screen."""

import time
from collections.abc import Sequence
from pathlib import Path

import click

from vaultkit import linter
from vaultkit.cli.cache import caching
from vaultkit.cli.jobs import choices_of, jobs_of
from vaultkit.cli.look import Look
from vaultkit.cli.output import has_color, is_unicode, width, write
from vaultkit.cli.since import Since
from vaultkit.printable import printable
from vaultkit.report import Report


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
    reports = []
    for job in jobs_of(paths, root, config_file, stdin_filename, since.disk(paths, root)):
        report = since.report(Look(job, choices, kept))
        reports.append(linter.timed(report, time.perf_counter() - started))
        started = time.perf_counter()
    print_reports(reports, output_format, statistics=statistics, quiet=quiet, verbose=verbose)
    return exit_code(reports)


def print_reports(
    reports: Sequence[Report], output_format: str, *, statistics: bool, quiet: bool, verbose: bool
) -> None:
    """Print the reports, and on standard error what could not be looked at."""
    if output_format == "json":
        from vaultkit.reporters import json

        write(json.render(reports, ascii_only=not is_unicode()))
    for report in reports if output_format != "json" else ():
        if output_format == "concise":
            from vaultkit.reporters import concise

            write(concise.render(report))
        else:
            from vaultkit.reporters import text

            shown = {"color": has_color(), "verbose": verbose, "quiet": quiet}
            write(text.render(report, width=width(), **shown))
        if statistics:
            from vaultkit.reporters import text

            write(text.statistics(report))
    for report in reports:
        for trouble in report.troubles:
            click.echo(f"vaultkit: {printable(trouble)}", err=True)


def exit_code(reports: Sequence[Report]) -> int:
    """Give the exit code that the reports ask for."""
    if any(report.troubles for report in reports):
        return 2
    return int(any(report.fails for report in reports))
