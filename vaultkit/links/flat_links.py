"""The wikilink that a link within a flattened file stands for.

`unflatten` writes it, and `flatten` asks what will be written, so that it keeps the old spelling
only where that would be another one.
"""

import posixpath
from collections.abc import Iterable
from urllib.parse import unquote

from vaultkit.links.plain_text import as_path, as_text
from vaultkit.markdown.image_size import is_size
from vaultkit.markdown.inline_link import write_inline_link
from vaultkit.markdown.seen import visible
from vaultkit.markdown.unlinkable import IN_NAME, IN_TEXT
from vaultkit.markdown.wikilink import tidy, write_wikilink
from vaultkit.vault.files.file_index import FileIndex
from vaultkit.vault.notes.slug import slug

_DEEP = "/" + "-/" * 64


class LinkWriter:
    """Spells links between the notes of a vault."""

    def __init__(self, notes: Iterable[str]) -> None:
        """Store the paths of all notes."""
        self._index = FileIndex(notes)

    def knows(self, name: str, source: str) -> bool:
        """Return whether a name opens a note, seen from another."""
        folder = source[: source.rfind("/") + 1]
        return bool(tidy(name)) and bool(self._index.find(tidy(name), folder)[0])

    def to_note(
        self, text: str, path: str, anchor: str, source: str, *, in_table: bool = False
    ) -> str:
        """Return the link to a note, a heading (``#Heading``) or a block (``#^id``) of it.

        Args:
            text: what is between the brackets of the Markdown link.
            path: the note to open.
            anchor: what to open of it, or nothing.
            source: the note that the link is in.
            in_table: whether a pipe would end a cell.
        """
        folder = source[: source.rfind("/") + 1]
        plain = as_text(text)
        forms = [anchor] if anchor and path == source else self._forms(plain, path, anchor, folder)
        for target in forms:
            if visible(target, None) == plain:
                return write_wikilink(target)
        fits = plain.strip() and not IN_TEXT.search(plain)
        if forms and fits and not (in_table and "|" in plain):
            return write_wikilink(forms[0], plain, in_table=in_table)
        url = as_path(relative_to(path, folder))
        return write_inline_link(text, f"{url}{anchor[:1]}{as_path(anchor[1:])}")

    def _forms(self, plain: str, path: str, anchor: str, folder: str) -> list[str]:
        """Return the targets that open the place: by the note's name, its path, what is shown."""
        shown = plain.partition(" > ")[0] if anchor else plain
        names = (path.rpartition("/")[2][:-3], path[:-3], shown)
        return [f"{name}{anchor}" for name in names if self._opens(name, path, folder)]

    def _opens(self, name: str, path: str, folder: str) -> bool:
        if not name or _is_unlinkable(name) or name != tidy(name):
            return False
        return self._index.find(name, folder)[0] == (path,)


def to_nothing(text: str, fragment: str, *, in_table: bool = False) -> str | None:
    """Return the wikilink that leads nowhere whose slug a link carries, or None if there is none.

    An export that knew no texts made one slug of ``Note|text``.
    """
    plain = as_text(text)
    if slug(plain) != fragment or not plain.strip() or plain != tidy(plain):
        return None
    name, pipe, shown = plain.partition("|")
    if _is_unlinkable(name) or IN_TEXT.search(plain):
        return None
    if not pipe or name == shown:
        return write_wikilink(name)
    return write_wikilink(name, shown, in_table=in_table)


def to_file_link(
    text: str, path: str, fragment: str, folder: str, *, embed: bool, named: bool
) -> str:
    """Return the link to another file than a note.

    Args:
        text: what is between the brackets of the Markdown link.
        path: the file, from the vault's root; it may be outside.
        fragment: what follows the path, encoded.
        folder: that of the note that the link is in, with its slash.
        embed: whether it is an image.
        named: whether a link that shows the file's name may be a wikilink.
    """
    name = path.rpartition("/")[2] + unquote(fragment)
    if named and not path.startswith("../") and not IN_TEXT.search(name):
        plain = as_text(text)
        shown, pipe, size = plain.rpartition("|")
        if plain == visible(name, None):
            return write_wikilink(name, embed=embed)
        if embed and pipe and shown == visible(name, None) and is_size(size):
            return write_wikilink(name, size, embed=True)
    url = f"{as_path(relative_to(path, folder))}{fragment}"
    return write_inline_link(text, url, embed=embed)


def _is_unlinkable(name: str) -> bool:
    """Return whether no wikilink is written to a name; a backslash may end up before a pipe."""
    return "\\" in name or IN_NAME.search(name) is not None


def relative_to(path: str, folder: str) -> str:
    """Return a path as seen from a folder; both are seen from the same place."""
    return posixpath.relpath(f"{_DEEP}{path}", f"{_DEEP}{folder}")
