"""``vaultkit init``: looks at a vault, asks what to add, and writes it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from textwrap import indent

import click

from vaultkit.cli.app import complain
from vaultkit.cli.cache import Caching
from vaultkit.cli.init_output import next_steps, shown_change, survey_summary
from vaultkit.cli.progress_bar import JUDGING, Progress
from vaultkit.cli.terminal import write as write_text
from vaultkit.cli.vaults import Job, refuse_led_out
from vaultkit.config.file import Choices
from vaultkit.config.vault_root import Home, find_home
from vaultkit.errors import UsageError
from vaultkit.lint import check as linter
from vaultkit.report.record import Report
from vaultkit.setup.ci import GITLAB_FILE
from vaultkit.setup.files import Draft, Drafted, write_draft
from vaultkit.setup.install_source import install_source
from vaultkit.setup.place import SetupPlace, find_place
from vaultkit.setup.steps import (
    STAYS,
    Step,
    baseline_place,
    baseline_step,
    ci_step,
    config_step,
    hook_step,
)
from vaultkit.setup.suggested_settings import settings_for
from vaultkit.setup.survey import Survey, survey
from vaultkit.text import printable
from vaultkit.vault.git.repository import Repository


@dataclass(frozen=True)
class Wishes:
    """What the options say of each offer: yes, no, or nothing (None)."""

    pre_commit: bool | None
    ci: str | None
    baseline: bool | None
    yes: bool

    def has(self, wish: bool | None, question: str) -> bool:  # noqa: FBT001
        """Return whether something is wanted; ask if no option says, and someone is there."""
        if wish is not None:
            return wish
        return self.yes or (_can_ask() and click.confirm(question, default=True))


def run_init(path: Path, root: Path | None, wishes: Wishes, *, dry_run: bool) -> int:
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
    config = config_step(place, settings_for(seen, place.named_root))
    report = _check_with(config.draft, place) if config.draft else seen.report
    click.echo("\n".join([*survey_summary(place, seen, report), ""]))
    steps = [config, *_chosen(place, report, wishes)]
    written = []
    for step in steps:
        if step.draft is not None:
            written.append(step.draft.path)
            if not dry_run:
                write_draft(step.draft)
        _tell(step, place, dry_run=dry_run)
    if not dry_run:
        for line in next_steps(place, written, install_source()):
            click.echo(line)
    for said in (*report.troubles, *report.remarks):
        complain(said)
    return 2 if report.troubles else 0


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


def _chosen(place: SetupPlace, report: Report, wishes: Wishes) -> Iterator[Step]:
    """Yield the steps that are wanted, and of the others why they are not made."""
    first = _baseline_chosen(place, report, wishes)
    yield first
    whole = not report.fails or first.draft is not None or baseline_place(place).is_file()
    if place.top is None:
        yield Step(None, "no pre-commit hook, no check in CI: the vault is not in a git repository")
        return
    origin = install_source()
    if wishes.has(wishes.pre_commit, "Add a pre-commit hook that blocks broken links?"):
        yield hook_step(place, place.top, origin)
    else:
        yield Step(None, "no pre-commit hook: --pre-commit adds it")
    forge = _forge_chosen(place.top, wishes)
    if forge is None:
        yield Step(None, "no check in CI: --ci github or --ci gitlab adds it")
        return
    step = ci_step(place, place.top, origin, forge, whole=whole)
    yield step
    if step.draft is not None and origin.is_local:
        wanted = f"  it installs {origin.requirement} from PyPI: make sure it is there,"
        yield Step(None, f"{wanted} or name a repository")


def _baseline_chosen(place: SetupPlace, report: Report, wishes: Wishes) -> Step:
    if baseline_place(place).is_file():
        return Step(baseline_place(place), STAYS)
    if report.troubles:
        return Step(None, "no baseline: not everything could be read")
    if not report.findings and not wishes.baseline:
        return Step(None, "no baseline: there are no findings to record")
    if not report.fails and wishes.baseline is None:
        return Step(None, "no baseline: no finding fails a check")
    question = f"Hide today's {len(report.findings):,} findings and report only new ones?"
    if wishes.has(wishes.baseline, question):
        return baseline_step(place, report.findings)
    return Step(None, "no baseline: --baseline adds it")


def _forge_chosen(top: Path, wishes: Wishes) -> str | None:
    """Return the forge to write a check for, if any: as wished, else as the repository looks."""
    if wishes.ci is not None:
        return None if wishes.ci == "none" else wishes.ci
    if not wishes.yes and not _can_ask():
        return None
    remote = Repository.of(top).address("origin")
    at_gitlab = "gitlab" in remote or (top / GITLAB_FILE).exists()
    guess = "gitlab" if at_gitlab else "github"
    if wishes.yes:
        return guess
    kinds = click.Choice(["github", "gitlab", "none"])
    said = {"n": "none", "no": "none", "y": guess, "yes": guess}
    answer = click.prompt(
        "Add a check in CI for",
        type=kinds,
        default=guess,
        value_proc=lambda text: kinds.convert(said.get(text.lower(), text), None, None),
    )
    return None if answer == "none" else str(answer)


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


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
