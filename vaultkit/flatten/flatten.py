"""A vault as one Markdown file in which every link works."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from vaultkit.flatten.closing import close
from vaultkit.flatten.destinations import (
    KEPT,
    Destination,
    Destinations,
    document_meant,
    is_in_brackets,
)
from vaultkit.flatten.ids import Ids, Section
from vaultkit.flatten.layout import NoteComment, anchor, header
from vaultkit.flatten.proof import Proof
from vaultkit.flatten.section_edits import LONE_LINE_END, block_edits, heading_edits, section_of
from vaultkit.flatten.tables import Tables
from vaultkit.flatten.titles import file_name
from vaultkit.links.flat_links import LinkWriter
from vaultkit.links.labels import LabelEdit, prefixed, unused_letters, with_edits
from vaultkit.links.plain_text import as_markdown, hide
from vaultkit.markdown.definitions import read_definitions
from vaultkit.markdown.facts import Heading, Link, LinkKind, Place
from vaultkit.markdown.image_size import is_size
from vaultkit.markdown.inline_link import REST_OF_TEXT, end_of_text, write_inline_link
from vaultkit.markdown.parser import parse
from vaultkit.markdown.seen import visible
from vaultkit.progress import Step, with_progress
from vaultkit.source import Source
from vaultkit.vault.notes.note import Document, rendered
from vaultkit.vault.notes.slug import split_id
from vaultkit.vault.vault import Vault

_FIRST_HEADING = re.compile(rb"(\n*)# ([^\n]*)\n")
_BEFORE_IMAGE = re.compile(rb"(?<!\\)\[[^\[\]]*\Z")


@dataclass
class Flattened:
    """A file's text, and what it does not say.

    ``left_out`` are the notes that are no text, ``transcluded`` counts the embedded notes that
    became links.
    """

    text: bytes
    notes: tuple[str, ...]
    left_out: list[str] = field(default_factory=list)
    transcluded: int = 0


def flatten(vault: Vault, base: str, step: Step | None = None) -> Flattened:
    """Return a vault as one file.

    Args:
        vault: its files are all read as ordinary notes.
        base: the vault's folder seen from the folder of the file, with ``/`` between parts; empty
            where it is the same.
        step: called with the notes written.

    Raises:
        TreeError: a note cannot be read any more.
        UsageError: a note leaves something open that nothing ends.
    """
    return _Flattener(vault, base).run(step)


class _Flattener:
    def __init__(self, vault: Vault, base: str) -> None:
        self.vault = vault
        self.base = base
        self.left_out: list[str] = []
        self.sections: dict[str, Section] = {}
        self.transcluded = 0

    def run(self, step: Step | None) -> Flattened:
        for path, document in self.vault.documents.items():
            if document.facts.unreadable is not None or not _is_text(path):
                self.left_out.append(path)
            else:
                self.sections[path] = section_of(document, self.vault.source(path).data)
        html = {
            mark.name
            for section in self.sections.values()
            for mark in section.document.facts.html_ids
        }
        self._find_linked()
        self.ids = Ids(list(self.sections.values()), html)
        self.link_writer = LinkWriter(self.sections)
        self.destinations = Destinations(self.vault, self.sections, self.ids, self.base)
        self.shared_labels = self._shared_labels()
        self.letters = unused_letters(self.vault.source(path).data for path in self.sections)
        texts = [
            self._written(section, number)
            for number, section in with_progress(
                enumerate(self.sections.values(), 1), len(self.sections), step
            )
        ]
        above = header(self.base).encode()
        Proof(self.vault, self.destinations).check(self.sections, texts, above)
        text = above + b"\n".join(texts)
        return Flattened(text, tuple(self.sections), self.left_out, self.transcluded)

    def _find_linked(self) -> None:
        """Find the headings and blocks that links name: they get an id."""
        linked: dict[str, dict[int, Heading]] = {}
        for section in self.sections.values():
            for _, outcome in self.vault.outcomes(section.document.notes[0]):
                if outcome.opens_nothing_seen or not outcome.documents or not outcome.subpath:
                    continue
                target = self.sections.get(document_meant(outcome).path)
                if target is None:
                    continue
                heading = outcome.heading
                if heading is None:
                    if outcome.subpath.startswith("#^"):
                        target.blocks.add(outcome.subpath[2:].strip().lower())
                elif heading.root and heading is not target.title_heading:
                    linked.setdefault(target.document.path, {})[heading.start] = heading
        for path, headings in linked.items():
            self.sections[path].headings += [headings[start] for start in sorted(headings)]

    def _shared_labels(self) -> set[str]:
        """Return the labels of footnotes that more than one note has, in lower case."""
        counted: Counter[str] = Counter()
        for section in self.sections.values():
            facts = section.document.facts
            marks = (*facts.footnotes, *facts.footnote_references)
            counted.update({mark.name.lower() for mark in marks})
        return {label for label, notes in counted.items() if notes > 1}

    def _written(self, section: Section, number: int) -> bytes:
        """Return a note as a section of the file."""
        document = section.document
        source = self.vault.source(document.path)
        data, facts = source.data, document.facts
        start = facts.front_matter.end if facts.front_matter else 0
        prefix = f"{self.letters}{number}-"
        labels = {mark.name.lower() for mark in (*facts.footnotes, *facts.footnote_references)}
        labelled = list(
            prefixed(data, facts, start, prefix, footnotes=bool(labels & self.shared_labels))
        )
        edits = [
            *labelled,
            *self._link_edits(section, data),
            *self._definition_edits(section, data, start),
            *heading_edits(section, data),
            *block_edits(section),
        ]
        body = with_edits(data, edits, start, len(data))
        front_matter = data[:start]
        crlf = b"\r\n" in data and not LONE_LINE_END.search(data)
        if crlf:
            body, front_matter = body.replace(b"\r\n", b"\n"), front_matter.replace(b"\r\n", b"\n")
        title = as_markdown(section.title)
        blank_lines = ""
        if section.title_heading is not None:
            first = _FIRST_HEADING.match(body)
            assert first is not None
            title, blank_lines = first[2].decode(), str(len(first[1]))
            body = body[first.end() :]
        opened = bool(body) and not body.endswith(b"\n")
        body, closed = close(body, document.path)
        comment = NoteComment(
            path="" if _is_named_by(title, document.path) else document.path,
            heading=blank_lines,
            footnotes=prefix if labelled else "",
            closed=closed,
            end="open" if opened else "",
            newline="crlf" if crlf else "",
            bom="yes" if source.bom else "",
            front_matter=front_matter.decode(),
        )
        above = f"{anchor(section.id)}\n\n# {title} {{#{section.id}}}\n{comment.written()}\n"
        return above.encode() + body

    def _link_edits(self, section: Section, data: bytes) -> Iterator[LabelEdit]:
        document = section.document
        tables = Tables(data, section.document.facts)
        for link, outcome in self.vault.outcomes(document.notes[0]):
            if link.place is Place.PROPERTY or link.kind in KEPT:
                continue
            destination = self.destinations.of(link, outcome)
            if destination is None or is_in_brackets(link, data):
                continue
            written = data[link.start : link.end]
            in_table = link.start in tables
            if link.kind is LinkKind.WIKILINK:
                yield self._of_wikilink(link, destination, written, document, in_table=in_table)
                if link.embed and destination.is_file:
                    yield from self._around(link, document, data)
            else:
                yield from self._of_markdown(
                    link, destination, written, document, in_table=in_table
                )

    def _of_wikilink(
        self, link: Link, to: Destination, written: bytes, document: Document, *, in_table: bool
    ) -> LabelEdit:
        embed = link.embed and to.is_file
        self.transcluded += link.embed and not to.is_file
        shown = visible(link.target, link.text)
        if embed and (link.text is None or is_size(link.text)):
            name = visible(to.name, None)
            shown = name if link.text is None else f"{name}|{link.text}"
        text = as_markdown(shown, in_table=in_table)
        back = self._back(text, to, document, embed=embed, in_table=in_table)
        if back == written.decode():
            return LabelEdit(link.start, link.end, write_inline_link(text, to.url, embed=embed))
        kept = hide(written.decode())
        new = write_inline_link(text, to.url, title=kept, embed=embed)
        return LabelEdit(link.start, link.end, new)

    def _around(self, image: Link, document: Document, data: bytes) -> Iterator[LabelEdit]:
        """Yield the edit of a Markdown link around an image, which was none around a wikilink.

        That is ``[![[picture.png]]](Note.md)``.
        """
        before = data[data.rfind(b"\n", 0, image.start) + 1 : image.start]
        after = REST_OF_TEXT.match(data, image.end)
        if after is None or not _BEFORE_IMAGE.search(before):
            return
        line = data[after.end() :].partition(b"\n")[0]
        found = parse(Source(b"[x](" + line)).links
        if not found or found[0].start or found[0].kind is not LinkKind.MARKDOWN:
            return
        to = self.destinations.of(found[0], self.vault.resolve(found[0], document))
        if to is not None:
            end = after.end() + found[0].end - len("[x]()")
            kept = hide(f"({data[after.end() : end].decode()})")
            yield LabelEdit(after.end(), end, f'{to.url} "{kept}"')

    def _of_markdown(
        self, link: Link, to: Destination, written: bytes, document: Document, *, in_table: bool
    ) -> Iterator[LabelEdit]:
        text = link.text or ""
        close = end_of_text(written)
        if close < 0:
            return
        embed = link.embed and to.is_file
        opening = "!" * embed
        inside = written[close + 2 : -1].decode()
        kept = ""
        if self._back(text, to, document, embed=embed, in_table=in_table) != written.decode():
            mark = "!" * (link.embed and not embed)
            hidden = hide(f"{mark}({inside})")
            kept = f' "{hidden}"'
        if link.embed and not embed:
            self.transcluded += 1
            yield LabelEdit(link.start, link.start + 1, opening)
        elif f"{to.url}{kept}" == inside:
            return
        yield LabelEdit(link.start + close + 2, link.end - 1, f"{to.url}{kept}")

    def _back(
        self, text: str, to: Destination, document: Document, *, embed: bool, in_table: bool
    ) -> str | None:
        """Return what `unflatten` makes of a link that keeps nothing."""
        if to.document is None:
            return to.back(text, document.folder, embed=embed, in_table=in_table)
        subpath = to.block
        if to.heading is not None and to.heading is not self.sections[to.path].title_heading:
            found = to.document.outline.subpath(to.heading)
            if found is None:
                return None
            subpath = found
        return self.link_writer.to_note(text, to.path, subpath, document.path, in_table=in_table)

    def _definition_edits(self, section: Section, data: bytes, start: int) -> Iterator[LabelEdit]:
        for item in read_definitions(data, start):
            link = Link(LinkKind.MARKDOWN, False, item.target, "", 0, 0)
            to = self.destinations.of(link, self.vault.resolve(link, section.document))
            if to is not None:
                first, last = item.destination.start, item.span.end
                kept = hide(f"({data[first:last].decode()})")
                yield LabelEdit(first, last, f'{to.url} "{kept}"')


def _is_named_by(title: str, path: str) -> bool:
    """Return whether the title of a section alone gives the note's path."""
    headings = parse(Source(f"# {title} {{#x}}\n".encode())).headings
    return f"{file_name(split_id(rendered(headings[0]))[0])}.md" == path


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
