"""From a remedy to a fix: the edits that carry it out in a note's text, and what they declare.

What changes the target of a link is in ``relink``, what changes properties, rows or headings in the
modules beside it.
"""

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cached_property, singledispatchmethod

from vaultkit.changes.draft import properties
from vaultkit.changes.draft.relink import Relinker, same_name
from vaultkit.changes.edits import edited
from vaultkit.changes.fix import Fix, LinkChange, Opens, opened_by
from vaultkit.links import percent_encoding
from vaultkit.links.write_link import (
    is_one_address,
    is_plain,
)
from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.markdown.headings import heading_text
from vaultkit.markdown.inline_link import end_of_text, write_inline_link
from vaultkit.markdown.seen import seen_link, seen_text
from vaultkit.markdown.url import HTTP_ADDRESS
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
from vaultkit.vault.resolver.outcome import State
from vaultkit.vault.vault import Vault

_SEEN_OTHERWISE = re.compile(r"([*`~]).*\1|(?<!\w)_.*_(?!\w)|\\[!-/:-@\[-`{-~]|&#?\w+;")


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
    def _relinker(self) -> Relinker:
        return Relinker(self.vault, self.document, self.source)

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
        if vault.unread and not same_name(name, remedy.path.rpartition("/")[2]):
            return True
        return vault.hidden.may_hold_name(name) or vault.hidden.may_hold_name(remedy.path)

    @singledispatchmethod
    def _draft(self, remedy: Remedy) -> Fix | None:
        raise NotImplementedError

    @_draft.register
    def _relink(self, remedy: Relink) -> Fix | None:
        return self._relinker.fix(remedy)

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
        url = percent_encoding.of_blanks(mark.name, is_address=address is not None)
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
