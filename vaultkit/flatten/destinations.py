"""Where a link of the vault leads within the one file: an id, another file, or nowhere."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from vaultkit.flatten.ids import Ids, Section
from vaultkit.links import percent_encoding
from vaultkit.links.flat_links import to_file_link, to_nothing
from vaultkit.links.plain_text import as_path
from vaultkit.markdown.facts import Heading, Link, LinkKind
from vaultkit.markdown.url import OFF_THE_SITE
from vaultkit.vault.files.extensions import has_file_extension
from vaultkit.vault.notes.note import Document
from vaultkit.vault.notes.slug import slug
from vaultkit.vault.resolver.github import full_path
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_filled_in_later

KEPT = (LinkKind.REFERENCE, LinkKind.URI)
"""The kinds of links that stay as they are written."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link leads.

    ``url`` is what is between the parentheses, ``path`` the file's path from the vault's root,
    ``document`` the note (None for other files, and for what is not there), ``heading`` and
    ``block`` the place in it; ``fragment`` is what follows the path of another file.
    """

    url: str
    path: str = ""
    document: Document | None = None
    heading: Heading | None = None
    block: str = ""
    fragment: str = ""
    gone: bool = False

    @property
    def is_file(self) -> bool:
        """Return whether it is another file, there or not."""
        return self.document is None and bool(self.path)

    @property
    def name(self) -> str:
        """Return what a wikilink without a text of its own shows."""
        return self.path.rpartition("/")[2] + unquote(self.fragment)

    def back(self, text: str, folder: str, *, embed: bool, in_table: bool) -> str | None:
        """Return what `unflatten` makes of a link that leads here, or None."""
        if self.is_file:
            return to_file_link(text, self.path, self.fragment, folder, embed=embed, named=True)
        return None if self.gone else to_nothing(text, self.url[1:], in_table=in_table)


class Destinations:
    """Finds the destinations of links."""

    def __init__(self, vault: Vault, sections: Mapping[str, Section], ids: Ids, base: str) -> None:
        """Store the vault, what its notes become by path, their ids, and where the vault is."""
        self.vault = vault
        self.sections = sections
        self.ids = ids
        self.base = base

    def of(self, link: Link, outcome: Outcome) -> Destination | None:
        """Return where a link leads, or None where it stays as it is."""
        if is_filled_in_later(link.target):
            return None
        if outcome.state is State.EXTERNAL:
            return self._as_address(link, outcome)
        if outcome.opens_nothing_seen and not outcome.documents:
            return self._nowhere(link, outcome)
        if outcome.documents:
            document = document_meant(outcome)
            section = self.sections.get(document.path)
            if section is None:
                return self._file(document.path, "")
            return self._place(section, outcome)
        fragment = link.target.partition("#")[1:]
        return self._file(outcome.files[0], "".join(fragment), link.kind)

    def _place(self, section: Section, outcome: Outcome) -> Destination:
        document = section.document
        path, heading, subpath = document.path, outcome.heading, outcome.subpath
        if outcome.opens_nothing_seen:
            wanted = f"{section.id}.{slug(subpath) or 'missing'}"
            return Destination(f"#{self._dead(wanted)}", gone=True)
        if heading is not None and heading.start in section.heading_ids:
            identifier = section.heading_ids[heading.start]
            return Destination(f"#{identifier}", path, document, heading)
        block = subpath[2:].strip().lower()
        if subpath.startswith("#^") and heading is None and block in section.blocks:
            return Destination(f"#{section.block_id(block)}", path, document, None, f"#^{block}")
        return Destination(f"#{section.id}", path, document, heading)

    def _nowhere(self, link: Link, outcome: Outcome) -> Destination:
        linkpath = outcome.linkpath
        if link.kind is LinkKind.WIKILINK and not link.embed and not has_file_extension(linkpath):
            return Destination(f"#{self._dead(slug(link.target) or 'missing')}")
        fragment = outcome.subpath if "#" in link.target else ""
        if link.kind is LinkKind.WIKILINK:
            return self._file(linkpath.lstrip("/") or "missing", fragment, link.kind)
        full = full_path(linkpath, outcome.source.folder)
        return self._file(full, fragment, link.kind)

    def _as_address(self, link: Link, outcome: Outcome) -> Destination | None:
        """Return what Obsidian takes for an address because of a colon or a stray sign in it."""
        target = link.target
        if link.kind is LinkKind.WIKILINK or OFF_THE_SITE.match(target):
            return None
        path, mark, fragment = target.partition("#")
        full = full_path(unquote(path), outcome.source.folder) if path else outcome.source.path
        section = self.sections.get(full)
        if section is not None:
            return Destination(f"#{section.id}", full, section.document)
        return self._file(full, mark + fragment, link.kind) if full else None

    def _file(self, path: str, fragment: str, kind: LinkKind = LinkKind.MARKDOWN) -> Destination:
        if kind is LinkKind.WIKILINK:
            fragment = percent_encoding.of_new_fragment(fragment[1:])
            fragment = f"#{fragment}" if fragment else ""
        else:
            fragment = percent_encoding.of_fragment(fragment)
        url = as_path(posixpath.normpath(posixpath.join(self.base, path)))
        return Destination(f"{url}{fragment}", path, fragment=fragment)

    def _dead(self, base: str) -> str:
        made, number = base, 0
        while not self.ids.is_free(made):
            number += 1
            made = f"{base}-{number}"
        return made


def document_meant(outcome: Outcome) -> Document:
    """Return the note that a link opens: of several matches, the one with the place in it."""
    heading, subpath = outcome.heading, outcome.subpath
    for document in outcome.documents if len(outcome.documents) > 1 else ():
        if heading is not None:
            if any(heading is known for known in document.facts.headings):
                return document
        elif subpath.startswith("#^") and subpath[2:].strip().lower() in document.block_ids:
            return document
    return outcome.documents[0]


def is_in_brackets(link: Link, data: bytes) -> bool:
    """Return whether brackets of a wikilink are open before a link on its line.

    To the app they are text; written in another form, the link would be a part of theirs.
    """
    start = max(data.rfind(b"\n", 0, link.start), data.rfind(b"\r", 0, link.start)) + 1
    return data.rfind(b"[[", start, link.start) > data.rfind(b"]]", start, link.start)
