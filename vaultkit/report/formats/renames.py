"""What a move did, for people: file by file, each reference as it was and as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from vaultkit.text import printable


@dataclass(frozen=True, slots=True)
class ReportedReference:
    """A reference for people: its place, from 1, what is written there, and what is said of it."""

    path: str
    line: int
    column: int
    written: str
    said: str


def render(rewrites: Sequence[ReportedReference], *, color: bool = False) -> str:
    """Return the rewritten references, file by file.

    Args:
        rewrites: what is rewritten, in order of files.
        color: whether to colour the text for a terminal.
    """
    lines = []
    for path, places in groupby(rewrites, key=lambda place: place.path):
        lines.append(_paint(printable(path), "1;4", color=color))
        for place in places:
            line = _paint(str(place.line), "2", color=color)
            lines.append(f"  {line} {printable(place.written)} -> {printable(place.said)}")
        lines.append("")
    return "".join(f"{line}\n" for line in lines)


def listed(places: Sequence[ReportedReference], *, most: int = 0) -> str:
    """Return places one a line, each with what is said of it.

    Args:
        places: what to list.
        most: how many to list at most; all when 0.
    """
    shown = places[:most] if most else places
    lines = [
        f"  {printable(place.path)}:{place.line} {printable(place.written)} {place.said}".rstrip()
        for place in shown
    ]
    if len(shown) < len(places):
        lines.append(f"  and {len(places) - len(shown):,} more")
    return "".join(f"{line}\n" for line in lines)


def _paint(text: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text
