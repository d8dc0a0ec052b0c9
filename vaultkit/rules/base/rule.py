"""What a rule is: one pattern it finds, at one of several scopes.

Rules are pure. Each says by its base class what it may look at, and yields problems; where they
are, how severe they are and whether they are suppressed is decided elsewhere.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from vaultkit.markdown.facts import Link, Suppression
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.vault import Vault

if TYPE_CHECKING:
    from vaultkit.vault.notes.canvas import Canvas


@dataclass(frozen=True)
class NoOptions:
    """The options of a rule that has none."""


class Rule:
    """A pattern with a code, a name and a default severity.

    ``default`` says whether the rule is on by default, ``on_by_options`` whether it is on as
    soon as it has options, and has nothing to say without. ``spares_templates`` says whether notes
    in template folders are exempt, and those in the folder of daily notes unless
    ``checks_daily_notes``. ``needs_all_links`` says that a link from anywhere silences it, so that
    it finds nothing while a file that may hold one cannot be seen. ``Options`` is a frozen
    dataclass whose fields are the rule's options with their defaults (see
    ``vaultkit.rules.base.option_types``).
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    default: ClassVar[bool] = True
    on_by_options: ClassVar[bool] = False
    spares_templates: ClassVar[bool] = False
    checks_daily_notes: ClassVar[bool] = False
    needs_all_links: ClassVar[bool] = False
    fixes: ClassVar[tuple[Applicability, ...]] = ()
    Options: ClassVar[type[Any]] = NoOptions

    def __init_subclass__(cls) -> None:
        """Refuse a rule of vaultkit's own that is not complete; plug-ins are checked as they load.

        Raises:
            TypeError: it has no code, name, severity or docstring.
        """
        super().__init_subclass__()
        needed = ("code", "name", "severity", "__doc__")
        lacks = [name for name in needed if not getattr(cls, name, None)]
        is_ours = cls.__module__.startswith("vaultkit.rules.") and cls.__module__ != __name__
        if lacks and is_ours:
            raise TypeError(f"{cls.__name__} in {cls.__module__} lacks: {', '.join(lacks)}")

    def __init__(self, options: Any = None) -> None:
        """Store the options, an instance of ``Options``; its defaults when None."""
        self.options = self.Options() if options is None else options

    def prepare(self, vault: Vault) -> None:
        """Ask for what the rule looks at in the app's settings, before any file is checked.

        What is asked for only later may be asked in another process, and then no one would know on
        which settings the findings that are kept depend.
        """


def rule_summary(rule: type[Rule]) -> str:
    """Return the first sentence of a rule's docstring."""
    return (rule.__doc__ or "").strip().partition("\n")[0]


class NoteRule(Rule):
    """A rule that looks at one note at a time."""

    def check(self, note: Note) -> Iterator[Problem]:
        """Return the problems of a note."""
        raise NotImplementedError


class DocumentRule(Rule):
    """A rule that looks at one file's notes and at what the rest of the vault makes of them.

    Besides the file's own facts it may ask for the file's text (``vault.source``), the names and
    aliases in the vault, and what leads to this file (``vault.incoming``); nothing else of other
    files, because its findings are kept until one of these changes.
    """

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Return the problems of a file's notes, with the note each is in."""
        raise NotImplementedError


class LinkRule(Rule):
    """A rule that looks at one link and the result of resolving it.

    It is asked only about links that are broken or fit several files, and whose meaning is not
    open to doubt. ``is_minor_in_comments`` says whether a dead heading, block or embed within
    ``%% %%``, which no reader sees, is an info; ``is_minor_in_clones`` whether a link is one whose
    file is not there because git keeps it out of a clone; ``is_minor_in_pages`` whether one is to
    which a page from the web links in itself.
    """

    is_minor_in_comments: ClassVar[bool] = False
    is_minor_in_clones: ClassVar[bool] = False
    is_minor_in_pages: ClassVar[bool] = False

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Return the problem of a link, if there is one."""
        raise NotImplementedError


class FileRule(Rule):
    """A rule that looks at the path of any file of the vault, and at nothing in it."""

    def check(self, path: str) -> Iterator[Problem]:
        """Return the problems of a path from the vault's root."""
        raise NotImplementedError


class CanvasRule(Rule):
    """A rule that looks at one canvas and the names in the vault."""

    def check(self, canvas: "Canvas", vault: Vault) -> Iterator[Problem]:
        """Return the problems of a canvas."""
        raise NotImplementedError


class VaultRule(Rule):
    """A rule that looks at all notes together; it runs again whenever anything has changed."""

    def check(self, vault: Vault) -> Iterator[tuple[Note | str, Problem]]:
        """Return problems with the note each is in, or the path of a file that is no note."""
        raise NotImplementedError


class SuppressionRule(Rule):
    """A rule about the suppressions themselves; the linter knows which were used."""

    def check(
        self, suppression: Suppression, names: Sequence[str], known: Collection[str]
    ) -> Problem:
        """Return the problem with a suppression.

        Args:
            suppression: where it is, and what it says.
            names: those of its names that the rule is about.
            known: the names of all rules that there are.
        """
        raise NotImplementedError
