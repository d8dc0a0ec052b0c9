"""Notes chosen by where they lie and how they are tagged."""

import re
from collections.abc import Sequence

from vaultkit.vault.files.globs import any_glob
from vaultkit.vault.notes.note import Note

_BETWEEN_TAGS = re.compile(r"[,\s]+")


class Selection:
    """The notes below some paths that carry one of some tags."""

    def __init__(self, paths: Sequence[str] = (), tags: Sequence[str] = ()) -> None:
        """Store globs and tags, ``#`` or not; where there are none, any path or tag will do."""
        self._in_place = any_glob(paths) if paths else None
        self._tags = tuple(tag.lstrip("#").lower() for tag in tags)

    def holds(self, note: Note) -> bool:
        """Return whether a note is one of them; a tag stands for those nested in it, too."""
        if self._in_place is not None and not self._in_place(note.path):
            return False
        return not self._tags or any(
            carried == tag or carried.startswith(f"{tag}/")
            for carried in tags_of(note)
            for tag in self._tags
        )


def tags_of(note: Note) -> set[str]:
    """Return a note's tags in lower case, from its text and its properties, without ``#``."""
    found = {mark.name.lower() for mark in note.marks(note.document.facts.tags)}
    if note.front_matter is not None:
        for value in note.document.facts.property_values("tags", "tag"):
            found.update(word.lstrip("#").lower() for word in _BETWEEN_TAGS.split(value.text))
    return found - {""}
