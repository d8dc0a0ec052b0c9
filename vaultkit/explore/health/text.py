"""A vault's health in a few lines, for the terminal."""

from collections.abc import Iterator, Sequence

from vaultkit.explore.health.about import About
from vaultkit.explore.health.health import Changes, Health
from vaultkit.explore.health.phrases import numbers, overall, tally_words, trend
from vaultkit.text import counted, printable

_NAMED = 5


def render(health: Health, about: About) -> str:
    """Return the summary, each line with its end."""
    return "".join(f"{line}\n" for line in _lines(health, about))


def _lines(health: Health, about: About) -> Iterator[str]:
    totals = health.totals
    yield f"{printable(about.vault)}: {overall(totals)}"
    size = f"{counted(totals.notes, 'note')}, {counted(totals.links, 'link')}"
    yield f"{size}: {tally_words(totals.tally)}"
    if health.changes:
        yield from _changes(health, health.changes)
    yield from _named(
        "worst", [f"{item.note.place} ({tally_words(item.tally)})" for item in health.worst]
    )
    yield from _named(
        "missing", [f"{item.name} ({counted(item.links, 'link')})" for item in health.missing]
    )
    yield from _named(
        "stubs",
        [f"{item.note.place} ({counted(item.backlinks, 'backlink')})" for item in health.stubs],
    )
    yield from _named("orphans", [item.place for item in health.orphans])


def _changes(health: Health, changes: Changes) -> Iterator[str]:
    yield f"since {printable(changes.since)}: {len(changes.new):,} new, {len(changes.gone):,} gone"
    for (name, before, less), (_, now, _) in zip(
        numbers(changes.before), numbers(health.totals), strict=True
    ):
        if before != now:
            yield f"  {name}: {before:,} -> {now:,} ({trend(before, now, less)})"


def _named(title: str, items: Sequence[str]) -> Iterator[str]:
    """Yield a list's first entries under its title; nothing of an empty one."""
    if not items:
        return
    yield f"{title} ({len(items):,}):"
    for item in items[:_NAMED]:
        yield f"  {printable(item)}"
    if len(items) > _NAMED:
        yield f"  and {len(items) - _NAMED:,} more"
