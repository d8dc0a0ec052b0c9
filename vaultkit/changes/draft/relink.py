"""The fix that changes the target of a link, in the style of the vault.

A fix is proven before it is offered: the changed link, read again, must open what it is meant to
open. If it cannot be written so that it does, there is no fix.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from vaultkit.changes.draft import properties
from vaultkit.changes.fix import Fix, LinkChange, Opens, opened_by
from vaultkit.links.write_link import (
    anchors_to,
    as_url,
    is_plain,
    paths_to,
    written_url,
)
from vaultkit.markdown.facts import Link, LinkKind, Place
from vaultkit.markdown.inline_link import read_inline_link, write_inline_link
from vaultkit.markdown.parser import parse_fragment
from vaultkit.markdown.seen import seen_link, seen_text, visible
from vaultkit.markdown.spans import SpanSet
from vaultkit.markdown.wikilink import write_wikilink
from vaultkit.rules.base.problem import Applicability, Edit
from vaultkit.rules.base.remedy import (
    Relink,
)
from vaultkit.source import Source
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.dialect import Dialect
from vaultkit.vault.vault import Vault

_LINE = rb"(?:\A|(?<=\n)|(?<=\r)(?!\n))"  # ``^``, after a lone carriage return as well
_TABLE_RULE = re.compile(
    rb"(?:\r\n|\n|\r)[ \t>]*(?=[^\r\n]*\|)[|:\- \t]*-[|:\- \t]*(?:\r\n|\n|\r|\Z)"
)
_BLANK = re.compile(_LINE + rb"[ \t>]*(?=[\r\n]|\Z)")


class Relinker:
    """Drafts the fixes of a file that change where links lead."""

    def __init__(self, vault: Vault, document: Document, source: Source) -> None:
        """Store the vault, the file and its text, which must be the one that was parsed."""
        self.vault = vault
        self.document = document
        self.source = source

    def fix(self, remedy: Relink) -> Fix | None:
        """Return the first way to write a link that opens what is meant, as a fix."""
        if remedy.link.kind in (LinkKind.REFERENCE, LinkKind.URI):
            return None
        for new, edit in self._ways_to_write(remedy):
            opens = self._opens(new, remedy)
            if opens is not None:
                return self._relinked(remedy, new, edit, opens)
        return None

    def _ways_to_write(self, remedy: Relink) -> Iterator[tuple[Link, Edit]]:
        """Yield the ways to write the link with the edit of each, the preferred one first."""
        wanted = self._wants_wikilink(remedy)
        kinds = [LinkKind.WIKILINK, LinkKind.MARKDOWN] if wanted else [LinkKind.MARKDOWN]
        if not wanted and remedy.link.kind is LinkKind.WIKILINK:
            kinds.append(LinkKind.WIKILINK)
        for kind in kinds:
            for path, subpath in self._targets(remedy, wikilink=kind is LinkKind.WIKILINK):
                written = (
                    self._wikilink(remedy, path, subpath)
                    if kind is LinkKind.WIKILINK
                    else self._markdown(remedy, path, subpath)
                )
                if written is not None:
                    yield written

    def _wants_wikilink(self, remedy: Relink) -> bool:
        link = remedy.link
        dialect = self.vault.dialect(self.document.path)
        if dialect in (Dialect.FLAT, Dialect.GITHUB, Dialect.BOTH):
            return link.kind is LinkKind.WIKILINK and dialect is not Dialect.FLAT
        if not remedy.restyle or link.embed or link.place is not Place.BODY:
            return link.kind is LinkKind.WIKILINK
        return not self.vault.settings.markdown_links

    def _targets(self, remedy: Relink, *, wikilink: bool) -> Iterator[tuple[str, str]]:
        """Yield the paths and subpaths that may name the target; the path is empty for the own."""
        document = self.vault.documents.get(remedy.path)
        own = document is self.document
        paths = [""] if own else paths_to(self.vault, remedy.path, self.document, wikilink=wikilink)
        for path in paths:
            if remedy.heading is not None and document is not None:
                found = anchors_to(self.vault, document, remedy.heading, self.document)
                for subpath in found:
                    yield path, subpath
            elif path or remedy.subpath:
                yield path, remedy.subpath
            else:
                yield from (
                    (form, "")
                    for form in paths_to(self.vault, remedy.path, self.document, wikilink=wikilink)
                )

    def _wikilink(self, remedy: Relink, path: str, subpath: str) -> tuple[Link, Edit] | None:
        link = remedy.link
        target = f"{path}{subpath}"
        text = self._text(remedy, path)
        if link.kind is LinkKind.WIKILINK:
            written = self.source.data[link.start : link.end].decode()
            if not written.startswith("![[" if link.embed else "[[") or "\n" in written:
                return None
            in_table = "\\|" in written or (link.text is None and link.start in self._tables)
        else:
            if _has_title(self.source, link):
                return None
            if text is None or not is_plain(text) or not _has_plain_text(remedy):
                return None
            in_table = link.start in self._tables
        is_embed = link.embed and link.kind is LinkKind.WIKILINK
        shown = None if text == target else text
        new = write_wikilink(target, shown, embed=is_embed, in_table=in_table)
        return self._read_again(link, new)

    def _markdown(self, remedy: Relink, path: str, subpath: str) -> tuple[Link, Edit] | None:
        link = remedy.link
        in_property = link.place is Place.PROPERTY
        url = as_url(path, subpath, in_property=in_property)
        if url is None:
            return None
        if link.kind is LinkKind.MARKDOWN and remedy.text is None:
            return self._new_destination(link, url)
        text = self._text(remedy, path)
        if text is None:
            text = visible(link.target, None)
        if not is_plain(text) or link.place is not Place.BODY or _has_title(self.source, link):
            return None
        if link.kind is LinkKind.MARKDOWN and not _has_plain_text(remedy):
            return None
        new = write_inline_link(text, written_url(url), embed=link.embed)
        return self._read_again(link, new)

    def _text(self, remedy: Relink, path: str) -> str | None:
        """Return the text that keeps what a reader sees; None where the target alone will do.

        A wikilink without text shows its target. Where only the folder, the case, the Unicode form
        or ``.md`` of that changes, the new target shows the same name; of a misspelt name, which is
        what an unsafe remedy fixes, nothing is kept.
        """
        link = remedy.link
        if remedy.text is not None:
            return remedy.text
        if link.text is not None or link.embed:
            return link.text
        old, new = (name.rpartition("/")[2] for name in (link.target.partition("#")[0], path))
        if remedy.heading is None and (not remedy.safe or same_name(old, new)):
            return None
        return visible(link.target, None)

    def _new_destination(self, link: Link, url: str) -> tuple[Link, Edit] | None:
        """Replace the destination of a Markdown link and leave all else as it is."""
        written = self.source.data[link.start : link.end]
        parts = read_inline_link(written)
        if parts is None:
            return None
        start, end = parts.destination
        new = written_url(url, in_property=link.place is Place.PROPERTY).encode()
        edit = Edit(self.document.path, link.start + start, link.start + end, new)
        return replace(link, target=url), edit

    def _read_again(self, link: Link, new: str) -> tuple[Link, Edit] | None:
        """Return the link as the parser reads it, unless it reads something else."""
        edit = Edit(self.document.path, link.start, link.end, new.encode())
        found = parse_fragment(new).links
        if len(found) != 1 or (found[0].start, found[0].end) != (0, len(edit.new)):
            return None
        if found[0].embed is not link.embed:
            return None
        return replace(found[0], start=link.start, end=link.end, place=link.place), edit

    def _opens(self, new: Link, remedy: Relink) -> Opens | None:
        """Return what the link opens as it will stand, or None where that is not what was meant."""
        outcome = self.vault.resolve(new, self.document)
        opens = opened_by(outcome)
        if opens is None or opens.path != remedy.path:
            return None
        if remedy.heading is not None and outcome.heading is not remedy.heading:
            return None
        hidden = self.vault.hidden
        if hidden and hidden.before(opens.path, outcome.linkpath, self.document.folder):
            return None
        return opens

    def _relinked(self, remedy: Relink, new: Link, edit: Edit, opens: Opens) -> Fix | None:
        """Return the fix that changes a link, with all that a reader may see of it declared."""
        old = remedy.link
        path = self.document.path
        in_property = old.place is Place.PROPERTY
        changes = properties.relinked(self.document, self.source, old, edit) if in_property else ()
        if changes is None:
            return None
        seen = "", ""
        if not in_property:
            whole = edit.start == old.start
            seen = _seen(old, whole=whole), _seen(new, whole=whole)
        unsure = (
            self.vault.dialect(path) is Dialect.EITHER
            and old.kind is LinkKind.MARKDOWN
            and old.target.partition("#")[2] != new.target.partition("#")[2]
        )
        return Fix(
            "",
            f"write {self._shown(old, edit)}",
            Applicability.SAFE if remedy.safe and not unsure else Applicability.UNSAFE,
            (edit,),
            (LinkChange(path, old.start, old.target, new.target, opens, *seen),),
            changes,
        )

    def _shown(self, link: Link, edit: Edit) -> str:
        """Return the link as it will stand."""
        data = self.source.data
        whole = data[link.start : edit.start] + edit.new + data[edit.end : link.end]
        return whole.decode()

    @cached_property
    def _tables(self) -> SpanSet:
        """Return where tables may stand, in which the pipe of a wikilink is escaped."""
        data = self.source.data
        spans = []
        seen = below = 0
        for rule in _TABLE_RULE.finditer(data):
            before = max(data.rfind(end, seen, rule.start()) for end in (b"\n", b"\r"))
            if below < rule.end():
                blank = _BLANK.search(data, rule.end())
                below = blank.start() if blank else len(data)
            spans.append((max(before + 1, seen), below))
            seen = rule.end()
        return SpanSet(spans)


def _seen(link: Link, *, whole: bool) -> str:
    """Return what the witness sees of a link: the mark of its beginning, or all of it."""
    wikilink = link.kind is LinkKind.WIKILINK
    mark = seen_link(link.target, wikilink=wikilink, embed=link.embed)
    shown = visible(link.target, link.text) if wikilink else (link.text or "")
    return mark + seen_text(shown) if whole else mark


def _has_plain_text(remedy: Relink) -> bool:
    """Return whether a Markdown link's text is seen as it is written.

    An export's text holds a target, a pipe and a text, which are seen as well.
    """
    marks = "|" if remedy.text is None else "|#^"
    return is_plain((remedy.link.text or "").translate(dict.fromkeys(map(ord, marks))))


def _has_title(source: Source, link: Link) -> bool:
    """Return whether a Markdown link has a title, which no wikilink can hold."""
    if link.kind is not LinkKind.MARKDOWN:
        return False
    parts = read_inline_link(source.data[link.start : link.end])
    return parts is None or parts.title is not None


def same_name(one: str, other: str) -> bool:
    """Return whether two names differ in nothing but case, Unicode form and ``.md``."""
    forms = [unicodedata.normalize("NFC", name).casefold() for name in (one, other)]
    while forms[0].endswith(".md"):
        forms[0] = forms[0][:-3]
    return forms[0] == forms[1].removesuffix(".md")
