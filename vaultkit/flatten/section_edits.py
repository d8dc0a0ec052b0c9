"""A note as a section of the file, and the edits that its headings and blocks need."""

import re
from collections.abc import Iterator

from vaultkit.flatten.ids import Section
from vaultkit.flatten.layout import anchor
from vaultkit.links.labels import LabelEdit
from vaultkit.links.plain_text import as_markdown
from vaultkit.markdown.facts import Heading
from vaultkit.vault.notes.note import Document, rendered
from vaultkit.vault.notes.slug import split_id

LONE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")


def section_of(document: Document, data: bytes) -> Section:
    """Return the section of a note; its own first heading is the title if it says no more."""
    title = document.stem
    headings = document.facts.headings
    if headings and headings[0].level == 1 and headings[0].root:
        first = headings[0]
        start = document.facts.front_matter.end if document.facts.front_matter else 0
        line = f"# {first.text}".encode()
        if (
            rendered(first) == title
            and first.text in (title, as_markdown(title))
            and split_id(title)[1] is None
            and not data[start : first.start].strip(b"\r\n")
            and data[first.start : first.end] == line
            and data.startswith((b"\n", b"\r\n"), first.end)
            and (b"\r" not in data or not LONE_LINE_END.search(data))
        ):
            return Section(document, title, first)
    return Section(document, title)


def heading_edits(section: Section, data: bytes) -> Iterator[LabelEdit]:
    """Yield the linked headings ids; an id that a heading has already must make it no title."""
    for heading in section.headings:
        identifier = section.heading_ids[heading.start]
        yield LabelEdit(heading.start, heading.start, f"\n{anchor(identifier)}\n\n")
        if heading.level > 1:
            at = _end_of_text(heading, data)
            yield LabelEdit(at, at, f" {{#{identifier}}}")
    for heading in section.document.root_headings:
        if heading.level == 1 and split_id(heading.text)[1] is not None:
            at = data.rindex(b"{#", heading.start, heading.end)
            yield LabelEdit(at, at + 1, "&#123;")


def _end_of_text(heading: Heading, data: bytes) -> int:
    """Return where a heading's text ends: before the line that is drawn under it."""
    line = data.find(b"\n", heading.start, heading.end)
    written = data[heading.start : heading.end]
    if line < 0 or written.startswith(b"#"):
        return heading.end
    last = data.rindex(b"\n", heading.start, heading.end)
    return heading.start + len(data[heading.start : last].rstrip())


def block_edits(section: Section) -> Iterator[LabelEdit]:
    """Yield the anchors that a note's block ids become."""
    placed = set()
    for mark in section.document.facts.block_ids:
        name = mark.name.lower()
        if name in section.blocks and name not in placed:
            placed.add(name)
            yield LabelEdit(mark.start, mark.start, anchor(section.block_id(name)))
