"""``vaultkit check``: from the words on the command line to reports on the screen."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from vaultkit import linter
from vaultkit.cli.progress import ReadingProgress
from vaultkit.config import Choices, read_settings
from vaultkit.errors import ConfigError, UsageError
from vaultkit.printable import printable
from vaultkit.report import Report
from vaultkit.reporters import concise, json, text
from vaultkit.roots import Home, find_home
from vaultkit.vault.tree import FolderTree, OverlayTree, Tree
from vaultkit.vault.vault import Vault


@dataclass
class _Job:
    """One vault to check: what lies over it, and the paths to report on (None: all)."""

    home: Home
    overlay: dict[str, bytes] = field(default_factory=dict)
    paths: list[str] | None = field(default_factory=list)


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
    *,
    statistics: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Check the vaults that the paths lie in, print the reports, and give the exit code."""
    started = time.perf_counter()
    if config_file is not None and not config_file.is_file():
        raise ConfigError([f"--config {config_file}: no such file"])
    if select and not _words(select):
        raise UsageError("--select: names no rule; `vaultkit rules` lists them")
    choices = Choices(
        select=_words(select) or None,
        extend_select=_words(extend_select),
        ignore=_words(ignore),
        fail_on=fail_on,
        dialect=dialect,
    )
    reports = []
    for job in _jobs(paths or [Path()], root, config_file, stdin_filename):
        report = _check(job, choices)
        reports.append(linter.timed(report, time.perf_counter() - started))
        started = time.perf_counter()
    _print(reports, output_format, statistics=statistics, quiet=quiet, verbose=verbose)
    return _exit_code(reports)


def _words(given: Sequence[str]) -> list[str]:
    return [word.strip() for item in given for word in item.split(",") if word.strip()]


def _jobs(
    paths: Sequence[Path], root: Path | None, config_file: Path | None, stdin_filename: str | None
) -> list[_Job]:
    """Sort the paths into the vaults they lie in."""
    if stdin_filename is not None and Path("-") not in paths:
        raise UsageError(
            "--stdin-filename: nothing is read from standard input; add - to the paths"
        )
    jobs: dict[Path, _Job] = {}
    for path in paths:
        from_stdin = str(path) == "-"
        if from_stdin:
            path = Path(stdin_filename or "stdin.md")
        elif not os.path.lexists(path):
            raise UsageError(f"{path}: no such file or folder")
        elif not path.exists():
            raise UsageError(f"{path}: a link that leads nowhere")
        if not path.is_dir() and path.suffix.lower() not in (".md", ".canvas"):
            raise UsageError(f"{path}: not a note; name a folder, a .md or a .canvas file")
        home = find_home(path, root, config_file)
        job = jobs.setdefault(home.root, _Job(home))
        relative = _relative(path, home.root)
        if from_stdin:
            if relative is None:
                raise UsageError(f"--stdin-filename {path}: lies outside the vault {home.root}")
            if relative not in job.overlay:
                job.overlay[relative] = _read_stdin()
        if relative is None:
            job.paths = None
        elif job.paths is not None:
            job.paths.append(relative + "/" if path.is_dir() else relative)
    return list(jobs.values())


def _read_stdin() -> bytes:
    if sys.stdin is None or sys.stdin.closed:
        raise UsageError("-: standard input is closed; send it a note")
    return sys.stdin.buffer.read()


def _relative(path: Path, root: Path) -> str | None:
    """Give a path from the vault's root; None for the root itself or a folder above it."""
    absolute = Path(os.path.abspath(path))
    if absolute == root or absolute in root.parents:
        return None
    try:
        relative = absolute.relative_to(root).as_posix()
    except ValueError as error:
        raise UsageError(f"{path}: lies outside the vault {root}") from error
    if any(part.startswith(".") for part in relative.split("/")):
        raise UsageError(f"{path}: lies in a hidden folder, which is no part of the vault")
    return relative


def _check(job: _Job, choices: Choices) -> Report:
    settings = read_settings(job.home.config_file, choices)
    tree: Tree = FolderTree(job.home.root)
    if job.overlay:
        tree = OverlayTree(tree, job.overlay)
    with ReadingProgress() as progress:
        vault = Vault(tree, settings.plan(), name=str(job.home.root), progress=progress)
        files = set(vault.files)
        for path in job.paths or ():
            if not path.endswith("/") and path not in files:
                raise UsageError(f"{path}: is no file of the vault {job.home.root}")
        return linter.check(vault, settings, _wanted(job.paths), named=job.paths or ())


def _wanted(paths: list[str] | None) -> Callable[[str], bool] | None:
    if paths is None:
        return None
    files = {path for path in paths if not path.endswith("/")}
    folders = tuple(path for path in paths if path.endswith("/"))
    return lambda path: path in files or path.startswith(folders)


def _print(
    reports: Sequence[Report], output_format: str, *, statistics: bool, quiet: bool, verbose: bool
) -> None:
    if output_format == "json":
        _write(json.render(reports, ascii_only=not _is_unicode()))
    for report in reports if output_format != "json" else ():
        if output_format == "concise":
            _write(concise.render(report))
        else:
            color = _has_color()
            width = _width()
            _write(text.render(report, color=color, width=width, verbose=verbose, quiet=quiet))
        if statistics:
            _write(text.statistics(report))
    for report in reports:
        for trouble in report.troubles:
            click.echo(f"vaultkit: {printable(trouble)}", err=True)


def _write(content: str) -> None:
    """Write to standard output, whatever its encoding can hold."""
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(content.encode(encoding, "replace").decode(encoding))


def _is_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def _has_color() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width() -> int:
    if not sys.stdout.isatty():
        return 120
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 100
    except OSError:
        return 100


def _exit_code(reports: Sequence[Report]) -> int:
    if any(report.troubles for report in reports):
        return 2
    return int(any(report.fails for report in reports))
