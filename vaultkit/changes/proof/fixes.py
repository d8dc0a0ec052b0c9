"""The guard: lets pass exactly what the fixes declare, and refuses the note on anything else.

It does not ask how a change came about. It looks at the vault before and after: at the bytes
outside the edits, at what the witness sees of each note, at the properties, and at where every link
of the vault leads.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate

from vaultkit.changes.draft.misplaced_frontmatter import comments_in, objection_to_lift
from vaultkit.changes.edits import edited, edits_by_path
from vaultkit.changes.fix import Fix, HeadingChange, LinkChange, Opens, PropertyChange, RowChange
from vaultkit.changes.proof.table_rows import common_length, objection_to_rows, row_edits
from vaultkit.markdown.facts import Facts, FrontMatter, Heading, Link, LinkKind
from vaultkit.markdown.parser import parse
from vaultkit.markdown.spans import Stretches
from vaultkit.markdown.witness import witness, witness_properties
from vaultkit.progress import Step, with_progress
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.outcome import State, heading_number
from vaultkit.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file whose changes do not pass: which (empty: no single one), why, and whose fixes."""

    path: str
    reason: str
    rules: tuple[str, ...]


@dataclass(slots=True)
class _Changes:
    """All that the fixes declare about one file."""

    edits: list[Edit] = field(default_factory=list)
    links: dict[tuple[int, int], LinkChange] = field(default_factory=dict)
    properties: list[PropertyChange] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    rows: list[RowChange] = field(default_factory=list)
    headings: list[HeadingChange] = field(default_factory=list)
    lifts: bool = False


class RefusedError(Exception):
    """What is wrong with the changes of a file, and at which offset of it as it is, if known."""

    def __init__(self, reason: str, at: int | None = None) -> None:
        """Take the reason and the offset."""
        super().__init__(reason)
        self.at = at


def guard(
    before: Vault, after: Vault, fixes: Iterable[Fix], step: Step | None = None
) -> list[Refusal]:
    """Judge changes; an empty list lets them pass.

    Args:
        before: the vault as it was.
        after: the vault with all the fixes made.
        fixes: what was declared.
        step: told of the notes judged.
    """
    fixes = list(fixes)
    declared = _declared(fixes)
    refusals = []
    for path, changes in with_progress(declared.items(), len(declared), step):
        try:
            _judge_both(path, before, after, changes)
        except RefusedError as error:
            refusals.append(Refusal(path, str(error), tuple(dict.fromkeys(changes.rules))))
    if refusals:
        return refusals
    try:
        _judge_files(before, after, fixes)
    except RefusedError as error:
        return [_about("", str(error), fixes)]
    return _judge_links(before, after, declared, fixes)


def objection(vault: Vault, fixes: Iterable[Fix]) -> str | None:
    """Return what is wrong with the notes that fixes change, or None; no link is followed.

    That is the part of the proof that looks at one note at a time.

    Args:
        vault: where the fixes are made.
        fixes: fixes that neither overlap nor touch.

    Raises:
        TreeError: a note cannot be read any more.
    """
    for path, changes in _declared(list(fixes)).items():
        old = vault.source(path)
        mark = old.raw[: len(old.raw) - len(old.data)]
        new = Source(mark + edited(old.data, changes.edits))
        try:
            _judge_note(old, vault.documents[path].facts, new, parse(new), changes)
        except RefusedError as error:
            return str(error)
    return None


def _declared(fixes: list[Fix]) -> dict[str, _Changes]:
    found: dict[str, _Changes] = {
        path: _Changes(edits) for path, edits in edits_by_path(fixes).items()
    }
    for fix in fixes:
        for path in fix.paths:
            if path in found:
                found[path].rules.append(fix.rule)
        for link in fix.links:
            found[link.path].links[link.start, link.within] = link
        for item in fix.properties:
            found[item.path].properties.append(item)
        for row in fix.rows:
            found[row.path].rows.append(row)
        for heading in fix.headings:
            found[heading.path].headings.append(heading)
        for path in fix.lifts:
            found[path].lifts = True
    return found


def _judge_both(path: str, before: Vault, after: Vault, changes: _Changes) -> None:
    if path not in after.documents:
        raise RefusedError("it is gone")
    old, new = before.documents[path].facts, after.documents[path].facts
    _judge_note(before.source(path), old, after.source(path), new, changes)


def _judge_note(
    old: Source, old_facts: Facts, new: Source, new_facts: Facts, changes: _Changes
) -> None:
    judge_bytes(old, new, changes.edits)
    if changes.lifts:
        reason = objection_to_lift(old, old_facts, new, new_facts, changes.edits)
        if reason is not None:
            raise RefusedError(reason)
        return
    _judge_seen(_with_rows(old.data, old_facts, changes), new.data, changes)
    blocks = old_facts.front_matter, new_facts.front_matter
    _judge_properties(*blocks, changes.properties)
    if blocks[0] is not None and changes.edits[0].start < blocks[0].end:
        seen = witness_properties(old.data)
        if seen is not None and seen.error and not blocks[0].error:
            raise RefusedError("a second reader of YAML cannot read the front matter")
        _judge_properties(seen, witness_properties(new.data), changes.properties)
    _judge_structure(old_facts, new_facts, changes)
    _judge_places(old.data, old_facts, changes)
    if comments_in(old.data, blocks[0]) != comments_in(new.data, blocks[1]):
        raise RefusedError("a comment in the front matter would change")


def _judge_files(before: Vault, after: Vault, fixes: list[Fix]) -> None:
    """Compare which files there are, and what canvases show."""
    gone = {path for fix in fixes for path in fix.deletes}
    known = set(before.files)
    if not known >= gone:
        raise RefusedError("a file that is not there would be deleted")
    if set(after.files) != known - gone:
        raise RefusedError("a file would come or go otherwise than declared")
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


def judge_bytes(old: Source, new: Source, edits: list[Edit]) -> None:
    """Compare all bytes outside the edits, and those inside with what was declared."""
    if old.bom != new.bom or old.invalid_at is not None or new.invalid_at is not None:
        raise RefusedError("a byte outside the edits changed")
    at = there = 0
    for edit in edits:
        kept = edit.start - at
        if not kept >= 0 or edit.end < edit.start or edit.end > len(old.data):
            raise RefusedError("two edits overlap")
        if old.data[at : edit.start] != new.data[there : there + kept]:
            raise RefusedError("a byte outside the edits changed")
        there += kept
        if new.data[there : there + len(edit.new)] != edit.new:
            raise RefusedError("an edit was not made as it was declared")
        there += len(edit.new)
        at = edit.end
    if old.data[at:] != new.data[there:]:
        raise RefusedError("a byte outside the edits changed")


def _with_rows(old: bytes, facts: Facts, changes: _Changes) -> bytes:
    """Return the note with the declared rows joined, once it is certain that this is all."""
    if not changes.rows:
        return old
    edits = row_edits(old, facts.parted_links, changes.rows, changes.edits)
    links = [link for link in changes.links.values() if link.in_row]
    reason = objection_to_rows(old, changes.rows, edits, links)
    if reason is not None:
        raise RefusedError(reason)
    return edited(old, edits)


def _judge_seen(old: bytes, new: bytes, changes: _Changes) -> None:
    """Compare what a reader sees: the declared places may differ as declared, the rest may not."""
    seen_old, seen_new = witness(old), witness(new)
    at = there = 0
    for _, (before, after) in sorted(_seen_changes(changes)):
        same = common_length(seen_old, at, seen_new, there)
        found = seen_old.rfind(before, at, at + same + len(before))
        if found < 0 or not seen_new.startswith(after, there + found - at):
            raise RefusedError("what a reader sees would change otherwise than declared")
        there += found - at + len(after)
        at = found + len(before)
    if seen_old[at:] != seen_new[there:]:
        raise RefusedError("what a reader sees would change otherwise than declared")


def _seen_changes(changes: _Changes) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    """Yield what is declared to be seen otherwise, with where in the file as it was."""
    for place, change in changes.links.items():
        if not change.in_row and change.seen_before != change.seen_after:
            yield place, (change.seen_before, change.seen_after)
    for heading in changes.headings:
        yield (heading.start, -1), heading.opening
        yield (heading.end, -1), heading.closing


def _judge_properties(
    old: FrontMatter | None, new: FrontMatter | None, changes: list[PropertyChange]
) -> None:
    """Compare the properties: the declared ones by their texts, the others with all they hold."""
    if old is None or new is None:
        if old is not new:
            raise RefusedError("the front matter would come or go")
        if changes:
            raise RefusedError(f'the property "{changes[0].key_before}" is not as declared')
        return
    if old.error != new.error:
        raise RefusedError("the front matter would be no valid YAML")
    declared = {key for change in changes for key in (change.key_before, change.key_after)}
    if _untouched(old, declared) != _untouched(new, declared):
        raise RefusedError("a property would change otherwise than declared")
    wanted = _properties(old)
    for change in changes:
        if change.key_before not in wanted:
            raise RefusedError(f'the property "{change.key_before}" is not as declared')
        _change(wanted[change.key_before], change)
        if change.key_before != change.key_after:
            wanted = {
                change.key_after if key == change.key_before else key: values
                for key, values in wanted.items()
            }
    if list(wanted.items()) != list(_properties(new).items()):
        raise RefusedError("a property would change otherwise than declared")


def _change(values: list[str], change: PropertyChange) -> None:
    """Make a declared change; one that keeps the number of values may be one of several."""
    if change.reshapes:
        if tuple(values) != change.values_before:
            raise RefusedError(f'the property "{change.key_before}" is not as declared')
        values[:] = change.values_after
        return
    pairs = zip(change.values_before, change.values_after, strict=True)
    for number, (one, other) in enumerate(pairs, change.at):
        if one != other:
            if number >= len(values) or values[number] != one:
                raise RefusedError(f'the property "{change.key_before}" is not as declared')
            values[number] = other


def _untouched(block: FrontMatter, declared: Collection[str]) -> list[object]:
    return [
        (item.key, value.path, value.text, value.kind)
        for item in block.properties
        if item.key not in declared
        for value in item.values
    ]


def _properties(block: FrontMatter) -> dict[str, list[str]]:
    return {item.key: [value.text for value in item.values] for item in block.properties}


def _judge_structure(old: Facts, new: Facts, changes: _Changes) -> None:
    """Compare headings, block ids and footnotes by name; an edited heading keeps its level."""
    shift = _Shift(changes.edits)
    added = {shift(heading.start): heading.level for heading in changes.headings}
    starts = sorted(added)
    kept = [item for item in new.headings if not _is_added(item, starts, added)]
    if len(new.headings) - len(kept) != len(added) or [
        (item.level, item.root) for item in old.headings
    ] != [(item.level, item.root) for item in kept]:
        raise RefusedError("a heading would come or go")
    places = Stretches((edit.start, edit.end) for edit in changes.edits)
    for one, other in zip(old.headings, kept, strict=True):
        if one.text != other.text and not places.begin_in(one.start, one.end):
            raise RefusedError("a heading would change")
    for kind in ("tags", "block_ids", "footnotes", "footnote_references", "html_ids"):
        names = [[mark.name for mark in getattr(facts, kind)] for facts in (old, new)]
        if names[0] != names[1]:
            raise RefusedError(f"the {kind.replace('_', ' ')} would change")
    _pair_links(old, new, changes)


def _is_added(item: Heading, starts: list[int], levels: Mapping[int, int]) -> bool:
    """Return whether a heading is one whose text starts at a declared place, of that level."""
    at = bisect_left(starts, item.start)
    return at < len(starts) and starts[at] < item.end and levels[starts[at]] == item.level


def _judge_places(old: bytes, facts: Facts, changes: _Changes) -> None:
    """Look where the edits are: each in a link or property that is declared to change.

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
            raise RefusedError("an edit lies outside of what is declared to change")


def _pair_links(
    old: Facts, new: Facts, changes: _Changes
) -> list[tuple[LinkChange | None, Link | None, Link]]:
    """Pair the links before with those after; what is not declared must be the same to the letter.

    Raises:
        RefusedError: a link is lost, new or different, and that was not declared.
    """
    shift = _Shift(changes.edits)
    waiting: dict[int, list[Link]] = {}
    for link in reversed(new.links):  # YAML may read one place several times, by its name
        waiting.setdefault(link.start, []).append(link)
    pairs: list[tuple[LinkChange | None, Link | None, Link]] = []
    declared = dict(changes.links)
    for link in old.links:
        there = _next(waiting, shift(link.start))
        if there is None:
            raise RefusedError(f'the link to "{link.target}" would be lost')
        change = declared.pop((link.start, 0), None)
        if change is None:
            if _written(_with_edits(link, changes.edits)) != _written(there):
                raise RefusedError(f'the link to "{link.target}" would change')
        elif (link.target, there.target) != (change.target_before, change.target_after):
            raise RefusedError(f'the link to "{link.target}" is not as declared')
        elif (link.embed, link.place) != (there.embed, there.place):
            raise RefusedError(f'the link to "{link.target}" would be of another kind')
        pairs.append((change, link, there))
    unencoded = {mark.start for mark in new.unencoded_links}
    for change in declared.values():
        if change.leads_out:  # not among the links of the facts
            if shift(change.start) in unencoded or change.opens is not None:
                raise RefusedError(f'the link to "{change.target_after}" would not come about')
            continue
        made = _next(waiting, shift(change.start) + change.within)
        if change.target_before is not None or made is None or made.target != change.target_after:
            raise RefusedError(f'the link to "{change.target_after}" would not come about')
        pairs.append((change, None, made))
    if waiting:
        (first, *_) = waiting.values()
        raise RefusedError(f'a link to "{first[-1].target}" would come about')
    return pairs


def _next(waiting: dict[int, list[Link]], start: int) -> Link | None:
    """Take the next of the links that begin at a place."""
    links = waiting.get(start)
    if not links:
        return None
    found = links.pop()
    if not links:
        del waiting[start]
    return found


def _with_edits(link: Link, edits: list[Edit]) -> Link:
    """Return a link with the edits made that lie in its text, as those of an image there do."""
    if link.text is None or link.kind is LinkKind.WIKILINK:
        return link
    start, text = link.start + 1 + link.embed, link.text.encode()
    first = bisect_left(edits, start, key=_start)
    last = bisect_right(edits, start + len(text), lo=first, key=_start)
    within = [
        replace(edit, start=edit.start - start, end=edit.end - start)
        for edit in edits[first:last]
        if edit.end <= start + len(text)
    ]
    return replace(link, text=edited(text, within).decode()) if within else link


def _start(edit: Edit) -> int:
    return edit.start


def _written(link: Link) -> tuple[object, ...]:
    return link.kind, link.embed, link.target, link.text, link.place


class _Shift:
    """Tells where a place lies after the edits."""

    def __init__(self, edits: list[Edit]) -> None:
        self._edits = edits
        self._grown = [0, *accumulate(len(edit.new) - (edit.end - edit.start) for edit in edits)]

    def __call__(self, offset: int) -> int:
        """Return where a place before lies, moved by the edits that end at or before it."""
        return offset + self._grown[bisect_right(self._edits, offset, key=lambda edit: edit.end)]


def _judge_links(
    before: Vault,
    after: Vault,
    declared: Mapping[str, _Changes],
    fixes: list[Fix],
) -> list[Refusal]:
    """Compare where every link of the vault leads; a declared one must open what was declared."""
    gone = {path for fix in fixes for path in fix.deletes}
    numbers = _numbers(before, after, declared)
    refusals = []
    for path, document in before.documents.items():
        if path in gone:
            continue
        there = after.documents[path]
        pairs: list[tuple[LinkChange | None, Link | None, Link]]
        if path in declared:
            pairs = _pair_links(document.facts, there.facts, declared[path])
        else:
            links = zip(document.facts.links, there.facts.links, strict=True)
            pairs = [(None, link, same) for link, same in links]
        try:
            _judge_outcomes(pairs, _Leads(before, document, numbers), _Leads(after, there), numbers)
        except RefusedError as error:
            refusals.append(_about(path, str(error), fixes))
    return refusals


@dataclass(slots=True)
class _Numbers:
    """Which headings of a file come and go: how many at the top go, and before which some come."""

    lost: int
    added: list[int]

    def after(self, number: int) -> int:
        """Return what the number of a heading will be."""
        return number - self.lost + bisect_right(self.added, number)

    def is_new(self, number: int) -> bool:
        """Return whether the heading that will have a number is one that comes."""
        return number in {place + count for count, place in enumerate(self.added)}


def _numbers(before: Vault, after: Vault, declared: Mapping[str, _Changes]) -> dict[str, _Numbers]:
    """Return how the headings of files are numbered otherwise, where they are."""
    found = {}
    for path, changes in declared.items():
        headings = before.documents[path].facts.headings if path in before.documents else []
        lost = len(headings) - len(after.documents[path].facts.headings) if changes.lifts else 0
        added = sorted(
            bisect_left(headings, heading.start, key=lambda item: item.start)
            for heading in changes.headings
        )
        if lost or added:
            found[path] = _Numbers(lost, added)
    return found


def _is_woken(
    old: tuple[State, tuple[str, ...], int | None],
    new: tuple[State, tuple[str, ...], int | None],
    numbers: Mapping[str, _Numbers],
) -> bool:
    """Return whether a link to a heading that was not there opens one that comes."""
    (state, files, _), (now, there, number) = old, new
    return (
        (state, now) == (State.NO_HEADING, State.RESOLVED)
        and files == there
        and len(files) == 1
        and number is not None
        and files[0] in numbers
        and numbers[files[0]].is_new(number)
    )


def _judge_outcomes(
    pairs: list[tuple[LinkChange | None, Link | None, Link]],
    old: "_Leads",
    new: "_Leads",
    numbers: Mapping[str, _Numbers],
) -> None:
    """Compare where the links of one file lead."""
    for change, link, there in pairs:
        now = new.of(there)
        if change is None:
            assert link is not None
            if old.of(link) != now and not _is_woken(old.of(link), now, numbers):
                raise RefusedError(f'the link to "{link.target}" would lead elsewhere')
        elif change.opens is None:
            if now[0] is State.RESOLVED and len(now[1]) == 1:
                raise RefusedError(f'the link to "{change.target_after}" would open a file')
        elif now != (State.RESOLVED, (change.opens.path,), _renumbered(change.opens, numbers)):
            raise RefusedError(f'the link to "{change.target_after}" would not open what it means')


def _renumbered(opens: Opens, numbers: Mapping[str, _Numbers]) -> int | None:
    """Return which heading is to be opened, by its number afterwards."""
    if opens.heading is None or opens.path not in numbers:
        return opens.heading
    return numbers[opens.path].after(opens.heading)


class _Leads:
    """Where the links of one file lead, in terms that hold before and after."""

    def __init__(
        self,
        vault: Vault,
        document: Document,
        numbers: Mapping[str, _Numbers] | None = None,
    ) -> None:
        self._numbers = numbers or {}
        self._outcomes = {
            id(link): outcome for note in document.notes for link, outcome in vault.outcomes(note)
        }

    def of(self, link: Link) -> tuple[State, tuple[str, ...], int | None]:
        """Return how far a link gets, to which files, and to which of the headings there."""
        outcome = self._outcomes[id(link)]
        number = heading_number(outcome)
        if number is not None and self._numbers:
            for path in outcome.files:
                if path in self._numbers:
                    number = self._numbers[path].after(number)
        return outcome.state, outcome.files, number


def _about(path: str, reason: str, fixes: list[Fix]) -> Refusal:
    """Return the refusal of a file; where no fix changes it, all of them are to blame."""
    rules = [fix.rule for fix in fixes if path in fix.paths] or [fix.rule for fix in fixes]
    return Refusal(path, reason, tuple(dict.fromkeys(rules)))
