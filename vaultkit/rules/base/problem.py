"""The vocabulary of reporting: how bad, where, what, and what would help."""

from dataclasses import dataclass, replace
from enum import StrEnum

from vaultkit.rules.base.remedy import Relink, Remedy
from vaultkit.source import Span


class Severity(StrEnum):
    """How much a finding matters; by default errors and warnings fail a check."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return a number that grows with importance."""
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Applicability(StrEnum):
    """Whether a fix is made without ``--unsafe-fixes``: a safe one says nothing new."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes of one file to replace: ``start`` and ``end`` are offsets into ``Source.data``."""

    path: str
    start: int
    end: int
    new: bytes


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding, with a word on why."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule says: the place in the note, the sentence, and a remedy where one is known.

    ``target`` names what the finding is about (a link's destination, a heading's text); together
    with rule and note it identifies the finding when lines move. ``before_fix`` is what the help
    says where there is a fix, before the words of that; None leaves the help as it is. ``shown`` is
    what these words are of where nothing may be fixed: what a person may write, proven like a fix.
    ``severity`` is that of this very problem, where it is another than its rule's; what the
    configuration says of the rule wins. ``is_kept_out`` says that it is only one of a clone, of
    which git keeps a file out.
    """

    span: Span
    message: str
    help: str | None = None
    target: str = ""
    related: tuple[Related, ...] = ()
    remedy: Remedy | None = None
    before_fix: str | None = None
    shown: Relink | None = None
    severity: Severity | None = None
    is_kept_out: bool = False

    def in_clone(self, path: str) -> "Problem":
        """Return the problem of a missing file as that of a clone, which git keeps it out of.

        Args:
            path: the file's, from the vault's root.
        """
        return replace(
            self,
            message=f'git ignores "{path}", so clones do not have it',
            help=None,
            remedy=None,
            severity=Severity.INFO,
            is_kept_out=True,
        )


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem with its rule, its severity and the file and note it is in.

    ``to_fix`` says whether a repair makes its fix: that of an info only where its rule was asked
    for.
    """

    code: str
    rule: str
    severity: Severity
    path: str
    note: str
    problem: Problem
    to_fix: bool = True
