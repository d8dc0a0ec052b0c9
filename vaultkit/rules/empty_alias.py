"""Aliases that say nothing."""

from collections.abc import Iterator

from vaultkit.markdown.facts import Scalar, ScalarKind
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import DropEntries
from vaultkit.rules.base.rule import NoteRule
from vaultkit.vault.notes.note import Note


class EmptyAlias(NoteRule):
    """An alias that is null or empty."""

    code = "VK402"
    name = "empty-alias"
    severity = Severity.INFO
    spares_templates = True
    fixes = (Applicability.SAFE,)

    def check(self, note: Note) -> Iterator[Problem]:
        """Report null and empty entries of a list of aliases."""
        if note.front_matter is None:
            return
        for item in note.front_matter.properties:
            empty = tuple(filter(_is_empty, item.values)) if item.key.lower() == "aliases" else ()
            for entry in empty:
                yield Problem(
                    entry.span,
                    "empty alias",
                    remedy=DropEntries(item, empty),
                    before_fix="it is not a name that a note could have: ",
                )


def _is_empty(alias: Scalar) -> bool:
    listed = len(alias.path) == 1 and isinstance(alias.path[0], int)
    return listed and (alias.kind is ScalarKind.NULL or not alias.text.strip())
