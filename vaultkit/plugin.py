"""What people's own rules import: kinds of rules, problems, options, and what rules look at.

Everything that is not named here or in ``vaultkit.api`` is private and may move.
"""

from vaultkit.markdown.facts import (
    Facts,
    FrontMatter,
    Heading,
    Link,
    LinkKind,
    Mark,
    Property,
    Scalar,
    ScalarKind,
)
from vaultkit.rules.base.option_types import NO_REGEX, Faulty, Glob, Regex, compiled
from vaultkit.rules.base.problem import Problem, Related, Severity
from vaultkit.rules.base.rule import (
    CanvasRule,
    DocumentRule,
    FileRule,
    LinkRule,
    NoteRule,
    Rule,
    VaultRule,
)
from vaultkit.source import Source, Span
from vaultkit.vault.notes.canvas import Canvas, Card
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.notes.selection import Selection, tags_of
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.vault import Vault

__all__ = [
    "NO_REGEX",
    "Canvas",
    "CanvasRule",
    "Card",
    "Document",
    "DocumentRule",
    "Facts",
    "Faulty",
    "FileRule",
    "FrontMatter",
    "Glob",
    "Heading",
    "Link",
    "LinkKind",
    "LinkRule",
    "Mark",
    "Note",
    "NoteRule",
    "Outcome",
    "Problem",
    "Property",
    "Regex",
    "Related",
    "Rule",
    "Scalar",
    "ScalarKind",
    "Selection",
    "Severity",
    "Source",
    "Span",
    "State",
    "Vault",
    "VaultRule",
    "compiled",
    "tags_of",
]
