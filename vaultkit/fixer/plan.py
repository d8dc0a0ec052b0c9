"""Which fixes go together: none of which overlaps or touches another."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable

from vaultkit.fixer.fix import Edit, Fix


def plan(fixes: Iterable[Fix], refused: Collection[str] = ()) -> list[Fix]:
    """Choose fixes that can be applied at once; the others wait for the next pass.

    Args:
        fixes: what there is to choose from. A fix is taken as a whole or not at all; of two that
            overlap or touch, the one that stands first is taken. A file that a link will open is
            not taken away beside it.
        refused: files that must stay as they are.
    """
    taken: dict[str, list[tuple[int, int]]] = {}
    whole: set[str] = set()
    reshaped: dict[tuple[str, str], bool] = {}
    opened: set[str] = set()
    chosen = []
    for fix in sorted(fixes, key=lambda fix: (bool(fix.deletes), fix.place, fix.rule)):
        if not fix.paths.isdisjoint(refused) or not fix.paths.isdisjoint(whole):
            continue
        if any(taken.get(path) for path in fix.whole) or not opened.isdisjoint(fix.deletes):
            continue
        if any(_touches(taken.get(edit.path, []), edit) for edit in fix.edits):
            continue
        keys = {(change.path, change.key_before): change.reshapes for change in fix.properties}
        if any(reshapes or reshaped[key] for key, reshapes in keys.items() if key in reshaped):
            continue
        reshaped |= keys
        for edit in fix.edits:
            insort(taken.setdefault(edit.path, []), (edit.start, edit.end))
        opened.update(link.opens.path for link in fix.links)
        whole |= fix.whole
        chosen.append(fix)
    return chosen


def _touches(taken: list[tuple[int, int]], edit: Edit) -> bool:
    """Say whether an edit overlaps or touches one of those taken, which are disjoint and sorted."""
    at = bisect_left(taken, (edit.start, edit.end))
    return any(
        start <= edit.end and edit.start <= end for start, end in taken[max(at - 1, 0) : at + 1]
    )
