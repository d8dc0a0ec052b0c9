"""``vaultkit check``: from the words on the command line to reports on the screen."""

import shlex
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vaultkit.cli.cache import caching
from vaultkit.cli.formats import OutputFile
from vaultkit.cli.progress_bar import Progress
from vaultkit.cli.publish import Look, Reports
from vaultkit.cli.session import Examination
from vaultkit.cli.since_options import Since
from vaultkit.cli.vaults import Job, choices_of, jobs_of
from vaultkit.config.vault_root import vault_around
from vaultkit.report.record import Report, timed
from vaultkit.rules.base.problem import Severity


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
        if root is None:
            report = _tell_vault_around(report, job)
        reports.add(timed(report, time.perf_counter() - started), examination.source)
        started = time.perf_counter()
    return reports.publish()


def _tell_vault_around(report: Report, job: Job) -> Report:
    """Add that a vault with problems lies in another, which may hold what its links lead to."""
    if all(found.severity is Severity.INFO for found in report.findings):
        return report
    around = vault_around(job.home.root, job.disk) if job.home.config_file is None else None
    if around is None:
        return report
    remark = (
        f"{job.home.root} is a vault of its own inside {around}, whose notes its links do not see; "
        f"`--root {shlex.quote(str(around))}` takes it as a part of that"
    )
    return replace(report, remarks=(*report.remarks, remark))
