"""From a remedy to a fix: the edits that carry it out in a note's text, and what they declare.

A draft is proven before it is offered: the changed link, read again, must open what it is meant to
open. Whatever cannot be spelled so that it does has no fix.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, singledispatchmethod

from vaultkit.changes.draft import properties
from vaultkit.changes.edits import edited
from vaultkit.changes.fix import Fix, LinkChange, Opens, opened_by
from vaultkit.links import percent_escapes
from vaultkit.links.write_link import (
    anchors_to,
    as_url,
    is_one_address,
    is_plain,
    paths_to,
    written_url,
)
from vaultkit.markdown.facts import Link, LinkKind, Place
from vaultkit.markdown.headings import heading_text
from vaultkit.markdown.inline_link import end_of_text, read_inline_link, write_inline_link
from vaultkit.markdown.parser import parse_fragment
from vaultkit.markdown.seen import seen_link, seen_text, visible
from vaultkit.markdown.spans import SpanSet
from vaultkit.markdown.url import HTTP_ADDRESS
from vaultkit.markdown.wikilink import write_wikilink
from vaultkit.rules.base.problem import Applicability, Diagnostic, Edit
from vaultkit.rules.base.remedy import (
    DeleteNote,
    DropEntries,
    EncodeSpaces,
    EscapePipes,
    LiftBlock,
    QuoteLinks,
    Relink,
    Remedy,
    RenameProperty,
    SpaceHeading,
)
from vaultkit.source import Source
from vaultkit.vault.graph.outgoing import dead_forms
from vaultkit.vault.notes.anchor import normal_form
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.dialect import Dialect
from vaultkit.vault.resolver.outcome import State
from vaultkit.vault.vault import Vault

_LINE = rb"(?:\A|(?<=\n)|(?<=\r)(?!\n))"  # ``^``, after a lone carriage return as well
_TABLE_RULE = re.compile(
    rb"(?:\r\n|\n|\r)[ \t>]*(?=[^\r\n]*\|)[|:\- \t]*-[|:\- \t]*(?:\r\n|\n|\r|\Z)"
)
_SEEN_OTHERWISE = re.compile(r"([*`~]).*\1|(?<!\w)_.*_(?!\w)|\\[!-/:-@\[-`{-~]|&#?\w+;")
_BLANK = re.compile(_LINE + rb"[ \t>]*(?=[\r\n]|\Z)")


class Drafter:
    """Drafts the fixes of one file."""

    def __init__(self, vault: Vault, document: Document, source: Source) -> None:
        """Store the vault, the file and its text, which must be the one that was parsed."""
        self.vault = vault
        self.document = document
        self.source = source
        self._of_lists: dict[int, Fix | None] = {}
        self._of_note: dict[str, dict[int, Fix]] = {}

    @cached_property
    def is_outside(self) -> bool:
        """Return whether the file is outside the vault's folder, where nothing is written."""
        return self.vault.tree.is_outside(self.document.path)

    def draft(self, item: Diagnostic) -> Fix | None:
        """Return the fix of a finding, or None where it has none or none that is proven.

        Findings about entries of one list, or about links of one row, have one fix together.
        """
        remedy = item.problem.remedy
        if remedy is None or self.source.invalid_at is not None:
            return None
        if self.waits(remedy):
            return None
        if isinstance(remedy, EscapePipes | SpaceHeading):
            return self._fixes_of_note(remedy, item.rule).get(remedy.written.start)
        if not isinstance(remedy, DropEntries):
            return self._proven(remedy, item.rule)
        start = remedy.item.start
        if start not in self._of_lists:
            self._of_lists[start] = self._proven(remedy, item.rule)
        return self._of_lists[start]

    def shown(self, item: Diagnostic) -> str | None:
        """Return in words what a person may write, of a finding that shows it and has no fix."""
        meant = item.problem.shown
        if meant is None or self.source.invalid_at is not None:
            return None
        drafted = self._draft(meant)
        return drafted.title if drafted is not None else None

    def _proven(self, remedy: Remedy, rule: str) -> Fix | None:
        drafted = self._draft(remedy)
        if drafted is None:
            return None
        in_heading = self._heading_at(drafted.place[1]) if drafted.edits else None
        named_here = {link.opens for link in drafted.links if link.opens is not None}
        if in_heading in named_here or (in_heading and in_heading in self._named_headings):
            return None
        if in_heading is not None and not self.vault.is_seen_through:
            return None
        if in_heading is not None and self._wakes_a_link(in_heading, drafted):
            return None
        return replace(drafted, rule=rule, in_heading=in_heading)

    def _fixes_of_note(self, remedy: EscapePipes | SpaceHeading, rule: str) -> dict[int, Fix]:
        """Return all fixes of one kind by where each of what they change starts.

        They are drafted and proven together, since each proof reads the whole note.
        """
        if rule not in self._of_note:
            from vaultkit.changes.draft.heading_space import space_headings
            from vaultkit.changes.draft.table_rows import escape_pipes

            drafted = escape_pipes if isinstance(remedy, EscapePipes) else space_headings
            self._of_note[rule] = drafted(self.vault, self.document, self.source, rule)
        return self._of_note[rule]

    def waits(self, remedy: Remedy) -> bool:
        """Return whether a remedy rests on what is not there, while something cannot be seen.

        A link may have meant a file that is hidden, or a note that cannot be read by an alias of
        it; and such a note may link to any other.
        """
        vault = self.vault
        if isinstance(remedy, DeleteNote):
            return not vault.is_seen_through
        if not isinstance(remedy, Relink) or not (vault.hidden or vault.unread):
            return False
        outcome = vault.resolve(remedy.link, self.document)
        if remedy.path in outcome.files:
            return False
        name = outcome.linkpath.rpartition("/")[2]
        if vault.unread and not _same_name(name, remedy.path.rpartition("/")[2]):
            return True
        return vault.hidden.may_hold_name(name) or vault.hidden.may_hold_name(remedy.path)

    @singledispatchmethod
    def _draft(self, remedy: Remedy) -> Fix | None:
        raise NotImplementedError

    @_draft.register
    def _relink(self, remedy: Relink) -> Fix | None:
        link = remedy.link
        if link.kind in (LinkKind.REFERENCE, LinkKind.URI):
            return None
        for new, edit in self._spellings(remedy):
            opens = self._opens(new, remedy)
            if opens is not None:
                return self._relinked(remedy, new, edit, opens)
        return None

    @_draft.register
    def _encode(self, remedy: EncodeSpaces) -> Fix | None:
        mark = remedy.written
        written = self.source.data[mark.start : mark.end]
        embed = written.startswith(b"!")
        text = written[2 if embed else 1 : end_of_text(written)].decode()
        address = HTTP_ADDRESS.match(mark.name)
        if not (is_plain(text) or (address and embed and not text)):
            return None
        if _SEEN_OTHERWISE.search(mark.name) or (address and not is_one_address(mark.name)):
            return None
        url = percent_escapes.of_blanks(mark.name, is_address=address is not None)
        if written != write_inline_link(text, mark.name, embed=embed).encode():
            return None
        if self.source.data.startswith(b"#", mark.end):  # behind a link it would be a tag
            return None
        link = Link(LinkKind.MARKDOWN, embed, url, text, mark.start, mark.end)
        opens = None if address else opened_by(self.vault.resolve(link, self.document))
        if opens is None and not address:
            return None
        change = LinkChange(
            self.document.path,
            mark.start,
            None,
            url,
            opens,
            written.decode(),
            seen_link(url, wikilink=False, embed=embed) + seen_text(text),
            leads_out=address is not None,
        )
        new = write_inline_link(text, url, embed=embed)
        edit = Edit(self.document.path, mark.start, mark.end, new.encode())
        kind = Applicability.UNSAFE if address else Applicability.SAFE
        return Fix("", f"write ({url})", kind, (edit,), (change,))

    @_draft.register
    def _rename(self, remedy: RenameProperty) -> Fix | None:
        return properties.rename_property(self.document, self.source, remedy)

    @_draft.register
    def _drop(self, remedy: DropEntries) -> Fix | None:
        return properties.drop(self.document, self.source, remedy)

    @_draft.register
    def _quote(self, remedy: QuoteLinks) -> Fix | None:
        return properties.quote(self.vault, self.document, self.source, remedy)

    @_draft.register
    def _lift(self, remedy: LiftBlock) -> Fix | None:
        from vaultkit.changes.draft.misplaced_frontmatter import lift

        return lift(self.document, self.source, remedy)

    @_draft.register
    def _delete(self, remedy: DeleteNote) -> Fix | None:
        assert remedy.path == self.document.path
        note = self.document.notes[0]
        says_more = any(
            value.text for item in self.document.facts.properties for value in item.values
        )
        if self.document.flattened or says_more or not self.vault.incoming.is_orphan(note.key):
            return None
        return Fix("", "delete the note", Applicability.UNSAFE, deletes=(self.document.path,))

    def _heading_at(self, offset: int) -> Opens | None:
        """Return the heading that a place is in."""
        headings = self.document.facts.headings
        at = bisect_right(headings, offset, key=lambda heading: heading.start) - 1
        return Opens(self.document.path, at) if at >= 0 and offset < headings[at].end else None

    @cached_property
    def _named_headings(self) -> set[Opens]:
        """Return the headings of the file that others name, whose text must not change."""
        opened = self.vault.incoming.opened.get(self.document.path, ())
        return {Opens(self.document.path, number) for number in opened}

    def _wakes_a_link(self, opens: Opens, fix: Fix) -> bool:
        """Return whether a dead link elsewhere would open a heading by its new text."""
        assert opens.heading is not None
        heading = self.document.facts.headings[opens.heading]
        start = heading.start
        edits = [
            replace(edit, start=edit.start - start, end=edit.end - start) for edit in fix.edits
        ]
        new = normal_form(heading_text(edited(self.source.data[start : heading.end], edits)))
        if self.vault.incoming.is_missed(self.document.path, new):
            return True
        own = self._own_dead_anchors.get(new)
        return own is not None and (own[0] < start or own[-1] >= heading.end)

    @cached_property
    def _own_dead_anchors(self) -> dict[str, list[int]]:
        """Return what dead links of the file name as its headings, with their places in order."""
        found: dict[str, list[int]] = {}
        for note in self.document.notes:
            for link, outcome in self.vault.outcomes(note):
                if outcome.state is State.NO_HEADING and self.document.path in outcome.files:
                    for form in dead_forms(outcome):
                        found.setdefault(form, []).append(link.start)
        return found

    def _spellings(self, remedy: Relink) -> Iterator[tuple[Link, Edit]]:
        """Yield the ways to write the link again with the edit of each, the preferred one first."""
        wanted = self._wants_wikilink(remedy)
        kinds = [LinkKind.WIKILINK, LinkKind.MARKDOWN] if wanted else [LinkKind.MARKDOWN]
        if not wanted and remedy.link.kind is LinkKind.WIKILINK:
            kinds.append(LinkKind.WIKILINK)
        for kind in kinds:
            for path, subpath in self._targets(remedy, wikilink=kind is LinkKind.WIKILINK):
                spelled = (
                    self._wikilink(remedy, path, subpath)
                    if kind is LinkKind.WIKILINK
                    else self._markdown(remedy, path, subpath)
                )
                if spelled is not None:
                    yield spelled

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
        if remedy.heading is None and (not remedy.safe or _same_name(old, new)):
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


def _same_name(one: str, other: str) -> bool:
    forms = [unicodedata.normalize("NFC", name).casefold() for name in (one, other)]
    while forms[0].endswith(".md"):
        forms[0] = forms[0][:-3]
    return forms[0] == forms[1].removesuffix(".md")
