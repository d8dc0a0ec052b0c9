"""How ``[text](destination "title")`` is written: its parts, and the forms only Obsidian reads.

Destinations and titles are written the same way in a definition.
"""

import re
from typing import NamedTuple

ANGLE_DESTINATION = rb"<(?:\\.|[^\\<>\r\n])*+>"
"""Between these brackets a destination may hold blanks."""
BARE_DESTINATION = rb"(?!<)[^\x00-\x20]*"
"""A destination without them ends at the first blank."""
_TITLE = rb""" "(?:\\.|[^"\\])*+" | '(?:\\.|[^'\\])*+' | \((?:\\.|[^()\\])*+\) """
_REST = re.compile(
    rb"""(?xs) [ \t]*+ (?:[\r\n]++[ \t>]*+)? (?P<destination> %s | %s )
    (?: [ \t\r\n] [ \t\r\n>]* (?P<title> %s ) )? [ \t\r\n>]* \)\Z"""
    % (ANGLE_DESTINATION, BARE_DESTINATION, _TITLE)
)
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_CLOSE = b"]("
_MOST_TRIED = 8

UNENCODED = re.compile(
    rb"\]\((?![<\s#])(?P<destination>[^()<>\r\n]*(?:\([^()<>\r\n]*\)[^()<>\r\n]*)*)\)"
)
"""The end of what looks like a link, whose destination may hold blanks that make it none."""
REST_OF_TEXT = re.compile(rb"[^\[\]\r\n]*\]\(")
"""The end of a link's text, from behind an image in it."""
IN_PROPERTY = re.compile(r"\[(?P<text>[^\[\]\n]*)\]\(<?(?P<target>[^()<>\n]+)>?\)")
"""A property that is a link: to the app its destination may hold blanks."""
IN_YAML = re.compile(rb"\]\(<?(?P<target>[^()<>\r\n]+)")
"""The destination of a link anywhere in front matter, whatever is around it."""
ALONE_IN_LINE = re.compile(rb"!?\[[^\[\]]*\]\([^()]*\)")
"""A simple link, for texts that are compared line by line."""


class InlineLink(NamedTuple):
    """Where the parts of an inline link start and end in it.

    The destination has its ``<>`` if it has them, the title its quotes.
    """

    text: tuple[int, int]
    destination: tuple[int, int]
    title: tuple[int, int] | None


def read_inline_link(written: bytes) -> InlineLink | None:
    """Return the parts of an inline link or image; None where its destination cannot be told.

    Args:
        written: from its first bracket to its last parenthesis, on however many lines.
    """
    end = end_of_text(written)
    found = _REST.match(written, end + len(_CLOSE)) if end >= 0 else None
    if found is None:
        return None
    title = found.span("title") if found["title"] else None
    return InlineLink((written.startswith(b"!") + 1, end), found.span("destination"), title)


def write_inline_link(text: str, destination: str, *, title: str = "", embed: bool = False) -> str:
    """Return an inline link; all its parts are Markdown already."""
    behind = f' "{title}"' if title else ""
    return f"{'!' * embed}[{text}]({destination}{behind})"


def end_of_text(written: bytes) -> int:
    """Return where the ``](`` that ends a link's text is; -1 without any.

    A text may hold images, and a destination may hold brackets: it is the first that is followed by
    a destination and a title to the link's end, else the last. Of very many the last few are looked
    at, since those before them belong to images in the text.

    Args:
        written: an inline link or image, from its first bracket to its last parenthesis.
    """
    last = at = written.rfind(_CLOSE)
    found = [last]
    while len(found) < _MOST_TRIED and (at := written.rfind(_CLOSE, 0, at)) >= 0:
        found.append(at)
    return next((at for at in reversed(found[1:]) if _is_destination(written, at + 2)), last)


def _is_destination(written: bytes, start: int) -> bool:
    found = _REST.match(written, start)
    if found is None:
        return False
    depth = 0
    for mark in _PARENTHESIS.findall(found["destination"]):
        depth += (mark == b"(") - (mark == b")")
        if depth < 0:
            return False
    return depth == 0 or found["destination"].startswith(b"<")
