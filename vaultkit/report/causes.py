"""Findings of one cause, which a report for people shows as one."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from vaultkit.report.record import Finding

_ANCHORS = ("VK104", "VK105")
_DIGIT = re.compile(r"\d")
_FOLD_ALIKE = 5
_FOLD_SPREAD = 6

Cause = tuple[str, ...]


def by_cause(findings: Sequence[Finding], spread: int = _FOLD_SPREAD) -> Iterator[list[Finding]]:
    """Yield findings by cause, each cause at the first of its places.

    Within a note, findings of one rule on one target are joined, and those on many targets that
    differ by digits only.

    Args:
        findings: in order of places.
        spread: in how many notes links of one cause must be to be joined.
    """
    causes = _spread_causes(findings, spread)
    left = [found for found in findings if causes.get(_cause(found), [found])[0] is found]
    for _, group in groupby(left, key=_note):
        for alike in _folded_by_cause(list(group)):
            yield causes.get(_cause(alike[0]), alike)


def are_spread(alike: Sequence[Finding]) -> bool:
    """Return whether findings are in several notes."""
    return any(_note(found) != _note(alike[0]) for found in alike)


def _note(found: Finding) -> tuple[str, str]:
    return found.path, found.note


def _cause(found: Finding) -> Cause:
    """Return what makes findings alike: of links to a heading or a block, where they lead.

    However such a link is written, its message names the note and what that does not have; one
    within its own note names no other.
    """
    if found.code in _ANCHORS and found.target:
        if found.target.startswith("#"):
            return found.rule, found.target, found.path, found.note
        return found.rule, found.message.casefold(), found.help or ""
    return found.rule, found.target or found.fingerprint


def _spread_causes(findings: Sequence[Finding], most: int) -> dict[Cause, list[Finding]]:
    """Return the links of one cause that are in many notes."""
    causes: dict[Cause, list[Finding]] = {}
    for found in findings:
        if found.code.startswith("VK1"):
            causes.setdefault(_cause(found), []).append(found)
    return {
        cause: group
        for cause, group in causes.items()
        if len(group) >= most and len(set(map(_note, group))) >= most
    }


def _folded_by_cause(findings: list[Finding]) -> list[list[Finding]]:
    """Join findings of one note by cause."""
    same: dict[Cause, list[Finding]] = {}
    for found in findings:
        same.setdefault(_cause(found), []).append(found)
    shapes: dict[Cause, list[list[Finding]]] = {}
    for group in same.values():
        first = group[0]
        shapes.setdefault((first.rule, _DIGIT.sub("0", first.target)), []).append(group)
    folded = []
    for groups in shapes.values():
        if len(groups) >= _FOLD_ALIKE and groups[0][0].target:
            folded.append([found for group in groups for found in group])
        else:
            folded += groups
    return sorted(folded, key=lambda group: (group[0].line, group[0].column))
