"""From what a rule says of offsets to what a person reads: lines, columns, excerpts."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.errors import TreeError
from vaultkit.report.record import Finding, RelatedPlace, Remedied
from vaultkit.rules.base.problem import Diagnostic, Problem, Related
from vaultkit.source import Source
from vaultkit.vault.vault import Vault

if TYPE_CHECKING:
    from vaultkit.changes.draft.draft import Drafter
    from vaultkit.changes.fix import Fix

_EXCERPT = 1000
_EMPTY = Source(b"")


def positioned(vault: Vault, path: str, items: list[Diagnostic]) -> Iterator[Finding]:
    """Turn offsets into lines and columns, reading the file once more if it is not at hand."""
    items.sort(key=lambda item: (item.problem.span, item.code))
    seen: Counter[tuple[str, str, str]] = Counter()
    source = _source(vault, path, items)
    drafts = any(item.problem.remedy or item.problem.shown for item in items)
    drafter = _drafter(vault, path, source) if drafts else None
    for item in items:
        identity = (item.rule, item.problem.target, item.note)
        seen[identity] += 1
        fix = drafter.draft(item) if drafter else None
        if drafter and fix and drafter.is_outside:
            fix = None
        shown = drafter.shown(item) if drafter else None
        yield _finding(vault, item, source, seen[identity], fix, fix.title if fix else shown)


def _drafter(vault: Vault, path: str, source: Source) -> "Drafter | None":
    """Return what drafts the fixes of a note; None for another file."""
    document = vault.documents.get(path)
    if document is None:
        return None
    from vaultkit.changes.draft.draft import Drafter

    return Drafter(vault, document, source)


def _source(vault: Vault, path: str, items: list[Diagnostic]) -> Source:
    """Return the text findings are in; for one about a file as a whole none is needed."""
    if all(item.problem.span.end == 0 and item.problem.remedy is None for item in items):
        return _EMPTY
    try:
        return vault.source(path)
    except TreeError:
        return _EMPTY


def _related_source(vault: Vault, other: Related) -> Source:
    try:
        return vault.source(other.path) if other.span.end else _EMPTY
    except TreeError:
        return _EMPTY


def _finding(
    vault: Vault,
    item: Diagnostic,
    source: Source,
    ordinal: int,
    fix: "Fix | None",
    title: str | None,
) -> Finding:
    problem = item.problem
    start, end = source.position(problem.span.start), source.position(problem.span.end)
    related = []
    for other in problem.related:
        there = source if other.path == item.path else _related_source(vault, other)
        place = there.position(other.span.start)
        related.append(RelatedPlace(other.path, place.line, place.column, other.message))
    line = source.line(start.line) if problem.span.end else ""
    cut = max(0, start.column - _EXCERPT // 2) if len(line) > _EXCERPT else 0
    identity = "\0".join((item.rule, problem.target, item.path, item.note, str(ordinal)))
    return Finding(
        item.code,
        item.rule,
        item.severity,
        item.path,
        item.note,
        start.line,
        start.column,
        end.line,
        end.column,
        problem.message,
        _help(problem, fix, title),
        problem.target,
        tuple(related),
        hashlib.blake2b(identity.encode("utf-8", "replace"), digest_size=8).hexdigest(),
        _remedied(fix) if fix else None,
        item.to_fix,
        line[cut : cut + _EXCERPT],
        cut + 1,
        problem.is_kept_out,
    )


def _help(problem: Problem, fix: "Fix | None", title: str | None) -> str | None:
    """Return what would help; where a rule says to write something, that is what its fix writes."""
    if fix is not None and fix.evidence:
        return f"{fix.evidence}: {fix.title}"
    if title is None or problem.before_fix is None:
        return problem.help
    return f"{problem.before_fix}{title}"


def _remedied(fix: "Fix") -> Remedied:
    return Remedied(fix.applicability, fix.title, () if fix.deletes else fix.edits)
