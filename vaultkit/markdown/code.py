"""Code in a note: its blocks with their languages, and what is evaluated within a line."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vaultkit.markdown.blank import blank
from vaultkit.markdown.frontmatter import find_front_matter
from vaultkit.markdown.pulldown import MarkdownStructure, outline

_FENCE = re.compile(rb"(?:`{3,}|~{3,})[ \t]*(?P<language>[^\s`]*)[^\r\n]*(?:\r\n?|\n|\Z)")
_INLINE_QUERY = re.compile(rb"`+ ?\$?=")
_INLINE_SCRIPT = re.compile(rb"`+ ?\$=")
_MAY_BE_CODE = re.compile(rb"```|~~~|`\$?=|(?m:^(?: {4}| {0,3}\t))")


class Code(NamedTuple):
    """A block of code, or a piece of it within a line: its language, and where its text is.

    ``language`` is in lower case, and empty where none is named.
    """

    language: str
    start: int
    end: int


def code_blocks(found: MarkdownStructure, data: bytes) -> Iterator[Code]:
    """Yield the blocks of code of a note.

    Args:
        found: the note's outline.
        data: the note.
    """
    blocks = frozenset(found.rich)
    for start, end in found.code:
        if start not in blocks:
            continue
        fence = _FENCE.match(data, start, end)
        if fence is None:
            yield Code("", start, end)
        else:
            language = fence["language"].decode("utf-8", "replace").lower()
            yield Code(language, fence.end(), end)


def inline_scripts(found: MarkdownStructure, data: bytes) -> Iterator[Code]:
    """Yield the scripts within the lines of a note, as in `` `$= dv.pages()` ``.

    Args:
        found: the note's outline.
        data: the note.
    """
    return _inline(_INLINE_SCRIPT, found, data)


def evaluated_code(data: bytes) -> Iterator[Code]:
    """Yield all code of a note that may show something: blocks, and queries within a line."""
    if _MAY_BE_CODE.search(data) is None:
        return
    block = find_front_matter(data) if data.startswith(b"---") else None
    found = outline(blank(data, block[2] if block else 0).data.decode("utf-8", "replace"))
    yield from code_blocks(found, data)
    yield from _inline(_INLINE_QUERY, found, data)


def _inline(opening: re.Pattern[bytes], found: MarkdownStructure, data: bytes) -> Iterator[Code]:
    blocks = frozenset(found.rich)
    for start, end in found.code:
        if start not in blocks and opening.match(data, start, end):
            yield Code("", start, end)
