"""What a reader sees of a note before and after renames, except for the names of files."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

from vaultkit.changes.edits import edited
from vaultkit.links.syntax import base_name
from vaultkit.markdown.app_uri import is_app_uri
from vaultkit.markdown.facts import Link, Mark
from vaultkit.markdown.seen import CLOSE, INLINE, OPEN
from vaultkit.markdown.wikilink import tidy
from vaultkit.rules.base.problem import Edit
from vaultkit.vault.notes.note import Document

_WIKILINK = re.compile(f"{OPEN}(!?)w [^{INLINE}]*{INLINE}[^{CLOSE}]*{CLOSE}")
_MARKDOWN = re.compile(f"{OPEN}(!?)m [^{INLINE}]*{INLINE}")
_NAMED = re.compile(
    f"({OPEN}!?m{INLINE}(?:[^{OPEN}{CLOSE}{INLINE}]*{INLINE})?)([^{OPEN}{CLOSE}]*){CLOSE}"
)


class Names:
    """The names of renamed files, before and after, which a link may have as its text."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Store the paths, old and new."""
        self._forms = frozenset(form for path in paths for form in _forms(path))

    def __contains__(self, text: str | None) -> bool:
        """Return whether a text is one of these names."""
        return text in self._forms

    def masked(self, seen: str) -> str:
        """Return what is seen without the targets of links, and without texts that are names."""
        seen = _WIKILINK.sub(rf"{OPEN}\1w{CLOSE}", seen)
        seen = _MARKDOWN.sub(rf"{OPEN}\1m{INLINE}", seen)
        return _NAMED.sub(
            lambda found: f"{found[1]}{CLOSE}" if self._may_differ(found[2]) else found[0], seen
        )

    def _may_differ(self, text: str) -> bool:
        """Return whether a link's text may be another one then: a name, or its own address."""
        return text in self._forms or is_app_uri(text)


class OwnTexts:
    """The texts of a note's links without the links and tags in them, which are checked alone."""

    def __init__(self, document: Document) -> None:
        """Store the note."""
        self._facts = document.facts

    def own(self, link: Link) -> bytes | None:
        """Return what is the link's own of its text."""
        if link.text is None:
            return None
        text, start = link.text.encode(), link.start + 1 + link.embed
        cut: list[Edit] = []
        begun = bisect_left(self._items, start, key=_start)
        ended = bisect_right(self._items, start + len(text), lo=begun, key=_start)
        for inner in self._items[begun:ended]:
            first, last = inner.start - start, inner.end - start
            if first >= (cut[-1].end if cut else 0) and last <= len(text):
                cut.append(Edit("", first, last, b""))
        return edited(text, cut)

    @cached_property
    def _items(self) -> list[Link | Mark]:
        return sorted([*self._facts.links, *self._facts.tags], key=_start)


def _start(item: Link | Mark) -> int:
    return item.start


def _forms(path: str) -> tuple[str, ...]:
    """Return what a text may be that is a file's name; as it is written and in NFC."""
    plain = base_name(path), path, path.removesuffix(".md")
    return (*plain, *map(tidy, plain), path.rpartition("/")[2].removesuffix(".md"))
