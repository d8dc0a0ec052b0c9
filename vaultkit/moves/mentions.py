"""What names a file without a link, so that it is left as it is and people are told of it."""

from collections.abc import Collection, Iterator
from urllib.parse import unquote

from vaultkit.errors import TreeError
from vaultkit.moves.base_names import names_of_files, other_strings
from vaultkit.moves.follow import Place
from vaultkit.moves.respell import base_name
from vaultkit.source import Source
from vaultkit.vault.note import Document
from vaultkit.vault.vault import Vault


def mentions(vault: Vault, paths: Collection[str]) -> Iterator[Place]:
    """Give what names files without being a link: HTML, plain property values, texts in bases.

    Args:
        vault: the vault as it is.
        paths: the files.
    """
    said = {form for path in paths for form in _forms(path)}
    texts = said | {base_name(path) for path in paths}
    for document in vault.documents.values():
        yield from _in_note(vault, document, said)
    for path in vault.files:
        if path.lower().endswith(".base"):
            try:
                source = Source(vault.tree.read(path))
            except TreeError:
                continue
            known = names_of_files(source.data)
            for text in sorted(texts):
                for start in other_strings(source.data, text, known):
                    yield Place(path, source.position(start).line, text, "")


def _forms(path: str) -> Iterator[str]:
    """Give what surely means the file, where no link says so: its path, and a medium's name."""
    if "/" in path or not path.lower().endswith(".md"):
        yield path
    if not path.lower().endswith(".md"):
        yield path.rpartition("/")[2]


def _in_note(vault: Vault, document: Document, said: Collection[str]) -> Iterator[Place]:
    facts = document.facts
    found = [
        (mark.start, mark.name)
        for mark in facts.html_sources
        if (name := unquote(mark.name).lstrip("./")) in said or name.rpartition("/")[2] in said
    ]
    found += [
        (value.start, value.text)
        for item in facts.properties
        for value in item.values
        if value.text.strip("/") in said
    ]
    for start, text in found:
        line = vault.source(document.path).position(start).line
        yield Place(document.path, line, text, "")
