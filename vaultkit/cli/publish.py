"""Prints the outcome of the vaults: to standard output in one format, to files in others."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path

import click

from vaultkit.cli.formats import FINDINGS_ONLY, FOR_PEOPLE, OutputFile
from vaultkit.cli.output_files import expect_own, write_file
from vaultkit.cli.terminal import look, write, write_exactly
from vaultkit.config.vault_root import below_repository
from vaultkit.errors import UsageError
from vaultkit.report.ending import Advice, advice, counts, summary
from vaultkit.report.look import PLAIN, Look
from vaultkit.report.record import Done, FixOutcome, Report
from vaultkit.source import Source
from vaultkit.text import printable, reason


@dataclass(frozen=True)
class ReportStyle:
    """How a report for people looks: what it lists, and whether a fix wrote nothing.

    With ``statistics`` what is printed has counts in place of findings.
    With ``fix_only`` there is nothing in it but what was fixed. ``advice`` has what to type next.
    """

    statistics: bool
    quiet: bool
    verbose: bool
    dry: bool = False
    fix_only: bool = False
    advice: Advice | None = None


class Reports:
    """Gathers the reports of all vaults, then prints and writes them."""

    def __init__(self, shown: str, files: Sequence[OutputFile], style: ReportStyle) -> None:
        """Store the format for standard output, the files to write, and the look.

        Raises:
            UsageError: two formats would be written to one file, or one over another's work.
        """
        self.shown = shown
        self.files = files
        self.style = style
        self.reports: list[Report] = []
        self.done: list[Sequence[Done] | None] = []
        self.outcomes: list[FixOutcome | None] = []
        self.precise: list[Report] = []
        _refuse_twice(files)
        for file in files:
            expect_own(file.path, f"--output-file {file.format}={file.path}")

    @property
    def formats(self) -> set[str]:
        """Return all formats that are asked for."""
        return {self.shown, *(file.format for file in self.files)}

    def add(
        self,
        report: Report,
        source: Callable[[str], Source],
        done: Sequence[Done] | None = None,
        outcome: FixOutcome | None = None,
    ) -> None:
        """Add the report on a vault, the way to its files' texts, and the fixes made before.

        Args:
            report: what remains.
            source: gives the text of a file.
            done: the fixes made; None of a check.
            outcome: what else came of fixing.
        """
        if not self.formats.issubset(FOR_PEOPLE):
            report = replace(report, folder=below_repository(Path(report.root)))
        self.reports.append(report)
        self.done.append(done)
        self.outcomes.append(outcome)
        if "sarif" in self.formats:
            from vaultkit.report.columns import in_utf16

            self.precise.append(in_utf16(report, source))

    def publish(self, *, printed: bool = True) -> int:
        """Write the files, print the rest, say on standard error what could not be looked at.

        Args:
            printed: whether standard output gets a report; without, findings do not count,
                and remarks go to standard error.

        Returns:
            The exit code that the reports ask for, or 2 if a file could not be written.
        """
        failed = [said for said in map(self._write, self.files) if said]
        if printed and self.shown in FOR_PEOPLE:
            write(self._for_people(self.shown, look(), counted=self.style.statistics))
        elif printed:
            write_exactly(self._rendered(self.shown))
        has_no_room = self.shown in FINDINGS_ONLY or not (printed or self.style.fix_only)
        if has_no_room and not self.style.quiet:
            for remark in (said for report in self.reports for said in report.remarks):
                click.echo(f"vaultkit: {printable(remark)}", err=True)
        if self.shown == "concise" and printed and not self.style.quiet:
            sys.stdout.flush()
            for report in self.reports:
                click.echo(summary(report), err=True)
        troubles = [trouble for report in self.reports for trouble in report.not_checked]
        for sentence in (*troubles, *failed):
            click.echo(f"vaultkit: {printable(sentence)}", err=True)
        if troubles or failed:
            return 2
        return int(printed and any(report.fails for report in self.reports))

    def _write(self, file: OutputFile) -> str:
        """Write one file; give the sentence on why it could not be, else nothing."""
        if file.format in FOR_PEOPLE:
            content = self._for_people(file.format)
        else:
            content = self._rendered(file.format)
        try:
            write_file(file.path, content.encode("utf-8", "replace"))
        except OSError as error:
            return f"--output-file {file.format}={file.path}: cannot be written: {reason(error)}"
        return ""

    def _for_people(self, name: str, look: Look = PLAIN, *, counted: bool = False) -> str:
        """Return a report for people; ``counted`` gives findings by their numbers alone."""
        style = self.style
        pieces = []
        for report, done in zip(self.reports, self.done, strict=True):
            if done and not style.quiet:
                from vaultkit.report.formats import fixes

                told = fixes.render(done, dry=style.dry, color=look.color, verbose=style.verbose)
                pieces.append(told.removesuffix("\n") if style.fix_only else told)
            if style.fix_only:
                continue
            if counted:
                summed_up = name == "text" and not style.quiet
                pieces += [f"{line}\n" for line in counts(report, look, summed_up=summed_up)]
            elif name == "concise":
                from vaultkit.report.formats import concise

                pieces.append(concise.render(report, look))
            else:
                from vaultkit.report.formats import text

                pieces.append(text.render(report, look, verbose=style.verbose, quiet=style.quiet))
        if style.advice and name == "text" and not (counted or style.quiet or style.fix_only):
            said = advice(self.reports, style.advice, look, verbose=style.verbose)
            pieces += [f"{line}\n" for line in said]
        return "".join(pieces)

    def _rendered(self, name: str) -> str:
        if name == "json":
            return self._json()
        if name == "github":
            from vaultkit.report.formats import github

            return github.render(self.reports, summarised=self._summarised)
        reports = self.precise if name == "sarif" else self.reports
        return str(import_module(f"vaultkit.report.formats.{name}").render(reports))

    def _json(self) -> str:
        from vaultkit.report.formats import json

        fixed = [
            (report, done, outcome)
            for report, done, outcome in zip(self.reports, self.done, self.outcomes, strict=True)
            if done is not None and outcome is not None
        ]
        return json.render_repairs(fixed) if fixed else json.render(self.reports)

    @cached_property
    def _summarised(self) -> bool:
        """Add to the summary of the workflow's step, and say whether every finding is in it."""
        from vaultkit.report.formats import github

        name = os.environ.get("GITHUB_STEP_SUMMARY")
        if not name:
            return False
        try:
            with Path(name).open("ab") as stream:
                content, left_out = github.step_summary(self.reports, taken=stream.tell())
                stream.write(content.encode())
        except OSError:
            return False
        return not left_out


def _refuse_twice(files: Sequence[OutputFile]) -> None:
    seen: set[str] = set()
    for file in files:
        place = os.path.realpath(file.path)
        if place in seen:
            raise UsageError(f"--output-file {file.format}={file.path}: named twice")
        seen.add(place)
