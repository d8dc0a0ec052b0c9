"""Headings as link targets: Obsidian's normal form and its walk over a note (section 3)."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations
from operator import attrgetter

from vaultkit.markdown.facts import Heading
from vaultkit.markdown.unlinkable import as_anchor

_BLANKED = re.escape('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\')
_SPACES = "\t\n\x0b\x0c\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_BETWEEN_WORDS = re.compile(f"[{_BLANKED}{_SPACES}]+")


def normal_form(text: str) -> str:
    """Return the form in which Obsidian compares heading texts (section 3.2), in NFC besides."""
    folded = _BETWEEN_WORDS.sub(" ", text).strip(" ").lower()
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def segments(subpath: str) -> list[str]:
    """Split ``#A#B`` into its parts; empty ones are dropped."""
    return [part for part in subpath.split("#") if part]


_start = attrgetter("start")


def anchor_text(heading: Heading) -> str:
    """Return a heading's text as written behind ``#`` (section 3.5); of a link, its words."""
    return as_anchor(heading.text)


class Outline:
    """The headings that Obsidian indexes of one note, in order, as links name them."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        """Store the root headings of a note, in order."""
        self.headings = list(headings)
        self._alike: dict[str, list[list[Heading]]] = {}
        for heading in self.headings:
            levels = self._alike.setdefault(normal_form(heading.text), [])
            while len(levels) < heading.level:
                levels.append([])
            levels[heading.level - 1].append(heading)

    def walk(self, parts: Sequence[str]) -> Heading | None:
        """Find the heading a subpath leads to, by Obsidian's greedy walk (section 3.1).

        Each part leads to the first heading of its form after the one before, and below its level.

        Args:
            parts: the normal forms of the subpath's parts; at least one.
        """
        level, start, found = 0, -1, None
        for part in parts:
            following = []
            for alike in self._alike.get(part, ())[level:]:
                later = bisect_right(alike, start, key=_start)
                if later < len(alike):
                    following.append(alike[later])
            if not following:
                return None
            found = min(following, key=_start)
            level, start = found.level, found.start
        return found

    def alike(self, text: str) -> int:
        """Count the headings of a text that Obsidian takes for the same."""
        return sum(map(len, self._alike.get(normal_form(text), ())))

    def trail(self, heading: Heading) -> Iterator[Heading]:
        """Yield a heading, the one it is under, the one above that, and so on."""
        above: Heading | None = heading
        while above is not None:
            yield above
            above = self.parent(above)

    def paths(self, heading: Heading) -> Iterator[list[Heading]]:
        """Yield the ways to name a heading with those it is under, outermost first.

        First come those that name all up to one of them, the shortest before; then those that
        leave some out, which may lead past a heading that another path stops at. No link holds a
        heading without a letter or digit.
        """
        if not normal_form(heading.text):
            return
        above = [item for item in self.trail(heading) if normal_form(item.text)][1:][::-1]
        whole = [above[at:] for at in range(len(above), -1, -1)]
        every = [list(some) for size in range(len(above)) for some in combinations(above, size)]
        for some in [*whole, *(some for some in every if some not in whole)]:
            yield [*some, heading]

    def opens(self, heading: Heading) -> bool:
        """Return whether any path of headings leads to a heading, and not to another one first."""
        return any(
            self.walk([normal_form(part.text) for part in path]) is heading
            for path in self.paths(heading)
        )

    def is_under(self, offset: int, heading: Heading) -> bool:
        """Return whether a place in the note is in what is under a heading, or in itself."""
        before = bisect_right(self.headings, offset, key=_start)
        return before > 0 and heading in self.trail(self.headings[before - 1])

    def parent(self, heading: Heading) -> Heading | None:
        """Return the heading that one of the headings is under, if it is under one."""
        return self._parents.get(heading.start)

    def subpath(self, heading: Heading) -> str | None:
        """Return the subpath that opens a heading: its text, behind those above it where needed.

        Each has a ``#`` before it. None opens a heading that has one of its text and parent before.
        """
        for path in self.paths(heading):
            chain = [anchor_text(part) for part in path]
            parts = [normal_form(part) for part in chain]
            if all(parts) and self.walk(parts) is heading:
                return "".join(f"#{part}" for part in chain)
        return None

    @cached_property
    def _parents(self) -> dict[int, Heading | None]:
        found: dict[int, Heading | None] = {}
        stack: list[Heading] = []
        for heading in self.headings:
            while stack and stack[-1].level >= heading.level:
                stack.pop()
            found[heading.start] = stack[-1] if stack else None
            stack.append(heading)
        return found
