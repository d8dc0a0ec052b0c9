"""The ``flat`` dialect: a vault in one file, whose anchors are explicit ids first, else slugs."""

from collections.abc import Callable, Mapping

from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.github import GithubResolver, full_path
from vaultkit.vault.resolver.hidden import ALL_SEEN, Hidden
from vaultkit.vault.resolver.obsidian import Locate
from vaultkit.vault.resolver.outcome import Outcome, State


class FlatResolver(GithubResolver):
    """Resolves as a browser does on the page made from a flattened file."""

    on_forge = False

    def __init__(
        self,
        documents: Mapping[str, Document],
        exists: Callable[[str], bool],
        locate: Locate,
        hidden: Hidden = ALL_SEEN,
    ) -> None:
        """Store what the other resolver takes, and Obsidian's way for left wikilinks."""
        super().__init__(documents, exists, hidden)
        self.locate = locate

    def resolve(self, link: Link, source: Document) -> Outcome:
        """Return where a link leads.

        A wikilink the exporter left may name a section or a file; an image's size that it left in
        the path (``pic.png|500``) is no part of the name.
        """
        if link.kind is not LinkKind.WIKILINK:
            outcome = super().resolve(link, source)
            path, pipe, _ = outcome.linkpath.partition("|")
            if outcome.state is State.NO_FILE and link.embed and pipe:
                outcome.linkpath = path
                full = full_path(path, source.folder)
                if path and self.exists(full):
                    outcome.state, outcome.files = State.RESOLVED, (full,)
            return outcome
        name, _, _ = link.target.partition("#")
        section = source.section_titles.get(name.lower())
        if section is not None or not name:
            return Outcome(State.RESOLVED, name, "", source, (source.path,), (source,), section)
        files = self.locate(name, source.folder)
        documents = tuple(self.documents[path] for path in files if path in self.documents)
        state = State.RESOLVED if files else State.NO_FILE
        behind = None if files else self.hidden.behind(name, source.folder)
        if behind is not None:
            state = State.UNSEEN
        return Outcome(state, name, "", source, files, documents, behind=behind)

    def open(self, document: Document, path: str, subpath: str, source: Document) -> Outcome:
        """Return the outcome for a file that is there: explicit ids first, else slugs."""
        if not document.flattened:
            return super().open(document, path, subpath, source)
        name = subpath[1:]
        heading = document.heading_in_flattened(name)
        known = heading is not None or not name or name in document.html_ids
        state = State.RESOLVED if known else State.NO_HEADING
        return Outcome(state, path, subpath, source, (document.path,), (document,), heading)
