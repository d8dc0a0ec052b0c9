"""The words that all renderings of a vault's health share."""

from vaultkit.explore.health.health import Health, Tally, Totals
from vaultkit.text import counted

MOST_ROWS = 50
MOST_FINDINGS = 3
_PER_CENT = 100


def overall(totals: Totals) -> str:
    """Return the vault's state in a sentence."""
    if not totals.notes:
        return "There is no note yet."
    share = totals.sound * _PER_CENT // totals.notes
    return (
        f"{counted(totals.sound, 'note')} of {totals.notes:,} ({share}%) "
        f"{'has' if totals.sound == 1 else 'have'} neither an error nor a warning."
    )


def tally_words(tally: Tally) -> str:
    """Return numbers of findings in words."""
    if not tally.total:
        return "no findings"
    graves = f"{counted(tally.errors, 'error')}, {counted(tally.warnings, 'warning')}"
    return f"{graves}, {tally.infos:,} info"


def numbers(totals: Totals) -> list[tuple[str, int, bool | None]]:
    """Return the totals by name, and of each whether less of it is better (None: neither is)."""
    return [
        ("notes", totals.notes, None),
        ("links", totals.links, None),
        ("errors", totals.tally.errors, True),
        ("warnings", totals.tally.warnings, True),
        ("info", totals.tally.infos, True),
        ("missing notes", totals.missing, None),
        ("stubs", totals.stubs, True),
        ("orphans", totals.orphans, True),
    ]


def trend(before: int, now: int, less_is_better: bool | None) -> str:  # noqa: FBT001
    """Return how a number has changed, and whether for the better."""
    if before == now:
        return "same"
    change = f"{now - before:+,}"
    if less_is_better is None:
        return change
    return f"{change}, {'better' if (now < before) == less_is_better else 'worse'}"


def left_out(shown: int, there: int, where: str) -> str:
    """Return a sentence on what a list does not show; nothing where it shows all."""
    return f"{there - shown:,} more; {where}." if there > shown else ""


def folder_name(folder: str) -> str:
    """Return what to call a folder."""
    return f"{folder}/" if folder else "(top)"


def is_off(health: Health, rule: str) -> str:
    """Return a sentence where a rule did not run, so that nothing is known; else nothing."""
    return "" if rule in health.on else f"Not known: the rule {rule} is switched off."
