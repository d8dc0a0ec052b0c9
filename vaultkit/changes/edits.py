"""Edits to bytes."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from vaultkit.changes.file_change import FileChange
from vaultkit.changes.fix import Fix
from vaultkit.rules.base.problem import Edit
from vaultkit.vault.vault import Vault


def apply(fixes: Iterable[Fix], vault: Vault) -> dict[str, FileChange]:
    """Return what becomes of each file that the fixes change.

    Args:
        fixes: fixes that neither overlap nor touch.
        vault: where they are made.

    Raises:
        TreeError: a file cannot be read any more.
    """
    fixes = list(fixes)
    edits = edits_by_path(fixes)
    result: dict[str, FileChange] = {}
    for path, made in edits.items():
        text = vault.source(path)
        mark = text.raw[: len(text.raw) - len(text.data)]
        result[path] = FileChange(path, text.raw, mark + edited(text.data, made))
    for fix in fixes:
        for path in fix.deletes:
            result[path] = FileChange(path, vault.tree.read(path), None)
    return result


def edits_by_path(fixes: Iterable[Fix]) -> Mapping[str, list[Edit]]:
    """Return the edits of each file in the order of their places."""
    found: dict[str, list[Edit]] = {}
    for fix in fixes:
        for edit in fix.edits:
            found.setdefault(edit.path, []).append(edit)
    return {path: sorted(edits, key=lambda edit: edit.start) for path, edits in found.items()}


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes with the edits made; these are in order and disjoint."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [data[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*pieces, data[at:]])


class Shift:
    """Tells where a place is after the edits."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        """Store the edits, in order and disjoint."""
        self._edits = edits
        self._grown = [0, *accumulate(len(edit.new) - (edit.end - edit.start) for edit in edits)]

    def __call__(self, offset: int) -> int:
        """Return where a place before is, moved by the edits that end at or before it."""
        return offset + self._grown[bisect_right(self._edits, offset, key=lambda edit: edit.end)]
