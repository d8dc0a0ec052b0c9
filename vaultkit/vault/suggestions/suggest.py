"""What a link that leads nowhere may have meant: slips, near names and meanings.

Made only when something is broken; every lookup is a dictionary's, so that a thousand broken links
in a large vault cost no more each than one in a small vault.

It is one file because the ways to find a file share its tables of names.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from vaultkit.markdown.facts import Facts, Link, LinkKind, Scalar
from vaultkit.markdown.wikilink import begins_with_third
from vaultkit.vault.files.extensions import has_file_extension
from vaultkit.vault.files.file_index import FileIndex, candidate_paths
from vaultkit.vault.history.past import Past
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.resolver.outside_targets import Beyond, beyond
from vaultkit.vault.resolver.web_hosts import host_of
from vaultkit.vault.suggestions.dated_names import DatedNotes
from vaultkit.vault.suggestions.distinctive_names import is_telling
from vaultkit.vault.suggestions.meanings import Meaning, Meanings
from vaultkit.vault.suggestions.near_anchors import NearAnchors
from vaultkit.vault.suggestions.other_folder import Places, is_put_by
from vaultkit.vault.suggestions.other_notes import (
    AnchorHomes,
    Homes,
    note_and_block,
)
from vaultkit.vault.suggestions.root_links import RootLinks

if TYPE_CHECKING:
    from vaultkit.vault.suggestions.nearest import NameIndex

_COLONS = re.compile(r"::?")
_DIVIDED = re.compile(r"[^\s:](?:[^:]*[^\s:])?(?:::?[^\s:](?:[^:]*[^\s:])?)+")
"""Parts of a name that nothing but one or two colons divides."""
_MOST = 3


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An existing name that a link surely meant, and how the link is off.

    ``sure`` says that there is evidence: the link writes this very name, and only the case, the
    Unicode form or ``.md`` is off, or the file has moved for sure. ``evidence`` says what shows it,
    in words that end a sentence. ``subpath`` is the part of the file that is meant, where the link
    writes it as part of the name.
    """

    reason: str
    path: str
    sure: bool = False
    evidence: str = ""
    subpath: str = ""


class Suggester:
    """Looks up what a broken link may have meant."""

    def __init__(
        self,
        documents: Sequence[Document],
        paths: Sequence[str],
        exists: Callable[[str], bool],
        past: Past | None = None,
        astray: Callable[[], Iterable[str]] = tuple,
        homes: Homes | None = None,
        is_template: Callable[[str], bool] = lambda _: False,
        creates_notes: Callable[[str], bool] = lambda _: True,
        *,
        writes_markdown: bool = False,
    ) -> None:
        """Store where to look; nothing is looked up yet.

        Args:
            documents: the vault's.
            paths: those of all its files.
            exists: a test for any other path.
            past: what is known of the files that are gone.
            astray: yields the paths, with a folder, that links of the vault look for in vain.
            homes: which notes are known to have a heading or block; what is found out is added.
            is_template: a test for the path of a template, whose headings other notes get.
            creates_notes: whether a reader of a file makes the note that a link to none names.
            writes_markdown: whether the app writes Markdown links in this vault, with ``.md``.
        """
        self._past = past
        self.creates_notes = creates_notes
        self.writes_markdown = writes_markdown
        self.homes = AnchorHomes(documents, {} if homes is None else homes)
        self.anchors = NearAnchors(documents, self.homes, is_template)
        self._documents = documents
        self._paths = paths
        self._exists = exists
        self.dated_notes = DatedNotes(paths)
        self.root_links = RootLinks(paths, self._facts)
        self._places = Places(paths, self.root_links, astray, self._is_ignored)
        self._beyond: dict[tuple[str, str], Beyond | None] = {}
        self.meanings = Meanings(documents, self._is_known)

    def prepare(self) -> None:
        """Make the tables that lookups use, before the first."""
        for table in ("claims", "_names", "_by_file_name", "_lost"):
            getattr(self, table)
        self.meanings.prepare()
        self._names.prepare()

    def beyond(self, linkpath: str, folder: str) -> Beyond | None:
        """Return in which way a target that is no file of the vault names something outside it.

        Args:
            linkpath: the link's path.
            folder: the folder of the file that holds the link, with its final slash, or "".
        """
        key = linkpath, folder
        if key not in self._beyond:
            found = beyond(linkpath, folder, self._top_names, self._exists)
            is_of_the_vault = found is Beyond.ON_DISK and self._without_backslash(linkpath, folder)
            self._beyond[key] = None if is_of_the_vault else found
        return self._beyond[key]

    def meaning(self, link: Link, outcome: Outcome) -> Meaning | None:
        """Return what a broken link means, if that is just one note or heading by slug or alias.

        Of ``[[[name]]]`` only its author knows which brackets are to stay; so it is for all slips.
        """
        if link.kind is LinkKind.URI or begins_with_third(outcome.linkpath):
            return None
        return self.meanings.of(link, outcome)

    @cached_property
    def claims(self) -> dict[str, tuple[Note, Scalar]]:
        """Return the note that each alias, in lower case, belongs to: the first that has it."""
        found: dict[str, tuple[Note, Scalar]] = {}
        for note in self._notes:
            for alias in note.aliases:
                key = alias.text.strip().lower()
                if key != note.name.lower():
                    found.setdefault(key, (note, alias))
        return found

    def near_miss_of(self, link: Link, outcome: Outcome) -> NearMiss | None:
        """Return the file that a broken link surely meant, when it is off by a slip only."""
        source = outcome.source
        return self.near_miss(outcome.linkpath, source.folder, source.path, link.text)

    def near_miss(
        self, linkpath: str, folder: str, source: str = "", text: str | None = None
    ) -> NearMiss | None:
        """Return the file a linkpath surely meant, when it is off by a slip only.

        What names something outside the vault is no slip.

        Args:
            linkpath: what the link looks for.
            folder: that of the file that holds the link.
            source: the path of that file, where it is known.
            text: the link's text, where it has one.

        Slips are case and Unicode form, white space and hyphens, a folder that moved, a doubled
        ``.md``, and letters swapped or doubled in a long word. A plural is none: a note on models
        may be planned where there is one on a model.
        """
        if self.beyond(linkpath, folder) is not None or self._is_path_of_folder(linkpath, folder):
            return None
        if begins_with_third(linkpath):
            return None
        path = self._without_backslash(linkpath, folder)
        if path is not None:
            return NearMiss("backslash", path)
        path = self._without_colons(linkpath, folder)
        if path is not None:
            return NearMiss("colon", path)
        block = self._block(linkpath)
        if block is not None:
            return block
        became = self._became(linkpath, folder)
        if became is not None and (became.reason == "moved" or became.path != source):
            return became  # a note's own old name may have been freed for another one
        name = linkpath.rstrip("/").rpartition("/")[2]
        same = self._by_file_name.get(_file_key(name), [])
        if "/" in linkpath and len(same) == 1:
            if self._places.is_same(linkpath, folder, same[0]):
                return NearMiss("case", same[0], sure=True)
            if same[0] == source and _stem(name) != _stem(same[0]):
                return None
            moved = self._places.find(linkpath, folder, same[0], text)
            if moved.sure and self._past is not None and self._past.had(linkpath, folder):
                return NearMiss("elsewhere", moved.path)
            return NearMiss("elsewhere", moved.path, moved.sure, moved.evidence)
        bare = name[:-3] if name.lower().endswith(".md.md") else name
        if bare != name and len(found := self._by_file_name.get(_file_key(bare), [])) == 1:
            return NearMiss("extension", found[0], sure=True)
        stem, extension = _split_extension(name)
        paths = self._with_extension(self._names.same_words(stem), extension)
        if len(paths) != 1:
            return self._typo(stem, extension)
        sure = _file_key(name) == _file_key(paths[0].rpartition("/")[2]) and (
            is_telling(name) or paths[0].rpartition("/")[0] == folder.rstrip("/")
        )
        if _stem(name) == _stem(paths[0]):
            return NearMiss("elsewhere", paths[0], sure)
        return NearMiss("case" if sure else "spelling", paths[0], sure)

    def _without_backslash(self, linkpath: str, folder: str) -> str | None:
        """Return the one file that a path means whose backslashes divide folders, or are none."""
        if "\\" not in linkpath:
            return None
        meant = {linkpath.replace("\\", "/"), linkpath.replace("\\", "")}
        found = {path for name in meant if name.strip("/") for path in self._find(name, folder)}
        return found.pop() if len(found) == 1 else None

    def _without_colons(self, linkpath: str, folder: str) -> str | None:
        """Return the one file that a path means whose colons divide folders, as in some wikis."""
        if not _DIVIDED.fullmatch(linkpath):
            return None
        found = self._find(_COLONS.sub("/", linkpath), folder)
        return found[0] if len(found) == 1 else None

    def _find(self, linkpath: str, folder: str) -> tuple[str, ...]:
        return self._index.find(linkpath, folder)[0]

    def was_there(self, linkpath: str, folder: str) -> bool:
        """Return whether the vault is known to have had what a link without a file looks for.

        Of a name without a folder only that counts which was there when the vault was last seen.
        """
        if self._past is None:
            return False
        if self._lost.find(linkpath, folder)[0]:
            return True
        return "/" in linkpath and self._past.had(linkpath, folder)

    def is_in_hidden_folder(self, linkpath: str, folder: str) -> bool:
        """Return whether a target is in a folder that the app does not see, and that is not there.

        ``folder`` is that of the file that holds the link.
        """
        folders = set(map(_hidden_folder, candidate_paths(linkpath, folder)))
        return None not in folders and not any(map(self._exists, filter(None, folders)))

    def is_title(self, linkpath: str, folder: str) -> bool:
        """Return whether the slash in a target is part of a title: the vault has no such folder.

        ``folder`` is that of the file that holds the link.
        """
        return self._places.is_title(linkpath, folder)

    def has_folder_named(self, name: str) -> bool:
        """Return whether any folder of the vault has this name."""
        return self._places.has_folder_named(name)

    def _block(self, linkpath: str) -> NearMiss | None:
        """Return the note whose block a linkpath names without the ``#`` before its ``^``."""
        named = note_and_block(linkpath)
        if named is None:
            return None
        name, block = named
        notes = self.meanings.notes_named(name)
        if len(notes) != 1 or block.lower() not in notes[0].document.block_ids:
            return None
        said = f"that note has a block with this id: [[{name}#^{block}]]"
        return NearMiss("block", notes[0].path, sure=True, evidence=said, subpath=f"#^{block}")

    def has_behind_bracket(self, linkpath: str) -> bool:
        """Return whether a link means a file of the vault, save for a bracket before its name."""
        if not begins_with_third(linkpath):
            return False
        wanted = _file_key(linkpath[1:].removeprefix("/"))
        return wanted in (self._path_keys if "/" in wanted else self._by_file_name)

    def _is_known(self, linkpath: str, folder: str) -> bool:
        """Return whether it is known what a linkpath means, be it something outside the vault."""
        return (
            self.beyond(linkpath, folder) is not None or self._became(linkpath, folder) is not None
        )

    def _became(self, linkpath: str, folder: str) -> NearMiss | None:
        """Return the file that is known to be what a linkpath once opened.

        It is not sure that one in an archive is meant still, and not what came in its place.
        """
        moved = self._past.moved(linkpath, folder) if self._past is not None else None
        path = self._files.get(unicodedata.normalize("NFC", moved.path)) if moved else None
        if moved is None or path is None:
            return None
        old, new = (_file_key(name.rpartition("/")[2]) for name in (linkpath, path))
        reason = "moved" if old == new else "renamed"
        return NearMiss(reason, path, sure=not is_put_by(path), evidence=moved.said)

    def is_folder(self, linkpath: str, folder: str) -> bool:
        """Return whether a target is no file but a folder of the vault.

        ``folder`` is that of the file that holds the link.
        """
        return self._places.is_folder(linkpath, folder)

    def _is_path_of_folder(self, linkpath: str, folder: str) -> bool:
        return "/" in linkpath and self.is_folder(linkpath, folder)

    def _is_ignored(self, path: str) -> bool:
        return self._past is not None and self._past.ignores(path)

    def _facts(self) -> Iterator[Facts]:
        return (document.facts for document in self._documents)

    def nearest(self, linkpath: str, folder: str) -> str | None:
        """Return the one file whose name is near to a linkpath's; None where several are or none.

        ``folder`` is that of the file that holds the link.
        """
        near = [] if begins_with_third(linkpath) else self._near_paths(linkpath, folder)
        return near[0] if len(near) == 1 else None

    def is_host(self, linkpath: str) -> bool:
        """Return whether a target is nothing but the name of a web host.

        That is one of a domain that no file of the vault has for an extension; a Markdown link
        may well be meant so, a wikilink rather is a note's title.
        """
        if "." not in linkpath or "/" in linkpath or has_file_extension(linkpath):
            return False
        if _split_extension(linkpath)[1] in self._extensions:
            return False
        return host_of(linkpath) is not None and linkpath.lower() not in self._top_names

    @cached_property
    def _index(self) -> FileIndex:
        return FileIndex(self._paths)

    @cached_property
    def _lost(self) -> FileIndex:
        """Return the files, by name, that were there when the vault was last seen."""
        return FileIndex(self._past.lost(frozenset(self._paths)) if self._past is not None else ())

    @cached_property
    def _files(self) -> dict[str, str]:
        """Return the vault's files by path in one form, as git may write it, too."""
        return {unicodedata.normalize("NFC", path): path for path in self._paths}

    @cached_property
    def _extensions(self) -> set[str]:
        """Return the extensions that files have; no empty one."""
        return {extension for _, extension in self._paths_by_stem if extension}

    @cached_property
    def _top_names(self) -> set[str]:
        """Return the names of what the root holds, folders and files, in lower case."""
        return {path.partition("/")[0].lower() for path in self._paths}

    def near_names(self, linkpath: str, folder: str = "") -> list[str]:
        """Return up to three names near to a linkpath's, best first.

        ``folder`` is that of the file that holds the link.
        A name stands with its folder only where there are several of it, and without ``.md``.
        """
        return [self.shown(path) for path in self._near_paths(linkpath, folder)]

    def _near_paths(self, linkpath: str, folder: str) -> list[str]:
        if self.beyond(linkpath, folder) is not None or self._is_path_of_folder(linkpath, folder):
            return []
        stem, extension = _split_extension(linkpath.rstrip("/").rpartition("/")[2])
        names = dict.fromkeys(
            [
                *self._names.alike(stem),
                *self._names.plural(stem),
                *(name for _, name in self._names.near(stem)),
            ]
        )
        return self._with_extension(list(names), extension)[:_MOST]

    def shown(self, path: str) -> str:
        """Return a file's name, without ``.md``; with its folder where other files share it."""
        name = path.rpartition("/")[2]
        return _display(path if _split_extension(name)[0] in self._shared else name)

    def _typo(self, stem: str, extension: str) -> NearMiss | None:
        from vaultkit.vault.suggestions.nearest import is_unmistakable

        near = [found for found in self._names.near(stem, most=2) if found[0] > 0]
        if not near or (len(near) > 1 and near[1][0] == near[0][0]):
            return None
        if not is_unmistakable(stem, near[0][1]):
            return None
        paths = self._with_extension([near[0][1]], extension)
        return NearMiss("typo", paths[0]) if len(paths) == 1 else None

    def _with_extension(self, names: Sequence[str], extension: str) -> list[str]:
        """Return files of these names with this extension: all, or as many as anybody asks for."""
        found = (path for name in names for path in self._paths_by_stem.get((name, extension), ()))
        return list(islice(found, _MOST))

    @cached_property
    def _names(self) -> "NameIndex":
        from vaultkit.vault.suggestions.nearest import NameIndex

        return NameIndex(stem for stem, _ in self._paths_by_stem)

    @cached_property
    def _paths_by_stem(self) -> dict[tuple[str, str], list[str]]:
        """Return the files by the stem of their name and its extension."""
        found: dict[tuple[str, str], list[str]] = {}
        for path in self._paths:
            found.setdefault(_split_extension(path.rpartition("/")[2]), []).append(path)
        return found

    @cached_property
    def _shared(self) -> set[str]:
        """Return the stems that several files have, of whatever extension."""
        seen: set[str] = set()
        shared: set[str] = set()
        for (stem, _), paths in self._paths_by_stem.items():
            if stem in seen or len(paths) > 1:
                shared.add(stem)
            seen.add(stem)
        return shared

    @cached_property
    def _by_file_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._paths:
            found.setdefault(_file_key(path.rpartition("/")[2]), []).append(path)
        return found

    @cached_property
    def _path_keys(self) -> set[str]:
        return {_file_key(path) for path in self._paths}

    @cached_property
    def _notes(self) -> list[Note]:
        return [note for document in self._documents for note in document.notes]


def _hidden_folder(path: str) -> str | None:
    """Return the path of the first folder on a path whose name begins with a dot."""
    parts = path.split("/")[:-1]
    at = next((at for at, part in enumerate(parts) if part.startswith(".")), None)
    return None if at is None else "/".join(parts[: at + 1])


def _stem(path: str) -> str:
    """Return the name that a path or linkpath ends with, of a note without ``.md``."""
    return unicodedata.normalize("NFC", path.rpartition("/")[2]).removesuffix(".md")


def _file_key(name: str) -> str:
    """Return a file name in the form in which a moved file is recognised; notes without ``.md``."""
    key = unicodedata.normalize("NFC", name).casefold()
    return key.removesuffix(".md")


def _split_extension(path: str) -> tuple[str, str]:
    """Split a name into stem and extension; ``.md`` counts as none."""
    stem, dot, extension = path.rpartition(".")
    if not dot or not stem or not extension.isalnum() or len(extension) > 5:
        return path, ""
    return stem, "" if extension.lower() == "md" else extension.lower()


def _display(path: str) -> str:
    return path[:-3] if path.lower().endswith(".md") else path
