"""Suppressions: which findings somebody has allowed, and which allowances are of no use."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
            lambda entry, allowed: (
                entry.scope is not Scope.END
                and not allowed.is_used(entry)
                and bool(entry.rules & self._enabled(allowed.document.path))
            )
        )

    @property
    def unknown(self) -> list[Verdict]:
        """Give the suppressions of rules that do not exist, or that cannot mean what they say.

        Without a name come those that name nothing, and a start in use that nothing ends.
        """
        found = self._verdicts(lambda entry, _: not entry.rules)
        for allowed in self._allowed.values():
            unended = {
                id(entry.suppression) for entry in allowed.entries if allowed.is_unended(entry)
            }
            found += [
                (allowed.document, suppression, [])
                for suppression in allowed.document.facts.suppressions
                if id(suppression) in unended
                or (not suppression.names and suppression.scope is not Scope.END)
            ]
        return found

    def _verdicts(self, applies: "Callable[[_Entry, _Allowed], bool]") -> list[Verdict]:
        found: dict[int, Verdict] = {}
        for allowed in self._allowed.values():
            for entry in allowed.entries:
                if applies(entry, allowed):
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
    open: bool = False
    """Whether this is a start that nothing ends."""

    @property
    def scope(self) -> Scope:
        return self.suppression.scope


class _Allowed:
    """The suppressions of one document, by rule, found by offset without asking each."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.entries = _entries(document)
        self._by_rule: dict[str, _Ranges] = {}
        for entry in sorted(self.entries, key=lambda entry: entry.start):
            if entry.scope is not Scope.END:
                for rule in entry.rules:
                    self._by_rule.setdefault(rule, _Ranges()).add(entry.start, entry.end)

    def covers(self, item: Diagnostic) -> bool:
        """Say whether a finding is allowed; what allows it counts as used from now on."""
        ranges = self._by_rule.get(item.rule)
        return ranges is not None and ranges.cover(item.problem.span.start)

    def is_used(self, entry: _Entry) -> bool:
        """Say whether a finding was allowed by this entry, by itself or with others."""
        return entry.scope is not Scope.END and any(
            self._by_rule[rule].has_covered(entry.start, entry.end) for rule in entry.rules
        )

    def is_unended(self, entry: _Entry) -> bool:
        """Say whether this silences something up to the end of the file for want of an end."""
        return entry.open and self.is_used(entry)


class _Ranges:
    """Where one rule is allowed, and at which offsets it needed to be."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._reach: list[int] = []
        self._covered: list[int] = []

    def add(self, start: int, end: int) -> None:
        """Add a range that starts no earlier than those before it."""
        self._starts.append(start)
        self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def cover(self, offset: int) -> bool:
        """Say whether an offset lies in a range, and remember it if it does."""
        at = bisect_right(self._starts, offset)
        if at == 0 or self._reach[at - 1] <= offset:
            return False
        insort(self._covered, offset)
        return True

    def has_covered(self, start: int, end: int) -> bool:
        """Say whether an offset remembered lies between two others."""
        return bisect_left(self._covered, end) > bisect_left(self._covered, start)


def _entries(document: Document) -> list[_Entry]:
    """Give the names of all suppressions with what they cover; an end closes what it names."""
    entries: list[_Entry] = []
    opened: dict[str, list[_Entry]] = {}
    for suppression in document.facts.suppressions:
        start, end = suppression.covers_from, max(suppression.covers_to, 1)
        if suppression.scope is Scope.NOTE:
            note = document.note_at(suppression.start)
            start, end = note.start, note.end if note.end > 0 else end
        made = [_Entry(suppression, name, _meant(name), start, end) for name in suppression.names]
        if suppression.scope is Scope.START:
            for entry in made:
                entry.open = True
                for rule in entry.rules:
                    opened.setdefault(rule, []).append(entry)
        elif suppression.scope is Scope.END:
            ended = {rule for entry in made for rule in entry.rules} if made else set(opened)
            for rule in ended:
                for entry in opened.pop(rule, ()):
                    if entry.open:
                        entry.open, entry.end = False, suppression.end
        entries += made
    return entries


@cache
def _meant(name: str) -> frozenset[str]:
    return frozenset(rule.name for rule in rules_named(name))
