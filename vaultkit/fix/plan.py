"""Which fixes go together: none of which overlaps, touches or contradicts another."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable

from vaultkit.changes.fix import Fix, Opens
from vaultkit.rules.base.problem import Edit


def plan(fixes: Iterable[Fix], refused: Collection[str] = ()) -> list[Fix]:
    """Choose fixes that can be applied at once; the others wait for the next pass.

    Args:
        fixes: what there is to choose from. A fix is taken as a whole or not at all; of two that
            overlap or touch, the one that stands first is taken. Where one lets a link open a
            heading or a file, no other changes that heading's text or takes that file away.
        refused: files that must stay as they are.
    """
    chosen = _Chosen()
    for fix in sorted(fixes, key=lambda fix: (bool(fix.deletes), fix.place, fix.rule)):
        if fix.paths.isdisjoint(refused) and chosen.admits(fix):
            chosen.add(fix)
    return chosen.fixes


class _Chosen:
    """The fixes chosen so far, and what they take up."""

    def __init__(self) -> None:
        self.fixes: list[Fix] = []
        self._edited: dict[str, list[tuple[int, int]]] = {}
        self._whole: set[str] = set()
        self._reshapes: dict[tuple[str, str], bool] = {}
        self._opened: set[Opens] = set()
        self._opened_paths: set[str] = set()
        self._changed_headings: set[Opens] = set()

    def admits(self, fix: Fix) -> bool:
        """Return whether a fix goes together with all that are chosen."""
        alone = {*fix.deletes, *fix.lifts}
        if not fix.paths.isdisjoint(self._whole) or any(map(self._edited.get, alone)):
            return False
        if any(_touches(self._edited.get(edit.path, []), edit) for edit in fix.edits):
            return False
        if fix.in_heading in self._opened or not _opens(fix).isdisjoint(self._changed_headings):
            return False
        if not self._opened_paths.isdisjoint(fix.deletes):
            return False
        return not any(
            change.reshapes or self._reshapes[change.path, change.key_before]
            for change in fix.properties
            if (change.path, change.key_before) in self._reshapes
        )

    def add(self, fix: Fix) -> None:
        """Choose a fix."""
        self.fixes.append(fix)
        for edit in fix.edits:
            insort(self._edited.setdefault(edit.path, []), (edit.start, edit.end))
        for change in fix.properties:
            self._reshapes[change.path, change.key_before] = change.reshapes
        self._whole.update(fix.deletes, fix.lifts)
        opened = _opens(fix)
        self._opened |= opened
        self._opened_paths.update(item.path for item in opened)
        if fix.in_heading is not None:
            self._changed_headings.add(fix.in_heading)


def _opens(fix: Fix) -> set[Opens]:
    return {link.opens for link in fix.links if link.opens is not None}


def _touches(taken: list[tuple[int, int]], edit: Edit) -> bool:
    """Return whether an edit overlaps or touches one of those taken (disjoint, sorted)."""
    at = bisect_left(taken, (edit.start, edit.end))
    return any(
        start <= edit.end and edit.start <= end for start, end in taken[max(at - 1, 0) : at + 1]
    )
