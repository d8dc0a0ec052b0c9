"""``vaultkit baseline``: writes down what a vault has, so that only what is new is reported."""

import os
from functools import partial
from pathlib import Path

import click

from vaultkit.changes.disk.atomic import StaleError, replace_file, unused_name
from vaultkit.cli.app import complain
from vaultkit.cli.cache import Caching
from vaultkit.cli.progress_bar import JUDGING, Progress
from vaultkit.cli.terminal import write_exactly
from vaultkit.cli.vaults import jobs_of, refuse_led_out
from vaultkit.config.file import Choices
from vaultkit.errors import UsageError
from vaultkit.lint import check as linter
from vaultkit.lint.known import baseline
from vaultkit.lint.known.match import Known, compare
from vaultkit.lint.known.renamed_notes import by_findings
from vaultkit.text import json_document, printable, reason

VERSION = 1
"""The version of what is printed for programs."""


def run_baseline(
    path: Path,
    root: Path | None,
    config_file: Path | None,
    *,
    prune: bool,
    output_format: str = "text",
) -> int:
    """Write the baseline of the vault that a path is in, and say what became of it.

    Raises:
        VaultkitError: the vault or its baseline cannot be read, or the latter not be written.
    """
    (job,) = jobs_of([path], root, config_file, None)
    job.paths = None
    refuse_led_out(job.home)
    with Progress() as progress:
        vault, settings = job.read(Choices(), Caching(), progress=progress)
        report = linter.check(vault, settings, step=progress(JUDGING))
    if report.not_checked:
        for trouble in report.not_checked:
            complain(trouble)
        raise UsageError("the baseline was not written, because not everything could be read")
    as_json = output_format == "json"
    for remark in () if as_json else report.remarks:
        complain(remark)
    file = baseline.baseline_file(job.home.root, job.home.config_file)
    there = file.is_file()
    if prune and not there:
        raise UsageError(f"{file}: there is no baseline to prune; leave out --prune")
    known = baseline.read_baseline(file) if there else []
    found = compare(report.findings, known, partial(by_findings, known, vault))
    remembered = [Known.of(item) for item in (found.old if prune else report.findings)]
    _write(file, baseline.render(remembered))
    new, gone = 0 if prune else len(found.new), len(found.gone)
    if as_json:
        content = {
            "version": VERSION,
            "vault": str(job.home.root),
            "file": str(file),
            "known": len(remembered),
            "new": new,
            "gone": gone,
            "remarks": report.remarks,
        }
        write_exactly(json_document(content))
        return 0
    click.echo(
        f"{printable(str(file))}: {len(remembered):,} known, {new:,} of them new; {gone:,} gone"
    )
    return 0


def _write(file: Path, content: bytes) -> None:
    try:
        before = file.read_bytes() if file.exists() else None
        if content != before:
            place = Path(os.path.realpath(file.parent))
            replace_file(file, before, content, temp=unused_name(file.parent), within=place)
    except (OSError, StaleError) as error:
        said = reason(error) if isinstance(error, OSError) else str(error)
        raise UsageError(f"{file}: cannot be written: {said}") from error
