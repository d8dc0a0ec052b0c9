"""Properties that Obsidian reads no longer."""

from collections.abc import Iterator

from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import RenameProperty
from vaultkit.rules.base.rule import NoteRule
from vaultkit.vault.notes.note import Note

_NOW = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}


class DeprecatedProperty(NoteRule):
    """A property with a name that Obsidian 1.9 dropped: tag, alias or cssclass."""

    code = "VK404"
    name = "deprecated-property"
    severity = Severity.INFO
    spares_templates = True
    fixes = (Applicability.SAFE,)

    def check(self, note: Note) -> Iterator[Problem]:
        """Report the singular names (reference, section 7)."""
        for item in note.front_matter.properties if note.front_matter else ():
            current = _NOW.get(item.key.lower())
            if current:
                yield Problem(
                    item.span,
                    f'Obsidian no longer reads "{item.key}"',
                    f'rename to "{current}"',
                    target=item.key.lower(),
                    remedy=RenameProperty(item, current),
                    before_fix="this is its current name, with the same values: ",
                )
