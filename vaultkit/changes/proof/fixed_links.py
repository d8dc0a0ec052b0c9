"""The links of a note before and after its fixes: which is which, and which are new."""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from vaultkit.changes.edits import Shift, edited
from vaultkit.changes.fix import LinkChange
from vaultkit.changes.proof.comparisons import RefusedError
from vaultkit.changes.proof.declared import DeclaredChanges
from vaultkit.markdown.facts import Facts, Link, LinkKind
from vaultkit.rules.base.problem import Edit


def pair_links(
    old: Facts, new: Facts, changes: DeclaredChanges
) -> list[tuple[LinkChange | None, Link | None, Link]]:
    """Pair the links before with those after; what is not declared must be the same exactly.

    Raises:
        RefusedError: a link is lost, new or different, and that was not declared.
    """
    shift = Shift(changes.edits)
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
                raise RefusedError(f'the link to "{change.target_after}" would not be added')
            continue
        made = _next(waiting, shift(change.start) + change.within)
        if change.target_before is not None or made is None or made.target != change.target_after:
            raise RefusedError(f'the link to "{change.target_after}" would not be added')
        pairs.append((change, None, made))
    if waiting:
        (first, *_) = waiting.values()
        raise RefusedError(f'a link to "{first[-1].target}" would be added')
    return pairs


def _next(waiting: dict[int, list[Link]], start: int) -> Link | None:
    """Return the next of the links that begin at a place."""
    links = waiting.get(start)
    if not links:
        return None
    found = links.pop()
    if not links:
        del waiting[start]
    return found


def _with_edits(link: Link, edits: list[Edit]) -> Link:
    """Return a link with the edits made that are in its text, as those of an image there do."""
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
