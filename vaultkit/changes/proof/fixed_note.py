"""One note before and after its fixes: its bytes, and what a reader sees of it."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from vaultkit.changes.draft.misplaced_frontmatter import comments_in, objection_to_lift
from vaultkit.changes.edits import Shift, edited
from vaultkit.changes.proof.comparisons import (
    RefusedError,
    check_bytes,
    check_headings,
    check_marks,
    second_reading,
)
from vaultkit.changes.proof.declared import DeclaredChanges
from vaultkit.changes.proof.fixed_links import pair_links
from vaultkit.changes.proof.fixed_properties import check_fixed_properties
from vaultkit.changes.proof.table_rows import common_length, objection_to_rows, row_edits
from vaultkit.markdown.facts import Facts, Heading
from vaultkit.markdown.spans import Stretches
from vaultkit.markdown.witness import witness, witness_properties
from vaultkit.source import Source


def check_note(
    old: Source, old_facts: Facts, new: Source, new_facts: Facts, changes: DeclaredChanges
) -> None:
    """Check that a note differs in nothing but what its fixes declare.

    Args:
        old: the note as it was.
        old_facts: what it said.
        new: the note with the fixes made.
        new_facts: what it says then.
        changes: what is declared.

    Raises:
        RefusedError: it differs in something else.
    """
    check_bytes(old, new, changes.edits)
    if changes.lifts:
        reason = objection_to_lift(old, old_facts, new, new_facts, changes.edits)
        if reason is not None:
            raise RefusedError(reason)
        return
    _check_seen(_with_rows(old.data, old_facts, changes), new.data, changes)
    blocks = old_facts.front_matter, new_facts.front_matter
    check_fixed_properties(*blocks, changes.properties)
    if blocks[0] is not None and changes.edits[0].start < blocks[0].end:
        seen = second_reading(old.data, blocks[0], changes.edits)
        check_fixed_properties(seen, witness_properties(new.data), changes.properties)
    _check_structure(old_facts, new_facts, changes)
    _check_places(old.data, old_facts, changes)
    if comments_in(old.data, blocks[0]) != comments_in(new.data, blocks[1]):
        raise RefusedError("a comment in the front matter would change")


def _with_rows(old: bytes, facts: Facts, changes: DeclaredChanges) -> bytes:
    """Return the note with the declared rows joined, once it is certain that this is all."""
    if not changes.rows:
        return old
    edits = row_edits(old, facts.parted_links, changes.rows, changes.edits)
    links = [link for link in changes.links.values() if link.in_row]
    reason = objection_to_rows(old, changes.rows, edits, links)
    if reason is not None:
        raise RefusedError(reason)
    return edited(old, edits)


def _check_seen(old: bytes, new: bytes, changes: DeclaredChanges) -> None:
    """Compare what a reader sees: the declared places may differ as declared, the rest may not."""
    seen_old, seen_new = witness(old), witness(new)
    at = there = 0
    for _, (before, after) in sorted(_seen_changes(changes)):
        same = common_length(seen_old, at, seen_new, there)
        found = seen_old.rfind(before, at, at + same + len(before))
        if found < 0 or not seen_new.startswith(after, there + found - at):
            raise RefusedError("what a reader sees would change beyond what was declared")
        there += found - at + len(after)
        at = found + len(before)
    if seen_old[at:] != seen_new[there:]:
        raise RefusedError("what a reader sees would change beyond what was declared")


def _seen_changes(changes: DeclaredChanges) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    """Yield what is declared to be seen otherwise, with where in the file as it was."""
    for place, change in changes.links.items():
        if not change.in_row and change.seen_before != change.seen_after:
            yield place, (change.seen_before, change.seen_after)
    for heading in changes.headings:
        yield (heading.start, -1), heading.opening
        yield (heading.end, -1), heading.closing


def _check_structure(old: Facts, new: Facts, changes: DeclaredChanges) -> None:
    """Compare headings, block ids and footnotes by name; an edited heading keeps its level."""
    shift = Shift(changes.edits)
    added = {shift(heading.start): heading.level for heading in changes.headings}
    starts = sorted(added)
    kept = [item for item in new.headings if not _is_added(item, starts, added)]
    if len(new.headings) - len(kept) != len(added):
        raise RefusedError("a heading would be added or removed")
    check_headings(old.headings, old.headings, kept, changes.edits)
    check_marks(old, new, {})
    pair_links(old, new, changes)


def _is_added(item: Heading, starts: list[int], levels: Mapping[int, int]) -> bool:
    """Return whether a heading is one whose text starts at a declared place, of that level."""
    at = bisect_left(starts, item.start)
    return at < len(starts) and starts[at] < item.end and levels[starts[at]] == item.level


def _check_places(old: bytes, facts: Facts, changes: DeclaredChanges) -> None:
    """Check that each edit is in a link or property that is declared to change.

    What is not seen of a note (blanks, unused definitions, a table's alignment) is kept by this.
    """
    ends = {link.start: link.end for link in facts.links}
    places = []
    for (start, _), change in changes.links.items():
        if change.target_before is not None:
            places.append((start, ends.get(start, start)))
        else:
            places.append((start, start + len(change.seen_before.encode())))
    if facts.front_matter is not None:
        written = {mark.start: mark.end for mark in facts.front_matter.malformed_links}
        places += [(start, written[start]) for start, _ in changes.links if start in written]
    lists = []
    numbers: dict[str, int] = {}
    for number, item in enumerate(facts.properties):
        numbers.setdefault(item.key, number)
    for declared in changes.properties:
        number = numbers[declared.key_before]
        item = facts.properties[number]
        if declared.key_before != declared.key_after:
            places.append((item.start, item.end))
        if len(declared.values_before) > len(declared.values_after):
            following = facts.properties[number + 1 : number + 2]
            assert facts.front_matter is not None
            end = following[0].start if following else facts.front_matter.end
            lists.append((item.end, end))
    if changes.rows:
        rows = Stretches((row.start, row.end) for row in changes.rows)
        places += [
            (link.start, link.end) for link in facts.parted_links if rows.hold(link.start, link.end)
        ]
    spaces = {edit.start for edit in changes.edits if edit.new == b" "}
    places += [(item.start, item.start) for item in changes.headings if item.start in spaces]
    known, shortened = Stretches(places), Stretches(lists)
    for edit in changes.edits:
        taken = old[edit.start : edit.end].strip() and edit.new in {b"", b": []"}
        if taken and shortened.hold(edit.start, edit.end):
            continue
        if not known.hold(edit.start, edit.end):
            raise RefusedError("an edit is outside of what is declared to change")
