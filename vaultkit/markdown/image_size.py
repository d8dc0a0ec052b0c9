"""The size of an image, as ``|300`` or ``|300x200`` gives it behind its name or its text."""

import re

_SIZE = re.compile(r"\s*\d+\s*(?:x\s*\d+\s*)?")
_AT_END = re.compile(r"(?:\\?\||%7[Cc])\d+(?:x\d+)?\Z")


def is_size(text: str) -> bool:
    """Return whether a text behind a pipe is a size."""
    return _SIZE.fullmatch(text) is not None


def size_at_end(destination: str) -> str:
    """Return the size at the end of a Markdown link's path, with its pipe, as it is written."""
    found = _AT_END.search(destination)
    return found[0] if found else ""
