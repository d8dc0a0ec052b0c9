"""What is known of a vault's health: the one record that the page, the note and the text show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vaultkit.report.record import Finding
from vaultkit.rules.base.problem import Severity


@dataclass(frozen=True, slots=True)
class NoteName:
    """A note, or another file that findings are in: its path, and what people call it."""

    path: str
    name: str

    @property
    def is_file(self) -> bool:
        """Return whether it is called as its file is; a part of a flattened file is not."""
        file = self.path.rpartition("/")[2]
        return self.name == (file[:-3] if file.lower().endswith(".md") else file)

    @property
    def place(self) -> str:
        """Return the path, with the name where that says more."""
        return self.path if self.is_file else f"{self.path}: {self.name}"


@dataclass(frozen=True, slots=True, order=True)
class Tally:
    """Numbers of findings by severity; the worse is the greater."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Tally":
        """Count findings."""
        counts = Counter(found.severity for found in findings)
        return cls(counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO])

    @property
    def total(self) -> int:
        """Return the number of all findings."""
        return self.errors + self.warnings + self.infos

    @property
    def worst(self) -> Severity | None:
        """Return the severity of the worst finding; None where there is none."""
        if self.errors:
            return Severity.ERROR
        if self.warnings:
            return Severity.WARNING
        return Severity.INFO if self.infos else None


@dataclass(frozen=True, slots=True)
class Totals:
    """The vault in numbers.

    ``sound`` counts the notes with neither an error nor a warning, ``missing`` the notes that links
    ask for and no one has written, ``fixable`` the findings that ``vaultkit fix`` repairs.
    """

    notes: int
    sound: int
    links: int
    tally: Tally
    fixable: int
    missing: int
    stubs: int
    orphans: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What one rule has found: how much, in how many notes, and how much of it can be fixed."""

    code: str
    rule: str
    summary: str
    severity: Severity
    findings: int
    notes: int
    fixable: int


@dataclass(frozen=True, slots=True)
class FolderCount:
    """What was found in one folder (empty: the top): its notes, and those that are sound."""

    folder: str
    notes: int
    sound: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class NoteCount:
    """What was found in one note, and how many others link to it."""

    note: NoteName
    tally: Tally
    backlinks: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A note that no one has written: how many links ask for it, and in which notes they stand."""

    name: str
    links: int
    asking: tuple[NoteName, ...]


@dataclass(frozen=True, slots=True)
class Stub:
    """A note that says nothing, and how many others link to it."""

    note: NoteName
    backlinks: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A note in the drawing of the links."""

    note: NoteName
    worst: Severity | None
    findings: int
    backlinks: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The notes, and which of them link to each other: pairs of their numbers, the lower first."""

    notes: tuple[Drawn, ...]
    links: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """How much one rule found before and finds now; ``new`` and ``gone`` are findings."""

    code: str
    rule: str
    before: int
    now: int
    new: int
    gone: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What has become of the vault since a git revision, checked by today's settings.

    ``left`` are the paths among those of ``gone`` at which there is nothing any more.
    """

    since: str
    before: Totals
    rules: tuple[RuleChange, ...]
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    left: frozenset[str]


@dataclass(frozen=True, slots=True)
class Health:
    """How a vault fares.

    ``on`` names the rules that ran: of what the others would find nothing is known. ``worst`` are
    the notes with errors or warnings, the worst first; ``missing`` comes with what most links ask
    for first, ``stubs`` with what most notes link to.
    """

    totals: Totals
    on: frozenset[str]
    findings: tuple[Finding, ...]
    rules: tuple[RuleCount, ...]
    folders: tuple[FolderCount, ...]
    worst: tuple[NoteCount, ...]
    missing: tuple[Missing, ...]
    stubs: tuple[Stub, ...]
    orphans: tuple[NoteName, ...]
    drawing: Drawing
    changes: Changes | None = None
