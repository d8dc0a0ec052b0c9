"""How a link is spelled: the target Obsidian would write, as a wikilink or a Markdown link.

Sections 9.3 and 3.5 of the reference. Nothing is believed here: what is spelled is resolved again
by whoever asks for it.
"""

import posixpath
import re
from collections.abc import Iterator

from vaultkit.links import percent_encoding
from vaultkit.markdown.facts import Heading
from vaultkit.markdown.unlinkable import IN_NAME
from vaultkit.markdown.url import HTTP_ADDRESS
from vaultkit.vault.notes.anchor import anchor_text, normal_form
from vaultkit.vault.notes.note import Document, rendered
from vaultkit.vault.notes.slug import split_id
from vaultkit.vault.resolver.dialect import Dialect
from vaultkit.vault.vault import Vault

_MARKUP = re.compile(r"[\\`*_\[\]<>&~=$!|^#\r\n]|%%|://|www\.")
NOT_IN_YAML = re.compile("[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML takes for no character, or some readers of it for the end of a line."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_FORGES = (Dialect.GITHUB, Dialect.BOTH, Dialect.EITHER)


def is_plain(text: str) -> bool:
    """Return whether a text means the same in a wikilink and in a Markdown link."""
    return bool(text) and text == text.strip() and not _MARKUP.search(text)


def is_one_address(address: str) -> bool:
    """Return whether blanks are all that is wrong with a web address, and not in its host.

    No other address, and no part of a title, is after a blank.
    """
    found = HTTP_ADDRESS.fullmatch(address)
    if found is None or found["rest"][:1] in ("", " "):
        return False
    return not any(sign in found["rest"] for sign in ("://", '"', "|"))


def is_utf8(name: str) -> bool:
    """Return whether a name can be written: it is none of bytes that are not UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def paths_to(vault: Vault, path: str, source: Document, *, wikilink: bool) -> Iterator[str]:
    """Yield the ways to name a file in a link, the one that the vault prefers first.

    Args:
        vault: where both lie; its settings say which form is preferred.
        path: the file to name.
        source: the note that the link is in.
        wikilink: whether the link will be a wikilink, which leaves ``.md`` out.
    """
    if not is_utf8(path) or (wikilink and IN_NAME.search(path)):
        return
    forge = vault.dialect(source.path) in _FORGES and not wikilink
    style = "relative" if forge else vault.settings.link_format
    name = path.rpartition("/")[2]
    relative = posixpath.relpath(path or ".", source.folder or ".")
    preferred = {"relative": relative, "absolute": path}.get(style, name)
    for form in dict.fromkeys([preferred, relative if forge else path]):
        if wikilink and form.lower().endswith(".md"):
            yield form[:-3]
        yield form


def anchors_to(
    vault: Vault, document: Document, heading: Heading, source: Document
) -> Iterator[str]:
    """Yield the subpaths (with ``#``) that may open a heading, the preferred one first.

    A heading that is not the only one of its text is named with the headings above it: a link by
    the text alone opens the first, and would make the others a duplicate-heading.
    """
    known = document.anchors_by_start.get(heading.start, [])
    if document.flattened:
        _, identifier = split_id(rendered(heading))
        yield from (f"#{anchor}" for anchor in dict.fromkeys([*filter(None, [identifier]), *known]))
        return
    slug = known[0]
    if vault.dialect(source.path) is Dialect.GITHUB:
        yield f"#{slug}"
        return
    chain: list[str] = []
    subpaths: list[str] = []
    for above in document.outline.trail(heading):
        chain.insert(0, anchor_text(above))
        if normal_form(chain[0]):
            subpaths.append("".join(f"#{part}" for part in chain))
    if document.outline.alike(heading.text) > 1:
        subpaths = [*subpaths[1:], *subpaths[:1]]
    yield from (*subpaths, f"#{slug}")


def as_url(path: str, subpath: str, *, in_property: bool = False) -> str | None:
    """Return a Markdown link's destination, or None where Obsidian would take it for an address.

    White space, ``%`` and what would end or escape the destination are encoded (section 9.3). That
    is what is read; what is to be written is the ``written_url`` of it.

    Args:
        path: the path, empty for the note itself.
        subpath: what follows it, with its ``#``.
        in_property: whether the link is a property, where a parenthesis ends it in any case.
    """
    url = percent_encoding.for_app(f"{path}{subpath}")
    if in_property or not _is_balanced(url):
        url = percent_encoding.parentheses(url)
    if ":" in url:
        if url.startswith("#"):
            return None
        url = url if url.startswith("../") else f"./{url}"
    return url


def written_url(url: str, *, in_property: bool = False) -> str:
    """Return what to write so that a destination is read, not an entity in it (``&amp;``).

    In a property there are no entities.
    """
    if in_property:
        return url
    return _ENTITY.sub("&amp;", url)


def _is_balanced(url: str) -> bool:
    """Return whether every parenthesis has its counterpart, so that none ends the link."""
    depth = 0
    for mark in url:
        depth += (mark == "(") - (mark == ")")
        if depth < 0:
            return False
    return depth == 0
