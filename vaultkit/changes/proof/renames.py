"""The proof: a vault before and after a move, held against each other, whoever made the edits.

Every link of the vault leads to the same file, under its new name, and to the same heading; every
edit is in something that refers to a file, or was asked for; nothing else differs: no byte
outside the edits, no word that the witness sees, no property, heading, tag, block id or footnote.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vaultkit.changes.edits import Shift, edited
from vaultkit.changes.proof.canvas_content import check_content
from vaultkit.changes.proof.comparisons import (
    RefusedError,
    check_bytes,
    check_headings,
    check_marks,
    outcomes_of,
    second_reading,
)
from vaultkit.changes.proof.declared_renames import Declared
from vaultkit.changes.proof.renamed_base import check_base
from vaultkit.changes.proof.renamed_properties import check_renamed_properties
from vaultkit.changes.proof.renamed_text import Names, OwnTexts
from vaultkit.links.definitions import definitions
from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.markdown.parser import parse
from vaultkit.markdown.spans import Stretches
from vaultkit.markdown.witness import witness, witness_properties
from vaultkit.progress import Progress, Step, silent, with_progress
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source
from vaultkit.vault.files.tree import OverlayTree
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.outcome import Outcome, State, heading_number
from vaultkit.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Fault:
    """What would differ in a file that was not declared, and in which line of it, from 1.

    ``path`` is empty where it is about which files there are, ``line`` is 0 where it is about a
    file as a whole.
    """

    path: str
    line: int
    reason: str


def prove(
    before: Vault, after: Vault, declared: Declared, progress: Progress = silent
) -> list[Fault]:
    """Return what differs that was not declared; nothing is as it should be.

    Args:
        before: the vault as it is.
        after: the vault as it would be.
        declared: what may differ.
        progress: receives progress updates.

    Raises:
        TreeError: a file cannot be read.
    """
    return _Proof(before, after, declared).run(progress("proving the change"))


class _Proof:
    def __init__(self, before: Vault, after: Vault, declared: Declared) -> None:
        self.before = before
        self.after = after
        self.declared = declared
        self.renames = declared.renames
        self.moves = {**declared.folders, **declared.renames}
        pairs = (*self.renames.items(), *declared.former.items())
        self.names = Names(path for pair in pairs for path in pair)

    def run(self, step: Step | None) -> list[Fault]:
        renames = self.renames
        kept = set(self.before.files) - renames.keys()
        if len(set(renames.values())) < len(renames) or kept & set(renames.values()):
            return [Fault("", 0, "two files would be one")]
        if set(self.after.files) != kept | set(renames.values()):
            return [Fault("", 0, "a file would be added or removed")]
        found = []
        for path in with_progress(self.before.files, len(self.before.files), step):
            try:
                self._check_file(path)
            except RefusedError as error:
                found.append(Fault(path, self._line(path, error.at), str(error)))
        return found

    def _line(self, path: str, at: int | None) -> int:
        """Return the line of an offset, or else of the first edit; 0 where there is neither."""
        edits = self.declared.edits.get(path, ())
        if at is None and edits:
            at = edits[0].start
        return 0 if at is None else self.before.source(path).position(at).line

    def _check_file(self, path: str) -> None:
        there = self.renames.get(path, path)
        edits = self.declared.edits.get(path, ())
        may_differ = not edits and (there != path or self._is_laid_over(path))
        if may_differ and self.before.tree.read(path) != self.after.tree.read(there):
            raise RefusedError("a file that the rename does not touch would change")
        if path in self.declared.left and not edits:
            return
        if edits:
            check_bytes(self.before.source(path), self.after.source(there), list(edits))
        old = self.before.documents.get(path)
        if old is not None:
            new = self.after.documents.get(there)
            if new is None:
                raise RefusedError("it would no longer be a note")
            if edits:
                self._check_note(old, new, edits)
            elif there == path and new.facts is not old.facts:
                raise RefusedError("a note that no one names would change")
            self._check_links(old, new)
        elif path.lower().endswith(".canvas"):
            self._check_canvas(path, there)
        elif edits:
            check_base(self.before, self.after, self.declared, path)

    def _is_laid_over(self, path: str) -> bool:
        """Return whether a file may differ from before: the tree below it is the same."""
        tree = self.after.tree
        while isinstance(tree, OverlayTree) and tree is not self.before.tree:
            if path in tree.files:
                return True
            tree = tree.below
        return tree is not self.before.tree

    def _check_note(self, old: Document, new: Document, edits: Sequence[Edit]) -> None:
        was, now = self.before.source(old.path).data, self.after.source(new.path).data
        asked = self.declared.asked.get(old.path, ())
        self._check_places(old, was, edits, asked)
        wanted = edited(was, asked) if asked else was
        if self.names.masked(witness(wanted)) != self.names.masked(witness(now)):
            raise RefusedError("what a reader sees would change beyond what was declared")
        base = parse(Source(wanted)) if asked else old.facts
        check_headings(old.facts.headings, base.headings, new.facts.headings, edits)
        check_marks(base, new.facts, {})
        if old.path not in self.declared.replaced:
            check_marks(old.facts, base, self.declared.tags)
        check_renamed_properties(old.facts.front_matter, new.facts.front_matter, edits)
        block = old.facts.front_matter
        if block is not None:
            seen = second_reading(was, block, edits)
            check_renamed_properties(seen, witness_properties(now), edits)

    def _check_places(
        self, old: Document, data: bytes, edits: Sequence[Edit], asked: Sequence[Edit]
    ) -> None:
        """Check that each edit is in something that refers to a file, or was asked for."""
        facts = old.facts
        places = [(link.start, link.end) for link in facts.links]
        if facts.front_matter is not None:
            places += [(item.start, item.end) for item in facts.front_matter.malformed_links]
        source = self.before.source(old.path)
        places += [(item.start, item.end) for item in definitions(source, facts)]
        places += [(edit.start, edit.end) for edit in asked]
        known = Stretches(places)
        if not all(known.hold(edit.start, edit.end) for edit in edits):
            raise RefusedError("an edit is outside of what refers to a file")
        if any(b"\n" in edit.new or b"\r" in edit.new for edit in edits):
            raise RefusedError("a line would be added")
        assert len(data) == facts.size

    def _check_links(self, old: Document, new: Document) -> None:
        """Compare where each link leads, and what else it says."""
        pairs = self._paired(old, new)
        outcomes = outcomes_of(self.before, old), outcomes_of(self.after, new)
        texts = OwnTexts(old), OwnTexts(new)
        for link, there in pairs:
            if (link.kind, link.embed, link.place) != (there.kind, there.embed, there.place):
                raise RefusedError(
                    f'the link to "{link.target}" would be of another kind', link.start
                )
            if (
                link.text != there.text
                and not all(text is None or text in self.names for text in (link.text, there.text))
                and texts[0].own(link) != texts[1].own(there)
            ):
                raise RefusedError(
                    f'the link to "{link.target}" would show something else', link.start
                )
            was, now = outcomes[0][id(link)], outcomes[1][id(there)]
            self._check_outcome(old.path, link, was, now)

    def _paired(self, old: Document, new: Document) -> list[tuple[Link, Link]]:
        olds, news = list(old.facts.links), list(new.facts.links)
        replaced = self.declared.replaced.get(old.path)
        if replaced is not None:
            start, end = replaced
            shift = Shift(self.declared.edits.get(old.path, ()))
            first, last = shift(start), shift(end)
            olds = [link for link in olds if not start <= link.start < end]
            news = [link for link in news if not first <= link.start < last]
        if len(olds) != len(news):
            raise RefusedError("a link would be added or removed")
        return list(zip(olds, news, strict=True))

    def _check_outcome(self, path: str, link: Link, was: Outcome, now: Outcome) -> None:
        expected = self.declared.expected.get((path, link.start))
        if expected is not None:
            if now.files != (expected,):
                raise RefusedError(
                    f'the link to "{link.target}" would not open "{expected}"', link.start
                )
            return
        if not was.files and was.opens_nothing_seen and (now.files or now.opens_nothing_seen):
            return
        if was.state is State.EXTERNAL and link.kind is LinkKind.REFERENCE:
            return  # the app opens none of these; its definition is checked by its place
        files = tuple(sorted(self.moves.get(file, file) for file in was.files))
        same = (was.state, files, heading_number(was)) == (
            now.state,
            tuple(sorted(now.files)),
            heading_number(now),
        )
        broken = was.state in (State.NO_HEADING, State.NO_BLOCK, State.UNSEEN)
        if not same and not (broken and files == tuple(sorted(now.files))):
            raise RefusedError(f'the link to "{link.target}" would lead elsewhere', link.start)

    def _check_canvas(self, path: str, there: str) -> None:
        """Compare two canvases as JSON, except for what refers to files, and where that leads."""
        canvases = self.before.canvas(path), self.after.canvas(there)
        if canvases[0].error != canvases[1].error:
            raise RefusedError("it would no longer be a canvas")
        if canvases[0].error is None and path in self.declared.edits:
            check_content(self.before.tree.read(path), self.after.tree.read(there))
        tags = [self.declared.tags.get(mark.name, mark.name) for mark in canvases[0].tags]
        if tags != [mark.name for mark in canvases[1].tags]:
            raise RefusedError("a tag would change beyond what was declared")
        for card, new in zip(canvases[0].cards, canvases[1].cards, strict=True):
            files = {self.renames.get(file, file) for file in self.before.index.twins(card.path)}
            expected = self.declared.expected.get((path, card.span.start))
            wanted = {expected} if expected is not None else files
            named = {self.declared.former.get(expected)} if expected is not None else wanted
            if files not in (wanted, named) and not (expected and not files):
                raise RefusedError(
                    "a card that shows something would show something else", card.span.start
                )
            if wanted and set(self.after.index.twins(new.path)) != wanted:
                raise RefusedError(f'a card would not show "{card.path}" any more', card.span.start)
        links = zip(
            self.before.canvas_outcomes(canvases[0]),
            self.after.canvas_outcomes(canvases[1]),
            strict=True,
        )
        for (link, was), (_, now) in links:
            self._check_outcome(path, link, was, now)
