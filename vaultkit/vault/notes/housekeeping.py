"""Properties that nearly every note of a vault carries, so that they tell nothing of any one."""

import re
from collections import Counter
from collections.abc import Iterable

from vaultkit.markdown.facts import Facts, Property

_NOT_WORD = re.compile(r"[\W_]+")
_LEAST_NOTES = 10
_SHARE = 0.9


def property_key(name: str) -> str:
    """Return a property's name without case, white space and signs: ``Date modified``."""
    return _NOT_WORD.sub("", name.casefold())


def has_text(facts: Facts) -> bool:
    """Return whether a note holds a word, or anything else, below its front matter."""
    return any(
        content.words or content.rich
        for content in (facts.preamble, *(heading.content for heading in facts.headings))
    )


class Carried:
    """How many of the notes with a text carry each property with a value.

    ``texts`` counts those notes, ``counts`` those of them that carry a property, by its key.
    """

    def __init__(self, texts: int = 0, counts: Iterable[tuple[str, int]] = ()) -> None:
        """Start with counts that are known."""
        self.texts = texts
        self.counts: Counter[str] = Counter(dict(counts))

    def add(self, facts: Facts, number: int = 1) -> None:
        """Count a note in, or out where ``number`` is -1."""
        if facts.is_report or not has_text(facts):
            return
        self.texts += number
        for key in {property_key(item.key) for item in facts.properties if has_value(item)}:
            self.counts[key] += number

    @property
    def common(self) -> frozenset[str]:
        """Return the keys that at least nine of ten notes with a text carry, where they are many.

        Of fewer than ten such notes nothing can be told.
        """
        if self.texts < _LEAST_NOTES:
            return frozenset()
        least = _SHARE * self.texts
        return frozenset(key for key, count in self.counts.items() if count >= least)


def has_value(item: Property) -> bool:
    """Return whether a property holds anything; ``- null`` in a list is nothing."""
    return any(value.text.strip().lower() not in ("", "null", "~") for value in item.values)
