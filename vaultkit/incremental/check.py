"""A check that starts from what the last one found.

Nothing changed: the report is put together again, no note is looked at. Some notes changed: they
are judged anew, with those whose findings may follow from them. Anything else that a finding may
depend on changed (a file came or went, the settings, an alias): everything is judged anew.
"""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from vaultkit.diagnostic import Severity
from vaultkit.errors import TreeError
from vaultkit.incremental import ledger as ledgers
from vaultkit.incremental.asked import RecordingTree, content_digest, digest_of
from vaultkit.incremental.ledger import Head, Ledger, Unit
from vaultkit.index import cache as facts_cache
from vaultkit.index.cache import FactsCache, is_racy
from vaultkit.index.codec import encode as encode_facts
from vaultkit.linter import Judge, in_order, report_of
from vaultkit.markdown.facts import Facts, Scalar, ScalarKind
from vaultkit.markdown.parser import parse
from vaultkit.report import Finding, Report
from vaultkit.rule import VaultRule
from vaultkit.settings import Settings
from vaultkit.source import Source
from vaultkit.vault.dialect import Dialect
from vaultkit.vault.incoming import changed_targets
from vaultkit.vault.note import Document
from vaultkit.vault.outgoing import Outgoing
from vaultkit.vault.tree import Entry, Tree
from vaultkit.vault.vault import Progress, Remembered, Vault
from vaultkit.verdict import Judged, decode, encode

_FEW = 50
_MANY = 0.4
_NEVER = [0, 0, 0, 0]


@dataclass(frozen=True)
class Request:
    """What is asked of a check.

    ``key`` tells checks apart that may find other things in the same files. ``wanted`` says on
    which paths to report (all when None), ``named`` are those that no exclusion silences.
    """

    name: str
    key: str
    settings: Callable[[], Settings]
    wanted: Callable[[str], bool] | None = None
    named: Collection[str] = ()
    processes: int = 1
    progress: Progress | None = None


def check(
    tree: Tree, entries: Sequence[Entry], request: Request, cache: FactsCache, file: Path
) -> Report:
    """Check a vault, reusing what the ledger in a file says, and leave that up to date.

    Args:
        tree: where the files come from.
        entries: its files, in order of paths.
        request: what is asked.
        cache: the facts of notes as an earlier run left them.
        file: the ledger; it need not exist.

    Raises:
        VaultkitError: the settings cannot be used.
    """
    run = _Run(tree, entries, request, cache, file)
    ledger = ledgers.load(file, request.key) if run.size >= facts_cache.LEAST_BYTES else None
    if ledger is not None and run.still_holds(ledger):
        try:
            return run.from_ledger(ledger)
        except (_Unusable, TreeError):
            pass
    return run.anew()


class _Unusable(Exception):  # noqa: N818
    """What is kept does not tell which notes have to be judged anew."""


class _Run:
    def __init__(
        self,
        tree: Tree,
        entries: Sequence[Entry],
        request: Request,
        cache: FactsCache,
        file: Path,
    ) -> None:
        self.started_ns = time.time_ns()
        self.below = tree
        self.entries = entries
        self.request = request
        self.cache = cache
        self.file = file
        self.paths = [entry.path for entry in entries]
        self.size = sum(entry.size for entry in entries)

    @cached_property
    def tree(self) -> RecordingTree:
        return RecordingTree(self.below, self.entries)

    @cached_property
    def entry_at(self) -> dict[str, Entry]:
        return {entry.path: entry for entry in self.entries}

    def still_holds(self, ledger: Ledger) -> bool:
        """Say whether the files are the same ones, and all else that was asked is as it was."""
        if self.below.troubles or ledger.paths != self.paths:
            return False
        head = ledger.head
        return all(
            self.below.exists(path) is there for path, there in head.present.items()
        ) and all(
            _hex(content_digest(self.below, path)) == digest
            for path, digest in head.contents.items()
        )

    def from_ledger(self, ledger: Ledger) -> Report:
        """Give the report with as little work as can be.

        Raises:
            _Unusable: the ledger does not say enough.
            TreeError: a note that changed cannot be read.
        """
        touched = self.touched(ledger)
        wanted = self.reported(ledger)
        missing = [path for path in wanted if ledger.verdicts[path] is None]
        if touched or missing:
            _Update(self, ledger, touched).judge(wanted, missing)
        if ledger.changed:
            self.save_ledger(ledger)
        findings: list[Finding] = []
        suppressed = 0
        for path in wanted:
            verdict = ledger.verdicts[path]
            if verdict:
                judged = decode(verdict)
                findings += judged.findings
                suppressed += judged.suppressed
        head = ledger.head
        return Report(
            root=self.request.name,
            notes=head.notes,
            links=head.links,
            findings=in_order(findings),
            suppressed=suppressed,
            fail_on=Severity(head.fail_on),
            named=frozenset(head.named),
            files=len(self.paths),
            dialects=tuple(head.dialects),
        )

    def touched(self, ledger: Ledger) -> dict[str, bytes]:
        """Give the notes whose bytes have changed, with the new ones.

        Raises:
            _Unusable: a file has changed that is no note.
            TreeError: a file cannot be read any more.
        """
        found: dict[str, bytes] = {}
        for number, (path, stamp) in enumerate(zip(ledger.read, ledger.stamps, strict=True)):
            now = self.stamp(path)
            if now == stamp != _NEVER:
                continue
            data = self.below.read(path)
            digest = digest_of(data).hex()
            if now != stamp:
                ledger.stamps[number] = now
                ledger.changed = True
            if digest != ledger.digests[number]:
                if not path.lower().endswith(".md"):
                    raise _Unusable
                found[path] = data
        return found

    def stamp(self, path: str) -> list[int]:
        """Give what a file looks like from outside; zeros where that tells too little."""
        stamp = self.entry_at[path].stamp
        if stamp is None or is_racy(stamp, self.started_ns):
            return _NEVER
        return list(stamp)

    def reported(self, ledger: Ledger) -> list[str]:
        """Give the files on which findings are wanted."""
        wanted, named = self.request.wanted, frozenset(self.request.named)
        excluded = ledger.head.excluded
        return [
            path
            for path in ledger.verdicts
            if path in named or ((wanted is None or wanted(path)) and path not in excluded)
        ]

    def anew(self) -> Report:
        """Judge everything, and keep it."""
        settings = self.request.settings()
        vault = Vault(
            self.tree,
            settings.plan(),
            name=self.request.name,
            progress=self.request.progress,
            cache=self.cache,
            processes=self.request.processes,
            entries=self.entries,
        )
        judge = Judge(vault, settings)
        paths = judge.reported(self.request.wanted, self.request.named)
        judged = dict(judge.judge_all(paths, self.request.processes, self.tree))
        report = report_of(vault, settings, [judged[path] for path in paths])
        if self.size >= facts_cache.LEAST_BYTES and not report.troubles:
            self.keep(vault, judge, report, judged)
        return report

    def keep(
        self, vault: Vault, judge: Judge, report: Report, judged: Mapping[str, Judged]
    ) -> None:
        """Make a ledger of what was found."""
        if len(vault.digests) < len(vault.documents):
            return
        digests = {path: found.hex() for path, found in vault.digests.items()}
        contents: dict[str, str | None] = {}
        for path, found in self.tree.contents.items():
            if path in self.entry_at and found is not None:
                digests[path] = found.hex()
            else:
                contents[path] = _hex(found)
        units = _units(vault, judged)
        partial = bool(units) and not any(
            isinstance(rule, VaultRule) for rule in judge.settings.rules
        )
        head = Head(
            present=self.tree.present,
            contents=contents,
            notes=report.notes,
            links=report.links,
            fail_on=str(report.fail_on),
            named=sorted(report.named),
            dialects=list(report.dialects),
            references=sorted(vault.base_references) if partial else [],
            excluded={path for path in judge.paths if judge.is_excluded(path)},
            partial=partial,
        )
        read = [path for path in self.paths if path in digests]
        verdicts = {path: encode(judged[path]) if path in judged else None for path in judge.paths}
        stamps = [self.stamp(path) for path in read]
        ledger = Ledger(head, self.paths, read, stamps, [digests[path] for path in read], verdicts)
        ledger.units = units if partial else {}
        self.save_ledger(ledger)

    def save_ledger(self, ledger: Ledger) -> None:
        """Write a ledger, unless what was checked lies in nobody's files."""
        if any(entry.stamp is None for entry in self.entries):
            return
        most = self.size - self.cache.size
        trouble = ledgers.save(self.file, self.request.key, ledger, most)
        if trouble is not None:
            self.cache.troubles.append(trouble)


class _Update:
    """Notes that have changed since a ledger was written, and what follows from that."""

    def __init__(self, run: _Run, ledger: Ledger, touched: dict[str, bytes]) -> None:
        if not ledger.head.partial:
            raise _Unusable
        self.run = run
        self.ledger = ledger
        self.touched = touched
        self.digests = dict(zip(ledger.read, ledger.digests, strict=True))
        self.settings = run.request.settings()
        run.cache.open(run.size)
        self.facts = {path: parse(Source(data)) for path, data in touched.items()}

    def judge(self, wanted: Collection[str], missing: Iterable[str]) -> None:
        """Bring the ledger up to date.

        Args:
            wanted: the files whose verdicts are asked for.
            missing: those of them that have none yet.
        """
        units = self.ledger.units
        linked_anew = self.linked_anew()
        vault = self.vault(linked_anew)
        judged_anew = {*linked_anew, *missing}
        links = 0
        for path in linked_anew:
            before, after = units[path].outgoing, vault.outgoing_from(path)
            links += after.links - before.links
            for place in changed_targets(before, after):
                judged_anew.add(place if isinstance(place, str) else place[0])
        judged_anew.update(
            path for path, unit in units.items() if not self.touched.keys().isdisjoint(unit.related)
        )
        if len(judged_anew) > max(_FEW, _MANY * len(units)):
            raise _Unusable
        judge = Judge(vault, self.settings)
        asked = frozenset(wanted)
        for path in judged_anew:
            self.ledger.verdicts[path] = None
            if path in asked:
                verdict = judge.judge(path)
                self.ledger.verdicts[path] = encode(verdict)
                _add_verdict(units[path], verdict)
        for path in linked_anew:
            units[path].outgoing = vault.outgoing_from(path)
        if vault.tree.troubles or vault.unread:
            raise _Unusable
        self.ledger.head.links += links
        self.ledger.head.present |= self.run.tree.present
        self.ledger.changed = True
        self.keep_facts()

    def linked_anew(self) -> set[str]:
        """Give the files whose links have to be resolved anew.

        Raises:
            _Unusable: all have to be.
        """
        found = set(self.touched)
        changed: set[str] = set()
        for path in self.touched:
            before = self.run.cache.facts_of(bytes.fromhex(self.digests[path]))
            if before is None or self.facts[path].unreadable or before.unreadable:
                raise _Unusable
            one = Document(path, before, flattened=False)
            other = Document(path, self.facts[path], flattened=False)
            if [item.text for item in one.aliases] != [item.text for item in other.aliases]:
                raise _Unusable
            if one.anchors != other.anchors:
                changed.add(path)
        if changed:
            found.update(path for path, unit in self.ledger.units.items() if unit.looks_at(changed))
        return found

    def vault(self, linked_anew: set[str]) -> Vault:
        """Give the vault as it is now, of whose notes most are read only when asked about."""
        documents: dict[str, Document] = {}
        outgoing: dict[str, Outgoing] = {}
        for path, unit in self.ledger.units.items():
            if path not in linked_anew:
                outgoing[path] = unit.outgoing
            if path in self.facts:
                documents[path] = Document(path, self.facts[path], flattened=False)
                unit.aliases = _aliases(documents[path])
            elif path.lower().endswith(".md"):
                documents[path] = Document(
                    path,
                    self.loader(path),
                    flattened=False,
                    aliases=[
                        Scalar((), text, ScalarKind.TEXT, start, end)
                        for text, start, end in unit.aliases
                    ],
                )
        vault = Vault(
            self.run.tree,
            self.settings.plan(),
            name=self.run.request.name,
            entries=self.run.entries,
            remembered=Remembered(documents, outgoing, set(self.ledger.head.references)),
        )
        if any(vault.dialect(path) is Dialect.FLAT for path in self.facts):
            raise _Unusable
        return vault

    def loader(self, path: str) -> Callable[[], Facts]:
        """Give the way to a note's facts: from the cache, else from its text."""

        def load() -> Facts:
            digest = bytes.fromhex(self.digests[path])
            facts = self.run.cache.facts_of(digest)
            if facts is None:
                data = self.run.below.read(path)
                if digest_of(data) != digest:
                    raise _Unusable
                facts = parse(Source(data))
            return facts

        return load

    def keep_facts(self) -> None:
        """Put the new facts in the cache, and take out the old ones."""
        for number, path in enumerate(self.ledger.read):
            if path in self.touched:
                digest = digest_of(self.touched[path])
                self.ledger.digests[number] = digest.hex()
                stamp = self.run.entry_at[path].stamp
                if stamp is not None:
                    self.run.cache.put(path, stamp, digest, encode_facts(self.facts[path]))
        used = set(self.ledger.digests)
        gone = {self.digests[path] for path in self.touched} - used
        self.run.cache.close([bytes.fromhex(digest) for digest in gone])


def _units(vault: Vault, judged: Mapping[str, Judged]) -> dict[str, Unit]:
    """Give what is kept of each note and canvas; nothing where that would be of no use."""
    units: dict[str, Unit] = {}
    for path, document in vault.documents.items():
        if document.flattened:
            return {}
        units[path] = Unit(vault.outgoing_from(path), aliases=_aliases(document))
    for path in vault.canvas_paths:
        units[path] = Unit(vault.outgoing_from(path))
    for path, verdict in judged.items():
        if path in units:
            _add_verdict(units[path], verdict)
    return units if ledgers.can_be_partial(units) else {}


def _aliases(document: Document) -> list[tuple[str, int, int]]:
    return [(item.text, item.start, item.end) for item in document.aliases]


def _add_verdict(unit: Unit, judged: Judged) -> None:
    unit.hinges = judged.hinges
    unit.leans_on = judged.leans_on
    unit.related = sorted({place.path for item in judged.findings for place in item.related})


def _hex(digest: bytes | None) -> str | None:
    return None if digest is None else digest.hex()
