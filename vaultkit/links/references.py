"""Everything in a vault that refers to a file, in every kind of file, in order of its place.

Links as the parser finds them, the definitions of reference links, property values that are meant
as links, the cards and text cards of canvases, and the names in bases.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from vaultkit.links.base_names import Name, names_of_files
from vaultkit.links.definitions import definitions
from vaultkit.markdown.facts import Facts, Link, LinkKind, Place
from vaultkit.markdown.wikilink import WIKILINK_BYTES, split_wikilink, tidy
from vaultkit.source import Source, Span
from vaultkit.vault.notes.canvas import Canvas
from vaultkit.vault.notes.note import Document
from vaultkit.vault.vault import Vault


class Form(StrEnum):
    """How a reference is written, which says how a new one must be."""

    LINK = "link"
    PROPERTY = "property"
    UNQUOTED = "unquoted"
    DEFINITION = "definition"
    CARD = "card"
    CARD_TEXT = "card text"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Reference:
    """One place that refers to a file.

    ``path`` is the file it is in, ``link`` what it says in the terms of links, ``start`` and
    ``end`` the bytes it is written in (of a definition the destination, of a card its path, of a
    base the name without quotes); ``subpath`` is where a card's subpath is, ``context`` its
    path, or what a name in a base is compared with.
    """

    path: str
    form: Form
    link: Link
    start: int
    end: int
    subpath: Span | None = None
    context: str = ""

    @property
    def is_seen(self) -> bool:
        """Return whether it is Markdown that the parser takes for a link by itself."""
        return self.form in (Form.LINK, Form.PROPERTY)


def referring_files(vault: Vault) -> Iterator[str]:
    """Yield the files that may hold references: notes, canvases and bases."""
    yield from vault.documents
    yield from vault.canvas_paths
    yield from (path for path in vault.files if path.lower().endswith(".base"))


def references(vault: Vault, path: str) -> list[Reference]:
    """Return what a file refers to, in an order that does not depend on names.

    Raises:
        TreeError: the file cannot be read.
    """
    document = vault.documents.get(path)
    if document is not None:
        return list(_in_note(vault, document))
    if path.lower().endswith(".canvas"):
        return list(_in_canvas(vault.canvas(path)))
    return [
        Reference(
            path,
            Form.BASE,
            Link(LinkKind.WIKILINK, False, _named(name), None, name.start, name.end),
            name.start,
            name.end,
            context=name.context,
        )
        for name in names_of_files(Source(vault.tree.read(path)).data)
    ]


def _named(name: Name) -> str:
    """Return what a name in a base says: a link, unless it is compared exactly."""
    return name.text if name.context else tidy(name.text)


def source_of(vault: Vault, reference: Reference) -> Document:
    """Return the note that a reference is in, or what stands for a file that is not one."""
    path = "" if reference.form in (Form.CARD, Form.BASE) else reference.path
    return vault.documents.get(path) or Document(path, Facts(), flattened=False)


def _in_note(vault: Vault, document: Document) -> Iterator[Reference]:
    facts, path = document.facts, document.path
    used = False
    for link in facts.links:
        if link.kind is LinkKind.REFERENCE:
            used = True
            continue
        form = Form.PROPERTY if link.place is Place.PROPERTY else Form.LINK
        yield Reference(path, form, link, link.start, link.end)
    if facts.front_matter is not None and facts.front_matter.malformed_links:
        data = vault.source(path).data
        for written in facts.front_matter.malformed_links:
            for found in WIKILINK_BYTES.finditer(data, written.start, written.end):
                target, text = split_wikilink(found["inner"].decode("utf-8", "replace"))
                if target:
                    start, end = found.span()
                    link = Link(LinkKind.WIKILINK, False, target, text, start, end, Place.PROPERTY)
                    yield Reference(path, Form.UNQUOTED, link, start, end)
    if used:
        for link in definitions(vault.source(path), facts):
            yield Reference(path, Form.DEFINITION, link, link.start, link.end)


def _in_canvas(canvas: Canvas) -> Iterator[Reference]:
    for card in canvas.cards:
        start, end = card.span.start, card.span.end
        target = f"/{card.path}{card.subpath}"
        link = Link(LinkKind.WIKILINK, False, target, None, start, end)
        yield Reference(canvas.path, Form.CARD, link, start, end, card.subpath_span, card.path)
    for link in canvas.links:
        yield Reference(canvas.path, Form.CARD_TEXT, link, link.start, link.end)


def moved(reference: Reference, path: str) -> Reference:
    """Return a reference as if it stood in another file."""
    return replace(reference, path=path)
