"""What follows from a few notes that have changed since a results cache was written."""

from collections.abc import Callable, Collection, Iterable, Iterator

from vaultkit.lint.incremental.check_run import CheckRun, Unusable
from vaultkit.lint.incremental.full import add_dependencies, aliases_of
from vaultkit.lint.incremental.recording_tree import packed, unpacked
from vaultkit.lint.incremental.results_cache import KeptResults
from vaultkit.lint.result import encode_result
from vaultkit.lint.run_rules import RuleRunner
from vaultkit.markdown.facts import Facts, Scalar, ScalarKind
from vaultkit.markdown.parser import parse
from vaultkit.progress import with_progress
from vaultkit.source import Source
from vaultkit.vault.graph.incoming import changed_targets
from vaultkit.vault.graph.outgoing import Outgoing
from vaultkit.vault.history.earlier_check import EarlierChecks, are_moved_about, kept_file
from vaultkit.vault.index.codec import encode as encode_facts
from vaultkit.vault.index.digest import digest_of
from vaultkit.vault.index.kept_files import KeptFile
from vaultkit.vault.notes.housekeeping import Carried
from vaultkit.vault.notes.note import Document, looks_flattened
from vaultkit.vault.suggestions.other_folder import folders_sought
from vaultkit.vault.suggestions.other_notes import Homes, anchor_keys
from vaultkit.vault.suggestions.root_links import paths_from_root
from vaultkit.vault.vault import Remembered, Vault

_FEW = 50
_MANY = 0.4


class Update:
    """Notes that have changed since a results cache was written, and what follows from that."""

    def __init__(self, run: CheckRun, kept_results: KeptResults, touched: dict[str, bytes]) -> None:
        if not kept_results.head.partial:
            raise Unusable
        self.run = run
        self.kept_results = kept_results
        self.touched = touched
        self.digests = dict(zip(kept_results.read, kept_results.digests, strict=True))
        changed = {path: digest_of(data) for path, data in touched.items()}
        if are_moved_about(run.cache.kept_files, run.entries, changed):
            raise Unusable
        self.settings = run.request.settings()
        run.cache.open(run.size)
        self.common_properties: frozenset[str] = frozenset()
        self.changed_anchors: set[str] = set()
        self.anchors_of_changed: set[str] = set()
        self.facts = {path: parse(Source(data)) for path, data in touched.items()}

    def check(self, wanted: Collection[str], missing: Iterable[str]) -> None:
        """Bring the results cache up to date.

        Args:
            wanted: the files whose results are asked for.
            missing: those of them that have none yet.
        """
        units = self.kept_results.units
        newly_linked = self.newly_linked()
        vault = self.vault(newly_linked)
        rechecked = {*newly_linked, *missing}
        links = 0
        folders: set[str] = set()
        for path in newly_linked:
            before, after = units[path].outgoing, vault.outgoing_from(path)
            folders |= folders_sought({*before.astray} ^ {*after.astray})
            links += after.links - before.links
            for place in changed_targets(before, after):
                rechecked.add(place if isinstance(place, str) else place[0])
        if folders:
            rechecked.update(self._looking_in(folders))
        rechecked.update(
            path
            for path, unit in units.items()
            if unit.looks_for(self.anchors_of_changed)
            or not self.touched.keys().isdisjoint(unit.related)
        )
        if len(rechecked) > max(_FEW, _MANY * len(units)):
            raise Unusable
        runner = RuleRunner(vault, self.settings)
        asked = frozenset(wanted)
        for path in with_progress(rechecked, len(rechecked), self.run.request.judging):
            self.kept_results.results[path] = None
            if path in asked:
                result = runner.check(path)
                self.kept_results.results[path] = encode_result(result)
                if path in units:
                    add_dependencies(units[path], result)
        for path in newly_linked:
            units[path].outgoing = vault.outgoing_from(path)
        if vault.errors:
            raise Unusable
        self.kept_results.head.links += links
        self.kept_results.head.present |= self.run.tree.present
        self.kept_results.head.outside |= self.run.tree.outside
        self.keep_answers()
        self.kept_results.changed = True
        self.keep_facts()

    def _looking_in(self, folders: set[str]) -> Iterator[str]:
        """Yield the files whose links, or cards, may look for a file in one of some folders."""
        for path, unit in self.kept_results.units.items():
            is_note = path.lower().endswith(".md")
            if not is_note or not folders.isdisjoint(folders_sought(unit.outgoing.astray)):
                yield path

    def newly_linked(self) -> set[str]:
        """Return the files whose links have to be resolved again.

        Raises:
            Unusable: all have to be.
        """
        found = set(self.touched)
        changed: set[str] = set()
        head = self.kept_results.head
        carried = Carried(head.texts, head.carried.items())
        self.common_properties = carried.common
        for path in self.touched:
            before = self.run.cache.facts_of(bytes.fromhex(self.digests[path]))
            after = self.facts[path]
            if before is None or before.unreadable or after.unreadable:
                raise Unusable
            if looks_flattened(after.headings) or before.is_report != after.is_report:
                raise Unusable
            carried.add(before, -1)
            carried.add(after)
            one = Document(path, before, flattened=False)
            other = Document(path, after, flattened=False)
            if [item.text for item in one.aliases] != [item.text for item in other.aliases]:
                raise Unusable
            if paths_from_root(before) != paths_from_root(after):
                raise Unusable
            if one.anchors != other.anchors:
                changed.add(path)
                self.changed_anchors |= anchor_keys(one) ^ anchor_keys(other)
                for each in (one, other):
                    self.anchors_of_changed |= anchor_keys(each)
                    self.anchors_of_changed.update(f"^{name}" for name in each.block_ids)
        if carried.common != self.common_properties:
            raise Unusable
        head.texts, head.carried = carried.texts, dict(carried.counts)
        if changed:
            found.update(
                path for path, unit in self.kept_results.units.items() if unit.looks_at(changed)
            )
        return found

    def vault(self, newly_linked: set[str]) -> Vault:
        """Return the vault as it is now, of whose notes most are read only when asked about."""
        documents: dict[str, Document] = {}
        outgoing: dict[str, Outgoing] = {}
        for path, unit in self.kept_results.units.items():
            if path not in newly_linked:
                outgoing[path] = unit.outgoing
            if path in self.facts:
                documents[path] = Document(path, self.facts[path], flattened=False)
                unit.aliases = aliases_of(documents[path])
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
            remembered=Remembered(
                documents,
                outgoing,
                set(self.kept_results.head.references),
                self.common_properties,
                self.homes(),
            ),
        )
        vault.recall(EarlierChecks(self.run.cache.kept_files.gone, self.run.entry_at))
        return vault

    def homes(self) -> Homes:
        """Return which notes have a heading or block, as far as known and not changed since."""
        head = self.kept_results.head
        head.homes = {
            key: paths for key, paths in head.homes.items() if key not in self.changed_anchors
        }
        return head.homes

    def loader(self, path: str) -> Callable[[], Facts]:
        """Return the way to a note's facts: from the cache, else from its text."""

        def load() -> Facts:
            digest = bytes.fromhex(self.digests[path])
            facts = self.run.cache.facts_of(digest)
            if facts is None:
                data = self.run.below.read(path)
                if digest_of(data) != digest:
                    raise Unusable
                facts = parse(Source(data))
            return facts

        return load

    def keep_answers(self) -> None:
        """Add what was said now of files that are gone."""
        head, tree = self.kept_results.head, self.run.tree
        if tree.became or tree.had:
            head.became = packed(unpacked(head.became) | tree.became)
            head.past = self.run.past_key
        head.ignored |= tree.ignored
        head.kept_out |= tree.kept_out
        head.had |= tree.had
        if tree.lost:
            head.lost, head.tip = tree.lost, self.run.tip

    def keep_facts(self) -> None:
        """Add the new facts to the cache and remove the old ones; not those of unsaved text."""
        saved: dict[str, KeptFile] = {}
        for number, path in enumerate(self.kept_results.read):
            if path in self.touched:
                digest = digest_of(self.touched[path])
                self.kept_results.digests[number] = digest.hex()
                entry = self.run.entry_at[path]
                if entry.stamp is not None:
                    saved[path] = kept_file(entry, digest)
                    self.run.cache.put(path, entry.stamp, digest, encode_facts(self.facts[path]))
        self.run.cache.kept_files.changed(saved, len(self.run.paths))
        gone = {self.digests[path] for path in saved}.difference(self.kept_results.digests)
        self.run.cache.close([bytes.fromhex(digest) for digest in gone])
