"""Aliases that two notes claim."""

from collections.abc import Iterator

from vaultkit.rules.base.problem import Problem, Related, Severity
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_filled_in_later


class DuplicateAlias(DocumentRule):
    """An alias that two notes share, or that is another note's name."""

    code = "VK403"
    name = "duplicate-alias"
    severity = Severity.INFO
    spares_templates = True

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report every claim but the first, and every alias that is a name."""
        for note in document.notes:
            own = {note.name.lower()}
            for alias in note.aliases:
                text = alias.text.strip()
                key = text.lower()
                if not key or key in own or is_filled_in_later(key):
                    continue
                own.add(key)
                same = vault.suggester.meanings.notes_named(text)
                named = [other for other in same if other is not note]
                other, claim = vault.suggester.claims[key]
                if named:
                    message = f'the alias "{text}" is the name of another note'
                    related = Related(named[0].path, named[0].head, "the note with this name")
                elif other is not note:
                    message = f'"{other.name}" also has the alias "{text}"'
                    related = Related(other.path, claim.span, "the other alias")
                else:
                    continue
                yield note, Problem(alias.span, message, target=key, related=(related,))
