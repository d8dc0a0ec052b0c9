"""How ``[[target|text]]`` is written: split as Obsidian splits it (reference, section 1.1).

``WIKILINK`` and ``TARGET`` find wikilinks where no Markdown is read: in YAML, in queries, in bases,
in the rows of a table. In a note's text the parser finds them.
"""

import re
import unicodedata
from typing import NamedTuple

_WIKILINK = r"\[\[(?<!\\\[\[)(?P<inner>[^\[\]\r\n]+)\]\]"
_TARGET = r"\[\[(?P<target>[^\[\]|\r\n]+)"
WIKILINK, WIKILINK_BYTES = re.compile(_WIKILINK), re.compile(_WIKILINK.encode())
"""One with nothing in brackets in it, and without the ``!`` before it."""
TARGET, TARGET_BYTES = re.compile(_TARGET), re.compile(_TARGET.encode())
"""The beginning of one, up to its pipe."""


class WrittenWikilink(NamedTuple):
    """The pieces of a wikilink as they are written: with ``]]`` they are all of it.

    ``target`` has the blanks around it, ``divider`` is the pipe with a backslash before it if it
    has one (the form that tables need), or nothing.
    """

    opening: str
    target: str
    divider: str
    text: str


def tidy(text: str) -> str:
    """Return a link text or path in the form Obsidian compares: plain spaces, trimmed, NFC."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text.replace("\u00a0", " ").replace("\u202f", " ")).strip()


def read_wikilink(written: str) -> WrittenWikilink:
    """Return the pieces of a wikilink, from its first bracket or its ``!`` to its last bracket."""
    start = written.index("[[") + 2
    return WrittenWikilink(written[:start], *_divided(written[start : written.rindex("]]")]))


def write_wikilink(
    target: str, text: str | None = None, *, embed: bool = False, in_table: bool = False
) -> str:
    """Return a wikilink.

    Args:
        target: what it names, a path and a subpath.
        text: what it shows, if that is another text.
        embed: whether what it names is shown in its place.
        in_table: whether a pipe would end a cell.
    """
    pipe = "\\|" if in_table else "|"
    shown = "" if text is None else f"{pipe}{text}"
    return f"{'!' * embed}[[{target}{shown}]]"


def split_wikilink(inner: str) -> tuple[str, str | None]:
    """Split what is between the brackets into target and text (None without a pipe)."""
    target, divider, text = _divided(inner.strip())
    return tidy(target if divider else target.removesuffix("\\")), text if divider else None


def _divided(inner: str) -> tuple[str, str, str]:
    """Split at the first pipe after the first character that is no blank, and what escapes it."""
    pipe = inner.find("|", len(inner) - len(inner.lstrip()) + 1)
    if pipe < 0:
        return inner, "", ""
    bare = inner[:pipe].removesuffix("\\")
    return bare, inner[len(bare) : pipe + 1], inner[pipe + 1 :]


def closes_later(inner: str) -> bool:
    """Return whether a third ``]`` behind a wikilink is part of its name, as in ``[[a [b]]]``.

    That is so where the name holds a bracket that nothing else closes. The app is said to take the
    last two of the three; such a link is written for such a name or by no one.

    Args:
        inner: what is between the brackets, without the third one.
    """
    return inner.count("[") > inner.count("]") and "|" not in inner and "#" not in inner


def begins_with_third(linkpath: str) -> bool:
    """Return whether a name begins with a bracket that it does not close, as of ``[[[name]]]``."""
    return linkpath.startswith("[") and linkpath.count("[") > linkpath.count("]")


def split_subpath(target: str) -> tuple[str, str]:
    """Split a link target at the first ``#`` into linkpath and subpath (which keeps its ``#``)."""
    at = target.find("#")
    return (target, "") if at < 0 else (target[:at].rstrip(), target[at:])


def start_of_wikilink(found: re.Match[bytes]) -> int:
    """Return where a wikilink starts that was found: at the ``!`` before it, if it has one."""
    start = found.start()
    return start - (found.string[max(0, start - 1) : start] == b"!")
