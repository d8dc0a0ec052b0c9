"""All references follow: what to write again so that each leads where it led.

The wanted change (files under new names, a heading or tags written again) is made in memory first;
then every reference of the vault is resolved again, and those that no longer lead to the same file
and heading are rewritten, until all do. What cannot be, or what would change the meaning of a
reference that has nothing to do with it, prevents the rename, and then nothing is done.

It is one file because each pass over the links depends on what the pass before it wrote.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from vaultkit.changes.edits import edited
from vaultkit.changes.file_change import FileChange
from vaultkit.errors import TreeError
from vaultkit.links.references import Form, Reference, moved, referring_files
from vaultkit.links.references import references as references_in
from vaultkit.links.rewrite import LinkRewriter
from vaultkit.links.syntax import RenamedTarget, is_vague_then
from vaultkit.links.targets import LinkTarget, TargetFinder
from vaultkit.progress import Progress, silent, with_progress
from vaultkit.rename.outdated_names import is_dated
from vaultkit.rename.request import Wanted, changes_of, checked_source, vault_after
from vaultkit.report.formats.renames import ReportedReference
from vaultkit.rules.base.problem import Edit
from vaultkit.vault.resolver.outcome import State
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import quoted_list, shown_name

_MOST_PASSES = 6
_READ_OTHERWISE = (
    "would be read as a comment, code or maths with the new name in it; choose another "
    "name, or put it on a line of its own first"
)
_LINE_END = re.compile(r"[ \t]*[\r\n]+[ \t>]*")


@dataclass(slots=True)
class Followed:
    """The result of rewriting references.

    ``changes`` are the changed files, by path; ``edits`` all edits for that; ``rewrites`` the
    rewritten references with their new text, ``made`` the same with the edits of each;
    ``now_resolving`` links that were broken and now open something; ``not_rewritten`` those that
    cannot be written so that they lead where they should, and are not real links or can wait;
    ``outside`` those outside the vault's folder, which are not written and will lead elsewhere;
    ``conflicts`` why it cannot be done.
    """

    before: Vault
    after: Vault
    wanted: Wanted
    edits: dict[str, list[Edit]]
    rewrites: list[ReportedReference]
    made: list[tuple[Reference, tuple[Edit, ...]]]
    now_resolving: list[ReportedReference]
    not_rewritten: list[Reference]
    outside: list[Reference]
    conflicts: list[ReportedReference]

    def changes(self) -> list[FileChange]:
        """Return what becomes of each file.

        Raises:
            TreeError: one cannot be read any more.
        """
        return list(changes_of(self.before, self.wanted.renames, self.edits).values())


def follow(before: Vault, wanted: Wanted, progress: Progress = silent) -> Followed:
    """Find out all that a change takes.

    Args:
        before: the vault.
        wanted: what is to be done.
        progress: told how far it is.

    Raises:
        TreeError: a file cannot be read.
    """
    return _Follower(before, wanted, {}, progress).run()


def follow_to(
    before: Vault,
    wanted: Wanted,
    aims: Mapping[tuple[str, int], RenamedTarget],
    progress: Progress = silent,
) -> Followed:
    """Do the same, and let some references lead elsewhere than they do.

    Args:
        before: the vault.
        wanted: what is to be done besides.
        aims: what references are to name, by their file and their number among its references.
        progress: told how far it is.

    Raises:
        TreeError: a file cannot be read.
    """
    return _Follower(before, wanted, aims, progress).run()


@dataclass(slots=True)
class _Pair:
    """One reference before and, in the vault as it is to be so far, after."""

    old: Reference
    new: Reference
    wanted: LinkTarget


class _Follower:
    def __init__(
        self,
        before: Vault,
        wanted: Wanted,
        aims: Mapping[tuple[str, int], RenamedTarget],
        progress: Progress,
    ) -> None:
        self.before = before
        self.wanted = wanted
        self.aims = aims
        self.renames = dict(wanted.renames)
        self.moves = {**wanted.folders, **self.renames}
        self.files = frozenset(before.files)
        self.target_finder = TargetFinder(before)
        self.progress = progress
        self.referring = {path: self._references(before, path) for path in referring_files(before)}
        step = progress("following links")
        self.link_target = {
            path: [self.target_finder.link_target(reference) for reference in found]
            for path, found in with_progress(self.referring.items(), len(self.referring), step)
        }
        self.made: dict[tuple[str, int], tuple[Edit, ...]] = {}
        self.new_text: dict[tuple[str, int], str] = {}
        self.conflicts: list[ReportedReference] = []
        self.now_resolving: list[ReportedReference] = []
        self.checked: set[str] = set()
        self.not_rewritten: list[Reference] = []
        self.outside: list[Reference] = []
        self.is_outside = cache(before.tree.is_outside)

    def run(self) -> Followed:
        after = self._after()
        for _ in range(_MOST_PASSES):
            known = len(self.made), dict(self.made)
            self.conflicts, self.now_resolving, self.not_rewritten, self.outside = [], [], [], []
            self._look(after)
            if known == (len(self.made), self.made):
                break
            after = self._after()
        keys = sorted(self.made, key=lambda key: (key[0], self._reference(key).start))
        self._refuse_overlaps()
        rewrites = [self._place(self._reference(key), self.new_text[key]) for key in keys]
        return Followed(
            self.before,
            after,
            self.wanted,
            self._edits(),
            rewrites,
            [(self._reference(key), self.made[key]) for key in keys],
            self.now_resolving,
            self.not_rewritten,
            self.outside,
            self.conflicts,
        )

    def _reference(self, key: tuple[str, int]) -> Reference:
        return self.referring[key[0]][key[1]]

    def _references(self, vault: Vault, path: str) -> list[Reference]:
        try:
            return references_in(vault, path)
        except TreeError:
            return []

    def _refuse_overlaps(self) -> None:
        """Find references that would have to be rewritten where others would have to be."""
        overlapping = {
            second
            for edits in self._edits().values()
            for first, second in pairwise(edits)
            if second.start < first.end
        }
        for key, edits in self.made.items() if overlapping else ():
            if not overlapping.isdisjoint(edits):
                self._add_conflict(
                    self._reference(key), "begins within another link; edit one of them by hand"
                )

    def _edits(self) -> dict[str, list[Edit]]:
        found = {path: dict.fromkeys(edits) for path, edits in self.wanted.edits.items()}
        for (path, _), edits in self.made.items():
            found.setdefault(path, {}).update(dict.fromkeys(edits))
        return {path: sorted(edits, key=lambda edit: edit.start) for path, edits in found.items()}

    def _after(self) -> Vault:
        return vault_after(self.before, self.renames, self._edits(), self.wanted.folders)

    def _look(self, after: Vault) -> None:
        """Look where every reference leads now, and write again what does not lead where it led."""
        target_finder, link_rewriter = TargetFinder(after), LinkRewriter(self.before, after)
        touched = {*self.renames, *self.wanted.edits, *(path for path, _ in self.made)}
        step = self.progress("checking where links will lead")
        for path, olds in with_progress(self.referring.items(), len(self.referring), step):
            there = self.renames.get(path, path)
            news = self._references(after, there) if path in touched else olds
            pairs = self._pairs(path, olds, news, there)
            if pairs is None:
                self.conflicts.append(ReportedReference(path, 1, 1, "", _READ_OTHERWISE))
                continue
            for number, pair in pairs:
                self._check(number, pair, target_finder, link_rewriter)

    def _pairs(
        self, path: str, olds: list[Reference], news: list[Reference], there: str
    ) -> list[tuple[int, _Pair]] | None:
        replaced = self.wanted.replaced.get(path)
        numbers = [
            number
            for number, old in enumerate(olds)
            if replaced is None or not replaced[0] <= old.start < replaced[1]
        ]
        if replaced is not None:
            grown = sum(
                len(edit.new) - (edit.end - edit.start)
                for edit in self._edits()[path]
                if replaced[0] <= edit.start and edit.end <= replaced[1]
            )
            before = sum(
                len(edit.new) - (edit.end - edit.start)
                for edit in self._edits()[path]
                if edit.end <= replaced[0]
            )
            start, end = replaced[0] + before, replaced[1] + before + grown
            news = [new for new in news if not start <= new.start < end]
        if len(numbers) != len(news):
            return None
        return [
            (
                number,
                _Pair(
                    olds[number],
                    moved(new, there),
                    self.link_target[path][number].mapped(self.moves),
                ),
            )
            for number, new in zip(numbers, news, strict=True)
        ]

    def _check(
        self, number: int, pair: _Pair, target_finder: TargetFinder, link_rewriter: LinkRewriter
    ) -> None:
        was = self.link_target[pair.old.path][number]
        now = target_finder.link_target(pair.new)
        key = pair.old.path, number
        if _kind(pair.old) != _kind(pair.new):
            self._add_conflict(pair.old, _READ_OTHERWISE)
            return
        renamed_target = self.aims.get(key)
        if renamed_target is not None and self.is_outside(pair.old.path):
            self.outside.append(pair.old)
            return
        if renamed_target is not None:
            is_text = self.before.source(pair.old.path).invalid_at is None
            done = key in self.made or (
                is_text and self._write(key, pair, renamed_target, target_finder, link_rewriter)
            )
            if not done and now.files != (renamed_target.new,):
                self.not_rewritten.append(pair.old)
            return
        if was.state is State.EXTERNAL:
            if now.state is not State.EXTERNAL:
                self._add_conflict(pair.old, "is not a link into the vault, and would become one")
            return
        if was.is_nowhere:
            if now.state is State.EXTERNAL:
                said = "leads nowhere, and would lead out of the vault; fix or remove it first"
                self._add_conflict(pair.old, said)
            elif not now.is_nowhere:
                self._wake(pair.old, now)
            return
        if len(was.files) != 1:
            if not now.fulfils(pair.wanted) and self.is_outside(pair.old.path):
                self.outside.append(pair.old)
            elif not now.fulfils(pair.wanted):
                names = quoted_list([shown_name(path) for path in was.files] or ["a folder"])
                self._add_conflict(pair.old, f"matches {names}; write the whole path first")
            return
        (file,) = was.files
        known = self.made.get(key)
        everywhere = known is None or now.fulfils(pair.wanted)
        fulfilled = now.fulfils(pair.wanted, everywhere=everywhere)
        vague = self._is_vague(pair, file, link_rewriter.after)
        if fulfilled and (known is not None or not (vague or self._is_dated(pair, file))):
            if was.state is not now.state:
                self._wake(pair.old, now)
            return
        if self.is_outside(pair.old.path):
            if not fulfilled:
                self.outside.append(pair.old)
            return
        source_moves = pair.old.path in self.renames
        same_file = tuple(sorted(now.files)) == pair.wanted.files
        if not (source_moves or file in self.moves or same_file):
            elsewhere = quoted_list([shown_name(path) for path in now.files] or ["nothing"])
            said = f'leads to "{shown_name(file)}" and would lead to {elsewhere}'
            self._add_conflict(pair.old, said)
            return
        if self.before.source(pair.old.path).invalid_at is not None:
            self._add_conflict(pair.old, "is in a note that is not UTF-8; save it as UTF-8 first")
            return
        renamed_target = RenamedTarget(file, pair.wanted.files[0], pair.wanted.heading)
        if self._write(key, pair, renamed_target, target_finder, link_rewriter) or now.fulfils(
            pair.wanted, everywhere=False
        ):
            return
        if pair.old.form in (Form.UNQUOTED, Form.BASE):
            self.not_rewritten.append(pair.old)
        else:
            self._add_conflict(pair.old, f'could not be written so that it leads to "{file}"')

    def _is_dated(self, pair: _Pair, file: str) -> bool:
        if file not in self.files:
            return False  # a folder, or hidden: what leads there is right as it is
        return is_dated(pair.old, pair.new.path, file, self.renames, self.before)

    def _is_vague(self, pair: _Pair, file: str, after: Vault) -> bool:
        """Return whether a link names by its text alone a heading that another one is called by."""
        number = pair.wanted.heading
        if file not in self.wanted.replaced or number is None or pair.wanted.forge is not None:
            return False
        if self.before.source(pair.old.path).invalid_at is not None:
            return False  # it cannot be written, and opens what it opened
        was, now = self.before.documents.get(file), after.documents.get(pair.wanted.files[0])
        return is_vague_then(was, now, pair.old.link, number)

    def _write(
        self,
        key: tuple[str, int],
        pair: _Pair,
        renamed_target: RenamedTarget,
        target_finder: TargetFinder,
        link_rewriter: LinkRewriter,
    ) -> bool:
        if pair.old.path not in self.checked:
            checked_source(self.before, pair.old.path)
            self.checked.add(pair.old.path)
        aimed = key in self.aims
        second: tuple[Reference, tuple[Edit, ...]] | None = None
        for reference, edits in link_rewriter.spellings(pair.old, pair.new, renamed_target):
            link_target = target_finder.link_target(reference)
            if aimed:
                if link_target.files == (renamed_target.new,):
                    opened = (
                        link_target.forge is not None and link_target.forge[0] == renamed_target.new
                    )
                    second = second or (reference, edits)
                    if opened or not renamed_target.forge:
                        second = reference, edits
                        break
                continue
            if link_target.fulfils(pair.wanted):
                second = reference, edits
                break
            if second is None and link_target.fulfils(pair.wanted, everywhere=False):
                second = reference, edits
        if second is None:
            return False
        data = self.before.source(pair.old.path).data
        if all(data[edit.start : edit.end] == edit.new for edit in second[1]):
            return False
        self.made[key] = second[1]
        self.new_text[key] = _written_then(data, pair.old, second[1])
        return True

    def _wake(self, reference: Reference, now: LinkTarget) -> None:
        names = quoted_list([shown_name(path) for path in now.files])
        self.now_resolving.append(self._place(reference, f"leads to {names} now"))

    def _add_conflict(self, reference: Reference, said: str) -> None:
        self.conflicts.append(self._place(reference, said))

    def _place(self, reference: Reference, said: str) -> ReportedReference:
        return reported(self.before, reference, said)


def _kind(reference: Reference) -> tuple[object, ...]:
    link = reference.link
    return link.kind, link.embed, link.place


def _written_then(data: bytes, old: Reference, edits: tuple[Edit, ...]) -> str:
    """Return a reference as it is written then; of a card the path and the subpath."""
    if old.form is Form.CARD:
        return " ".join(edit.new.decode("utf-8", "replace") for edit in edits)
    within = [
        replace(edit, start=edit.start - old.start, end=edit.end - old.start) for edit in edits
    ]
    return _on_one_line(edited(data[old.start : old.end], within))


def reported(vault: Vault, reference: Reference, said: str) -> ReportedReference:
    """Return a reference for people, with what is to be said of it.

    Raises:
        TreeError: its file cannot be read.
    """
    source = vault.source(reference.path)
    written = _on_one_line(source.data[reference.start : reference.end])
    return ReportedReference(reference.path, *source.position(reference.start), written, said)


def _on_one_line(written: bytes) -> str:
    return _LINE_END.sub(" ", written.decode("utf-8", "replace"))
