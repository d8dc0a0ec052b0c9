"""The texts of a vault in which names are looked for that are not links."""

from collections.abc import Iterable, Iterator
from unicodedata import normalize
from urllib.parse import quote

from vaultkit.errors import TreeError
from vaultkit.links.definitions import definitions_of_uris, unused_definitions
from vaultkit.markdown.facts import Mark, Place
from vaultkit.source import Source
from vaultkit.vault.notes.note import Document
from vaultkit.vault.vault import Vault

_UNESCAPED = "/!~*'()"
"""What programs leave as it is when they escape a path, as ``encodeURIComponent`` does."""


def searched_definitions(vault: Vault, needles: Iterable[str]) -> Iterator[tuple[str, Mark]]:
    """Yield the definitions of reference links that do not follow, by the file they are in."""
    for document, source in texts_holding(vault, needles):
        left = unused_definitions(source, document.facts)
        for item in (*left, *definitions_of_uris(source, document.facts)):
            place = item.destination
            yield document.path, Mark(item.target, place.start, place.end)
    for path in vault.canvas_paths:
        for mark in vault.canvas(path).definitions:
            yield path, mark


def texts_holding(vault: Vault, needles: Iterable[str]) -> Iterator[tuple[Document, Source]]:
    """Yield the notes that hold a name at all."""
    names = {normalize(form, name) for name in needles if name for form in ("NFC", "NFD")}
    raws = [name.encode("utf-8", "surrogateescape") for name in names]
    forms = {
        form.lower()
        for raw in raws
        for form in (raw, quote(raw).encode(), quote(raw, safe=_UNESCAPED).encode())
    }
    for path, document in vault.documents.items():
        try:
            low = vault.tree.read(path).lower()
            if not forms or any(form in low for form in forms):
                yield document, vault.source(path)
        except TreeError:
            continue


def without_links(data: bytes, document: Document) -> bytes:
    """Return a note with blanks in place of the links in its properties, which follow."""
    facts = document.facts
    spans = [(link.start, link.end) for link in facts.links if link.place is Place.PROPERTY]
    if facts.front_matter is not None:
        malformed = facts.front_matter.malformed_links
        spans += [(item.start, item.end) for item in malformed if item.reason != "listed"]
    if not spans:
        return data
    blank = bytearray(data)
    for start, end in spans:
        blank[start:end] = b" " * (end - start)
    return bytes(blank)


def searched_html(vault: Vault) -> Iterator[tuple[Document, Mark]]:
    """Yield what the HTML of notes refers to."""
    for document in vault.documents.values():
        for mark in document.facts.html_sources:
            yield document, mark


def searched_bases(vault: Vault) -> Iterator[tuple[str, bytes]]:
    """Yield the bases that can be read, with their bytes."""
    for path in vault.files:
        if path.lower().endswith(".base"):
            try:
                yield path, Source(vault.tree.read(path)).data
            except TreeError:
                continue
