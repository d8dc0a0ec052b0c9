"""``vaultkit fix -``: a note comes in on standard input, and goes out fixed on standard output.

Nothing is written to the vault, and whatever goes wrong, the text that came in goes out.
"""

import contextlib
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vaultkit.changes.fix import Fix
from vaultkit.cli.app import complain
from vaultkit.cli.fix import FixedVault, fix_vault, print_diffs, refuse_reports, tell
from vaultkit.cli.job import Job
from vaultkit.cli.options import FixOptions
from vaultkit.cli.publish import Reports, ReportStyle
from vaultkit.cli.terminal import write_bytes
from vaultkit.cli.vaults import jobs_of, read_stdin
from vaultkit.errors import UsageError
from vaultkit.report.record import timed
from vaultkit.source import Source
from vaultkit.vault.vault import Vault


def run_filter(options: FixOptions) -> int:
    """Read a note, write it with its fixes to standard output, and the report to standard error.

    Raises:
        VaultkitError: the arguments contradict each other, or the vault cannot be used.
    """
    text = read_stdin()
    try:
        reports, fixed, after = _fixed(text, options)
    except Exception:
        _write(text, options)
        raise
    if options.diff:
        print_diffs([fixed], quiet=options.quiet)
    _write(after, options)
    with contextlib.redirect_stdout(sys.stderr):
        code = reports.publish(printed=not options.diff)
    return max(code, tell(fixed, dry=options.dry))


def _write(text: bytes, options: FixOptions) -> None:
    """Write the text, unless a diff is asked for in its place."""
    if not options.diff:
        write_bytes(text)


def _fixed(text: bytes, options: FixOptions) -> tuple[Reports, FixedVault, bytes]:
    """Return the report on a note, what came of its fixes, and its text with them made.

    Raises:
        VaultkitError: the arguments contradict each other, or the vault cannot be used.
    """
    started = time.perf_counter()
    _refuse(text, options)
    style = ReportStyle(
        options.statistics, options.quiet, options.verbose, options.dry, fix_only=options.fix_only
    )
    reports = Reports(options.output_format, options.output_files, style)
    disk = options.since.disk(options.paths, options.root)
    name, root, config = options.stdin_filename, options.root, options.config_file
    (job,) = jobs_of(options.paths, root, config, name, disk, text)
    own = _OwnFixes(job)
    writing_nothing = replace(options, dry_run=True)
    fixed = fix_vault(job, writing_nothing, options.choices(), options.caching(), own)
    report = timed(fixed.report, time.perf_counter() - started)
    reports.add(report, fixed.repair.vault.source, fixed.repair.done)
    change = fixed.repair.changes.get(own.path)
    after = text if change is None or options.dry_run else change.after
    own.tell()
    return reports, fixed, text if after is None else after


def _refuse(text: bytes, options: FixOptions) -> None:
    """Refuse what a filter cannot do.

    Raises:
        UsageError: an option asks for that, or the text is none.
    """
    if any(path != Path("-") for path in options.paths):
        raise UsageError("-: is fixed alone, from input to output; leave out the other paths")
    if options.interactive:
        raise UsageError("--interactive: standard input is the note; name its file instead of -")
    refuse_reports(options)
    if Source(text).invalid_at is not None:
        raise UsageError("-: is not UTF-8 text, so nothing in it is fixed")


class _OwnFixes:
    """Chooses the fixes that change the note alone: a filter cannot delete or write files."""

    def __init__(self, job: Job) -> None:
        """Begin with no fix left out."""
        (self.path,) = set(job.named)
        self.left_out: list[Fix] = []

    def __call__(self, fixes: Sequence[Fix], _waiting: int, _vault: Vault) -> list[Fix]:
        """Return those of some fixes that can be made."""
        own: list[Fix] = []
        for fix in fixes:
            is_own = fix.paths == {self.path} and not fix.deletes
            (own if is_own else self.left_out).append(fix)
        return own

    def tell(self) -> None:
        """Print which fixes were not made."""
        for fix in self.left_out:
            why = "it changes files, which only `vaultkit fix` with the note's path does"
            complain(f"{self.path}: the fix of {fix.rule} was not made: {why}")
