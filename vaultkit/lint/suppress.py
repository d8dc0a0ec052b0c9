"""Suppressions: which findings someone has allowed, and which allowances are of no use."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vaultkit.config.catalog import Catalog
from vaultkit.markdown.facts import Scope, Suppression
from vaultkit.rules.base.problem import Diagnostic
from vaultkit.vault.notes.note import Document

CheckedSuppression = tuple[Suppression, list[str]]
"""A suppression, and the names in it that something is the matter with."""


class Suppressor:
    """Silences findings of one file, and remembers what each suppression silenced.

    ``count`` is the number of findings silenced.
    """

    def __init__(self, document: Document, catalog: Catalog) -> None:
        """Store the file, and the rules that can be meant."""
        self._suppressions = document.facts.suppressions
        self._entries = _entries(document, catalog) if self._suppressions else []
        self._by_rule: dict[str, _Ranges] = {}
        self.count = 0
        for entry in sorted(self._entries, key=lambda entry: entry.start):
            if entry.scope is not Scope.END:
                for rule in entry.rules:
                    self._by_rule.setdefault(rule, _Ranges()).add(entry.start, entry.end)

    def filter(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return the findings that no one has allowed."""
        if not self._by_rule:
            return list(diagnostics)
        kept = []
        for item in diagnostics:
            ranges = self._by_rule.get(item.rule)
            if ranges is not None and ranges.cover(item.problem.span.start):
                self.count += 1
            else:
                kept.append(item)
        return kept

    def unused(self, enabled: frozenset[str]) -> list[CheckedSuppression]:
        """Return the suppressions of rules that ran and found nothing there.

        Args:
            enabled: the names of the rules that run on the file.
        """
        return self._checked(
            lambda entry: (
                entry.scope is not Scope.END
                and not self._is_used(entry)
                and bool(entry.rules & enabled)
            )
        )

    def unknown(self) -> list[CheckedSuppression]:
        """Return the suppressions of rules that do not exist, or that cannot mean what they say.

        Without a name come those that name nothing, and a start in use that nothing ends.
        """
        found = self._checked(lambda entry: not entry.rules)
        unended = {
            id(entry.suppression) for entry in self._entries if entry.open and self._is_used(entry)
        }
        found += [
            (suppression, [])
            for suppression in self._suppressions
            if id(suppression) in unended
            or (not suppression.names and suppression.scope is not Scope.END)
        ]
        return found

    def _checked(self, applies: "Callable[[_Entry], bool]") -> list[CheckedSuppression]:
        found: dict[int, CheckedSuppression] = {}
        for entry in self._entries:
            if applies(entry):
                blank: CheckedSuppression = (entry.suppression, [])
                found.setdefault(id(entry.suppression), blank)[1].append(entry.name)
        return list(found.values())

    def _is_used(self, entry: "_Entry") -> bool:
        """Return whether a finding was allowed by this entry, by itself or with others."""
        return entry.scope is not Scope.END and any(
            self._by_rule[rule].has_covered(entry.start, entry.end) for rule in entry.rules
        )


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
        """Return whether an offset is in a range, and remember it if it does."""
        at = bisect_right(self._starts, offset)
        if at == 0 or self._reach[at - 1] <= offset:
            return False
        insort(self._covered, offset)
        return True

    def has_covered(self, start: int, end: int) -> bool:
        """Return whether a remembered offset is between two others."""
        return bisect_left(self._covered, end) > bisect_left(self._covered, start)


def _entries(document: Document, catalog: Catalog) -> list[_Entry]:
    """Return the names of all suppressions with what they cover; an end closes what it names."""
    entries: list[_Entry] = []
    opened: dict[str, list[_Entry]] = {}
    for suppression in document.facts.suppressions:
        start, end = suppression.covers_from, max(suppression.covers_to, 1)
        if suppression.scope is Scope.NOTE:
            note = document.note_at(suppression.start)
            start, end = note.start, note.end if note.end > 0 else end
        made = [
            _Entry(suppression, name, rules, start, end)
            for name in suppression.names
            for rules in [
                frozenset() if suppression.scope is Scope.UNKNOWN else catalog.meant(name)
            ]
        ]
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
