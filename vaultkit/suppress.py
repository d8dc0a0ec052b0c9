"""Suppressions: which findings somebody has allowed, and which allowances are of no use."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

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

    def __init__(self, vault: Vault, enabled: Callable[[str], frozenset[str]]) -> None:
        """Take the vault and the names of the rules that run on a path: only those are unused."""
        self._allowed = {
            document.path: _Allowed(document)
            for document in vault.documents.values()
            if document.facts.suppressions
        }
        self._enabled = enabled
        self.count = 0

    def filter(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Give the findings that nobody has allowed."""
        kept = []
        for item in diagnostics:
            allowed = self._allowed.get(item.path)
            if allowed is not None and allowed.covers(item):
                self.count += 1
            else:
                kept.append(item)
        return kept

    @property
    def unused(self) -> list[Verdict]:
        """Give the suppressions of rules that ran and found nothing there."""
        return self._verdicts(
            lambda entry, path: (
                entry.scope is not Scope.END
                and not entry.used
                and bool(entry.rules & self._enabled(path))
            )
        )

    @property
    def unknown(self) -> list[Verdict]:
        """Give the suppressions of rules that do not exist, or that cannot mean what they say.

        Without a name come those that name nothing, and a start in use that nothing ends.
        """
        found = self._verdicts(lambda entry, _: not entry.rules)
        for allowed in self._allowed.values():
            unended = {id(entry.suppression) for entry in allowed.entries if entry.is_unended}
            found += [
                (allowed.document, suppression, [])
                for suppression in allowed.document.facts.suppressions
                if id(suppression) in unended
                or (not suppression.names and suppression.scope is not Scope.END)
            ]
        return found

    def _verdicts(self, applies: "Callable[[_Entry, str], bool]") -> list[Verdict]:
        found: dict[int, Verdict] = {}
        for allowed in self._allowed.values():
            for entry in allowed.entries:
                if applies(entry, allowed.document.path):
                    blank: Verdict = (allowed.document, entry.suppression, [])
                    found.setdefault(id(entry.suppression), blank)[2].append(entry.name)
        return list(found.values())


@dataclass
class _Entry:
    """One name of one suppression, and the bytes for which it holds."""

    suppression: Suppression
    name: str
    rules: frozenset[str]
    start: int
    end: int
    used: bool = field(default=False)
    open: bool = field(default=False)

    @property
    def is_unended(self) -> bool:
        """Say whether this silences something up to the end of the file for want of an end."""
        return self.open and self.used

    @property
    def scope(self) -> Scope:
        return self.suppression.scope


class _Allowed:
    """The suppressions of one document, found by offset without asking each."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.entries = _entries(document)
        holding = [entry for entry in self.entries if entry.scope is not Scope.END]
        self._sorted = sorted(holding, key=lambda entry: entry.start)
        self._reach: list[int] = []
        for entry in self._sorted:
            self._reach.append(max(entry.end, self._reach[-1] if self._reach else 0))

    def covers(self, item: Diagnostic) -> bool:
        """Say whether a finding is allowed; marks all that allow it as used."""
        offset = item.problem.span.start
        at = bisect_right(self._sorted, offset, key=lambda entry: entry.start) - 1
        allowed = False
        while at >= 0 and self._reach[at] > offset:
            entry = self._sorted[at]
            if entry.end > offset and item.rule in entry.rules:
                entry.used = allowed = True
            at -= 1
        return allowed


def _entries(document: Document) -> list[_Entry]:
    """Give the names of all suppressions with what they cover; an end closes what it names."""
    entries: list[_Entry] = []
    opened: list[_Entry] = []
    for suppression in document.facts.suppressions:
        start, end = suppression.covers_from, max(suppression.covers_to, 1)
        if suppression.scope is Scope.NOTE:
            note = document.note_at(suppression.start)
            start, end = note.start, note.end if note.end > 0 else end
        made = [_Entry(suppression, name, _meant(name), start, end) for name in suppression.names]
        if suppression.scope is Scope.START:
            opened += made
        elif suppression.scope is Scope.END:
            closed = frozenset[str]().union(*(entry.rules for entry in made))
            for entry in opened:
                if not made or entry.rules & closed:
                    entry.end = suppression.end
            opened = [entry for entry in opened if made and not entry.rules & closed]
        entries += made
    for entry in opened:
        entry.open = True
    return entries


@cache
def _meant(name: str) -> frozenset[str]:
    return frozenset(rule.name for rule in rules_named(name))
