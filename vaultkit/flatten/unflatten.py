"""A flattened file as the notes of a vault again: one for each section.

It is one file because headings, links and definitions are all written from the same sections.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import unquote

from vaultkit.errors import UsageError
from vaultkit.flatten.closing import reopen
from vaultkit.flatten.layout import NoteComment, anchor, read_comment, read_header
from vaultkit.flatten.tables import Tables
from vaultkit.flatten.titles import Taken, file_name, is_path_of_note
from vaultkit.links.flat_links import LinkWriter, relative_to, to_file_link, to_nothing
from vaultkit.links.labels import LabelEdit, bared, is_prefix, with_edits
from vaultkit.links.plain_text import as_text, text_of_title
from vaultkit.markdown.definitions import read_definitions
from vaultkit.markdown.facts import Heading, Link, LinkKind
from vaultkit.markdown.frontmatter import find_front_matter, read_front_matter
from vaultkit.markdown.inline_link import read_inline_link, write_inline_link
from vaultkit.markdown.parser import parse
from vaultkit.markdown.url import OFF_THE_SITE
from vaultkit.progress import Step, with_progress
from vaultkit.source import Source
from vaultkit.vault.notes.anchor import Outline
from vaultkit.vault.notes.note import Document, Note, rendered
from vaultkit.vault.notes.slug import slug, split_id
from vaultkit.vault.wording import is_filled_in_later

_BOM = b"\xef\xbb\xbf"
_TITLE_OF_OURS = re.compile(rb'(?P<url>\S*) "(?P<kept>[^"\n]*)"\Z')
_HIDDEN_ID = re.compile(rb"&#123;(?=#[^\s{}]+[^{}\n]*\}[ \t]*\Z)")
_BLOCK = re.compile(r"block-([a-z0-9-]+)\Z")
_ANCHOR_ABOVE = re.compile(rb'<a (?:id|name)="(?P<id>[^"\n]*)"></a>\n\n\Z')
_LINE_END = re.compile(rb"\r?\n")
_LONGEST_ANCHOR = 2000


@dataclass
class Unflattened:
    """The notes of a file by path, and what of their names is not what the file says.

    ``renamed`` holds titles that cannot be names of files or that are not alone, ``preamble`` is
    the note made of the text before the first title. ``missing`` counts links that name no note,
    ``files`` those to files that are in ``home``, the folder the vault had.
    """

    notes: dict[str, bytes] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    preamble: str = ""
    missing: int = 0
    files: int = 0
    home: str | None = None


def unflatten(
    raw: bytes,
    *,
    name: str,
    folder: str,
    target: str,
    exists: Callable[[str], bool] = lambda _: False,
    step: Step | None = None,
) -> Unflattened:
    """Return the notes that a flattened file holds.

    Args:
        raw: the file's bytes.
        name: what to call the text before the first title, a file's name without its extension.
        folder: the absolute path of the file's folder, with ``/`` between parts.
        target: that of the folder the notes will be in.
        exists: says of an absolute path whether something is there.
        step: called with the notes written.

    Raises:
        UsageError: the file is no text, or has no title with an id.
    """
    source = Source(raw)
    facts = parse(source)
    if facts.unreadable is not None:
        raise UsageError(f"the file {facts.unreadable}")
    document = Document("flattened.md", facts, flattened=True)
    if len(document.notes) < 2:
        raise UsageError(
            "there is no note in it: a flattened file has titles of the form `# Title {#title}`"
        )
    return _Unflattener(source.data, document, name, folder, target, exists).run(step)


@dataclass(eq=False)
class _Section:
    """A note to be: its stretch of the file, and what its comment says."""

    note: Note
    path: str
    start: int
    end: int
    comment: NoteComment

    @cached_property
    def headings(self) -> list[Heading]:
        """Return the headings that the note will have, with the texts it will have."""
        found = []
        for heading in self.note.root_headings:
            if heading is self.note.title_heading:
                if self.comment.heading:
                    found.append(heading)
            else:
                found.append(heading)
        return found

    @cached_property
    def id(self) -> str:
        """Return the id of the title."""
        title = self.note.title_heading
        return str(split_id(rendered(title))[1]) if title is not None else ""


class _Unflattener:
    def __init__(
        self,
        data: bytes,
        document: Document,
        name: str,
        folder: str,
        target: str,
        exists: Callable[[str], bool],
    ) -> None:
        self.data = data
        self.document = document
        self.name = name
        self.folder = folder
        base, self.body = read_header(data)
        self.ours = base is not None
        self.home = target if base is None else posixpath.normpath(posixpath.join(folder, base))
        self.result = Unflattened(home=None if base is None else self.home)
        self.tables = Tables(data, document.facts)
        self.exists = exists
        self._headings: dict[int, Heading] = {}
        self._outlines: dict[str, Outline] = {}
        self._labels: dict[str, list[LabelEdit]] = {}

    def run(self, step: Step | None) -> Unflattened:
        self.sections = list(self._sections())
        self.by_note = {section.note: section for section in self.sections}
        self.by_id = {section.id: section for section in self.sections if section.id}
        self.link_writer = LinkWriter(section.path for section in self.sections)
        for section in with_progress(self.sections, len(self.sections), step):
            self.result.notes[section.path] = self._text(section)
        return self.result

    def _sections(self) -> Iterator[_Section]:
        taken = Taken()
        notes = self.document.notes
        starts = [self._start_of(note) for note in notes]
        ends = [*starts[1:], len(self.data)]
        paths = self._paths(taken)
        for note, start, end in zip(notes, starts, ends, strict=True):
            if note.title_heading is None:
                if not self.data[self.body : end].strip():
                    continue
                path = taken.free(f"{file_name(self.name)}.md")
                self.result.preamble = path
                front_matter = self.document.facts.front_matter
                start = 0 if front_matter else self.body
                yield _Section(note, path, start, end, NoteComment())
                continue
            comment, at = self._comment(note)
            yield _Section(note, paths[note], at, end, comment)

    def _paths(self, taken: Taken) -> dict[Note, str]:
        """Return the paths of all sections; those that comments give are kept for them."""
        found = {}
        for note in self.document.notes[1:]:
            path = self._comment(note)[0].path
            if is_path_of_note(path):
                found[note] = taken.free(path)
        for note in self.document.notes[1:]:
            if note not in found:
                title = note.name.strip() or self._id(note)
                path = found[note] = taken.free(f"{file_name(title)}.md")
                if path[:-3] != title:
                    self.result.renamed[path] = title
        return found

    def _id(self, note: Note) -> str:
        title = note.title_heading
        assert title is not None
        return str(split_id(title.text)[1])

    def _comment(self, note: Note) -> tuple[NoteComment, int]:
        """Return what a note's comment keeps, and where the text after title and comment starts."""
        title = note.title_heading
        assert title is not None
        at = self.data.find(b"\n", title.end) + 1 or len(self.data)
        return read_comment(self.data, at) if self.ours else (NoteComment(), at)

    def _start_of(self, note: Note) -> int:
        """Return where a section starts: at the anchor above its title, if there is one."""
        if note.title_heading is None:
            return note.start
        above = self.data[max(0, note.start - _LONGEST_ANCHOR) : note.start]
        found = _ANCHOR_ABOVE.search(above)
        if found is None or found["id"].decode() != self._id(note):
            return note.start
        return note.start - len(found.group())

    def _text(self, section: _Section) -> bytes:
        """Return the bytes of a note."""
        comment = section.comment
        edits = [*self._link_edits(section), *self._own_edits(section), *self._bared(section)]
        text = with_edits(self.data, edits, section.start, section.end)
        if not self.ours:
            return _tidied(text)
        text = text.removeprefix(b"\n")
        if section is not self.sections[-1]:
            text = text.removesuffix(b"\n")
        text = reopen(text, comment.closed)
        if comment.end:
            text = text.removesuffix(b"\n")
        title = section.note.title_heading
        if comment.heading.isdecimal() and title is not None:
            written = f"# {split_id(title.text)[0]}\n"
            text = b"\n" * int(comment.heading[:4]) + written.encode() + text
        text = comment.front_matter.encode() + text
        if comment.newline == "crlf":
            text = _LINE_END.sub(b"\r\n", text)
        return _BOM + text if comment.bom else text

    def _bared(self, section: _Section) -> list[LabelEdit]:
        """Return the edits that take out what flattening put before labels."""
        prefix = section.comment.footnotes
        if not is_prefix(prefix):
            return []
        known = self._labels.get(section.path)
        if known is None:
            facts = self.document.facts
            known = list(bared(self.data, facts, section.start, section.end, prefix))
            self._labels[section.path] = known
        return known

    def _own_edits(self, section: _Section) -> Iterator[LabelEdit]:
        """Yield the edits that take out the ids which flattening put into a note."""
        if not self.ours or not section.id:
            return
        for heading in section.note.root_headings:
            if heading is section.note.title_heading:
                continue
            written = self.data[heading.start : heading.end]
            if heading.level == 1 and (hidden := _HIDDEN_ID.search(written)):
                at = heading.start + hidden.start()
                yield LabelEdit(at, at + len(hidden.group()), "{")
            identifier = split_id(heading.text)[1]
            if identifier and identifier.startswith(f"{section.id}."):
                suffix = f" {{#{identifier}}}".encode()
                at = self.data.rfind(suffix, heading.start, heading.end)
                if at >= 0:
                    yield LabelEdit(at, at + len(suffix), "")
        for mark in section.note.marks(self.document.facts.html_ids):
            if not mark.name.startswith(f"{section.id}."):
                continue
            written = anchor(mark.name).encode()
            at = self.data.rfind(b"<a", 0, mark.start + 1)
            if not self.data.startswith(written, at):
                continue
            end = at + len(written)
            if _BLOCK.search(mark.name) and self.data.startswith(b"^", end):
                yield LabelEdit(at, end, "")
            elif self.data[at - 1 : at] == b"\n" and self.data.startswith(b"\n\n", end):
                yield LabelEdit(at - 1, end + 2, "")

    def _link_edits(self, section: _Section) -> Iterator[LabelEdit]:
        for link in section.note.links:
            if link.kind is not LinkKind.MARKDOWN or is_filled_in_later(link.target):
                continue
            if not OFF_THE_SITE.match(link.target):
                yield from self._link_edit(link, section)
        if self.ours:
            yield from self._definition_edits(section)

    def _link_edit(self, link: Link, section: _Section) -> Iterator[LabelEdit]:
        written = self.data[link.start : link.end]
        text = link.text or ""
        parts = read_inline_link(written)
        if parts is None:
            return
        close = parts.text[1]
        inside = written[close + 2 : -1]
        kept = _TITLE_OF_OURS.match(inside) if self.ours else None
        said = text_of_title(kept["kept"].decode()) if kept else ""
        if said.startswith(("[[", "![[")):
            yield LabelEdit(link.start, link.end, said)
            return
        if said.startswith(("(", "!(")):
            mark, _, destination = said[:-1].partition("(")
            if mark:
                yield LabelEdit(link.start, link.start, mark)
            yield LabelEdit(link.start + close + 2, link.end - 1, destination)
            return
        new = self._spelled(link, text, section)
        if new is None:
            return
        same = write_inline_link(text, "", embed=link.embed)[:-1]
        if new.startswith(same) and new.endswith(")"):
            end = link.start + parts.destination[1] if parts.title else link.end - 1
            yield LabelEdit(link.start + close + 2, end, new[len(same) : -1])
        else:
            yield LabelEdit(link.start, link.end, new)

    def _spelled(self, link: Link, text: str, section: _Section) -> str | None:
        """Return a link as the vault has it, or None where it stays as it is."""
        in_table = link.start in self.tables
        path, mark, fragment = link.target.partition("#")
        if path:
            return self._to_file(link, text, path, mark + fragment, section)
        fragment = unquote(fragment)
        plain = as_text(text)
        if not self.ours and "|" in plain and slug(plain) == fragment:
            self.result.missing += not self.link_writer.knows(plain.partition("|")[0], section.path)
            return to_nothing(text, fragment, in_table=in_table)
        found = self._place(fragment, link if slug(plain) == fragment else None)
        if found is not None and not link.embed:
            return self.link_writer.to_note(
                text, found[0], found[1], section.path, in_table=in_table
            )
        if found is not None or link.embed:
            return None
        self.result.missing += 1
        return to_nothing(text, fragment, in_table=in_table)

    def _place(self, fragment: str, named: Link | None) -> tuple[str, str] | None:
        """Return the path of the note that a fragment opens, and the subpath.

        Args:
            fragment: without its ``#``.
            named: the link, if it is one that shows what it names. It means a note, then, though a
                heading elsewhere answers to the same slug; a heading of its own note it may mean.
        """
        heading = self.document.heading_in_flattened(fragment)
        if named is not None and heading is not None and split_id(rendered(heading))[1] is None:
            elsewhere = self.document.note_at(heading.start) is not self.document.note_at(
                named.start
            )
            if elsewhere or heading.start <= named.start < heading.end:
                heading = None
        if heading is not None:
            section = self.by_note.get(self.document.note_at(heading.start))
            if section is None:
                return None
            if heading is section.note.title_heading:
                return section.path, ""
            return section.path, self._anchor(heading, section)
        owner = self.by_id.get(fragment.rpartition(".")[0])
        if owner is None or fragment not in self.document.html_ids:
            return None
        block = _BLOCK.match(fragment.rpartition(".")[2])
        if block is not None:
            return owner.path, f"#^{block[1]}"
        following = self._heading_after(fragment, owner)
        return owner.path, self._anchor(following, owner) if following is not None else ""

    def _heading_after(self, identifier: str, section: _Section) -> Heading | None:
        """Return the heading that an anchor above it names."""
        at = next(m.start for m in self.document.facts.html_ids if m.name == identifier)
        return next((item for item in section.headings if item.start > at), None)

    def _anchor(self, heading: Heading, section: _Section) -> str:
        if heading is section.note.title_heading and not section.comment.heading:
            return ""
        if not heading.root:
            return ""
        return self._outline(section).subpath(self._as_in_note(heading, section)) or ""

    def _outline(self, section: _Section) -> Outline:
        """Return the headings that a note will have; kept as soon as the texts of all are known."""
        known = self._outlines.get(section.path)
        if known is None:
            known = Outline(self._as_in_note(item, section) for item in section.headings)
            if all(item is not self._headings[id(item)] for item in section.headings):
                self._outlines[section.path] = known
        return known

    def _as_in_note(self, heading: Heading, section: _Section) -> Heading:
        """Return a heading with the text that it will have in its note."""
        known = self._headings.get(id(heading))
        if known is None:
            self._headings[id(heading)] = heading  # while the links in it are looked at
            known = replace(heading, text=self._text_in_note(heading, section))
            self._headings[id(heading)] = known
        return known

    def _text_in_note(self, heading: Heading, section: _Section) -> str:
        text, identifier = split_id(heading.text)
        if heading is not section.note.title_heading:
            if not (self.ours and identifier and identifier.startswith(f"{section.id}.")):
                text = heading.text
            if self.ours:
                text = text.replace("&#123;#", "{#")
        labels = [
            edit for edit in self._bared(section) if heading.start <= edit.start < heading.end
        ]
        if "](" not in text and not labels:
            return text
        edits = labels + [
            edit
            for link in section.note.links
            if heading.start <= link.start < heading.end
            for edit in self._link_edit(link, section)
        ]
        written = with_edits(self.data, edits, heading.start, heading.end)
        found = parse(Source(written)).headings
        text = found[0].text if found else text
        mark = f" {{#{identifier}}}"
        is_ours = identifier and identifier.startswith(f"{section.id}.")
        return text.removesuffix(mark) if is_ours else text

    def _to_file(
        self, link: Link, text: str, path: str, fragment: str, section: _Section
    ) -> str | None:
        path = unquote(path)
        if path.startswith("/"):
            return None
        stem, pipe, size = path.rpartition("|")
        if link.embed and pipe and as_text(text).endswith(f"|{size}"):
            path = stem
        self.result.files += self.ours
        full = posixpath.normpath(posixpath.join(self.folder, path))
        if not self.ours and path.lower().endswith(".md") and not self.exists(full):
            return None
        return to_file_link(
            text,
            relative_to(full.lstrip("/"), self.home.lstrip("/")),
            fragment,
            section.path[: section.path.rfind("/") + 1],
            embed=link.embed,
            named=self.ours,
        )

    def _definition_edits(self, section: _Section) -> Iterator[LabelEdit]:
        text = self.data[section.start : section.end]
        for item in read_definitions(text, 0):
            first, last = item.destination.start, item.span.end
            kept = _TITLE_OF_OURS.match(text[first:last])
            said = text_of_title(kept["kept"].decode()) if kept else ""
            if said.startswith("("):
                yield LabelEdit(section.start + first, section.start + last, said[1:-1])


def _tidied(text: bytes) -> bytes:
    """Return the text of a section of another exporter's file without the lines around it.

    What would be read as properties only because it now starts a file keeps a line before it.
    """
    newline = b"\r\n" if b"\r\n" in text else b"\n"
    text = re.sub(rb"\A(?:[ \t]*(?:\r\n|\n|\r))+", b"", text).rstrip()
    if not text:
        return b""
    text += newline
    block = find_front_matter(text) if text.startswith(b"---") else None
    if block is not None:
        found = read_front_matter(text, *block)
        if found.error or not found.properties:
            return newline + text
    return text
