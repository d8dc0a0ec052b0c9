"""The result of resolving a link: the state, and all that was seen on the way."""

from bisect import bisect_left
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from vaultkit.markdown.facts import Heading, Link
from vaultkit.vault.notes.note import Document, Note

if TYPE_CHECKING:
    from vaultkit.vault.resolver.hidden import Behind
    from vaultkit.vault.suggestions.suggest import Suggester


class State(StrEnum):
    """How far a link got."""

    EXTERNAL = "external"
    RESOLVED = "resolved"
    NO_FILE = "no file"
    NO_HEADING = "no heading"
    NO_BLOCK = "no block"
    UNSEEN = "unseen"
    """It may open something that cannot be seen, and no one can say that it is broken."""


_WHOLE = (State.RESOLVED, State.EXTERNAL, State.UNSEEN)


@dataclass(slots=True, eq=False)
class Outcome:
    """Where a link leads.

    ``linkpath`` and ``subpath`` are what was looked for, decoded. ``files`` are those that
    match, in order; more than one means that the link is ambiguous. ``heading`` is the
    heading or section the link opens. ``behind`` is what may hide what it opens; of files that are
    seen one fits then at best by its name.
    """

    state: State
    linkpath: str
    subpath: str
    source: Document
    files: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    heading: Heading | None = None
    behind: "Behind | None" = None
    suggester: "Suggester | None" = field(default=None, repr=False)
    _keys: tuple[str, ...] | None = field(default=None, repr=False)

    @property
    def is_broken(self) -> bool:
        """Return whether the link leads nowhere."""
        return self.state not in _WHOLE

    @property
    def opens_nothing_seen(self) -> bool:
        """Return whether nothing that can be seen is what the link leads to."""
        return self.is_broken or self.state is State.UNSEEN

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return the notes the link counts for: in a flattened file only an existing section."""
        if len(self.documents) == 1 and not self.documents[0].flattened:
            return self.documents[0].notes
        found = []
        for document in self.documents:
            if not document.flattened:
                found.append(document.notes[0])
            elif self.heading is not None:
                found.append(document.note_at(self.heading.start))
        return tuple(found)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of those notes: of an outcome that many links share, always the same."""
        if self._keys is None:
            self._keys = tuple([note.key for note in self.notes])
        return self._keys


class Resolver(Protocol):
    """One dialect's answer to "where does this link lead?"."""

    def resolve(self, link: Link, source: Document) -> Outcome:
        """Return where a link in a document leads."""
        ...


def heading_number(outcome: Outcome) -> int | None:
    """Return which of its file's headings a link opens, from 0; None where it opens none."""
    if outcome.heading is None:
        return None
    for document in outcome.documents:
        start = outcome.heading.start
        at = bisect_left(document.facts.headings, start, key=lambda heading: heading.start)
        if document.facts.headings[at : at + 1] == [outcome.heading]:
            return at
    return None
