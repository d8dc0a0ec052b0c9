"""``vaultkit init``: looks at a vault, asks what to add, and writes it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from textwrap import indent

import click

from vaultkit.cli.app import complain
from vaultkit.cli.cache import Caching
from vaultkit.cli.init_offers import Chosen, Wishes, choose, left_out
from vaultkit.cli.init_output import next_steps, shown_change, survey_summary
from vaultkit.cli.job import Job
from vaultkit.cli.progress_bar import JUDGING, Progress
from vaultkit.cli.terminal import write as write_text
from vaultkit.cli.terminal import write_exactly
from vaultkit.cli.vaults import refuse_led_out
from vaultkit.config.file import Choices
from vaultkit.config.vault_root import Home, find_home
from vaultkit.errors import UsageError
from vaultkit.lint import check as linter
from vaultkit.report.record import Report
from vaultkit.setup.files import Draft, Drafted, write_draft
from vaultkit.setup.install_source import install_source
from vaultkit.setup.place import SetupPlace, find_place
from vaultkit.setup.steps import (
    Step,
    baseline_step,
    ci_step,
    config_step,
    hook_step,
)
from vaultkit.setup.suggested_settings import settings_for
from vaultkit.setup.survey import Survey, survey
from vaultkit.text import json_document, printable
from vaultkit.vault.git.repository import Repository


def run_init(
    path: Path, root: Path | None, wishes: Wishes, *, dry_run: bool, as_json: bool = False
) -> int:
    """Set vaultkit up in the vault that a path is in or above, and return the exit code.

    Raises:
        VaultkitError: the vault cannot be used, what is asked for cannot be added, or a file cannot
            be written.
    """
    if path.is_dir():
        refuse_led_out(find_home(path, root))
    place = find_place(path, root)
    if place.top is None and (wishes.pre_commit or wishes.ci not in (None, "none")):
        asked = "--pre-commit" if wishes.pre_commit else f"--ci {wishes.ci}"
        raise UsageError(
            f"{asked}: {place.root} is not in a git repository; `git init` creates one"
        )
    seen = _look(place)
    aside = [] if place.config_file else left_out(seen, wishes)
    config = config_step(place, settings_for(seen, place.named_root, aside))
    report = _check_with(config.draft, place) if config.draft else seen.report
    if not as_json:
        click.echo("\n".join([*survey_summary(place, seen, report), ""]))
    steps = [config, *_steps(place, report, choose(place, seen, report, wishes))]
    written = []
    for step in steps:
        if step.draft is not None:
            written.append(step.draft.path)
            if not dry_run:
                write_draft(step.draft)
        if not as_json:
            _tell(step, place, dry_run=dry_run)
    if as_json:
        from vaultkit.setup.json import document

        write_exactly(json_document(document(place, report, steps, dry_run=dry_run)))
    elif not dry_run:
        for line in next_steps(place, written, install_source()):
            click.echo(line)
    for said in (*report.not_checked, *(() if as_json else report.remarks)):
        complain(said)
    return 2 if report.not_checked else 0


def _look(place: SetupPlace) -> Survey:
    """Look at the vault as it is read now.

    Raises:
        VaultkitError: it cannot be read, or it holds no note.
    """
    job = Job(Home(place.root, place.config_file), paths=None)
    progress = Progress()
    vault, settings = job.read(Choices(), Caching(wanted=False), progress=progress)
    if not vault.documents and not vault.settings.present:
        raise UsageError(f"{place.root}: has no notes; name the folder with the notes")
    check = partial(linter.check, settings=settings, step=progress(JUDGING))
    ignored = False
    if place.top is not None and vault.settings.present:
        file = (place.root / ".obsidian" / "app.json").relative_to(place.top).as_posix()
        ignored = file in Repository.of(place.root).ignored([file])
    with progress:
        return survey(vault, check(vault), check, settings_ignored=ignored)


def _check_with(config: Draft, place: SetupPlace) -> Report:
    """Check the vault as it will be read with a new configuration."""
    job = Job(Home(place.root, config.path), paths=None, disk=Drafted([config]))
    with Progress() as progress:
        vault, settings = job.read(Choices(), Caching(wanted=False), progress=progress)
        return linter.check(vault, settings, step=progress(JUDGING))


def _steps(place: SetupPlace, report: Report, chosen: Chosen) -> Iterator[Step]:
    """Yield the steps that are wanted, and of the others why they are not made."""
    if chosen.no_baseline:
        yield Step(None, chosen.no_baseline)
    else:
        yield baseline_step(place, report.findings)
    if place.top is None:
        yield Step(None, "no pre-commit hook, no check in CI: the vault is not in a git repository")
        return
    origin = install_source()
    hook = hook_step(place, place.top, origin)
    is_there = hook.draft is None and not hook.snippet
    yield Step(None, chosen.no_hook) if chosen.no_hook and not is_there else hook
    if chosen.forge is None:
        yield Step(None, chosen.no_ci)
        return
    whole = not report.fails or not chosen.no_baseline
    branch = Repository.of(place.top).main_branch("origin")
    yield ci_step(place, place.top, origin, chosen.forge, branch, whole=whole)


def _tell(step: Step, place: SetupPlace, *, dry_run: bool) -> None:
    """Print what became of a step; with a dry run show what would be written."""
    said = step.said
    if step.path is not None:
        said = f"{_shown(step.path, place)}: {said}"
    if step.draft is not None:
        said = f"{'would write' if dry_run else 'wrote'} {said}"
    click.echo(printable(said))
    if step.snippet:
        click.echo(f"\n{step.snippet}")
    if step.draft is not None and dry_run:
        write_text(f"\n{indent(shown_change(step.draft), '    ')}\n")


def _shown(path: Path, place: SetupPlace) -> str:
    """Return a path from the repository's top, else from the vault."""
    base = place.top or place.root
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else str(path)
