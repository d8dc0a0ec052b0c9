"""Names of files that are mentioned where no link is: in properties, in HTML, and in code."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from vaultkit.errors import TreeError
from vaultkit.markdown.code import evaluated_code
from vaultkit.markdown.facts import Facts, LinkKind

if TYPE_CHECKING:
    from vaultkit.vault.vault import Vault

_SIGN = re.compile(r"[^\w.]")
_LONGEST_NAME = 255
_MOST_WORDS = 30
_GALLERY = "gallery"
_FOLDER_OF_GALLERY = re.compile(
    r"""(?mx) ^[ \t>]* path [ \t]*[:=][ \t]* ["']?(.*?)["']?[ \t\r]*$"""
)


def mentioned_files(vault: "Vault", names: dict[str, list[str]]) -> set[str]:
    """Return those files among some that are mentioned without a link.

    A block of code for a gallery shows all that the folder holds which it names.

    Args:
        vault: the vault.
        names: the files' paths by what a mention may call them, in lower case.
    """
    find = _Finder(names)
    found: set[str] = set()
    for path, document in vault.documents.items():
        for text in _texts(document.facts):
            found.update(find.named_in(text))
        for language, text in _code(vault, path):
            found.update(find.named_in(text))
            if _GALLERY in language:
                found.update(find.in_folders_of(text))
    return found


def _texts(facts: Facts) -> Iterator[str]:
    for item in facts.properties:
        yield from (value.text for value in item.values)
    yield from (link.target for link in facts.links if link.kind is not LinkKind.WIKILINK)
    yield from (mark.name for mark in facts.html_sources)


def _code(vault: "Vault", path: str) -> Iterator[tuple[str, str]]:
    """Yield the code of a note as text, with its language."""
    try:
        data = vault.source(path).data
    except TreeError:
        return
    for code in evaluated_code(data):
        yield code.language, data[code.start : code.end].decode("utf-8", "replace")


class _Finder:
    """Finds files by their names in texts."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self._names = names
        endings = {name.rpartition(".")[2] for name in names}
        some = "|".join(map(re.escape, sorted(endings, key=len, reverse=True)))
        self._ending = re.compile(rf"\.(?:{some})(?!\w)")

    def named_in(self, text: str) -> Iterator[str]:
        """Yield the files that a text names.

        A name may hold spaces and signs, so each word before an extension may be where it begins.
        """
        if "." not in text:
            return
        text = unquote(text).lower()
        for ending in self._ending.finditer(text):
            before = text[max(0, ending.start() - _LONGEST_NAME) : ending.end()]
            starts = [0, *(sign.end() for sign in _SIGN.finditer(before))]
            for start in starts[-_MOST_WORDS:]:
                yield from self._names.get(before[start:], ())

    def in_folders_of(self, text: str) -> Iterator[str]:
        """Yield the files in the folders that the code for a gallery names."""
        folders = [said[1].strip("/ ").lower() for said in _FOLDER_OF_GALLERY.finditer(text)]
        for path in self._paths() if folders else ():
            if any(not folder or path.lower().startswith(f"{folder}/") for folder in folders):
                yield path

    def _paths(self) -> Iterable[str]:
        return (path for paths in self._names.values() for path in paths)
