"""The pipeline of a repair: check, draft, plan, apply, guard, again until nothing is left.

Nothing is written here; what comes out is the bytes that should be.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from vaultkit.changes.disputed import disputed_at
from vaultkit.changes.draft.draft import Drafter
from vaultkit.changes.edits import apply
from vaultkit.changes.file_change import FileChange
from vaultkit.changes.fix import Fix
from vaultkit.changes.proof.fixes import Refusal, guard, objection
from vaultkit.changes.proof.groups import LeftOut, sift
from vaultkit.config.settings import Settings
from vaultkit.errors import TreeError
from vaultkit.fix.plan import plan
from vaultkit.lint.check import diagnose
from vaultkit.lint.incomplete import count_waiting
from vaultkit.markdown.parser import parse
from vaultkit.progress import Progress, silent
from vaultkit.report.record import Done
from vaultkit.rules.base.problem import Applicability
from vaultkit.vault.notes.note import Document
from vaultkit.vault.vault import Vault

MOST_PASSES = 10
_MOST_PROOFS_OF_ALL = 64
"""Each follows every link of the vault."""
Ask = Callable[[Sequence[Fix], int, Vault], Collection[Fix]]
"""Takes fixes that go together, how many others wait, and the vault; returns those to make."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A fix that the guard did not let pass: the place and rule of its finding, and why."""

    path: str
    line: int
    rule: str
    reason: str


@dataclass(slots=True)
class Repair:
    """The outcome of repairing a vault.

    ``changes`` is what becomes of files, by path; ``done`` the fixes made, in order; ``refusals``
    those that the guard did not let pass; ``disputed`` the places, by file and line, of links that
    only some readers of Markdown take for one, so that no fix of them can be proven; ``moved`` the
    notes that changed while they were looked at; ``outside`` those with fixes that are not made,
    because they are outside the vault's folder; ``cycle`` the rules that undo each other;
    ``waiting`` counts the fixes that rest on what is not there, while something cannot be seen.
    """

    vault: Vault
    changes: dict[str, FileChange] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    refusals: list[Refused] = field(default_factory=list)
    disputed: list[tuple[str, int]] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    outside: dict[str, None] = field(default_factory=dict)
    cycle: tuple[str, ...] = ()
    waiting: int = 0
    passes: int = 0

    def leave(self, paths: Collection[str]) -> None:
        """Take some files back out of it: they could not be written and are as they were."""
        if not paths:
            return
        self.vault = self.vault.with_changes(
            {path: self.changes.pop(path).before for path in paths}
        )
        self.done = [item for item in self.done if item.path not in paths]


def repair(
    vault: Vault,
    settings: Settings,
    wanted: Callable[[str], bool] | None = None,
    *,
    named: Collection[str] = (),
    unsafe: bool = False,
    ask: Ask | None = None,
    progress: Progress = silent,
) -> Repair:
    """Find out what a vault would be with all its fixes made.

    Args:
        vault: what to repair.
        settings: which rules run, and how.
        wanted: says which paths may be changed; all when None.
        named: paths that were asked for one by one, which no exclusion spares.
        unsafe: whether to make unsafe fixes, too.
        ask: asked which fixes to make.
        progress: told of the work.
    """
    return _Repairer(settings, wanted, named, unsafe=unsafe, ask=ask, progress=progress).run(vault)


class _Repairer:
    def __init__(
        self,
        settings: Settings,
        wanted: Callable[[str], bool] | None,
        named: Collection[str],
        *,
        unsafe: bool,
        ask: Ask | None,
        progress: Progress,
    ) -> None:
        self.settings = settings
        self.wanted = wanted
        self.named = named
        self.unsafe = unsafe
        self.ask = ask
        self.progress = progress
        self.left: set[str] = set()
        self.declined: set[tuple[object, ...]] = set()

    def run(self, vault: Vault) -> Repair:
        result = Repair(vault)
        seen = {_state(result)}
        while result.passes < MOST_PASSES:
            fixes = self._chosen(result)
            if not fixes:
                break
            result.passes += 1
            made = len(result.done)
            self._make(fixes, result)
            state = _state(result)
            if state in seen and len(result.done) > made:
                result.cycle = tuple(dict.fromkeys(fix.rule for fix in fixes))
                break
            seen.add(state)
        if vault.is_seen_through and not vault.hidden:
            return result
        result.waiting = count_waiting(
            result.vault, self.settings, self.wanted, self.named, unsafe=self.unsafe
        )
        return result

    def _chosen(self, result: Repair) -> list[Fix]:
        """Return the fixes to make next: those that fit together, less what was declined."""
        fixes = list({id(fix): fix for fix in self._drafted(result)}.values())
        while True:
            due = [fix for fix in fixes if _key(fix) not in self.declined]
            planned = plan(due, self.left)
            if self.ask is None or not planned:
                return planned
            made = self.ask(planned, len(due) - len(planned), result.vault)
            declined = _without(planned, made)
            self.declined.update(map(_key, declined))
            accepted = _without(planned, declined)
            if accepted:
                return accepted

    def _drafted(self, result: Repair) -> Iterator[Fix]:
        vault = result.vault
        drafters: dict[str, Drafter | None] = {}
        step = self.progress("looking for fixes")
        for item in diagnose(vault, self.settings, self.wanted, named=self.named, step=step):
            document = vault.documents.get(item.path)
            if item.problem.remedy is None or not item.to_fix:
                continue
            if document is None or item.path in self.left:
                continue
            if item.path not in drafters:
                drafters[item.path] = self._drafter(result, document)
            drafter = drafters[item.path]
            fix = drafter.draft(item) if drafter else None
            if fix is None or not (self.unsafe or fix.applicability is Applicability.SAFE):
                continue
            if drafter and drafter.is_outside:
                result.outside[item.path] = None
                continue
            yield fix

    def _drafter(self, result: Repair, document: Document) -> Drafter | None:
        """Return the drafter of a note, unless the note is no longer the one that was checked."""
        try:
            source = result.vault.source(document.path, keep=True)
        except TreeError:
            source = None
        if source is None or parse(source) != document.facts:
            result.moved.append(document.path)
            self.left.add(document.path)
            return None
        return Drafter(result.vault, document, source)

    def _make(self, fixes: list[Fix], result: Repair) -> None:
        """Make the fixes that the guard lets pass; the others are left out and not tried again."""
        while fixes:
            changes, after, refusals = self._proven(fixes, result.vault)
            if not refusals:
                self._accept(fixes, changes, after, result)
                return
            blamed = {refusal.path for refusal in refusals}
            suspects = [fix for fix in fixes if not fix.paths.isdisjoint(blamed)] or fixes
            left_out = self._left_out(fixes, suspects, refusals, result.vault)
            for item in left_out:
                self._leave_out(item, result)
            fixes = _without(fixes, [item.fix for item in left_out])

    def _proven(
        self, fixes: list[Fix], vault: Vault
    ) -> tuple[dict[str, FileChange], Vault, list[Refusal]]:
        """Return what fixes change, the vault with them made, and what the guard has against it."""
        changes = apply(fixes, vault)
        after = vault.with_changes({path: change.after for path, change in changes.items()})
        return changes, after, guard(vault, after, fixes, self.progress("proving fixes"))

    def _left_out(
        self, fixes: list[Fix], suspects: list[Fix], refusals: list[Refusal], vault: Vault
    ) -> list[LeftOut]:
        """Return which of the suspects must be left out for the other fixes to pass."""
        by_file: dict[tuple[str, ...], list[Fix]] = {}
        for fix in suspects:
            by_file.setdefault(tuple(sorted(fix.paths)), []).append(fix)
        found = [
            item
            for own in by_file.values()
            for item in sift(own, lambda some: objection(vault, some))[1]
        ]
        if found:
            return found
        others = _without(fixes, suspects)

        def of_all(some: list[Fix]) -> str | None:
            refused = self._proven([*others, *some], vault)[2]
            return refused[0].reason if refused else None

        found = sift(suspects, of_all, _MOST_PROOFS_OF_ALL)[1]
        return found or [LeftOut(fix, refusals[0].reason) for fix in suspects]

    def _leave_out(self, item: LeftOut, result: Repair) -> None:
        """Record a fix that is not made: the guard refuses it, or readers disagree on its link."""
        self.declined.add(_key(item.fix))
        disputed = disputed_at(result.vault, item.fix)
        path, offset = disputed or item.fix.place
        line = result.vault.source(path).position(offset).line if offset else 1
        if disputed:
            result.disputed.append((path, line))
        else:
            result.refusals.append(Refused(path, line, item.fix.rule, item.reason))

    def _accept(
        self, fixes: list[Fix], changes: dict[str, FileChange], after: Vault, result: Repair
    ) -> None:
        for path, change in changes.items():
            first = result.changes.get(path, change)
            result.changes[path] = FileChange(path, first.before, change.after)
            if first.before == change.after:
                del result.changes[path]
        for fix in fixes:
            path, offset = fix.place
            line = result.vault.source(path).position(offset).line if offset else 1
            result.done.append(Done(path, line, fix.rule, fix.title, fix.applicability))
        result.vault = after


def proposed(fix: Fix, vault: Vault) -> list[FileChange]:
    """Return what one fix would change in a vault's files."""
    return list(apply([fix], vault).values())


def _without(fixes: list[Fix], others: Collection[Fix]) -> list[Fix]:
    known = {id(fix) for fix in others}
    return [fix for fix in fixes if id(fix) not in known]


def _key(fix: Fix) -> tuple[object, ...]:
    """Return what tells a fix again in the next pass, where offsets may have moved."""
    return fix.rule, fix.title, tuple(sorted(fix.paths))


def _state(result: Repair) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for path, change in sorted(result.changes.items()):
        data = change.after
        digest.update(path.encode("utf-8", "surrogatepass"))
        digest.update(b"\0gone" if data is None else b"\0" + hashlib.blake2b(data).digest())
    return digest.digest()
