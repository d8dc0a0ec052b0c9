"""What a vault's health comes to in a sentence, and what to do first about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from vaultkit.explore.health.about import About
from vaultkit.explore.health.count import MISSING, ORPHAN
from vaultkit.explore.health.health import Health, RuleCount
from vaultkit.rules.base.problem import Severity
from vaultkit.text import counted

_MOST = 3


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: what, why, the command to type, and which findings it is about.

    ``about`` is for the page: what its list of findings is limited to, ``rule=broken-link``.
    """

    title: str
    why: str
    command: str
    about: str = ""


def verdict(health: Health) -> tuple[str, Severity | None]:
    """Return the vault's state in a short sentence, and how bad it is; None: nothing is wrong."""
    totals = health.totals
    if not totals.notes and not totals.tally.total:
        return "There is no note yet.", None
    for level, count in (
        (Severity.ERROR, totals.tally.errors),
        (Severity.WARNING, totals.tally.warnings),
    ):
        if count:
            found = {(item.path, item.note) for item in health.findings if item.severity is level}
            in_notes = all(path.lower().endswith(".md") for path, _ in found)
            of = f"{len(found):,} of {counted(totals.notes, 'note')}"
            where = of if in_notes else counted(len(found), "file")
            has = "has" if len(found) == 1 else "have"
            return f"{where} {has} {counted(count, level)}.", level
    if totals.tally.infos:
        return "Nothing is broken.", Severity.INFO
    return f"Nothing is wrong in {counted(totals.notes, 'note')}.", None


def actions(health: Health, about: About) -> tuple[Action, ...]:
    """Return at most three things to do, the most urgent first."""
    return tuple(islice(_all(health, about), _MOST))


def _all(health: Health, about: About) -> Iterator[Action]:
    if not health.totals.notes:
        return
    fixable = health.totals.fixable
    if fixable:
        yield Action(
            f"Fix {counted(fixable, 'finding')}",
            "Each fix is proven before it is written, and vaultkit undo takes all of them back. "
            "Add --diff to look first.",
            about.command("fix"),
            "fixable=1",
        )
    for item in sorted(health.rules, key=_urgency):
        remaining = item.findings - item.fixable
        if remaining and item.severity is not Severity.INFO:
            yield _decide(item, remaining, about)
    if health.missing:
        first = health.missing[0]
        yield Action(
            f'Write "{first.name}"' if first.links > 1 else "Write what links ask for",
            f"{counted(first.links, 'link')} to it, and no such note: it is the most wanted of "
            f"{counted(len(health.missing), 'missing note')}."
            if first.links > 1
            else f"{counted(len(health.missing), 'missing note')}: links ask for them.",
            about.check_of(MISSING),
            f"rule={MISSING}&group=message&sort=most",
        )
    if health.orphans:
        yield Action(
            f"Link to {counted(len(health.orphans), 'orphan')}",
            "Nothing links to these notes, so only a search finds them.",
            about.check_of(ORPHAN),
            f"rule={ORPHAN}",
        )
    if not health.totals.tally.total:
        yield Action(
            "Keep it so",
            "This offers a check before each commit, and in CI.",
            about.command("init"),
        )


def _urgency(item: RuleCount) -> tuple[int, int, str]:
    return -item.severity.rank, item.fixable - item.findings, item.code


def _decide(item: RuleCount, remaining: int, about: About) -> Action:
    more = " more" if item.fixable else ""
    errors = counted(remaining, str(item.severity)).removeprefix(f"{remaining:,} ")
    title = f"Look at {remaining:,}{more} {item.rule} {errors}"
    return Action(title, item.summary, about.check_of(item.rule), f"rule={item.rule}")
