"""The ``obsidian`` dialect: exactly what the app does (reference, sections 1 to 5)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from vaultkit.markdown.app_uri import read_app_uri
from vaultkit.markdown.facts import Heading, Link, LinkKind
from vaultkit.markdown.wikilink import split_subpath, tidy
from vaultkit.vault.files.file_index import FileIndex
from vaultkit.vault.notes.anchor import normal_form, segments
from vaultkit.vault.notes.note import Document
from vaultkit.vault.notes.slug import slug
from vaultkit.vault.resolver.hidden import ALL_SEEN, Hidden
from vaultkit.vault.resolver.outcome import Outcome, State

_RUN = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_DEAD_IN_NOTE = (State.NO_HEADING, State.NO_BLOCK)
_KEPT = frozenset("#$&+,/:;=?@")


def decode_uri(text: str) -> str | None:
    """Decode percent escapes as JavaScript's ``decodeURI`` does; None where that throws.

    The eleven reserved characters stay escaped (section 1.4).
    """
    if "%" not in text:
        return text
    if "%" in _RUN.sub("", text):
        return None
    try:
        return _RUN.sub(_decode_run, text)
    except UnicodeDecodeError:
        return None


def _decode_run(run: re.Match[str]) -> str:
    written = run.group()
    raw = bytes.fromhex(written.replace("%", ""))
    pieces = []
    at = 0
    for character in raw.decode():
        width = len(character.encode())
        pieces.append(written[3 * at : 3 * at + 3] if character in _KEPT else character)
        at += width
    return "".join(pieces)


class ObsidianResolver:
    """Resolves as Obsidian's link cache does, and checks anchors by its heading search."""

    def __init__(
        self,
        files: FileIndex,
        documents: Mapping[str, Document],
        hidden: Hidden = ALL_SEEN,
        *,
        vault_name: str = "",
    ) -> None:
        """Store where links may lead.

        Args:
            files: the names of all files.
            documents: the notes among them by path.
            hidden: what cannot be seen.
            vault_name: what addresses call the vault; empty if it has no name.
        """
        self.files = files
        self.documents = documents
        self.hidden = hidden
        self._vault_name = tidy(vault_name)
        self._all_seen = not hidden
        self._found: dict[str, tuple[str, ...]] = {}
        self._found_from: dict[tuple[str, str], tuple[str, ...]] = {}
        self._folder = ""
        self._outcomes: dict[tuple[LinkKind, bool, str], Outcome] = {}
        self._tied: dict[tuple[str, str, int], Outcome] = {}

    def resolve(self, link: Link, source: Document) -> Outcome:
        """Return where a link leads; links into the own note, and marks in it, are looked up there.

        Links written alike share an outcome within a folder, and where the same files are tied; not
        those to what is missing in a note, as what they may mean depends on where they stand.
        What depends on the folder is let go when links of another one follow.
        """
        if link.target.startswith("#"):
            return self._resolve(link, source)
        if source.folder != self._folder:
            self._folder = source.folder
            self._outcomes = {}
            self._found_from = {}
        key = (link.kind, link.embed, link.target)
        known = self._outcomes.get(key)
        if known is None:
            known = self._resolve(link, source)
            is_of_source = known.linkpath.startswith("^") or not known.linkpath
            if not is_of_source and known.state not in _DEAD_IN_NOTE:
                self._outcomes[key] = known
        return known

    def forget(self) -> None:
        """Free what was found so far, once nearly all links are resolved."""
        self._found.clear()
        self._found_from.clear()
        self._outcomes.clear()
        for document in self.documents.values():
            document.forget()

    def locate(self, linkpath: str, folder: str) -> tuple[str, ...]:
        """Return the files a linkpath matches, seen from a folder."""
        found = self._found.get(linkpath)
        if found is None:
            found = self._found_from.get((linkpath, folder))
        if found is None:
            found, anywhere = self.files.find(linkpath, folder)
            if anywhere:
                self._found[linkpath] = found
            else:
                self._found_from[linkpath, folder] = found
        return found

    def _resolve(self, link: Link, source: Document) -> Outcome:
        target, folder = link.target, source.folder
        if link.kind is LinkKind.URI:
            named = self._named_by_uri(target)
            if named is None:
                return Outcome(State.EXTERNAL, target, "", source)
            target, folder = named, ""
        elif link.kind is not LinkKind.WIKILINK:
            decoded = internal_target(target, embed=link.embed)
            if decoded is None or link.kind is LinkKind.REFERENCE:
                return Outcome(State.EXTERNAL, target, "", source)
            target = decoded
        linkpath, subpath = split_subpath(target)
        if not linkpath:
            return self._within("", subpath, (source.path,), source)
        files = self.locate(linkpath, folder)
        if not self._all_seen:
            return self._unless_hidden(linkpath, subpath, files, source)
        if not files:
            return Outcome(State.NO_FILE, linkpath, subpath, source)
        if len(files) == 1:
            return self._within(linkpath, subpath, files, source)
        key = (linkpath, subpath, id(files))
        if key not in self._tied:
            self._tied[key] = self._within(linkpath, subpath, files, source)
        found = self._tied[key]
        is_own = found.source is source or found.state not in _DEAD_IN_NOTE
        return found if is_own else replace(found, source=source)

    def _named_by_uri(self, address: str) -> str | None:
        """Return the target that an address names in this vault; None if it leads elsewhere.

        A plus stands for itself; where only a blank makes it a file's name, that is let pass.
        """
        uri = read_app_uri(address)
        if uri is None or tidy(uri.vault) != self._vault_name or "{{" in uri.file:
            return None
        target = tidy(uri.file)
        linkpath, subpath = split_subpath(target)
        if not linkpath:
            return None
        spaced = linkpath.replace("+", " ").strip()
        if spaced != linkpath and not self.locate(linkpath, "") and self.locate(spaced, ""):
            return spaced + subpath
        return target

    def _unless_hidden(
        self, linkpath: str, subpath: str, files: tuple[str, ...], source: Document
    ) -> Outcome:
        """Return where a link leads, whose file may be one that cannot be seen."""
        if not files:
            behind = self.hidden.behind(linkpath, source.folder)
            state = State.NO_FILE if behind is None else State.UNSEEN
            return Outcome(state, linkpath, subpath, source, behind=behind)
        outcome = self._within(linkpath, subpath, files, source)
        if outcome.is_broken or len(files) > 1:
            outcome.behind = self.hidden.before(files[0], linkpath, source.folder)
            if outcome.behind is not None:
                outcome.state = State.UNSEEN
        return outcome

    def _within(
        self, linkpath: str, subpath: str, files: tuple[str, ...], source: Document
    ) -> Outcome:
        documents = tuple(filter(None, map(self.documents.get, files)))
        outcome = Outcome(State.RESOLVED, linkpath, subpath, source, files, documents)
        if not subpath or len(documents) < len(files):
            return outcome
        parts = segments(subpath)
        if not parts or not all(document.has_plain_anchors for document in documents):
            return outcome
        for document in documents:
            known, outcome.heading = find_anchor(document, parts)
            if known:
                return outcome
        is_block = len(parts) == 1 and parts[0].startswith("^")
        outcome.state = State.NO_BLOCK if is_block else State.NO_HEADING
        return outcome


def internal_target(destination: str, *, embed: bool) -> str | None:
    """Return a Markdown link's decoded target, or None if Obsidian takes it for external (1.4)."""
    if ":" in destination and not destination.startswith(("./", "../")):
        return None
    decoded = decode_uri(destination)
    if decoded is None:
        return tidy(destination) if embed else None
    return tidy(decoded)


def find_anchor(document: Document, parts: list[str]) -> tuple[bool, Heading | None]:
    """Return whether a note has what a subpath names, and which heading that is, if it is one."""
    if len(parts) == 1:
        name = parts[0].strip()
        if name.startswith("^") and name[1:].lower() in document.block_ids:
            return True, None
        if name.startswith("[^") and name[2:].rstrip("]").lower() in document.footnotes:
            return True, None
    forms = [normal_form(part) for part in parts]
    if len(forms) == 1:
        found = document.first_by_form.get(forms[0])
    else:
        found = document.outline.walk(forms)
    if found is None and document.flattened:
        last = parts[-1].strip()
        found = document.heading_in_flattened(last) or document.heading_in_flattened(slug(last))
    return found is not None, found


Locate = Callable[[str, str], tuple[str, ...]]
