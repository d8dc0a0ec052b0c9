"""Which parts of a note are no running text: front matter, code, comments."""

import re
from enum import StrEnum

from vaultkit.markdown.blank import blank
from vaultkit.markdown.frontmatter import find_front_matter
from vaultkit.markdown.pulldown import outline
from vaultkit.source import Source, Span

_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)


class Part(StrEnum):
    """A part of a note's text; ``TEXT`` is all that is none of the others."""

    TEXT = "text"
    CODE = "code"
    COMMENTS = "comments"
    PROPERTIES = "properties"


def stretches(source: Source) -> list[tuple[Span, Part]]:
    """Return the stretches of a note that are no running text, in order."""
    data = source.data
    found: list[tuple[Span, Part]] = []
    block = find_front_matter(data) if data.startswith(b"---") else None
    start = block[2] if block else 0
    if block:
        found.append((Span(0, start), Part.PROPERTIES))
    blanked = blank(data, start)
    outlined = outline(blanked.data.decode())
    found += [(span, Part.COMMENTS) for span in blanked.comments]
    found += [(Span(begin, end), Part.CODE) for begin, end in outlined.code]
    for begin, end in outlined.html:
        for comment in _COMMENT.finditer(data, begin, end):
            found.append((Span(*comment.span()), Part.COMMENTS))
    return sorted(found)
