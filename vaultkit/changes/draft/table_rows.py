"""Rows of tables in which a pipe takes links apart: a backslash before it makes them whole."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from vaultkit.changes.edits import edited
from vaultkit.changes.fix import Fix, LinkChange, RowChange, opened_by
from vaultkit.changes.proof.fixes import objection
from vaultkit.changes.proof.groups import sift
from vaultkit.markdown.cells import PartedRow, parted_rows
from vaultkit.markdown.facts import Link, LinkKind, Mark
from vaultkit.markdown.parser import parse
from vaultkit.markdown.seen import seen_link, seen_text, visible
from vaultkit.markdown.witness import witness_cells
from vaultkit.rules.base.problem import Applicability, Edit
from vaultkit.source import Source
from vaultkit.vault.notes.note import Document
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_filled_in_later

_MOST_NAMED = 3
_EVIDENCE = "the row then has as many cells as its header, and its links open existing files"
_PREFIX = b" \t>"


def escape_pipes(vault: Vault, document: Document, source: Source, rule: str) -> dict[int, Fix]:
    """Return the fixes of a note's rows by where each of the links in them starts.

    One fix escapes the pipes of all links of a row, since the number of its cells is the evidence.

    Args:
        vault: where the note is.
        document: the note.
        source: its text.
        rule: whose fixes they are.
    """
    found = list(_Drafts(vault, document, source, rule))
    passing, _ = sift([fix for _, fix in found], lambda some: objection(vault, some))
    passed = set(map(id, passing))
    return {link.start: fix for row, fix in found if id(fix) in passed for link in row.links}


class _Drafts:
    """The fixes of a note's rows, not yet proven."""

    def __init__(self, vault: Vault, document: Document, source: Source, rule: str) -> None:
        self.vault = vault
        self.document = document
        self.source = source
        self.rule = rule
        self.rows = [
            row
            for row in parted_rows(source.data, document.facts.parted_links)
            if _can_be_escaped(row, source.data)
        ]
        self.pipes = [pipe for row in self.rows for pipe in row.pipes(source.data)]
        self.backslashes = [pipe + number for number, pipe in enumerate(self.pipes)]
        self.edits = [Edit(document.path, pipe, pipe, b"\\") for pipe in self.pipes]

    def __iter__(self) -> Iterator[tuple[PartedRow, Fix]]:
        """Yield the rows with their fixes."""
        if not self.edits:
            return
        mark = self.source.raw[: len(self.source.raw) - len(self.source.data)]
        data = edited(self.source.data, self.edits)
        links = parse(Source(mark + data)).links
        links.sort(key=lambda link: link.start)
        old = {link.start for link in self.document.facts.links}
        for row in self.rows:
            there = slice(self._after(row.start), self._after(row.end))
            first, last = (
                bisect_left(links, place, key=lambda link: link.start)
                for place in (there.start, there.stop)
            )
            added = [
                (start, link)
                for link in links[first:last]
                if (start := self._before(link.start)) not in old
            ]
            fix = self._fix(row, data[there], added)
            if fix is not None:
                yield row, fix

    def _after(self, offset: int) -> int:
        """Return where a place is once the pipes are escaped."""
        return offset + bisect_left(self.pipes, offset)

    def _before(self, offset: int) -> int:
        """Return where a place lay before the pipes were escaped."""
        return offset - bisect_left(self.backslashes, offset)

    def _fix(self, row: PartedRow, written: bytes, added: list[tuple[int, Link]]) -> Fix | None:
        parted = {link.start: link.end for link in row.links}
        made = {start: link for start, link in added if start in parted}
        if any(
            start not in made
            or made[start].kind is not LinkKind.WIKILINK
            or made[start].end != self._after(end)
            for start, end in parted.items()
        ):
            return None
        path = self.document.path
        changes = [self._change(start, link, seen=start in parted) for start, link in added]
        before, after, wanted = (
            len(witness_cells(line.lstrip(_PREFIX)))
            for line in (self.source.data[row.start : row.end], written, row.header)
        )
        if before <= after:
            return None
        opens = all(change.opens for change in changes)
        safe = opens and after == wanted
        return Fix(
            self.rule,
            self._title(row),
            Applicability.SAFE if safe else Applicability.UNSAFE,
            tuple(self._edits_in(row.start, row.end)),
            tuple(changes),
            rows=(RowChange(path, row.start, row.end, before, after),),
            evidence=_EVIDENCE if safe else "",
        )

    def _change(self, start: int, link: Link, *, seen: bool) -> LinkChange:
        """Return the change of a link that is whole again, or no longer cut off."""
        opens = opened_by(self.vault.resolve(link, self.document))
        after = ""
        if seen:
            text = None if link.text is None else link.text.replace("\\|", "|")
            after = seen_link(link.target, wikilink=True, embed=link.embed)
            after += seen_text(visible(link.target, text))
        path = self.document.path
        return LinkChange(path, start, None, link.target, opens, "", after, in_row=True)

    def _title(self, row: PartedRow) -> str:
        if len(row.links) > _MOST_NAMED:
            return "put a backslash before each pipe in the links of the row"
        return f"write {' and '.join(map(self._escaped, row.links))}"

    def _edits_in(self, start: int, end: int) -> list[Edit]:
        return self.edits[bisect_left(self.pipes, start) : bisect_left(self.pipes, end)]

    def _escaped(self, link: Mark) -> str:
        """Return a link as it will stand."""
        within = [
            replace(edit, start=edit.start - link.start, end=edit.end - link.start)
            for edit in self._edits_in(link.start, link.end)
        ]
        return edited(self.source.data[link.start : link.end], within).decode()


def _can_be_escaped(row: PartedRow, data: bytes) -> bool:
    """Return whether it is certain which pipes lack a backslash, and nothing fills in the links."""
    written = data[row.start : row.end]
    return b"\\\\|" not in written and not any(is_filled_in_later(link.name) for link in row.links)
