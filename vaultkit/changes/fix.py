"""What a fix is: edits to files, and a declaration of everything a reader may see change."""

from dataclasses import dataclass

from vaultkit.rules.base.problem import Applicability, Edit
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.outcome import Outcome, State, heading_number


@dataclass(frozen=True, slots=True)
class Opens:
    """What a link must open once it is changed: one file, and which of its headings, from 0."""

    path: str
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class LinkChange:
    """One link as it was and as it will be; what differs is declared, the rest must stay.

    ``start`` is where the link begins in the file as it was. Where there was none,
    ``target_before`` is None, ``start`` is that of the edit, and ``within`` the link's place in the
    edit's new bytes.
    ``seen_before`` and ``seen_after`` are what the witness sees of the changed
    part (empty in a property, which no reader sees rendered).
    ``opens`` is None where the link must open no file, or several, or ``leads_out`` of the vault.
    ``in_row`` says that a ``RowChange`` adds it, which has what is seen of it.
    """

    path: str
    start: int
    target_before: str | None
    target_after: str
    opens: Opens | None
    seen_before: str = ""
    seen_after: str = ""
    within: int = 0
    in_row: bool = False
    leads_out: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    """A table's row in which the pipes of links are escaped, which joins cells.

    ``start`` and ``end`` are those of its line in the file as it was, without the line end. All
    cells but the joined ones stay as they are, also those that the header cuts off.
    """

    path: str
    start: int
    end: int
    cells_before: int
    cells_after: int


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """One property as it was and as it will be: name, and the texts of its values in order.

    Where their number stays, the values may be some of them, of which the first is number ``at``.
    """

    path: str
    key_before: str
    key_after: str
    values_before: tuple[str, ...]
    values_after: tuple[str, ...]
    at: int = 0

    @property
    def reshapes(self) -> bool:
        """Return whether the name or the number of values changes, not just single values."""
        same = len(self.values_before) == len(self.values_after)
        return self.key_before != self.key_after or not same


@dataclass(frozen=True, slots=True)
class HeadingChange:
    """A line that becomes a heading by a space after its hashes.

    ``start`` and ``end`` are those of its text in the file as it was; ``opening`` and ``closing``
    what the witness sees of both ends, before and after.
    """

    path: str
    start: int
    end: int
    level: int
    opening: tuple[str, str]
    closing: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair, all or nothing: what happens to files, and what of it anybody may see.

    ``edits`` and declarations name files as they were; ``deletes`` are files that it takes away.
    ``in_heading`` is the heading that the edits change.
    ``lifts`` names notes whose text at the top becomes front matter. ``evidence`` is what a
    finding's help says before the title, where the finding itself cannot know it.
    """

    rule: str
    title: str
    applicability: Applicability
    edits: tuple[Edit, ...] = ()
    links: tuple[LinkChange, ...] = ()
    properties: tuple[PropertyChange, ...] = ()
    deletes: tuple[str, ...] = ()
    in_heading: Opens | None = None
    lifts: tuple[str, ...] = ()
    rows: tuple[RowChange, ...] = ()
    headings: tuple[HeadingChange, ...] = ()
    evidence: str = ""

    @property
    def paths(self) -> frozenset[str]:
        """Return the files that the fix changes or takes away."""
        return frozenset([*(edit.path for edit in self.edits), *self.deletes])

    @property
    def place(self) -> tuple[str, int]:
        """Return the first file and offset that the fix changes."""
        edits = [(edit.path, edit.start) for edit in self.edits]
        return min([*edits, *((path, 0) for path in self.deletes)])


def opened_by(outcome: Outcome) -> Opens | None:
    """Return what a link opens, or None where that is not just one file."""
    if outcome.state is not State.RESOLVED or len(outcome.files) != 1:
        return None
    return Opens(outcome.files[0], heading_number(outcome))


def values_of(document: Document, key: str) -> tuple[str, ...]:
    """Return the texts of a property's values in order."""
    return document.property_index.texts(key)
