"""What one note's links lead to, put so small that it can be kept from one run to the next."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from vaultkit.markdown.facts import Heading
from vaultkit.vault.notes.anchor import normal_form, segments
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.suggestions.other_notes import anchor_key, note_and_block

Place = tuple[str, int]
"""A heading: its file's path, and which of the file's headings it is, counted from 0."""

_start = attrgetter("start")


@dataclass(slots=True)
class Outgoing:
    """Where the links of one note or canvas lead.

    ``links`` counts those that stay in the vault. ``certain`` says that each of them leads to just
    one place. ``targets`` are the keys of the notes they count for, ``ties`` those of notes that
    match a link. ``opened`` are the headings they open, ``named`` those among them that
    a link names by their text alone. ``attachments`` are the paths of files that are no notes.
    ``dead`` are the headings and blocks that links name and that are not there: the normal forms of
    their texts, or ids behind ``^``, with the files that fit: none where a link that finds no file
    may lack the ``#`` before an id. ``astray`` are the paths, with a folder, that links look for in
    vain. In none of them anything is twice.
    """

    links: int = 0
    certain: bool = True
    targets: tuple[str, ...] = ()
    ties: tuple[tuple[str, ...], ...] = ()
    opened: tuple[Place, ...] = ()
    named: tuple[Place, ...] = ()
    attachments: tuple[str, ...] = ()
    dead: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    astray: tuple[str, ...] = ()

    def everywhere(self) -> Iterator[str]:
        """Yield the keys of all notes that a link may lead to."""
        yield from self.targets
        for tie in self.ties:
            yield from tie


def outgoing_of(outcomes: Iterable[Outcome]) -> Outgoing:
    """Combine where links lead; an outcome is once for each link."""
    links = 0
    certain = True
    targets: dict[str, None] = {}
    ties: dict[tuple[str, ...], None] = {}
    opened: dict[Place, None] = {}
    named: dict[Place, None] = {}
    attachments: dict[str, None] = {}
    dead: dict[tuple[str, ...], dict[str, None]] = {}
    astray: dict[str, None] = {}
    counts: dict[Outcome, int] = {}
    for outcome in outcomes:
        counts[outcome] = counts.get(outcome, 0) + 1
    for outcome, count in counts.items():
        if outcome.state is State.EXTERNAL:
            continue
        links += count
        if outcome.is_broken or len(outcome.files) > 1:
            certain = False
        keys = outcome.keys
        if len(keys) == 1:
            targets[keys[0]] = None
        elif keys:
            ties[keys] = None
        if len(outcome.documents) < len(outcome.files):
            attachments.update(dict.fromkeys(outcome.files))
        forms = dead_forms(outcome)
        if forms:
            dead.setdefault(outcome.files, {}).update(dict.fromkeys(forms))
        if outcome.state is State.NO_FILE and "/" in outcome.linkpath:
            astray[outcome.linkpath] = None
        if outcome.heading is not None:
            place = heading_opened(outcome.heading, outcome)
            opened[place] = None
            if outcome.subpath.strip("#").count("#") == 0:
                named[place] = None
    return Outgoing(
        links,
        certain,
        tuple(targets),
        tuple(ties),
        tuple(opened),
        tuple(named),
        tuple(attachments),
        tuple([(files, tuple(forms)) for files, forms in dead.items()]),
        tuple(astray),
    )


def dead_forms(outcome: Outcome) -> list[str]:
    """Return the normal forms of the headings that a broken link names, or its block's id."""
    if outcome.state is State.NO_HEADING:
        return [normal_form(part) for part in segments(outcome.subpath)]
    if outcome.state is State.NO_BLOCK:
        return [anchor_key(part) for part in segments(outcome.subpath)]
    named = note_and_block(outcome.linkpath) if outcome.state is State.NO_FILE else None
    return [anchor_key(f"^{named[1]}")] if named else []


def heading_opened(heading: Heading, outcome: Outcome) -> Place:
    """Return which heading of which file an outcome opens."""
    for document in outcome.documents:
        headings = document.facts.headings
        at = bisect_left(headings, heading.start, key=_start)
        if at < len(headings) and headings[at] is heading:
            return document.path, at
    raise ValueError(f"{heading} is not in the documents")
