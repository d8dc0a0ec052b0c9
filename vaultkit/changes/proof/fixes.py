"""The guard: lets pass exactly what the fixes declare, and refuses the note on anything else.

It does not ask how a change was added. It looks at the vault before and after: at the bytes
outside the edits, at what the witness sees of each note, at the properties, and at where every link
of the vault leads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vaultkit.changes.edits import edited, edits_by_path
from vaultkit.changes.fix import Fix, LinkChange
from vaultkit.changes.proof.comparisons import RefusedError
from vaultkit.changes.proof.declared import DeclaredChanges, declared_by
from vaultkit.changes.proof.fixed_links import pair_links
from vaultkit.changes.proof.fixed_note import check_note
from vaultkit.changes.proof.fixed_targets import FixedTargets, check_outcomes, numbers_after
from vaultkit.markdown.facts import Link
from vaultkit.markdown.parser import parse
from vaultkit.progress import Step, with_progress
from vaultkit.source import Source
from vaultkit.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file whose changes do not pass: which (empty: no single one), why, and whose fixes."""

    path: str
    reason: str
    rules: tuple[str, ...]


def guard(
    before: Vault, after: Vault, fixes: Iterable[Fix], step: Step | None = None
) -> list[Refusal]:
    """Check changes; an empty list lets them pass.

    Args:
        before: the vault as it was.
        after: the vault with all the fixes made.
        fixes: what was declared.
        step: called with the notes checked.
    """
    fixes = list(fixes)
    declared = declared_by(fixes)
    refusals = []
    for path, changes in with_progress(declared.items(), len(declared), step):
        try:
            _check_both(path, before, after, changes)
        except RefusedError as error:
            refusals.append(Refusal(path, str(error), tuple(dict.fromkeys(changes.rules))))
    if refusals:
        return refusals
    try:
        _check_files(before, after, fixes)
    except RefusedError as error:
        return [_about("", str(error), fixes)]
    return _check_links(before, after, declared, fixes)


def objection(vault: Vault, fixes: Iterable[Fix]) -> str | None:
    """Return what is wrong with the notes that fixes change, or None; no link is followed.

    That is the part of the proof that looks at one note at a time.

    Args:
        vault: where the fixes are made.
        fixes: fixes that neither overlap nor touch.

    Raises:
        TreeError: a note cannot be read any more.
    """
    for path, changes in declared_by(list(fixes)).items():
        old = vault.source(path)
        mark = old.raw[: len(old.raw) - len(old.data)]
        new = Source(mark + edited(old.data, changes.edits))
        try:
            check_note(old, vault.documents[path].facts, new, parse(new), changes)
        except RefusedError as error:
            return str(error)
    return None


def _check_both(path: str, before: Vault, after: Vault, changes: DeclaredChanges) -> None:
    if path not in after.documents:
        raise RefusedError("it is gone")
    old, new = before.documents[path].facts, after.documents[path].facts
    check_note(before.source(path), old, after.source(path), new, changes)


def _check_files(before: Vault, after: Vault, fixes: list[Fix]) -> None:
    """Compare which files there are, and what canvases show."""
    gone = {path for fix in fixes for path in fix.deletes}
    known = set(before.files)
    if not known >= gone:
        raise RefusedError("a file that is not there would be deleted")
    if set(after.files) != known - gone:
        raise RefusedError("a file would be added or removed beyond what was declared")
    edited = edits_by_path(fixes)
    for path, document in before.documents.items():
        if path in edited or path in gone:
            continue
        same = after.documents[path].facts is document.facts
        if not same and before.tree.read(path) != after.tree.read(path):
            raise RefusedError("a note that no fix names would change")
    if gone:
        cards = [card.path for canvas in before.canvases for card in canvas.cards]
        if any(before.has_file(card) and not after.has_file(card) for card in cards):
            raise RefusedError("a canvas would lose a card")


def _check_links(
    before: Vault,
    after: Vault,
    declared: Mapping[str, DeclaredChanges],
    fixes: list[Fix],
) -> list[Refusal]:
    """Compare where every link of the vault leads; a declared one must open what was declared."""
    gone = {path for fix in fixes for path in fix.deletes}
    numbers = numbers_after(before, after, declared)
    refusals = []
    for path, document in before.documents.items():
        if path in gone:
            continue
        there = after.documents[path]
        pairs: list[tuple[LinkChange | None, Link | None, Link]]
        if path in declared:
            pairs = pair_links(document.facts, there.facts, declared[path])
        else:
            links = zip(document.facts.links, there.facts.links, strict=True)
            pairs = [(None, link, same) for link, same in links]
        try:
            check_outcomes(
                pairs, FixedTargets(before, document, numbers), FixedTargets(after, there), numbers
            )
        except RefusedError as error:
            refusals.append(_about(path, str(error), fixes))
    return refusals


def _about(path: str, reason: str, fixes: list[Fix]) -> Refusal:
    """Return the refusal of a file; where no fix changes it, all of them are to blame."""
    rules = [fix.rule for fix in fixes if path in fix.paths] or [fix.rule for fix in fixes]
    return Refusal(path, reason, tuple(dict.fromkeys(rules)))
