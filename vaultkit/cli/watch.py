"""``vaultkit watch``: checks again on every save, and prints what that changed."""

import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from vaultkit.cli.app import complain
from vaultkit.cli.cache import Caching
from vaultkit.cli.job import Job
from vaultkit.cli.options import RuleOptions
from vaultkit.cli.session import CheckSession
from vaultkit.cli.terminal import look, write
from vaultkit.cli.vaults import jobs_of
from vaultkit.config.file import Choices
from vaultkit.errors import ConfigError, UsageError, VaultkitError
from vaultkit.report.ending import is_listed, standing
from vaultkit.report.formats import text
from vaultkit.report.record import Finding, Report, timed
from vaultkit.text import printable, some_of
from vaultkit.vault.files.app_settings import SETTINGS_FILES

_STEP_MS = 50
_LOOK_MS = 300
_MOST_NAMED = 3
_IGNORE_FILE = ".gitignore"
_NOTABLE = (".md", ".canvas", ".base", ".json", ".toml", _IGNORE_FILE)
"""Endings of files that are named rather than what an editor writes beside them for a moment."""


def run_watch(options: RuleOptions) -> int:
    """Check the vault that the paths are in until the user has enough; return the exit code.

    Raises:
        VaultkitError: the arguments contradict each other, or the vault cannot be used at first.
    """
    if Path("-") in options.paths:
        raise UsageError("-: standard input cannot be watched; name the note or the folder")
    choices, kept = options.choices(), options.caching()
    jobs = jobs_of(options.paths, options.root, options.config_file, None)
    if len(jobs) > 1:
        raise UsageError(f"{len(jobs)} vaults: watch one at a time, each in a terminal of its own")
    with tempfile.TemporaryDirectory(prefix="vaultkit-") as scratch:
        if options.no_cache:
            kept = replace(kept, wanted=True, folder=Path(scratch))
        watch = _Watch(jobs[0], choices, kept, verbose=options.verbose)
        with contextlib.suppress(KeyboardInterrupt):
            watch.run()
    return 0


class _Watch:
    def __init__(self, job: Job, choices: Choices, kept: Caching, *, verbose: bool) -> None:
        self.job = job
        self.root = job.home.root
        self.choices = choices
        self.kept = kept
        self.verbose = verbose
        self.report = self.check()

    def check(self) -> Report:
        started = time.perf_counter()
        self.job = replace(self.job)  # with the history as it is by now
        report = CheckSession(self.job, self.choices, self.kept).check()
        return timed(report, time.perf_counter() - started)

    def run(self) -> None:
        """Print the report, then what changes, until someone presses Ctrl-C."""
        write(text.render(self.report, look(), verbose=self.verbose))
        for changed in self.changes():
            try:
                before, self.report = self.report, self.check()
            except ConfigError as error:
                for problem in error.problems:
                    complain(problem)
            except VaultkitError as error:
                complain(str(error))
            else:
                self.show(before, changed)
            if not self.root.is_dir():
                raise UsageError(f"{self.root}: is gone; nothing is left to watch")

    def changes(self) -> Iterator[list[str]]:
        """Yield the paths that were changed together, again and again; at first none.

        Whatever was changed before the watch began is not told of, so it has to be looked for then.
        """
        from watchfiles import watch

        config_file = self.job.home.config_file
        config = _look_of(config_file)
        begun = False
        for batch in watch(
            self.root,
            watch_filter=lambda _, path: self.concerns(Path(path)),
            step=_STEP_MS,
            rust_timeout=_LOOK_MS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            whole = sorted({Path(path) for _, path in batch})
            changed = [path.relative_to(self.root).as_posix() for path in whole]
            look = _look_of(config_file)
            if look != config:
                config = look
                changed += [str(config_file)] if config_file not in whole else []
            if changed or not begun:
                yield changed
            if not begun:
                begun = True
                click.echo(f"watching {printable(str(self.root))}; Ctrl-C ends", err=True)

    def concerns(self, path: Path) -> bool:
        """Return whether a file belongs to the vault or to its settings."""
        parts = path.relative_to(self.root).parts
        if parts[:1] == (".obsidian",):
            return "/".join(parts[1:]) in SETTINGS_FILES
        if parts[-1:] == (_IGNORE_FILE,):
            parts = parts[:-1]
        return not any(part.startswith(".") for part in parts)

    def show(self, before: Report, changed: list[str]) -> None:
        """Print what a save has changed, if anything, and how the vault stands."""
        new = list(_without(self.report.findings, before.findings))
        gone = list(_without(before.findings, self.report.findings))
        if not (changed or new or gone):
            return
        part = replace(self.report, findings=tuple(new))
        write(text.render(part, look(), verbose=self.verbose, quiet=True))
        listed = [found for found in gone if is_listed(found, before, verbose=self.verbose)]
        for found in listed:
            where = printable(f"{found.path}:{found.line}")
            click.echo(f"gone: {where}: {found.rule}: {printable(found.message)}")
        told = sum(is_listed(found, self.report, verbose=self.verbose) for found in new)
        folded_new, folded_gone = len(new) - told, len(gone) - len(listed)
        folded = f" (info: {folded_new:,} new, {folded_gone:,} gone)"
        changed = [path for path in changed if path.lower().endswith(_NOTABLE)] or changed
        named = some_of(changed, _MOST_NAMED) or "meanwhile"
        click.echo(
            f"{time.strftime('%H:%M:%S')} {named}: {told:,} new, {len(listed):,} gone"
            f"{folded if folded_new or folded_gone else ''}; {standing(self.report)}"
        )


def _without(some: Iterable[Finding], others: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings that others do not hold, each as often as it is missing there."""
    left = Counter(found.fingerprint for found in others)
    for found in some:
        if left[found.fingerprint] > 0:
            left[found.fingerprint] -= 1
        else:
            yield found


def _look_of(file: Path | None) -> tuple[int, ...] | None:
    """Return what a file looks like from outside; None where there is none."""
    try:
        stat = file.stat() if file is not None else None
    except OSError:
        return None
    return (stat.st_size, stat.st_mtime_ns, stat.st_ino) if stat else None
