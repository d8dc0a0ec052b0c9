"""Edits to bytes."""

from collections.abc import Callable, Iterable, Mapping

from vaultkit.fixer.fix import Edit, Fix
from vaultkit.source import Source


def apply(fixes: Iterable[Fix], source: Callable[[str], Source]) -> dict[str, bytes | None]:
    """Give the new bytes of each file that the fixes change, None for one that they delete.

    Args:
        fixes: fixes that neither overlap nor touch.
        source: gives a file's text.
    """
    result: dict[str, bytes | None] = {}
    for path, edits in edits_by_path(fixes).items():
        text = source(path)
        mark = text.raw[: len(text.raw) - len(text.data)]
        result[path] = mark + edited(text.data, edits)
    for fix in fixes:
        result.update(dict.fromkeys(fix.deletes))
    return result


def edits_by_path(fixes: Iterable[Fix]) -> Mapping[str, list[Edit]]:
    """Give the edits of each file in the order of their places."""
    found: dict[str, list[Edit]] = {}
    for fix in fixes:
        for edit in fix.edits:
            found.setdefault(edit.path, []).append(edit)
    return {path: sorted(edits, key=lambda edit: edit.start) for path, edits in found.items()}


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Give the bytes with the edits made; these are in order and disjoint."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [data[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*pieces, data[at:]])
