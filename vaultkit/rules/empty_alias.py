"""Aliases that say nothing."""

from collections.abc import Iterator

from vaultkit.diagnostic import Problem, Severity
from vaultkit.markdown.facts import ScalarKind
from vaultkit.rule import NoteRule
from vaultkit.vault.note import Note


class EmptyAlias(NoteRule):
    """An entry of the aliases that is null or empty."""

    code = "VK402"
    name = "empty-alias"
    severity = Severity.INFO
    spares_templates = True

    def check(self, note: Note) -> Iterator[Problem]:
        """Report null and empty entries of a list of aliases."""
        if note.front_matter is None:
            return
        for alias in note.document.facts.property_values("aliases"):
            if (
                len(alias.path) == 1
                and isinstance(alias.path[0], int)
                and (alias.kind is ScalarKind.NULL or not alias.text.strip())
            ):
                yield Problem(alias.span, "an alias is empty")
