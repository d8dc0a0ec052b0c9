"""What names a file and does not lead to it, so that it stays as it is and people are told."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote

from vaultkit.errors import TreeError
from vaultkit.links.references import referring_files
from vaultkit.links.syntax import base_name
from vaultkit.markdown.facts import Heading
from vaultkit.markdown.url import HTTP_ADDRESS
from vaultkit.markdown.wikilink import tidy
from vaultkit.report.formats.renames import ReportedReference
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.outcome import State
from vaultkit.vault.vault import Vault

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_THIRD = "opens no note in the app, which reads the first two of three brackets"
_MENDED = "leads nowhere: `vaultkit fix` before the change may fix it"


def mentions(vault: Vault, paths: Collection[str]) -> Iterator[ReportedReference]:
    """Yield the properties that name files without being a link, and dead links that mean them.

    Args:
        vault: the vault as it is.
        paths: the files.
    """
    said = {form for path in paths for form in _forms(path)}
    paths = frozenset(paths)
    for document in vault.documents.values():
        yield from _in_properties(vault, document, said)
        yield from _almost(vault, document, paths)


def _forms(path: str) -> Iterator[str]:
    """Yield what surely means the file, where no link says so: its path, and a medium's name."""
    if "/" in path or not path.lower().endswith(".md"):
        yield path
    if not path.lower().endswith(".md"):
        yield path.rpartition("/")[2]


def unread_mentions(vault: Vault, names: Mapping[str, str]) -> Iterator[ReportedReference]:
    """Return the files whose links cannot be read and that hold a name.

    That are notes and bases that are binary or UTF-16, and canvases that are none.

    Args:
        vault: the vault as it is.
        names: patterns of what says a name, by the name.
    """
    for path in referring_files(vault):
        try:
            why, texts = _unread(vault, path)
        except TreeError:
            continue
        first = "fix it" if path.lower().endswith(".canvas") else "save it as UTF-8 text"
        for name, pattern in names.items() if texts else ():
            said = re.compile(pattern, re.IGNORECASE)
            if any(said.search(tidy(text)) for text in texts):
                yield ReportedReference(
                    path, 1, 1, "", f'{why}, and contains "{name}"; {first} first'
                )


def _unread(vault: Vault, path: str) -> tuple[str, list[str]]:
    """Return why a file's links cannot be read, and what it may say; nothing where they can.

    Raises:
        TreeError: it cannot be read at all.
    """
    document = vault.documents.get(path)
    if document is not None and document.facts.unreadable is None:
        return "", []
    if path.lower().endswith(".canvas"):
        why = vault.canvas(path).error
        if why is None:
            return "", []
        text = vault.tree.read(path).decode("utf-8", "replace")
        unescaped = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
        return why, [text, unescaped.replace("\\/", "/")]
    raw = vault.tree.read(path)
    if b"\0" not in raw:
        return "", []  # some bytes are not UTF-8; its links are read
    texts = [raw.replace(b"\0", b"").decode("utf-8", "replace")]
    texts += [raw.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")]
    why = document.facts.unreadable if document is not None else None
    return why or "is not text", [*texts, *map(unquote, texts)]


def said_names(olds: Iterable[str]) -> dict[str, str]:
    """Return patterns of what says the names of files and folders, by the name.

    Args:
        olds: their paths, of folders with a slash at the end.
    """
    found = {}
    for old in olds:
        name = base_name(old) if not old.endswith("/") else tidy(old.strip("/").split("/")[-1])
        end = "[/)]" if old.endswith("/") else r"(?!\w)"
        found[name] = rf"(?<!\w){re.escape(name)}{end}"
    return found


def meant_heading(vault: Vault, path: str, heading: Heading) -> Iterator[ReportedReference]:
    """Yield the dead links that mean a heading by its web slug.

    Args:
        vault: the vault as it is.
        path: the note.
        heading: one of its headings.
    """
    for document in vault.documents.values():
        for note in document.notes:
            for link, outcome in vault.outcomes(note):
                if outcome.state is State.NO_HEADING and path in outcome.files:
                    meaning = (
                        outcome.suggester.meaning(link, outcome) if outcome.suggester else None
                    )
                    if meaning is not None and meaning.heading is heading:
                        yield _place(vault, document.path, link.start, link.end)


def _almost(vault: Vault, document: Document, paths: frozenset[str]) -> Iterator[ReportedReference]:
    """Yield the dead links that mean a file: by slip, slug or alias, for a space or a bracket."""
    for note in document.notes:
        for link, outcome in vault.outcomes(note):
            if outcome.state is not State.NO_FILE or outcome.suggester is None:
                continue
            meaning = outcome.suggester.meaning(link, outcome)
            folder = outcome.source.folder
            near_miss = None if meaning else outcome.suggester.near_miss(outcome.linkpath, folder)
            path = meaning.note.path if meaning else near_miss.path if near_miss else None
            if path in paths:
                yield _place(vault, document.path, link.start, link.end)
            elif outcome.suggester.has_behind_bracket(outcome.linkpath):
                found = vault.index.find(outcome.linkpath[1:], folder)[0]
                if not paths.isdisjoint(found):
                    yield _place(vault, document.path, link.start, link.end, _THIRD)
    for mark in document.facts.unencoded_links:
        if HTTP_ADDRESS.match(mark.name):
            continue
        found = vault.index.find(mark.name.partition("#")[0].strip() or "/", document.folder)[0]
        if len(found) == 1 and found[0] in paths:
            yield _place(vault, document.path, mark.start, mark.end)


def _place(vault: Vault, path: str, start: int, end: int, said: str = _MENDED) -> ReportedReference:
    source = vault.source(path)
    written = source.data[start:end].decode("utf-8", "replace")
    return ReportedReference(path, *source.position(start), written, said)


def _in_properties(
    vault: Vault, document: Document, said: Collection[str]
) -> Iterator[ReportedReference]:
    for item in document.facts.properties:
        for value in item.values:
            if value.text.strip("/") in said:
                place = vault.source(document.path).position(value.start)
                yield ReportedReference(document.path, *place, value.text, "")
