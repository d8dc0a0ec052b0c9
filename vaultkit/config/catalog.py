"""All rules that a run knows: vaultkit's own, and those of plug-ins."""

from collections.abc import Iterable

from vaultkit.rules.base.rule import Rule
from vaultkit.rules.registry import RULES


class Catalog:
    """Rules by name, by code and by the start of a code."""

    def __init__(self, added: Iterable[type[Rule]] = ()) -> None:
        """Store the rules that there are besides vaultkit's own."""
        self.rules: tuple[type[Rule], ...] = (*RULES, *added)
        self.by_name = {rule.name: rule for rule in self.rules}
        self.by_code = {rule.code: rule for rule in self.rules}
        self._families = {rule.code.rstrip("0123456789") for rule in self.rules}
        self._meant: dict[str, frozenset[str]] = {}

    def named(self, word: str) -> list[type[Rule]]:
        """Return the rules that a name, a code or the start of one (``VK1``) stands for."""
        if is_all(word):
            return list(self.rules)
        if found := self.by_name.get(word.lower()) or self.by_code.get(word.upper()):
            return [found]
        family = word.upper()
        letters = family.rstrip("0123456789")
        if letters not in self._families or (letters == "VK" and family == letters):
            return []
        return [
            rule
            for rule in self.rules
            if rule.code.startswith(family) and rule.code.rstrip("0123456789") == letters
        ]

    def meant(self, word: str) -> frozenset[str]:
        """Return the names of the rules that a word stands for."""
        known = self._meant.get(word)
        if known is None:
            known = self._meant[word] = frozenset(rule.name for rule in self.named(word))
        return known


def is_all(word: str) -> bool:
    """Return whether a word stands for all rules, and names none."""
    return word.lower() == "all"


OURS = Catalog()
"""vaultkit's own rules alone."""
