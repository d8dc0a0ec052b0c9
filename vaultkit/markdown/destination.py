"""Where in an inline link its text ends, and where its destination and title stand."""

import re

_REST = re.compile(
    rb"""(?x) [ \t]* (?:[\r\n]+[ \t>]*)? (?P<url> <[^<>\r\n]*> | [^<>\s]* )
    (?P<title> [ \t\r\n] [ \t\r\n>]* (?: "[^"]*" | '[^']*' | \([^()]*\) ) )? [ \t\r\n>]* \)\Z"""
)
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_CLOSE = b"]("
_MOST_TRIED = 8


def end_of_text(written: bytes) -> int:
    """Return where the ``](`` of a link stands that ends its text; -1 without any.

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
    for mark in _PARENTHESIS.findall(found["url"]):
        depth += (mark == b"(") - (mark == b")")
        if depth < 0:
            return False
    return depth == 0 or found["url"].startswith(b"<")
