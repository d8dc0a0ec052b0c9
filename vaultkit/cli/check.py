"""``vaultkit check``: from the words on the command line to reports on the screen."""

import shlex
import time
from dataclasses import replace

from vaultkit.cli.job import Job
from vaultkit.cli.next_commands import advice_of
from vaultkit.cli.options import CheckOptions
from vaultkit.cli.progress_bar import Progress
from vaultkit.cli.publish import Reports, ReportStyle
from vaultkit.cli.session import CheckSession
from vaultkit.cli.vaults import jobs_of
from vaultkit.config.vault_root import vault_around
from vaultkit.report.record import Report, timed
from vaultkit.rules.base.problem import Severity


def run_check(options: CheckOptions) -> int:
    """Check the vaults that the paths are in, print the reports, and return the exit code."""
    started = time.perf_counter()
    choices, kept = options.choices(), options.caching()
    style = ReportStyle(
        options.statistics, options.quiet, options.verbose, advice=advice_of(options)
    )
    reports = Reports(options.output_format, options.output_files, style)
    disk = options.since.disk(options.paths, options.root)
    for job in jobs_of(
        options.paths, options.root, options.config_file, options.stdin_filename, disk
    ):
        check_session = CheckSession(job, choices, kept, Progress(quiet=options.quiet))
        report = options.since.report(check_session)
        if options.root is None:
            report = _tell_vault_around(report, job)
        reports.add(timed(report, time.perf_counter() - started), check_session.source)
        started = time.perf_counter()
    return reports.publish()


def _tell_vault_around(report: Report, job: Job) -> Report:
    """Add that a vault with problems is in another, which may hold what its links lead to."""
    if all(found.severity is Severity.INFO for found in report.findings):
        return report
    around = vault_around(job.home.root, job.disk) if job.home.config_file is None else None
    if around is None:
        return report
    remark = (
        f"{job.home.root} is a separate vault inside {around}, whose notes its links do not reach; "
        f"`--root {shlex.quote(str(around))}` checks it as part of that"
    )
    return replace(report, remarks=(*report.remarks, remark))
