"""Suppressions: which findings somebody has allowed, and which allowances are of no use."""

from collections.abc import Callable, Iterable

from vaultkit.config import rules_named
from vaultkit.diagnostic import Diagnostic
from vaultkit.markdown.facts import Scope, Suppression
from vaultkit.vault.note import Document
from vaultkit.vault.vault import Vault

Verdict = tuple[Document, Suppression, list[str]]


class Suppressor:
    """Silences findings, and remembers what each suppression silenced.

    ``count`` is the number of findings silenced; ``unused`` and ``unknown`` hold suppressions with
    the names in them that silenced nothing or are no rule's.
    """

    def __init__(self, vault: Vault, enabled: set[str]) -> None:
        """Take the vault and the names of the rules that run; only those can be unused."""
        self._documents = [item for item in vault.documents.values() if item.facts.suppressions]
        self._by_path = {document.path: document for document in self._documents}
        self._enabled = enabled
        self._used: set[tuple[int, str]] = set()
        self.count = 0

    def filter(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Give the findings that nobody has allowed."""
        kept = []
        for item in diagnostics:
            document = self._by_path.get(item.path)
            if document is not None and self._is_allowed(item, document):
                self.count += 1
            else:
                kept.append(item)
        return kept

    @property
    def unused(self) -> list[Verdict]:
        """Give the suppressions of rules that ran and found nothing there."""
        return self._verdicts(
            lambda suppression, name: (
                bool(_meant(name) & self._enabled) and (id(suppression), name) not in self._used
            )
        )

    @property
    def unknown(self) -> list[Verdict]:
        """Give the suppressions of rules that do not exist."""
        return self._verdicts(lambda _, name: not _meant(name))

    def _verdicts(self, applies: Callable[[Suppression, str], bool]) -> list[Verdict]:
        found = []
        for document in self._documents:
            for suppression in document.facts.suppressions:
                names = [name for name in suppression.names if applies(suppression, name)]
                if names:
                    found.append((document, suppression, names))
        return found

    def _is_allowed(self, item: Diagnostic, document: Document) -> bool:
        allowed = False
        for suppression in document.facts.suppressions:
            if not _covers(suppression, item, document):
                continue
            for name in suppression.names:
                if item.rule in _meant(name):
                    self._used.add((id(suppression), name))
                    allowed = True
        return allowed


def _covers(suppression: Suppression, item: Diagnostic, document: Document) -> bool:
    at = item.problem.span.start
    if suppression.scope is Scope.NOTE:
        return document.note_at(suppression.start) is document.note_at(at)
    return suppression.covers_from <= at < max(suppression.covers_to, suppression.covers_from + 1)


def _meant(name: str) -> set[str]:
    return {rule.name for rule in rules_named(name)}
