"""All notes together: what is there, where links lead, who links to whom."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from vaultkit.errors import TreeError
from vaultkit.index.reader import Reader
from vaultkit.markdown.facts import Facts, Link, LinkKind
from vaultkit.printable import printable
from vaultkit.source import Source
from vaultkit.vault.app_settings import AppSettings, read_app_settings
from vaultkit.vault.base import names_in_base
from vaultkit.vault.canvas import Canvas, read_canvas
from vaultkit.vault.clues import Clues
from vaultkit.vault.dialect import Dialect, DialectPlan
from vaultkit.vault.files import FileIndex
from vaultkit.vault.graph import LinkGraph
from vaultkit.vault.note import Document, Note, looks_flattened
from vaultkit.vault.resolver.combined import BothResolver, EitherResolver
from vaultkit.vault.resolver.flat import FlatResolver
from vaultkit.vault.resolver.github import GithubResolver
from vaultkit.vault.resolver.obsidian import ObsidianResolver
from vaultkit.vault.resolver.outcome import Outcome, Resolver
from vaultkit.vault.tree import FolderTree, MemoryTree, OverlayTree, Tree
from vaultkit.vault.wording import media_named_in

if TYPE_CHECKING:
    from vaultkit.index.cache import FactsCache

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
    ) -> None:
        """Read a vault.

        Args:
            tree: where the files come from.
            plan: who decides about links; by default that is found out.
            name: what to call the vault in messages.
            progress: told the number of notes read and of all notes, as they are read.
            known: facts of notes that need not be read again.
            cache: facts as an earlier run left them.
            processes: how many may parse at once where there is much to parse.
        """
        self.tree = tree
        self.plan = plan or DialectPlan()
        self.name = name
        self.settings: AppSettings = read_app_settings(tree)
        entries = sorted(tree.entries(), key=lambda entry: entry.path)
        self.files: tuple[str, ...] = tuple(entry.path for entry in entries)
        self.documents: dict[str, Document] = {}
        self._dialects: dict[str, Dialect] = {}
        self._sources: dict[str, Source] = {}
        self._outcomes: dict[Note, list[Outcome]] = {}
        self._canvas_outcomes: dict[str, list[Outcome]] = {}
        keep = isinstance(tree, MemoryTree)
        notes = {e.path: e.stamp for e in entries if e.path.lower().endswith(".md")}
        facts = {path: known[path] for path in notes if path in known} if known else {}
        folder = tree.root if type(tree) is FolderTree else None
        reader = Reader(tree.read, cache, processes, folder)
        unknown = {path: stamp for path, stamp in notes.items() if path not in facts}
        for path, found, source in reader.facts(unknown, sum(entry.size for entry in entries)):
            facts[path] = found
            if keep and source is not None:
                self._sources[path] = source
            if progress is not None:
                progress(len(facts), len(notes))
        for path in notes:
            self._add(path, facts[path])
        self.work = reader.work
        self.unread = [
            f"{path} {facts[path].unreadable}" for path in notes if path in reader.failed
        ]
        self.notes: tuple[Note, ...] = tuple(
            note for document in self.documents.values() for note in document.notes
        )

    @classmethod
    def from_texts(
        cls, texts: Mapping[str, str | bytes], plan: DialectPlan | None = None
    ) -> "Vault":
        """Make a vault of files held in memory: contents by path."""
        return cls(MemoryTree(texts), plan)

    def with_changes(self, changes: Mapping[str, bytes | None]) -> "Vault":
        """Give the vault as it would be with other bytes in some files; None deletes a file.

        What does not change is not parsed again.
        """
        known = {
            path: document.facts for path, document in self.documents.items() if path not in changes
        }
        tree = OverlayTree(self.tree, changes)
        return Vault(tree, self.plan, name=self.name, known=known)

    def source(self, path: str, *, keep: bool = False) -> Source:
        """Give a file's text, read again when it is not at hand.

        Args:
            path: the file.
            keep: whether to give the same text from now on, whatever becomes of the file.

        Raises:
            TreeError: the file cannot be read any more.
        """
        known = self._sources.get(path)
        if known is None:
            known = Source(self.tree.read(path))
            if keep:
                self._sources[path] = known
        return known

    def dialect(self, path: str) -> Dialect:
        """Give the dialect that decides about a file's links."""
        return self._dialects.get(path, _DIALECT_OF_CANVASES)

    def resolve(self, link: Link, source: Document) -> Outcome:
        """Give where a link in a document leads."""
        outcome = self._resolvers[self.dialect(source.path)].resolve(link, source)
        if outcome.is_broken:
            outcome.clues = self.clues
        return outcome

    def outcomes(self, note: Note) -> Iterator[tuple[Link, Outcome]]:
        """Give a note's links with where they lead, in order."""
        known = self._outcomes.get(note)
        if known is None:
            resolve = self._resolvers[self.dialect(note.path)].resolve
            known = [resolve(link, note.document) for link in note.links]
            self._outcomes[note] = known
            for outcome in known:
                if outcome.is_broken:
                    outcome.clues = self.clues
        return zip(note.links, known, strict=True)

    @cached_property
    def clues(self) -> Clues:
        """Give what broken links may have meant."""
        return Clues(list(self.documents.values()), self.files)

    @cached_property
    def index(self) -> FileIndex:
        """Give all files by name."""
        return FileIndex(self.files)

    def has_file(self, path: str) -> bool:
        """Say whether exactly this path, in any case and Unicode form, is a file of the vault."""
        return bool(self.index.twins(path))

    @cached_property
    def mentioned_names(self) -> set[str]:
        """Give, in lower case, the names of media that are mentioned without a link.

        That is in properties, in HTML and as the target of reference links.
        """
        found: set[str] = set()
        for document in self.documents.values():
            texts = [value.text for item in document.facts.properties for value in item.values]
            texts += [link.target for link in document.facts.links if link.kind != "wikilink"]
            texts += [mark.name for mark in document.facts.html_sources]
            for text in texts:
                if "." in text:
                    found.update(media_named_in(unquote(text).lower()))
        return found

    @cached_property
    def canvases(self) -> tuple[Canvas, ...]:
        """Give what the canvases refer to; one that cannot be read has an error."""
        return tuple(self._canvas(path) for path in self.files if path.lower().endswith(".canvas"))

    @cached_property
    def linked_headings(self) -> set[tuple[str, int]]:
        """Give the headings that a link names by their text alone: path and offset of each."""
        found: set[tuple[str, int]] = set()
        for outcome in self._sources_by_outcome:
            if outcome.heading is not None and outcome.subpath.strip("#").count("#") == 0:
                found.update((path, outcome.heading.start) for path in outcome.files)
        return found

    @cached_property
    def _sources_by_outcome(self) -> dict[Outcome, list[str]]:
        """Give what links lead to, each with the keys of the notes that hold such links.

        Links written alike in one folder share an outcome, which so is looked into only once.
        """
        found: dict[Outcome, list[str]] = {}
        for note in self.notes:
            for _, outcome in self.outcomes(note):
                if outcome.files:
                    found.setdefault(outcome, []).append(note.key)
        return found

    @cached_property
    def opened_headings(self) -> set[tuple[str, int]]:
        """Give the headings that any link or canvas card opens: path and offset of each."""
        found: set[tuple[str, int]] = set()
        for note in self.notes:
            for _, outcome in self.outcomes(note):
                if outcome.heading is not None:
                    found.update((path, outcome.heading.start) for path in outcome.files)
        for canvas in self.canvases:
            outcomes = [outcome for _, outcome in self.canvas_outcomes(canvas)]
            for card in canvas.cards:
                link = Link(LinkKind.WIKILINK, False, f"/{card.path}{card.subpath}", None, 0, 0)
                outcomes.append(self.resolve(link, Document("", Facts(), flattened=False)))
            for outcome in outcomes:
                if outcome.heading is not None:
                    found.update((path, outcome.heading.start) for path in outcome.files)
        return found

    @cached_property
    def graph(self) -> LinkGraph:
        """Give who links to whom: notes, and by reference canvases and bases."""
        graph = LinkGraph(note.key for note in self.notes)
        for outcome, sources in self._sources_by_outcome.items():
            targets = outcome.notes
            if targets:
                graph.connect(sources, [target.key for target in targets])
            if len(outcome.documents) < len(outcome.files):
                graph.attachments.update(outcome.files)
        for canvas in self.canvases:
            self._add_canvas(canvas, graph)
        for path in self.files:
            if path.lower().endswith(".base"):
                self._add_base(path, graph)
        return graph

    def canvas_outcomes(self, canvas: Canvas) -> Iterator[tuple[Link, Outcome]]:
        """Give the links of a canvas's text cards with where they lead."""
        known = self._canvas_outcomes.get(canvas.path)
        if known is None:
            source = Document(canvas.path, Facts(), flattened=False)
            known = [self.resolve(link, source) for link in canvas.links]
            self._canvas_outcomes[canvas.path] = known
        return zip(canvas.links, known, strict=True)

    def _add(self, path: str, facts: Facts) -> None:
        dialect = self.plan.for_file(
            path,
            in_app=self.settings.present,
            looks_flattened=looks_flattened(facts.headings),
        )
        self._dialects[path] = dialect
        self.documents[path] = Document(path, facts, flattened=dialect is Dialect.FLAT)

    @cached_property
    def _resolvers(self) -> dict[Dialect, Resolver]:
        obsidian = ObsidianResolver(self.index, self.documents)
        github = GithubResolver(self.documents, self.tree.exists)
        return {
            Dialect.OBSIDIAN: obsidian,
            Dialect.GITHUB: github,
            Dialect.FLAT: FlatResolver(self.documents, self.tree.exists, obsidian.locate),
            Dialect.EITHER: EitherResolver(obsidian, github),
            Dialect.BOTH: BothResolver(obsidian, github),
        }

    def _canvas(self, path: str) -> Canvas:
        try:
            return read_canvas(path, self.tree.read(path))
        except TreeError as error:
            return Canvas(path, error=str(error).removeprefix(f"{printable(path)} "))

    def _add_canvas(self, canvas: Canvas, graph: LinkGraph) -> None:
        for card in canvas.cards:
            for path in self.index.twins(card.path):
                self._add_reference(path, graph)
        for outcome in {outcome for _, outcome in self.canvas_outcomes(canvas)}:
            graph.references.update(note.key for note in outcome.notes)
            graph.attachments.update(outcome.files)

    def _add_base(self, path: str, graph: LinkGraph) -> None:
        try:
            names = names_in_base(self.tree.read(path))
        except TreeError:
            return
        for name in names:
            for found in self.index.find(name, "")[0] if name.strip("/") else ():
                self._add_reference(found, graph)

    def _add_reference(self, path: str, graph: LinkGraph) -> None:
        """Add that a canvas or a base names a file."""
        if path in self.documents:
            graph.references.update(note.key for note in self.documents[path].notes)
        else:
            graph.attachments.add(path)
