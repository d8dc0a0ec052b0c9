"""What a fix did, for people: note by note, one line a fix."""

import re
from collections.abc import Sequence
from itertools import groupby

from vaultkit.printable import printable
from vaultkit.report import Done

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_COLOURS = {"+": "32", "-": "31", "@": "36", "d": "1"}


def render(done: Sequence[Done], *, color: bool = False, dry: bool = False) -> str:
    """Give the fixes as text; empty when there are none.

    Args:
        done: the fixes, in the order in which they were made.
        color: whether to colour the text for a terminal.
        dry: whether nothing was written, so that it says what would be done.
    """
    lines = []
    in_order = sorted(done, key=lambda item: (item.path, item.line))
    for path, items in groupby(in_order, key=lambda item: item.path):
        lines.append(_paint(printable(path), "1;4", color=color))
        for item in items:
            place = _paint(str(item.line), "2", color=color)
            verb = _paint("would fix" if dry else "fixed", "32", color=color)
            lines.append(f"  {place} {verb} {item.rule}: {printable(item.title)}")
        lines.append("")
    return "".join(f"{line}\n" for line in lines)


def colored(diff: str) -> str:
    """Give a diff in colours; nothing in a note may move the cursor."""
    lines = []
    for line in _CONTROL.sub("\ufffd", diff).split("\n"):
        code = "1" if line.startswith(("+++", "---")) else _COLOURS.get(line[:1])
        lines.append(_paint(line, code, color=True) if code and line else line)
    return "\n".join(lines)


def _paint(text: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text
