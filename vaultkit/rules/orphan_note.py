"""Notes that nothing links to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.vault.files.globs import any_glob
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.vault import Vault

_ENTRANCES = frozenset(("readme.md", "index.md", "home.md"))


@dataclass(frozen=True)
class Options:
    """``entry_points``: globs of notes that need no link, besides README, index and Home."""

    entry_points: tuple[str, ...] = ()


class OrphanNote(DocumentRule):
    """A note that nothing else links to."""

    code = "VK302"
    name = "orphan-note"
    severity = Severity.INFO
    needs_all_links = True
    spares_templates = True
    Options = Options

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report notes without a backlink from another note, a canvas or a base."""
        if document.is_drawing:
            return
        for note in document.notes:
            if note.is_preamble or not vault.incoming.is_orphan(note.key):
                continue
            if note.path.lower() in _ENTRANCES or self._is_entry(note.path):
                continue
            yield note, Problem(note.head, f'nothing links to "{note.name}"')

    @cached_property
    def _is_entry(self) -> Callable[[str], bool]:
        return any_glob(self.options.entry_points)
