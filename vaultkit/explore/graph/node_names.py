"""How notes are called in the formats of a graph."""

import re
from collections.abc import Iterable

from vaultkit.text import printable
from vaultkit.vault.notes.note import Note

_NO_XML = re.compile("[\ufffe\uffff]")


def legible(text: str) -> str:
    """Return a text on one line that every format can hold; what none can becomes U+FFFD."""
    return _NO_XML.sub("\ufffd", printable(text))


def legible_keys(keys: Iterable[str]) -> dict[str, str]:
    """Return, for each key, one that every format can hold, and that no other key has."""
    keys = list(keys)
    taken = {key for key in keys if legible(key) == key}
    found: dict[str, str] = {}
    for key in keys:
        made = name = legible(key)
        number = 1
        while name != key and name in taken:
            number += 1
            name = f"{made}~{number}"
        taken.add(name)
        found[key] = name
    return found


def label(note: Note) -> str:
    """Return what people call a note."""
    return legible(note.name)
