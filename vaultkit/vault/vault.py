"""All notes together: what is there, where links lead, who links to whom.

It is one file because a vault is immutable: what is looked up is kept with it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Self

from vaultkit.errors import TreeError
from vaultkit.markdown.facts import Facts, Link, LinkKind
from vaultkit.source import Source
from vaultkit.text import printable
from vaultkit.vault.files.app_settings import (
    AppSettings,
    is_template,
    read_app_settings,
    read_property_types,
)
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.file_index import FileIndex
from vaultkit.vault.files.tree import MemoryTree, OverlayTree, Tree
from vaultkit.vault.files.unseen import errors_of
from vaultkit.vault.graph.incoming import Incoming
from vaultkit.vault.graph.outgoing import Outgoing, dead_forms, heading_opened, outgoing_of
from vaultkit.vault.history.ignored_targets import KeptOut
from vaultkit.vault.history.past import Past, Pasts
from vaultkit.vault.index.reader import Reader
from vaultkit.vault.notes.housekeeping import Carried
from vaultkit.vault.notes.note import Document, Note, looks_flattened
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.resolver.hidden import ALL_SEEN, Behind, Hidden
from vaultkit.vault.resolver.obsidian import ObsidianResolver
from vaultkit.vault.resolver.outcome import Outcome, Resolver, State
from vaultkit.vault.suggestions.other_notes import Homes

if TYPE_CHECKING:
    from vaultkit.vault.graph.link_graph import LinkGraph
    from vaultkit.vault.index.facts_cache import FactsCache
    from vaultkit.vault.notes.canvas import Canvas
    from vaultkit.vault.resolver.query_sources import QuerySources
    from vaultkit.vault.suggestions.suggest import Suggester

Progress = Callable[[int, int], None]
_DIALECT_OF_CANVASES = Dialect.OBSIDIAN


class Vault:
    """A vault as it was when it was read; it never changes.

    ``documents`` are the Markdown files by path, ``notes`` what they hold, both in the order of
    paths. ``files`` are the paths of everything in the vault.
    """

    def __init__(
        self,
        tree: Tree,
        plan: DialectPlan | None = None,
        *,
        name: str = "",
        progress: Progress | None = None,
        known: Mapping[str, Facts] | None = None,
        cache: "FactsCache | None" = None,
        processes: int = 1,
        entries: Sequence[Entry] | None = None,
        remembered: "Remembered | None" = None,
        past: Past | None = None,
    ) -> None:
        """Read a vault.

        There are many arguments because each saves work or says something of its own, and a tree
        alone is enough to make a vault.

        Args:
            tree: where the files come from.
            plan: who decides about links; by default that is found out.
            name: what to call the vault in messages.
            progress: called with the numbers of notes read and of all notes, as they are read.
            known: facts of notes that need not be read again.
            cache: facts as an earlier run left them.
            processes: how many may parse at once where there is much to parse.
            entries: the tree's files in order, where they have been listed already.
            remembered: what an earlier run found out that still holds.
            past: what is known of the files that are gone; by default what the tree knows.
        """
        self.tree = tree
        self.past = past or tree.past
        self.plan = plan or DialectPlan()
        self.name = name
        self.settings: AppSettings = read_app_settings(tree)
        if entries is None:
            entries = sorted(tree.entries(), key=lambda entry: entry.path)
        self.files: tuple[str, ...] = tuple(entry.path for entry in entries)
        self.documents: dict[str, Document] = {}
        self._dialects: dict[str, Dialect] = {}
        self._sources: dict[str, Source] = {}
        self._last_source: tuple[str, Source | None] = "", None
        self._resolvers: dict[Dialect, Resolver] = {}
        self._outcomes: dict[Note, list[Outcome]] = {}
        self._outgoing: dict[Note, Outgoing] = {}
        self._canvases: dict[str, Canvas] = {}
        self._canvas_outgoing: dict[str, Outgoing] = {}
        self._canvas_outcomes: dict[str, list[Outcome]] = {}
        keep = isinstance(tree, MemoryTree)
        notes = {e.path: e.stamp for e in entries if e.path.lower().endswith(".md")}
        facts = {path: known[path] for path in notes if path in known} if known else {}
        again = remembered.documents if remembered else {}
        reader = Reader(tree.read, cache, processes, tree.on_disk)
        unknown = {
            path: stamp for path, stamp in notes.items() if path not in facts and path not in again
        }
        for path, found, source in reader.facts(unknown, sum(entry.size for entry in entries)):
            facts[path] = found
            if keep and source is not None:
                self._sources[path] = source
            if progress is not None:
                progress(len(facts), len(notes))
        for path in notes:
            self._add(path, again[path] if path in again else facts[path])
        self.work = reader.work
        self.digests = reader.digests
        self.unread_paths = [path for path in notes if path in reader.failed]
        self.unread = [f"{path} {facts[path].unreadable}" for path in self.unread_paths]
        self._remembers = remembered is not None
        self._homes: Homes = remembered.homes if remembered is not None else {}
        if remembered is not None:
            self._remember(remembered)
        self.notes: tuple[Note, ...] = tuple(
            note for document in self.documents.values() for note in document.notes
        )

    @classmethod
    def from_texts(cls, texts: Mapping[str, str | bytes], plan: DialectPlan | None = None) -> Self:
        """Make a vault of files held in memory: contents by path."""
        return cls(MemoryTree(texts), plan)

    def with_changes(self, changes: Mapping[str, bytes | None]) -> Self:
        """Return the vault as it would be with other bytes in some files; None deletes a file.

        What does not change is not parsed again.
        """
        known = {
            path: document.facts for path, document in self.documents.items() if path not in changes
        }
        tree = OverlayTree(self.tree, changes)
        return type(self)(tree, self.plan, name=self.name, known=known, past=self.past)

    def recall(self, past: Past) -> None:
        """Add what another source knows of the files that are gone, before any link is checked."""
        self.past = past if self.past is None else Pasts(self.past, past)

    def source(self, path: str, *, keep: bool = False) -> Source:
        """Return a file's text, read again when it is not at hand; that asked for last is.

        Args:
            path: the file.
            keep: whether to give the same text from now on, whatever becomes of the file.

        Raises:
            TreeError: the file cannot be read any more.
        """
        known = self._sources.get(path)
        if known is None:
            known = self._last_source[1] if self._last_source[0] == path else None
            if known is None or keep:
                known = Source(self.tree.read(path))
            self._last_source = path, known
            if keep:
                self._sources[path] = known
        return known

    def dialect(self, path: str) -> Dialect:
        """Return the dialect that decides about a file's links."""
        return self._dialects.get(path, _DIALECT_OF_CANVASES)

    def resolve(self, link: Link, source: Document) -> Outcome:
        """Return where a link in a document leads."""
        outcome = self._resolver(self.dialect(source.path)).resolve(link, source)
        if outcome.is_broken:
            outcome.suggester = self.suggester
        return outcome

    def outcomes(self, note: Note) -> Iterator[tuple[Link, Outcome]]:
        """Return a note's links with where they lead, in order."""
        known = self._outcomes.get(note)
        if known is None:
            known = self._resolved(note)
        return zip(note.links, known, strict=True)

    def _resolved(self, note: Note) -> list[Outcome]:
        """Resolve a note's links; what is found is kept where anybody will ask again."""
        resolve = self._resolver(self.dialect(note.path)).resolve
        found = [resolve(link, note.document) for link in note.links]
        certain = True
        for outcome in found:
            if outcome.is_broken:
                outcome.suggester = self.suggester
                certain = False
        if not certain:
            self._outcomes[note] = found
        return found

    @cached_property
    def suggester(self) -> "Suggester":
        """Return what broken links may have meant."""
        from vaultkit.vault.suggestions.suggest import Suggester

        documents = list(self.documents.values())
        return Suggester(
            documents,
            self.files,
            self.tree.exists,
            self.past,
            self._astray,
            self._homes,
            lambda path: is_template(path, self.settings.templates),
            lambda path: self.dialect(path) in (Dialect.OBSIDIAN, Dialect.EITHER),
            writes_markdown=self.settings.markdown_links,
        )

    @cached_property
    def kept_out(self) -> KeptOut:
        """Return which files that links do not find version control keeps out of this copy."""
        return KeptOut(self.past, self.settings.attachments, self._missing)

    def _missing(self) -> Iterator[tuple[str, str]]:
        """Yield what links and cards look for in vain, with the folder of each.

        Where an earlier run knew the rest, it is what those do that this run has looked at.
        """
        if self._remembers:
            known = [*self._outcomes.values(), *self._canvas_outcomes.values()]
            canvases = list(self._canvases.values())
        else:
            broken = (note for note in self.notes if not self.outgoing(note).certain)
            known = [[outcome for _, outcome in self.outcomes(note)] for note in broken]
            canvases = list(self.canvases)
            known += [[outcome for _, outcome in self.canvas_outcomes(item)] for item in canvases]
        for outcome in chain.from_iterable(known):
            if outcome.state is State.NO_FILE:
                yield outcome.linkpath, outcome.source.folder
        for card in (card for canvas in canvases for card in canvas.cards):
            if not self.has_file(card.path):
                yield f"/{card.path}", ""

    def _astray(self) -> Iterator[str]:
        """Yield the paths, with a folder, that links and cards look for in vain."""
        for note in self.notes:
            yield from self.outgoing(note).astray
        for path in self.canvas_paths:
            yield from self.outgoing_from(path).astray

    @cached_property
    def hidden(self) -> Hidden:
        """Return what cannot be seen of the vault, and which names it may hide."""
        unseen = self.tree.unseen
        return Hidden(unseen, self.plan.excluded, self._is_address) if unseen else ALL_SEEN

    def _is_address(self, linkpath: str, folder: str) -> bool:
        """Return whether no file of any vault can be meant; a path above the root may open one."""
        from vaultkit.vault.resolver.outside_targets import Beyond

        how = self.suggester.beyond(linkpath, folder)
        return how not in (None, Beyond.ABOVE, Beyond.ON_DISK)

    @property
    def errors(self) -> list[str]:
        """Return sentences about what could not be read or listed, and is not excluded."""
        notes = zip(self.unread_paths, self.unread, strict=True)
        unread = [said for path, said in notes if not self.plan.excluded(path)]
        return [*errors_of(self.hidden.told), *unread]

    @property
    def is_seen_through(self) -> bool:
        """Return whether all files were read that may refer to others."""
        return not (self.hidden.referring or self.unread or self.unread_others)

    @cached_property
    def unread_others(self) -> list[str]:
        """Return the paths of the canvases and bases that could not be read.

        An earlier run whose findings still hold has read them.
        """
        if self._remembers:
            return []
        canvases = [path for path in self.canvas_paths if not self.canvas(path).is_read]
        return [*canvases, *self._bases[1]]

    @cached_property
    def property_types(self) -> dict[str, str]:
        """Return the types the app has for properties, by names in lower case."""
        return read_property_types(self.tree)

    @cached_property
    def common_properties(self) -> frozenset[str]:
        """Return the properties that nearly all notes with a text carry, by ``property_key``."""
        return self.carried.common

    @cached_property
    def carried(self) -> Carried:
        """Return how many notes with a text carry each property; files that are one note each."""
        found = Carried()
        for document in self.documents.values():
            if not document.flattened:
                found.add(document.facts)
        return found

    @cached_property
    def index(self) -> FileIndex:
        """Return all files by name."""
        return FileIndex(self.files)

    def has_file(self, path: str) -> bool:
        """Return whether this very path, in any case and Unicode form, is a file of the vault."""
        return bool(self.index.twins(path))

    @cached_property
    def query_sources(self) -> "QuerySources":
        """Return what queries may read from."""
        from vaultkit.vault.resolver.query_sources import QuerySources

        return QuerySources(self)

    @cached_property
    def canvas_paths(self) -> tuple[str, ...]:
        """Return the paths of the canvases."""
        return tuple(path for path in self.files if path.lower().endswith(".canvas"))

    @cached_property
    def canvases(self) -> "tuple[Canvas, ...]":
        """Return what the canvases refer to; one that cannot be read has an error."""
        return tuple(map(self.canvas, self.canvas_paths))

    def outgoing(self, note: Note) -> Outgoing:
        """Return what a note's links lead to, taken together."""
        known = self._outgoing.get(note)
        if known is None:
            known = outgoing_of(outcome for _, outcome in self.outcomes(note))
            self._outgoing[note] = known
        return known

    def may_link_unseen(self, note: Note) -> bool:
        """Return whether a link of a note may lead to files that cannot be seen."""
        return bool(self.hidden) and any(
            outcome.state is State.UNSEEN for _, outcome in self.outcomes(note)
        )

    def outgoing_from(self, path: str) -> Outgoing:
        """Return what the links of a canvas, or of a file that is one note, lead to."""
        document = self.documents.get(path)
        if document is not None:
            return self.outgoing(document.notes[0])
        known = self._canvas_outgoing.get(path)
        if known is None:
            canvas = self.canvas(path)
            known = outgoing_of(outcome for _, outcome in self.canvas_outcomes(canvas))
            known = self._canvas_outgoing[path] = self._with_cards(canvas, known)
        return known

    @cached_property
    def incoming(self) -> Incoming:
        """Return what all links, canvases and bases lead to."""
        found = Incoming(
            ((note.path, note.key, self.outgoing(note)) for note in self.notes),
            map(self.outgoing_from, self.canvas_paths),
            self.base_references,
        )
        self._obsidian.forget()
        return found

    def prepare(self) -> None:
        """Find out all that is found out once, so that processes forked from here share it."""
        uncertain = [note for note in self.notes if not self.outgoing(note).certain]
        if uncertain:
            self.suggester.prepare()
            if any(self.outgoing(note).dead for note in uncertain):
                self.suggester.homes.prepare()
            self._prepare_past(uncertain)
        self.incoming  # noqa: B018
        self.kept_out.prepare()

    def _prepare_past(self, notes: Sequence[Note]) -> None:
        """Ask once what became of the files that links of notes do not find."""
        past = self.past
        if past is not None:
            for _, outcome in chain.from_iterable(map(self.outcomes, notes)):
                if outcome.state is State.NO_FILE:
                    past.moved(outcome.linkpath, outcome.source.folder)

    @cached_property
    def graph(self) -> "LinkGraph":
        """Return who links to whom among the notes, and which other files anything names."""
        from vaultkit.vault.graph.link_graph import LinkGraph

        graph = LinkGraph(note.key for note in self.notes)
        tied: dict[tuple[str, ...], list[str]] = {}
        for note in self.notes:
            outgoing = self.outgoing(note)
            for target in outgoing.targets:
                graph.connect((note.key,), (target,))
            for tie in outgoing.ties:
                tied.setdefault(tie, []).append(note.key)
            graph.attachments.update(outgoing.attachments)
        for tie, sources in tied.items():
            graph.connect(sources, tie)
        for path in self.canvas_paths:
            graph.attachments.update(self.outgoing_from(path).attachments)
        graph.attachments |= self._named_by_bases - self.documents.keys()
        return graph

    def canvas_outcomes(self, canvas: "Canvas") -> Iterator[tuple[Link, Outcome]]:
        """Return the links of a canvas's text cards with where they lead."""
        known = self._canvas_outcomes.get(canvas.path)
        if known is None:
            source = Document(canvas.path, Facts(), flattened=False)
            known = [self.resolve(link, source) for link in canvas.links]
            self._canvas_outcomes[canvas.path] = known
        return zip(canvas.links, known, strict=True)

    def card_outcomes(self, canvas: "Canvas") -> Iterator[tuple[Link, Outcome]]:
        """Yield what each card of a canvas shows, as a link, with where that leads.

        It is where the part of the file is named, or else where the file is.
        """
        source = Document(canvas.path, Facts(), flattened=False)
        for card in canvas.cards:
            span = card.subpath_span or card.span
            target = f"/{card.path}{card.subpath}"
            link = Link(LinkKind.WIKILINK, False, target, None, span.start, span.end)
            yield link, self.resolve(link, source)

    def _add(self, path: str, found: Facts | Document) -> None:
        dialect = self.plan.for_file(
            path,
            in_app=self.settings.present,
            looks_flattened=isinstance(found, Facts) and looks_flattened(found.headings),
        )
        self._dialects[path] = dialect
        self.documents[path] = (
            Document(path, found, flattened=dialect is Dialect.FLAT)
            if isinstance(found, Facts)
            else found
        )

    def _remember(self, remembered: "Remembered") -> None:
        for path, outgoing in remembered.outgoing.items():
            if path in self.documents:
                self._outgoing[self.documents[path].notes[0]] = outgoing
            else:
                self._canvas_outgoing[path] = outgoing
        self.__dict__["base_references"] = remembered.references
        self.__dict__["common_properties"] = remembered.common_properties

    @cached_property
    def _obsidian(self) -> ObsidianResolver:
        return ObsidianResolver(
            self.index, self.documents, self.hidden, vault_name=self.tree.folder_name
        )

    def _resolver(self, dialect: Dialect) -> Resolver:
        """Return the resolver of a dialect."""
        known = self._resolvers.get(dialect)
        if known is None:
            known = self._resolvers[dialect] = self._new_resolver(dialect)
        return known

    def _new_resolver(self, dialect: Dialect) -> Resolver:
        obsidian, exists = self._obsidian, self.tree.exists
        if dialect is Dialect.OBSIDIAN:
            return obsidian
        if dialect is Dialect.FLAT:
            from vaultkit.vault.resolver.flat import FlatResolver

            return FlatResolver(self.documents, exists, obsidian.locate, self.hidden)
        from vaultkit.vault.resolver.github import GithubResolver

        github = GithubResolver(self.documents, exists, self.hidden)
        if dialect is Dialect.GITHUB:
            return github
        from vaultkit.vault.resolver.combined import BothResolver, EitherResolver

        return (BothResolver if dialect is Dialect.BOTH else EitherResolver)(obsidian, github)

    def canvas(self, path: str) -> "Canvas":
        """Return what a canvas refers to; one that cannot be read has an error."""
        from vaultkit.vault.notes.canvas import Canvas, read_canvas

        known = self._canvases.get(path)
        if known is None:
            try:
                known = read_canvas(path, self.tree.read(path))
            except TreeError as error:
                said = str(error).removeprefix(f"{printable(path)} ")
                known = Canvas(path, error=said, is_read=False)
            self._canvases[path] = known
        return known

    def _with_cards(self, canvas: "Canvas", outgoing: Outgoing) -> Outgoing:
        """Add what the cards of a canvas show."""
        shown = {path for card in canvas.cards for path in self.index.twins(card.path)}
        opened: set[tuple[str, int]] = set()
        dead: dict[tuple[str, ...], list[str]] = {}
        for _, outcome in self.card_outcomes(canvas):
            if outcome.heading is not None:
                opened.add(heading_opened(outcome.heading, outcome))
            elif outcome.state in (State.NO_HEADING, State.NO_BLOCK):
                dead.setdefault(outcome.files, []).extend(dead_forms(outcome))
        missing = [card.path for card in canvas.cards if not self.index.twins(card.path)]
        notes = self.documents.keys() & shown
        keys = {note.key for path in notes for note in self.documents[path].notes}
        return replace(
            outgoing,
            targets=tuple({*outgoing.targets, *keys}),
            opened=tuple({*outgoing.opened, *opened}),
            attachments=tuple({*outgoing.attachments, *(shown - notes)}),
            dead=(*outgoing.dead, *((files, tuple(forms)) for files, forms in dead.items())),
            astray=tuple({*outgoing.astray, *(path for path in missing if "/" in path)}),
        )

    def unseen_links(self) -> Counter[Behind]:
        """Count the links and canvas cards that may lead to files that cannot be seen."""
        from vaultkit.vault.wording import is_open_to_doubt

        found: Counter[Behind] = Counter()
        if not self.hidden:
            return found
        outcomes = [self.outcomes(note) for note in self.notes]
        outcomes += [self.canvas_outcomes(canvas) for canvas in self.canvases]
        for link, outcome in chain.from_iterable(outcomes):
            if outcome.behind is not None and not is_open_to_doubt(link):
                found[outcome.behind] += 1
        for card in (card for canvas in self.canvases for card in canvas.cards):
            behind = None if self.has_file(card.path) else self.hidden.behind_path(card.path)
            if behind is not None:
                found[behind] += 1
        return found

    @cached_property
    def base_references(self) -> set[str]:
        """Return the keys of the notes that bases name."""
        return {
            note.key
            for path in self._named_by_bases
            if path in self.documents
            for note in self.documents[path].notes
        }

    @cached_property
    def _named_by_bases(self) -> set[str]:
        """Return the paths of the files that bases name."""
        return self._bases[0]

    @cached_property
    def _bases(self) -> tuple[set[str], list[str]]:
        """Return the paths of the files that bases name, and the bases that cannot be read."""
        found: set[str] = set()
        unread: list[str] = []
        for path in self.files:
            if not path.lower().endswith(".base"):
                continue
            from vaultkit.vault.notes.base import names_in_base

            try:
                names = names_in_base(self.tree.read(path))
            except TreeError:
                unread.append(path)
                continue
            for name in names:
                found.update(self.index.find(name, "")[0] if name.strip("/") else ())
        return found, unread


class Remembered(NamedTuple):
    """What an earlier run found out of a vault that still holds.

    ``documents`` are files that are one note each, by path; ``outgoing`` says where the links of
    files lead, ``references`` which notes bases name, ``common_properties`` which properties nearly
    all notes carry, ``homes`` which notes have a heading or block; what is found out of these is
    added.
    """

    documents: Mapping[str, Document]
    outgoing: Mapping[str, Outgoing]
    references: set[str]
    common_properties: frozenset[str]
    homes: Homes
