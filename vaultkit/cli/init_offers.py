"""What ``vaultkit init`` offers: as the options say, else as someone answers, else not."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from vaultkit.report.record import Report
from vaultkit.setup.ci import GITHUB_FILE, GITLAB_FILE
from vaultkit.setup.derived import Derived
from vaultkit.setup.place import SetupPlace
from vaultkit.setup.steps import baseline_place
from vaultkit.setup.survey import Survey
from vaultkit.text import counted, printable
from vaultkit.vault.git.repository import Repository


@dataclass(frozen=True)
class Wishes:
    """What the options say of each offer: yes, no, or nothing (None); and whether to ask then."""

    pre_commit: bool | None
    ci: str | None
    baseline: bool | None
    yes: bool
    asks: bool = True

    @property
    def can_ask(self) -> bool:
        """Return whether questions may be asked, and someone can answer."""
        return self.asks and can_ask()

    def has(self, wish: bool | None, question: str, *, default: bool = True) -> bool:  # noqa: FBT001
        """Return whether something is wanted; ask if no option says, and someone is there."""
        if wish is not None:
            return wish
        return self.yes or (self.can_ask and click.confirm(question, default=default))


@dataclass(frozen=True)
class Chosen:
    """What is wanted: a forge to check at; and of each why it is not, empty where it is."""

    no_hook: str
    forge: str | None
    no_ci: str
    no_baseline: str


def can_ask() -> bool:
    """Return whether someone can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def left_out(seen: Survey, wishes: Wishes) -> list[Derived]:
    """Return the folders in which nothing is to be reported; ask about what may be copies."""
    wanted = []
    for item in seen.derived:
        about = f"{printable(item.folder)} is {item.what} ({counted(item.notes, 'note')})"
        if item.certain or wishes.has(None, f"{about}. Report nothing in it?"):
            wanted.append(item)
    return wanted


def choose(place: SetupPlace, seen: Survey, report: Report, wishes: Wishes) -> Chosen:
    """Return which offers are taken.

    Args:
        place: where the vault is.
        seen: what a look at it says.
        report: what is found in it with the configuration that it will have.
        wishes: what the options say.
    """
    if place.top is None:
        return Chosen("", None, "", _no_baseline(place, report, wishes, checked=False))
    no_hook = _no_hook(seen, wishes)
    forge, no_ci = _forge(place.top, wishes)
    no_baseline = _no_baseline(place, report, wishes, checked=forge is not None)
    return Chosen(no_hook, forge, no_ci, no_baseline)


def _no_hook(seen: Survey, wishes: Wishes) -> str:
    """Return why there is to be no hook, or nothing.

    A hook that refuses a commit of Obsidian Git's would stop the backups, and hardly anyone would
    see why; so it is added only if it is asked for.
    """
    question = "Add a pre-commit hook that blocks broken links?"
    if not seen.commits_by_itself:
        wanted = wishes.has(wishes.pre_commit, question)
        return "" if wanted else "no pre-commit hook: --pre-commit adds it"
    about = "Obsidian Git commits by itself, and a hook that refuses a commit stops its backups"
    wanted = bool(wishes.pre_commit)
    if wishes.pre_commit is None and not wishes.yes and wishes.can_ask:
        wanted = click.confirm(f"{about}.\n{question}", default=False)
    return "" if wanted else f"no pre-commit hook: {about}; --pre-commit adds it all the same"


def _forge(top: Path, wishes: Wishes) -> tuple[str | None, str]:
    """Return the forge to write a check for, or why none; asked only where there is a remote."""
    no_ci = "no check in CI: --ci github or --ci gitlab adds it"
    if wishes.ci is not None:
        return (None, no_ci) if wishes.ci == "none" else (wishes.ci, "")
    if not wishes.yes and not wishes.can_ask:
        return None, no_ci
    guess = _guess(top)
    if guess is None:
        return None, no_ci.replace("CI:", "CI, as the repository has no remote:")
    if not wishes.yes:
        guess = _asked(guess)
    return (None, no_ci) if guess == "none" else (guess, "")


def _guess(top: Path) -> str | None:
    """Return the forge of a repository's remotes; "none" if it is another, None without any."""
    repository = Repository.of(top)
    remotes = repository.remotes()
    addresses = [repository.address(name).lower() for name in remotes]
    for forge, mark in (("gitlab", GITLAB_FILE), ("github", Path(GITHUB_FILE).parent)):
        if any(forge in address for address in addresses) or (remotes and (top / mark).exists()):
            return forge
    return "none" if remotes else None


def _asked(guess: str) -> str:
    kinds = click.Choice(["github", "gitlab", "none"])
    said = {"n": "none", "no": "none", "y": guess, "yes": guess}
    answer = click.prompt(
        "Add a check in CI for",
        type=kinds,
        default=guess,
        value_proc=lambda text: kinds.convert(said.get(text.lower(), text), None, None),
    )
    return str(answer)


def _no_baseline(place: SetupPlace, report: Report, wishes: Wishes, *, checked: bool) -> str:
    """Return why there is to be no baseline, or nothing.

    Hidden findings are of use where a check has to pass. Where none runs, hiding what was just
    found is not what most people want; who wants it can say so.
    """
    if baseline_place(place).is_file():
        return ""
    if report.not_checked:
        return "no baseline: not everything could be read"
    if not report.findings and not wishes.baseline:
        return "no baseline: there are no findings to record"
    if not report.fails and wishes.baseline is None:
        return "no baseline: no finding fails a check"
    failing = sum(found.severity.rank >= report.fail_on.rank for found in report.findings)
    infos = f" (and {len(report.findings) - failing:,} info)" * (failing < len(report.findings))
    question = f"Hide today's {counted(failing, 'finding')}{infos} and report only new ones?"
    if wishes.has(wishes.baseline, question, default=checked):
        return ""
    return "no baseline, so nothing is hidden: --baseline adds one"
