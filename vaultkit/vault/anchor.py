"""Headings as link targets: Obsidian's normal form and its walk over a note (section 3)."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

from vaultkit.markdown.facts import Heading

_BLANKED = re.escape('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\')
_SPACES = "\t\n\x0b\x0c\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_BETWEEN_WORDS = re.compile(f"[{_BLANKED}{_SPACES}]+")


def normal_form(text: str) -> str:
    """Give the form in which Obsidian compares heading texts (section 3.2), in NFC besides."""
    folded = _BETWEEN_WORDS.sub(" ", text).strip(" ").lower()
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def segments(subpath: str) -> list[str]:
    """Split ``#A#B`` into its parts; empty ones are dropped."""
    return [part for part in subpath.split("#") if part]


Places = dict[tuple[str, int], list[int]]
"""Where in a list of headings those of a normal form and a level stand, in order."""

_DEEPEST = 6


def places(headings: Sequence[Heading], forms: Sequence[str]) -> Places:
    """Give where headings stand, for any number of walks over them."""
    found: Places = {}
    for at, (heading, form) in enumerate(zip(headings, forms, strict=True)):
        found.setdefault((form, heading.level), []).append(at)
    return found


def walk(headings: Sequence[Heading], where: Places, parts: Sequence[str]) -> Heading | None:
    """Find the heading a subpath leads to, by Obsidian's greedy walk (section 3.1).

    Each part leads to the first heading of its form after the one before, and below its level.

    Args:
        headings: the root headings of a note, in order.
        where: where they stand by normal form and level.
        parts: the normal forms of the subpath's parts; at least one.
    """
    level, at = 0, -1
    for part in parts:
        following = []
        for deeper in range(level + 1, _DEEPEST + 1):
            alike = where.get((part, deeper), ())
            later = bisect_right(alike, at)
            if later < len(alike):
                following.append(alike[later])
        if not following:
            return None
        at = min(following)
        level = headings[at].level
    return headings[at]
