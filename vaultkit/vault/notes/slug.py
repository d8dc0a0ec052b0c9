"""Web slugs: how a forge or an exporter turns a heading into an anchor (reference, section 12)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

_ASCII_DROPPED = re.compile(r"[^\w\- ]", re.ASCII)
_PANDOC_DROPPED = re.compile(r"[^\w\s.\-]")
_ID = re.compile(r"[ \t]*\{#([^\s{}]+)[^{}\n]*\}[ \t]*$")
_LETTERLIKE_SYMBOLS = (
    ("\u24b6", "\u24e9"),
    ("\U0001f130", "\U0001f149"),
    ("\U0001f150", "\U0001f169"),
    ("\U0001f170", "\U0001f189"),
)


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """Return GitHub's slug of a rendered heading, without a counter."""
    text = text.lower()
    if text.isascii():
        return _ASCII_DROPPED.sub("", text).replace(" ", "-")
    return "".join(filter(_stays, text)).replace(" ", "-")


@cache
def _stays(character: str) -> bool:
    category = unicodedata.category(character)
    if category[0] in "LM" or category in ("Nd", "Nl", "Pc"):
        return True
    return character in " -" or _other_alphabetic(character)


def words(text: str) -> tuple[str, ...]:
    """Return the words of a heading, in lower case: what is between spaces and signs."""
    text = unicodedata.normalize("NFC", text).lower()
    return tuple("".join(c if c != "-" and _stays(c) else " " for c in text).split())


def _other_alphabetic(character: str) -> bool:
    """Return whether a symbol counts as a letter: Unicode's Other_Alphabetic, which stays."""
    return any(first <= character <= last for first, last in _LETTERLIKE_SYMBOLS)


def slugs(texts: Iterable[str]) -> list[str]:
    """Return the slugs of all headings of a page in order, with GitHub's counters for repeats."""
    taken: dict[str, int] = {}
    result = []
    for text in texts:
        original = made = slug(text)
        while made in taken:
            taken[original] += 1
            made = f"{original}-{taken[original]}"
        taken[made] = 0
        result.append(made)
    return result


def pandoc_slug(text: str) -> str:
    """Return pandoc's automatic identifier of a rendered heading, without a counter."""
    kept = "-".join(_PANDOC_DROPPED.sub("", text.lower()).split())
    first = next((at for at, character in enumerate(kept) if character.isalpha()), len(kept))
    return kept[first:] or "section"


def split_id(text: str) -> tuple[str, str | None]:
    """Split a heading's text from an explicit ``{#id}`` at its end (None when there is none)."""
    found = _ID.search(text) if text.endswith("}") else None
    return (text[: found.start()], found[1]) if found else (text, None)
