"""A change as a unified diff."""

import difflib

from vaultkit.fixer.change import FileChange
from vaultkit.printable import printable


def unified(change: FileChange) -> str:
    """Give the diff that turns the bytes before into those after, as ``diff -u`` writes it."""
    old = "/dev/null" if change.before is None else f"a/{printable(change.path)}"
    new = "/dev/null" if change.after is None else f"b/{printable(change.path)}"
    lines = difflib.unified_diff(_lines(change.before), _lines(change.after), old, new, n=3)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(content: bytes | None) -> list[str]:
    """Split at line feeds alone; a carriage return is part of its line, as for ``diff``."""
    text = (content or b"").decode("utf-8", "replace")
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
