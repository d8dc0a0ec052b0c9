"""Titles as names of files: what cannot be in one is written as in a web address."""

import re

from vaultkit.markdown.wikilink import tidy

_IMPOSSIBLE = re.compile(r"""[\x00-\x1f\x7f\\/:*?"<>|#^\[\]]|%(?=[0-9A-Fa-f]{2})|\A\.|[. ]\Z""")
_NOT_IN_PATH = re.compile(r"[\x00/\\]")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|\Z)")
_LONGEST = 240
"""A file's name may have 255 bytes nearly everywhere; a counter and ``.md`` need some."""


def file_name(title: str) -> str:
    """Return the name of the note of a title, without ``.md``; it can be linked to."""
    name = _IMPOSSIBLE.sub(_encoded, " ".join(title.split()))
    if _RESERVED.match(name):
        name = f"%{ord(name[0]):02X}{name[1:]}"
    raw = name.encode()
    return name if len(raw) <= _LONGEST else raw[:_LONGEST].decode("utf-8", "ignore").rstrip()


def _encoded(found: re.Match[str]) -> str:
    return f"%{ord(found.group()):02X}"


def is_path_of_note(path: str) -> bool:
    """Return whether a path can be a note's: in the vault, not hidden, a Markdown file."""
    parts = path.split("/")
    return path.lower().endswith(".md") and not any(
        not part or part.startswith(".") or _NOT_IN_PATH.search(part) for part in parts
    )


class Taken:
    """The paths that are in use, however they are spelled."""

    def __init__(self) -> None:
        """Start with none."""
        self._paths: set[str] = set()

    def free(self, path: str) -> str:
        """Return the path, or the next with a number that no one has, and take it."""
        stem = path[:-3]
        number = 1
        while tidy(path).lower() in self._paths:
            number += 1
            path = f"{stem} {number}.md"
        self._paths.add(tidy(path).lower())
        return path
