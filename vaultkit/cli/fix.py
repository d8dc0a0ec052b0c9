"""``vaultkit fix``: repairs what is certain, says what it did, and leaves a way back."""

import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from vaultkit.changes.diff import unified
from vaultkit.changes.disk.write import Written, write_files
from vaultkit.changes.disputed import DISPUTED
from vaultkit.changes.file_change import FileChange
from vaultkit.changes.undo.undo import pending
from vaultkit.cli.app import complain
from vaultkit.cli.ask import Asker
from vaultkit.cli.cache import Caching
from vaultkit.cli.formats import FOR_PEOPLE
from vaultkit.cli.job import Job
from vaultkit.cli.next_commands import advice_of, with_vault
from vaultkit.cli.options import FixOptions
from vaultkit.cli.progress_bar import JUDGING, Progress
from vaultkit.cli.publish import Reports, ReportStyle
from vaultkit.cli.session import CheckSession
from vaultkit.cli.terminal import write_diff
from vaultkit.cli.vaults import jobs_of, refuse_led_out
from vaultkit.config.file import Choices
from vaultkit.config.vault_root import below_repository
from vaultkit.errors import UsageError
from vaultkit.fix.repair import Ask, Repair, repair
from vaultkit.lint import check as linter
from vaultkit.lint.incomplete import waiting_said
from vaultkit.progress import silent
from vaultkit.report.formats import fixes
from vaultkit.report.record import FixOutcome, NotFixed, Report, timed
from vaultkit.text import below_home, counted, counted_files, printable, some_of
from vaultkit.vault.history.earlier_check import keep_written

_NAMED = 3


@dataclass(frozen=True)
class FixedVault:
    """What came of one vault: the repair, what was written of it, and what remains to report.

    ``infos`` tells of those that could be fixed.
    """

    repair: Repair
    written: Written
    report: Report
    infos: str = ""


def run_fix(options: FixOptions) -> int:
    """Repair the vaults that the paths are in, print what was done and what remains.

    Raises:
        VaultkitError: the arguments contradict each other, or a vault cannot be used.
    """
    if Path("-") in options.paths:
        from vaultkit.cli.fix_stdin import run_filter

        return run_filter(options)
    started = time.perf_counter()
    if options.interactive and not sys.stdin.isatty():
        raise UsageError("--interactive: there is no one to ask; run it in a terminal")
    if options.interactive and options.output_format not in FOR_PEOPLE:
        said = f"asks on the terminal; leave out --format {options.output_format}"
        raise UsageError(f"--interactive: {said}")
    refuse_reports(options)
    choices, kept = options.choices(), options.caching()
    style = ReportStyle(
        options.statistics,
        options.quiet,
        options.verbose,
        options.dry,
        fix_only=options.fix_only,
        advice=advice_of(options),
    )
    reports = Reports(options.output_format, options.output_files, style)
    found: list[FixedVault] = []
    nothing: list[str] = []
    is_told = options.output_format in FOR_PEOPLE and not (options.quiet or options.fix_only)
    disk = options.since.on_disk().disk(options.paths, options.root)
    jobs = jobs_of(options.paths, options.root, options.config_file, options.stdin_filename, disk)
    for job in jobs:
        refuse_led_out(job.home)
    for job in jobs:
        unfinished = pending(job.home.root)
        if unfinished is not None:
            command = with_vault("undo", job.home.root)
            complain(f"run {unfinished} was interrupted: `{command}` reverts it")
        asker = Asker() if options.interactive else None
        done = fix_vault(job, options, choices, kept, asker)
        report = timed(done.report, time.perf_counter() - started)
        outcome = FixOutcome(_not_fixed(done), done.written.run, options.dry)
        reports.add(report, done.repair.vault.source, done.repair.done, outcome)
        found.append(done)
        if is_told and not (asker and asker.has_asked):
            nothing += _nothing_said(job, done, options)
        started = time.perf_counter()
    if options.diff:
        print_diffs(found, quiet=options.quiet)
    code = reports.publish(printed=not options.diff)
    for said in nothing:
        complain(said)
    return max(code, *(tell(done, dry=options.dry) for done in found))


def fix_vault(
    job: Job, options: FixOptions, choices: Choices, kept: Caching, ask: Ask | None
) -> FixedVault:
    """Repair one vault and, unless it is a dry run, write what changes; then check it again.

    Args:
        job: the vault.
        options: what was typed.
        choices: what it chooses.
        kept: what is kept between runs.
        ask: asked which fixes to make.

    Raises:
        VaultkitError: the vault or its settings cannot be used.
    """
    since, progress = options.since, Progress(quiet=options.quiet)
    unsafe = options.unsafe_fixes
    vault, settings = job.read(choices, kept, progress=progress)
    staged = since.staged_names(job)
    with progress:
        changed = since.changed(vault, job, progress)
        done = repair(
            vault,
            settings,
            job.wanted_among(changed),
            named=_among(job.named, changed),
            unsafe=unsafe,
            ask=ask,
            progress=silent if options.interactive else progress,
        )
        written = Written(None, (), {})
        if done.changes and not options.dry:
            written = write_files(job.home.root, sorted_changes(done), progress("writing notes"))
            done.leave(written.skipped)
            _keep(job, kept, done, written)
        if options.fix_only:
            return FixedVault(done, written, linter.report_of(done.vault, settings, ()))
        wanted, named = job.wanted_among(staged), _among(job.named, staged)
        report = linter.check(done.vault, settings, wanted, named=named, step=progress(JUDGING))
    check_session = CheckSession(job, choices, kept, progress)
    check_session.vault, check_session.settings = done.vault, settings
    left = [found for found in report.findings if changed is None or found.path in changed]
    report = since.on_disk().narrowed(report, check_session)
    command = partial(with_vault, root=job.home.root)
    infos = fixes.left_said(left, command, unsafe=unsafe)
    return FixedVault(done, written, _remarked(report, infos), infos)


def _remarked(report: Report, said: str) -> Report:
    return replace(report, remarks=(*report.remarks, said)) if said else report


def _nothing_said(job: Job, done: FixedVault, options: FixOptions) -> list[str]:
    """Return the sentence that there was nothing to fix; none if something else tells of fixes."""
    made = done.repair
    if made.done or made.waiting or made.cycle or done.infos or _not_fixed(done):
        return []
    left = [item for item in done.report.findings if item.to_fix and item.has_fix(unsafe=True)]
    unsafe = len(left) if options.diff and not options.unsafe_fixes else 0
    place = some_of(job.paths, _NAMED) if job.paths else below_home(str(job.home.root))
    part = "what changed in " if options.since.is_of_changes else ""
    have = "has" if unsafe == 1 else "have"
    more = f"; {counted(unsafe, 'finding')} {have} an unsafe fix (--unsafe-fixes)" if unsafe else ""
    return [f"nothing to fix in {part}{place}{more}"]


def _keep(job: Job, kept: Caching, done: Repair, written: Written) -> None:
    """Keep what notes hold now that were written."""
    cache = kept.of(job.home.root, job.disk.name)
    if cache is not None:
        paths = set(written.paths)
        changes = [change for change in sorted_changes(done) if change.path in paths]
        keep_written(
            cache.kept_files, job.home.root, {change.path: change.after for change in changes}
        )


def refuse_reports(options: FixOptions) -> None:
    """Refuse what tells of all findings where only what was fixed is to be told.

    Raises:
        UsageError: an option asks for that.
    """
    if not options.fix_only:
        return
    asked = {
        "--format": options.output_format not in FOR_PEOPLE,
        "--output-file": bool(options.output_files),
        "--statistics": options.statistics,
    }
    for option, is_asked in asked.items():
        if is_asked:
            raise UsageError(f"{option}: reports what remains; leave out --fix-only")


def _among(named: Sequence[str], paths: Collection[str] | None) -> list[str]:
    return [path for path in named if paths is None or path in paths]


def sorted_changes(done: Repair) -> list[FileChange]:
    """Return what a repair changes, file by file."""
    return [change for _, change in sorted(done.changes.items())]


def print_diffs(found: Sequence[FixedVault], *, quiet: bool) -> None:
    """Print what repairs change, with paths as git takes them: from the repository's top.

    A summary by rule comes first, on standard error.
    """
    if not quiet:
        counts = fixes.summary([done.repair.done for done in found], dry=True)
        click.echo(counts, err=True, nl=False)
    for done in found:
        folder = below_repository(Path(done.report.root))
        for change in sorted_changes(done.repair):
            write_diff(unified(change, folder=folder))


def _not_fixed(done: FixedVault) -> tuple[NotFixed, ...]:
    """Return which fixes were not made, or would not be, and which files were left, and why."""
    made = done.repair
    left = [NotFixed(path, 0, "", "changed during the run") for path in made.moved]
    left += [NotFixed(path, 0, "", "is outside the vault's folder") for path in made.outside]
    left += [NotFixed(path, 0, "", why) for path, why in done.written.skipped.items()]
    left += [NotFixed(path, line, "", DISPUTED) for path, line in made.disputed]
    left += [NotFixed(item.path, item.line, item.rule, item.reason) for item in made.refusals]
    return tuple(sorted(left, key=lambda item: (item.path, item.line)))


def tell(done: FixedVault, *, dry: bool) -> int:
    """Print on standard error what was not done and how to undo; return its exit code."""
    made = done.repair
    for path in made.moved:
        complain(f"{path} changed during the run and was left unchanged; run the fix again")
    if made.outside:
        are, were = ("is", "was") if len(made.outside) == 1 else ("are", "were")
        some = some_of(list(made.outside), _NAMED)
        complain(f"{some} {are} outside the vault's folder and {were} not changed")
    for path, why in done.written.skipped.items():
        complain(f"{path} was left unchanged: {why}")
    for path, line in made.disputed:
        complain(f"{path}:{line}: was left unchanged: {DISPUTED}")
    for refusal in made.refusals:
        said = f"the fix of {refusal.rule} was not made: {refusal.reason}"
        complain(f"{refusal.path}:{refusal.line}: {said}")
    if made.waiting:
        complain(waiting_said(made.vault, made.waiting))
    if made.cycle:
        complain(f"the fixes of {', '.join(made.cycle)} undo each other; please report it")
    if done.written.run is not None:
        said = f"run {done.written.run} changed {counted_files(done.written.paths)}"
        command = with_vault("undo", Path(done.report.root))
        click.echo(f"vaultkit: {said}; `{printable(command)}` reverts it", err=True)
    left = made.moved or made.disputed or made.refusals or made.cycle or done.written.skipped
    return int(bool(left or (dry and made.changes)))
