"""Headings as link targets: Obsidian's normal form and its walk over a note (section 3)."""

import re
import unicodedata
from collections.abc import Sequence

from vaultkit.markdown.facts import Heading

_BLANKED = {ord(character): " " for character in '!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n'}
_SPACES = re.compile(
    "[\t\n\x0b\x0c\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+"
)


def normal_form(text: str) -> str:
    """Give the form in which Obsidian compares heading texts (section 3.2), in NFC besides."""
    folded = _SPACES.sub(" ", text.translate(_BLANKED)).strip(" ").lower()
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def segments(subpath: str) -> list[str]:
    """Split ``#A#B`` into its parts; empty ones are dropped."""
    return [part for part in subpath.split("#") if part]


def walk(headings: Sequence[Heading], forms: Sequence[str], parts: Sequence[str]) -> Heading | None:
    """Find the heading a subpath leads to, by Obsidian's greedy walk (section 3.1).

    Args:
        headings: the root headings of a note, in order.
        forms: their normal forms.
        parts: the normal forms of the subpath's parts; at least one.
    """
    level = 0
    at = 0
    for heading, form in zip(headings, forms, strict=True):
        if heading.level > level and form == parts[at]:
            level = heading.level
            at += 1
            if at == len(parts):
                return heading
    return None
