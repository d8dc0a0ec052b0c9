"""Which fixes go together: none of which overlaps or touches another."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable

from vaultkit.fixer.fix import Edit, Fix, Opens


def plan(fixes: Iterable[Fix], refused: Collection[str] = ()) -> list[Fix]:
    """Choose fixes that can be applied at once; the others wait for the next pass.

    Args:
        fixes: what there is to choose from. A fix is taken as a whole or not at all; of two that
            overlap or touch, the one that stands first is taken; so of two where one lets a link
            open a heading whose text the other changes.
        refused: files that must stay as they are.
    """
    taken: dict[str, list[tuple[int, int]]] = {}
    whole: set[str] = set()
    opened: set[Opens | None] = set()
    headings: set[Opens | None] = set()
    reshaped: dict[tuple[str, str], bool] = {}
    chosen = []
    for fix in sorted(fixes, key=lambda fix: (fix.place, fix.rule)):
        if not fix.paths.isdisjoint(refused) or not fix.paths.isdisjoint(whole):
            continue
        if any(taken.get(path) for path in fix.whole):
            continue
        if any(_touches(taken.get(edit.path, []), edit) for edit in fix.edits):
            continue
        opens = {link.opens for link in fix.links}
        if fix.in_heading in opened or not opens.isdisjoint(headings):
            continue
        keys = {(change.path, change.key_before): change.reshapes for change in fix.properties}
        if any(reshapes or reshaped[key] for key, reshapes in keys.items() if key in reshaped):
            continue
        reshaped |= keys
        opened |= opens
        headings |= {fix.in_heading} - {None}
        for edit in fix.edits:
            insort(taken.setdefault(edit.path, []), (edit.start, edit.end))
        whole |= fix.whole
        chosen.append(fix)
    return chosen


def _touches(taken: list[tuple[int, int]], edit: Edit) -> bool:
    """Say whether an edit overlaps or touches one of those taken, which are disjoint and sorted."""
    at = bisect_left(taken, (edit.start, edit.end))
    return any(
        start <= edit.end and edit.start <= end for start, end in taken[max(at - 1, 0) : at + 1]
    )
