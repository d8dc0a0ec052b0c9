"""The ``github`` dialect: paths from the file's own folder, anchors as GitHub makes them."""

import posixpath
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from vaultkit.markdown.facts import Heading, Link, LinkKind
from vaultkit.markdown.url import OFF_THE_SITE
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.hidden import ALL_SEEN, Hidden
from vaultkit.vault.resolver.outcome import Outcome, State

_PAGE_OF_A_FILE = re.compile(r"(?:\.\./)+(?:blame|blob|commits|edit|raw|tree|wiki)/")
_LINES = re.compile(r"L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?\Z")


class GithubResolver:
    """Resolves as a forge's web pages do; wikilinks are plain text there."""

    on_forge = True
    """Whether a path that leaves the root may be a page of the forge (``../../issues``)."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        exists: Callable[[str], bool],
        hidden: Hidden = ALL_SEEN,
    ) -> None:
        """Store the notes by path, a test for any other path, and what cannot be seen."""
        self.documents = documents
        self.exists = exists
        self.hidden = hidden

    def resolve(self, link: Link, source: Document) -> Outcome:
        """Return where a link leads."""
        if link.kind is LinkKind.WIKILINK or OFF_THE_SITE.match(link.target):
            return Outcome(State.EXTERNAL, link.target, "", source)
        path, subpath = split_url(link.target)
        if not path:
            return self.open(source, path, subpath, source)
        full = full_path(path, source.folder)
        document = self.documents.get(full)
        if document is not None:
            return self.open(document, path, subpath, source)
        if full in ("", ".") or self.exists(full):
            return Outcome(State.RESOLVED, path, subpath, source, (full,))
        behind = self.hidden.behind_path(full)
        if behind is not None:
            return Outcome(State.UNSEEN, path, subpath, source, behind=behind)
        if self.on_forge and is_beyond_the_notes(full):
            return Outcome(State.EXTERNAL, link.target, "", source)
        return Outcome(State.NO_FILE, path, subpath, source)

    def open(self, document: Document, path: str, subpath: str, source: Document) -> Outcome:
        """Return the outcome for a file that is there, by whether its page has the anchor."""
        known, heading = find_on_page(document, subpath[1:])
        state = State.RESOLVED if known else State.NO_HEADING
        return Outcome(state, path, subpath, source, (document.path,), (document,), heading)


def split_url(target: str) -> tuple[str, str]:
    """Split a relative URL into its decoded path and fragment (which keeps its ``#``)."""
    path, mark, fragment = target.partition("#")
    return unquote(path.partition("?")[0]), mark + unquote(fragment)


def full_path(path: str, folder: str) -> str:
    """Return a path from the root for one relative to a folder; it may begin with ``..``."""
    joined = path.lstrip("/") if path.startswith("/") else folder + path
    return posixpath.normpath(joined) if joined else ""


def is_beyond_the_notes(path: str) -> bool:
    """Return whether a path leaves the root for what may be a page of the forge, not for a note."""
    if path != ".." and not path.startswith("../"):
        return False
    return not path.lower().endswith(".md") or bool(_PAGE_OF_A_FILE.match(path))


def find_on_page(document: Document, fragment: str) -> tuple[bool, Heading | None]:
    """Return whether a rendered page has a place of this name, and its heading, if any."""
    if not fragment or not document.has_plain_anchors or _LINES.match(fragment):
        return True, None
    name = fragment.removeprefix("user-content-")
    found = document.heading_in_flattened(name)
    if found is None:
        found = document.heading_by_slug.get(name) or document.heading_by_slug.get(name.lower())
    if found is not None:
        return True, found
    return name in document.html_ids or name == "top" or name.startswith("fn"), None
