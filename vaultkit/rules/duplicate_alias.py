"""Aliases that two notes claim."""

from collections.abc import Iterator

from vaultkit.diagnostic import Problem, Related, Severity
from vaultkit.markdown.facts import Scalar
from vaultkit.rule import VaultRule
from vaultkit.vault.note import Note
from vaultkit.vault.vault import Vault


class DuplicateAlias(VaultRule):
    """An alias that two notes share, or that is another note's name."""

    code = "VK403"
    name = "duplicate-alias"
    severity = Severity.INFO
    spares_templates = True

    def check(self, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report every claim but the first, and every alias that is a name."""
        owners: dict[str, tuple[Note, Scalar]] = {}
        for note in vault.notes:
            own = {note.name.lower()}
            for alias in note.aliases:
                text = alias.text.strip()
                key = text.lower()
                if not key or key in own or "{{" in key:
                    continue
                own.add(key)
                named = [other for other in vault.clues.notes_named(text) if other is not note]
                if named:
                    message = f'the alias "{text}" is the name of another note'
                    related = Related(named[0].path, named[0].head, "the note of this name")
                elif key in owners:
                    other, claim = owners[key]
                    message = f'"{other.name}" has the alias "{text}", too'
                    related = Related(other.path, claim.span, "the other alias")
                else:
                    owners[key] = (note, alias)
                    continue
                yield note, Problem(alias.span, message, target=key, related=(related,))
