"""The names in a base: of files, folders and tags, where a formula surely means them.

A string in a base may be anything; only what is where a file, folder or tag must be is
taken for one. What else is the same string is left to people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.markdown.wikilink import TARGET

_STRING = r"""(?P<quote>\\?["'])(?P<text>[^"'\\\r\n]+)(?P=quote)"""
_FILE = re.compile(rf"\b(?:file|image)\(\s*{_STRING}")
_LINK = re.compile(
    r"""(?x) \b(?:link|hasLink|embed)\(\s*
      (?P<quote>\\?["']) (?P<text>[^"'\\\#\r\n]+) (?:\#[^"'\\\r\n]*)? (?P=quote)"""
)
_COMPARED = re.compile(rf"\bfile\.(?P<part>name|basename|path)\s*(?:==|!=)\s*{_STRING}")
_FOLDER = re.compile(rf"(?:\binFolder\(\s*|\bfile\.folder\s*(?:==|!=)\s*){_STRING}")
_TAGS = re.compile(r"(?:\bhasTag|\btags\.contains(?:Any|All)?)\((?P<arguments>[^()\r\n]*)\)")
_ANY_STRING = re.compile(_STRING)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a base: what it says, the bytes it is in, and what it is compared with.

    ``context`` is ``name``, ``basename`` or ``path`` where a part of each file is compared with it,
    else empty.
    """

    text: str
    start: int
    end: int
    context: str = ""


def names_of_files(data: bytes) -> list[Name]:
    """Return what surely names a file."""
    text = _Text(data)
    found = [text.name(match) for match in _FILE.finditer(text.said)]
    found += [text.name(match) for match in _LINK.finditer(text.said)]
    found += [text.name(match, match["part"]) for match in _COMPARED.finditer(text.said)]
    found += text.targets()
    return _in_order(found)


def names_of_folders(data: bytes) -> list[Name]:
    """Return what surely names a folder."""
    text = _Text(data)
    return [text.name(match) for match in _FOLDER.finditer(text.said)]


def names_of_tags(data: bytes) -> list[Name]:
    """Return what surely names a tag."""
    text = _Text(data)
    return [
        text.name(match)
        for call in _TAGS.finditer(text.said)
        for match in _ANY_STRING.finditer(text.said, *call.span("arguments"))
    ]


class _Text:
    """The text of a base, and where in its bytes a match is; the next one lies mostly behind."""

    def __init__(self, data: bytes) -> None:
        self.said = data.decode("utf-8", "replace")
        self._known = 0, 0

    def name(self, match: re.Match[str], context: str = "") -> Name:
        return self._at(match.start("text"), match["text"], context)

    def targets(self) -> Iterator[Name]:
        """Yield the paths in wikilinks."""
        for found in TARGET.finditer(self.said):
            if path := found["target"].partition("#")[0]:
                yield self._at(found.start("target"), path)

    def _at(self, first: int, text: str, context: str = "") -> Name:
        at, start = self._known
        if first < at:
            at = start = 0
        start += len(self.said[at:first].encode())
        self._known = first, start
        return Name(text, start, start + len(text.encode()), context)


def _in_order(names: list[Name]) -> list[Name]:
    return list({name.start: name for name in sorted(names, key=lambda name: name.start)}.values())
