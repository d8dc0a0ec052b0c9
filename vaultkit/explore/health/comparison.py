"""What got better and what got worse: two checks of one vault, side by side."""

from collections import Counter
from collections.abc import Sequence

from vaultkit.explore.health.count import totals_of
from vaultkit.explore.health.health import Changes, RuleChange
from vaultkit.lint.known.match import Known, compare
from vaultkit.lint.known.renamed_notes import by_content
from vaultkit.report.record import Finding, Report
from vaultkit.vault.vault import Vault


def changes_since(name: str, before: tuple[Vault, Report], now: tuple[Vault, Report]) -> Changes:
    """Compare a vault with what it was.

    Args:
        name: what to call that.
        before: the vault as it was, and what a check with today's settings finds there.
        now: the same of today.
    """
    was, is_now = before[1].findings, now[1].findings
    known = [(Known.of(item), item) for item in was]
    compared = compare(
        is_now,
        [item for item, _ in known],
        lambda new, gone: by_content(before[0], now[0], new, gone),
    )
    unmatched = set(map(id, compared.gone))
    gone = [found for item, found in known if id(item) in unmatched]
    return Changes(
        since=name,
        before=totals_of(*before),
        rules=_by_rule(was, is_now, compared.new, gone),
        new=compared.new,
        gone=tuple(gone),
        left=frozenset(item.path for item in gone).difference(now[0].files),
    )


def _by_rule(
    was: Sequence[Finding],
    is_now: Sequence[Finding],
    new: Sequence[Finding],
    gone: Sequence[Finding],
) -> tuple[RuleChange, ...]:
    """Return the rules whose findings are not the same, in order of their codes."""
    numbers = [
        Counter((item.code, item.rule) for item in items) for items in (was, is_now, new, gone)
    ]
    changed = sorted(numbers[2].keys() | numbers[3].keys())
    return tuple(RuleChange(*key, *(counts[key] for counts in numbers)) for key in changed)
