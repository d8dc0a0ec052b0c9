"""The proof: a vault before and after a move, held against each other, whoever made the edits.

Every link of the vault leads to the same file, under its new name, and to the same heading; every
edit lies in something that refers to a file, or was asked for; nothing else differs: no byte
outside the edits, no word that the witness sees, no property, heading, tag, block id or footnote.
"""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from vaultkit.changes.edits import edited
from vaultkit.changes.proof.comparisons import (
    judge_marks,
    judge_properties,
    judge_structure,
    without_names,
)
from vaultkit.changes.proof.fixes import RefusedError, judge_bytes
from vaultkit.links.base_names import names_of_files, names_of_folders, names_of_tags
from vaultkit.links.definitions import definitions
from vaultkit.links.syntax import base_name
from vaultkit.markdown.app_uri import is_app_uri
from vaultkit.markdown.facts import Link, LinkKind, Mark
from vaultkit.markdown.parser import parse
from vaultkit.markdown.seen import CLOSE, INLINE, OPEN
from vaultkit.markdown.spans import Stretches
from vaultkit.markdown.wikilink import tidy
from vaultkit.markdown.witness import witness, witness_properties
from vaultkit.progress import Progress, Step, silent, with_progress
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source
from vaultkit.vault.files.tree import OverlayTree
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.outcome import Outcome, State, heading_number
from vaultkit.vault.vault import Vault

_WIKILINK = re.compile(f"{OPEN}(!?)w [^{INLINE}]*{INLINE}[^{CLOSE}]*{CLOSE}")
_MARKDOWN = re.compile(f"{OPEN}(!?)m [^{INLINE}]*{INLINE}")
_NAMED = re.compile(
    f"({OPEN}!?m{INLINE}(?:[^{OPEN}{CLOSE}{INLINE}]*{INLINE})?)([^{OPEN}{CLOSE}]*){CLOSE}"
)
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Declared:
    """All that may differ.

    ``renames`` are the new paths by the old, ``folders`` those of folders that move as a whole,
    ``edits`` all edits by old path, ``asked`` those among them that were asked for, ``replaced``
    where a heading is written anew, by path, and ``tags`` the new tags by the old. ``expected``
    says of links, by path and place, to which file they are to lead that they do not lead to yet,
    ``former`` what those files were called; ``left`` are files that stay as they are although their
    links lead elsewhere then.
    """

    renames: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, Sequence[Edit]] = field(default_factory=dict)
    asked: Mapping[str, Sequence[Edit]] = field(default_factory=dict)
    replaced: Mapping[str, _Span] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    expected: Mapping[tuple[str, int], str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()


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
        progress: told how far it is.

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
        self.names = frozenset(form for pair in pairs for path in pair for form in _forms(path))

    def run(self, step: Step | None) -> list[Fault]:
        renames = self.renames
        kept = set(self.before.files) - renames.keys()
        if len(set(renames.values())) < len(renames) or kept & set(renames.values()):
            return [Fault("", 0, "two files would be one")]
        if set(self.after.files) != kept | set(renames.values()):
            return [Fault("", 0, "a file would come or go")]
        found = []
        for path in with_progress(self.before.files, len(self.before.files), step):
            try:
                self._judge_file(path)
            except RefusedError as error:
                found.append(Fault(path, self._line(path, error.at), str(error)))
        return found

    def _line(self, path: str, at: int | None) -> int:
        """Return the line of an offset, or else of the first edit; 0 where there is neither."""
        edits = self.declared.edits.get(path, ())
        if at is None and edits:
            at = edits[0].start
        return 0 if at is None else self.before.source(path).position(at).line

    def _judge_file(self, path: str) -> None:
        there = self.renames.get(path, path)
        edits = self.declared.edits.get(path, ())
        may_differ = not edits and (there != path or self._is_laid_over(path))
        if may_differ and self.before.tree.read(path) != self.after.tree.read(there):
            raise RefusedError("a file would change that nobody changes")
        if path in self.declared.left and not edits:
            return
        if edits:
            judge_bytes(self.before.source(path), self.after.source(there), list(edits))
        old = self.before.documents.get(path)
        if old is not None:
            new = self.after.documents.get(there)
            if new is None:
                raise RefusedError("it would be no note any more")
            if edits:
                self._judge_note(old, new, edits)
            elif there == path and new.facts is not old.facts:
                raise RefusedError("a note that nobody names would change")
            self._judge_links(old, new)
        elif path.lower().endswith(".canvas"):
            self._judge_canvas(path, there)
        elif edits:
            self._judge_base(path, edits)

    def _is_laid_over(self, path: str) -> bool:
        """Return whether a file may differ from before: the tree below it is the same."""
        tree = self.after.tree
        while isinstance(tree, OverlayTree) and tree is not self.before.tree:
            if path in tree.files:
                return True
            tree = tree.below
        return tree is not self.before.tree

    def _judge_note(self, old: Document, new: Document, edits: Sequence[Edit]) -> None:
        was, now = self.before.source(old.path).data, self.after.source(new.path).data
        asked = self.declared.asked.get(old.path, ())
        self._judge_places(old, was, edits, asked)
        wanted = edited(was, asked) if asked else was
        if self._masked(witness(wanted)) != self._masked(witness(now)):
            raise RefusedError("what a reader sees would change otherwise than declared")
        base = parse(Source(wanted)) if asked else old.facts
        judge_structure(old.facts, base, new.facts, edits)
        if old.path not in self.declared.replaced:
            judge_marks(old.facts, base, self.declared.tags)
        judge_properties(old.facts.front_matter, new.facts.front_matter, edits)
        block = old.facts.front_matter
        if block is not None:
            seen = witness_properties(was)
            if seen is not None and seen.error and not block.error and edits[0].start < block.end:
                reason = "a second reader of YAML cannot read the front matter"
                raise RefusedError(reason, edits[0].start)
            judge_properties(seen, witness_properties(now), edits)

    def _judge_places(
        self, old: Document, data: bytes, edits: Sequence[Edit], asked: Sequence[Edit]
    ) -> None:
        """Look where the edits are: each in something that refers to a file, or asked for."""
        facts = old.facts
        places = [(link.start, link.end) for link in facts.links]
        if facts.front_matter is not None:
            places += [(item.start, item.end) for item in facts.front_matter.malformed_links]
        source = self.before.source(old.path)
        places += [(item.start, item.end) for item in definitions(source, facts)]
        places += [(edit.start, edit.end) for edit in asked]
        known = Stretches(places)
        if not all(known.hold(edit.start, edit.end) for edit in edits):
            raise RefusedError("an edit lies outside of what refers to a file")
        if any(b"\n" in edit.new or b"\r" in edit.new for edit in edits):
            raise RefusedError("a line would come about")
        assert len(data) == facts.size

    def _judge_links(self, old: Document, new: Document) -> None:
        """Compare where each link leads, and what else it says."""
        pairs = self._paired(old, new)
        outcomes = self._outcomes(self.before, old), self._outcomes(self.after, new)
        texts = _Texts(old), _Texts(new)
        for link, there in pairs:
            if (link.kind, link.embed, link.place) != (there.kind, there.embed, there.place):
                raise RefusedError(
                    f'the link to "{link.target}" would be of another kind', link.start
                )
            if (
                link.text != there.text
                and not {link.text, there.text} <= self.names | {None}
                and texts[0].own(link) != texts[1].own(there)
            ):
                raise RefusedError(
                    f'the link to "{link.target}" would show something else', link.start
                )
            was, now = outcomes[0][id(link)], outcomes[1][id(there)]
            self._judge_outcome(old.path, link, was, now)

    def _paired(self, old: Document, new: Document) -> list[tuple[Link, Link]]:
        olds, news = list(old.facts.links), list(new.facts.links)
        replaced = self.declared.replaced.get(old.path)
        if replaced is not None:
            start, end = replaced
            edits = self.declared.edits.get(old.path, ())
            first = start + _grown([edit for edit in edits if edit.end <= start])
            last = end + _grown([edit for edit in edits if edit.end <= end])
            olds = [link for link in olds if not start <= link.start < end]
            news = [link for link in news if not first <= link.start < last]
        if len(olds) != len(news):
            raise RefusedError("a link would come or go")
        return list(zip(olds, news, strict=True))

    def _outcomes(self, vault: Vault, document: Document) -> dict[int, Outcome]:
        return {
            id(link): outcome for note in document.notes for link, outcome in vault.outcomes(note)
        }

    def _judge_outcome(self, path: str, link: Link, was: Outcome, now: Outcome) -> None:
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
            return  # the app opens none of these; its definition is judged by its place
        files = tuple(sorted(self.moves.get(file, file) for file in was.files))
        same = (was.state, files, heading_number(was)) == (
            now.state,
            tuple(sorted(now.files)),
            heading_number(now),
        )
        broken = was.state in (State.NO_HEADING, State.NO_BLOCK, State.UNSEEN)
        if not same and not (broken and files == tuple(sorted(now.files))):
            raise RefusedError(f'the link to "{link.target}" would lead elsewhere', link.start)

    def _judge_canvas(self, path: str, there: str) -> None:
        """Compare two canvases as JSON, but for what refers to files, and where that leads."""
        canvases = self.before.canvas(path), self.after.canvas(there)
        if canvases[0].error != canvases[1].error:
            raise RefusedError("it would be no canvas any more")
        if canvases[0].error is None and path in self.declared.edits:
            trees = [
                json.loads(raw.decode("utf-8-sig"))
                for raw in (self.before.tree.read(path), self.after.tree.read(there))
            ]
            if without_names(trees[0]) != without_names(trees[1]):
                raise RefusedError("a card would change otherwise than declared")
        tags = [self.declared.tags.get(mark.name, mark.name) for mark in canvases[0].tags]
        if tags != [mark.name for mark in canvases[1].tags]:
            raise RefusedError("a tag would change otherwise than declared")
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
            self._judge_outcome(path, link, was, now)

    def _judge_base(self, path: str, edits: Sequence[Edit]) -> None:
        """Look at the names that change in a base: each names what it named."""
        data = self.before.source(path).data
        there = self.after.source(self.renames.get(path, path)).data
        files = {name.start: name for name in names_of_files(data)}
        others = {name.start for name in names_of_folders(data)}
        asked = frozenset(self.declared.asked.get(path, ()))
        others |= {name.start + name.text.startswith("#") for name in names_of_tags(data)}
        files_there = {name.start: name for name in names_of_files(there)}
        grown = 0
        for edit in edits:
            name = files.get(edit.start)
            if name is not None:
                after = files_there[edit.start + grown]
                was = self._named(self.before, name.text, name.context)
                now = self._named(self.after, after.text, name.context)
                expected = self.declared.expected.get((path, edit.start))
                wanted = [expected] if expected else [self.renames.get(file, file) for file in was]
                if now != wanted:
                    raise RefusedError(
                        f'"{after.text}" would not name what "{name.text}" names', edit.start
                    )
            elif edit.start not in others or edit not in asked:
                raise RefusedError("an edit lies outside of what refers to a file")
            grown += len(edit.new) - (edit.end - edit.start)

    def _named(self, vault: Vault, text: str, context: str) -> list[str]:
        if context == "path":
            return [path for path in vault.index.twins(text) if path == text]
        return list(vault.index.find(text.partition("#")[0].strip(), "")[0])

    def _masked(self, seen: str) -> str:
        """Return what is seen without the targets of links, and without texts that are names."""
        seen = _WIKILINK.sub(rf"{OPEN}\1w{CLOSE}", seen)
        seen = _MARKDOWN.sub(rf"{OPEN}\1m{INLINE}", seen)
        return _NAMED.sub(
            lambda found: f"{found[1]}{CLOSE}" if self._may_differ(found[2]) else found[0], seen
        )

    def _may_differ(self, text: str) -> bool:
        """Return whether a link's text may be another one then: a name, or its own address."""
        return text in self.names or is_app_uri(text)


class _Texts:
    """The texts of a note's links without the links and tags in them, which are judged alone."""

    def __init__(self, document: Document) -> None:
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


def _grown(edits: Sequence[Edit]) -> int:
    return sum(len(edit.new) - (edit.end - edit.start) for edit in edits)
