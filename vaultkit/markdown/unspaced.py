"""Lines that would be headings with a space after their hashes."""

import re
from collections.abc import Iterator

from vaultkit.markdown.blank import blank
from vaultkit.markdown.facts import Mark
from vaultkit.markdown.frontmatter import find_front_matter
from vaultkit.markdown.pulldown import outline
from vaultkit.markdown.spans import SpanSet
from vaultkit.source import Source

_LINE = re.compile(rb"(?:\A|(?<=[\r\n]))[ ]{0,3}(#{2,6})(?![#\s]|\xef\xb8\x8f)([^\r\n]*)")
_WORD = re.compile(r"\w")


def unspaced_headings(source: Source) -> Iterator[Mark]:
    """Yield such lines outside of code, comments, maths, HTML, tables and links, in order.

    One hash is left out, since it begins a tag (``#garden``), an issue (``#12``) or a directive
    (``#include``). A mark's name is the text of the heading, its place that of the hashes.
    """
    data = source.data
    if _LINE.search(data) is None:
        return
    block = find_front_matter(data) if data.startswith(b"---") else None
    body = blank(data, block[2] if block else 0).data
    found = outline(body.decode())
    links = ((link.start, link.end) for link in found.links)
    headings = ((heading.start, heading.end) for heading in found.headings)
    hidden = SpanSet([*found.code, *found.html, *found.web, *found.all_tables, *links, *headings])
    for line in _LINE.finditer(body):
        text = line[2].decode().strip()
        if line.start(1) not in hidden and _WORD.search(text):
            yield Mark(text, *line.span(1))
