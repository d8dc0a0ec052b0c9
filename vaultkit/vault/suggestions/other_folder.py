"""What the vault itself shows of a file that a link looks for in another folder.

One file of the right name proves little: the note that is meant may be unwritten, deleted, or kept
out of this copy. It has moved for sure only where nothing else can have been meant:

- the folder that the link names is nowhere in the vault, and is none of a series of which others
  are there (``2023/Taxes`` beside ``2024/Taxes`` is a note to write), and none that a site makes;
- the name tells the file from all others: every second folder has a ``README``, a ``cover.png`` or
  a ``Chapter 1``; and the link's text does not name its folder (``[[skills/cards/Plan|cards]]``);
- of the names that links look for in that folder, no more are nowhere than elsewhere: else they are
  notes to write, and the folder is one to make, or a part of their titles;
- a path that begins with a slash is one of the vault's, not of a web site's, because others that
  begin so open, and ends with more than one word, which any two notes may have, unless several
  names of its folder are elsewhere;
- no history knows that the very file was deleted.

It is one file because its kinds of evidence share its tables of folders.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from vaultkit.text import printable
from vaultkit.vault.files.file_index import candidate_paths
from vaultkit.vault.suggestions.distinctive_names import is_telling
from vaultkit.vault.suggestions.root_links import RootLinks

_PASSING = frozenset(
    "uncategorised uncategorized unsorted unfiled inbox incoming drafts staging triage".split()
)
"""Folders that notes are sorted out of, in lower case."""
_OF_SITES = frozenset(
    "tags tag categories category topics topic authors author archive archives feed page pages"
    " search series taxonomy wiki static public assets images img".split()
)
"""Folders that a web site makes, in which no one has put the pages, in lower case."""
_ASIDE = frozenset(
    "tags tag templates template _templates _template trash bak backup backups".split()
)
"""Folders of notes that share the name of others, but are not these, in lower case."""
_PUT_BY = frozenset("archive archives archived attic".split())
"""Folders of notes that others may have come in the place of, in lower case."""
_OF_TITLES = re.compile(r"___|%2[Ff]|\uff0f")
"""What stands for a slash in the names of files whose titles have one."""
_NOT_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


class Elsewhere(NamedTuple):
    """The one file of a name that a link looks for in another folder.

    ``evidence`` says what shows that it has moved; empty where it is not ``sure``.
    """

    path: str
    sure: bool
    evidence: str


class Places:
    """The folders and files of a vault, as far as they tell whether a file has moved."""

    def __init__(
        self,
        paths: Sequence[str],
        root_links: RootLinks,
        astray: Callable[[], Iterable[str]],
        is_ignored: Callable[[str], bool],
    ) -> None:
        """Store the vault.

        Args:
            paths: of all its files.
            root_links: what its links mean that begin with a slash.
            astray: yields the paths, with a folder, that its links look for in vain.
            is_ignored: whether the version control of the vault leaves a path out.
        """
        self._paths = paths
        self._root_links = root_links
        self._astray = astray
        self._is_ignored = is_ignored

    def find(self, linkpath: str, folder: str, path: str, text: str | None = None) -> Elsewhere:
        """Return what is to be said of the one file that has the base name of a linkpath.

        Args:
            linkpath: what the link looks for, with a slash in it.
            folder: of the file that holds the link, with its final slash, or "".
            path: the one file of that name.
            text: the link's text, where it has one.
        """
        parts = [part for part in linkpath.split("/")[:-1] if part not in ("", ".", "..")]
        if not parts or not self._has_moved(linkpath, parts, folder, path):
            return Elsewhere(path, sure=False, evidence="")
        if _names_the_folder(text, parts[-1], path):
            return Elsewhere(path, sure=False, evidence="")
        said = f'the vault has no folder "{printable(parts[-1])}", and no other file of that name'
        return Elsewhere(path, sure=True, evidence=said)

    def _has_moved(self, linkpath: str, parts: Sequence[str], folder: str, path: str) -> bool:
        return (
            not linkpath.endswith("/")
            and not self._may_be_there(parts, folder, path)
            and not _is_page_of_site(linkpath, parts)
            and is_telling(path.rpartition("/")[2])
            and not self._has_double(path)
            and _ASIDE.isdisjoint(_key(path).split("/")[:-1])
            and self._agrees(linkpath)
            and (not linkpath.startswith("/") or self._root_links.open_files)
            and not any(map(self._is_ignored, candidate_paths(linkpath, folder)))
        )

    def _agrees(self, linkpath: str) -> bool:
        """Return whether all links show that what they look for in a folder is elsewhere now.

        Behind a slash, where a site's own page may be meant, a lone name of one word does not.
        """
        if self._is_of_titles:
            return False
        found, missing = self._by_folder.get(_key(linkpath.rpartition("/")[0]), (set(), set()))
        if not found or len(found) < len(missing):
            return False
        is_lone = linkpath.startswith("/") and len(found) == 1
        return not (is_lone and _is_one_word(linkpath.rpartition("/")[2]))

    def _has_double(self, path: str) -> bool:
        """Return whether another file has the name with a number, or with what a copy gets.

        Where the name has a number itself, only those count that follow it.
        """
        stem, dot, extension = _name_key(path).rpartition(".")
        name, end = (stem, dot + extension) if dot else (extension, "")
        if not _DIGITS.search(name):
            return self._by_letters[_letters(name) + end] > 1 or f"{name} copy{end}" in self._times
        numbers = (form.format(number) for form in (" {}", " ({})", "-{}") for number in (1, 2))
        return not self._times.keys().isdisjoint(f"{name}{added}{end}" for added in numbers)

    @cached_property
    def _by_letters(self) -> Counter[str]:
        """Return how many different names have the same letters, with their ending."""
        found: Counter[str] = Counter()
        for key in self._times:
            stem, dot, extension = key.rpartition(".")
            found[_letters(stem) + dot + extension if dot else _letters(extension)] += 1
        return found

    @cached_property
    def _times(self) -> Counter[str]:
        """Return how many files have a name."""
        return Counter(map(_name_key, self._paths))

    @cached_property
    def _by_folder(self) -> dict[str, tuple[set[str], set[str]]]:
        """Return the names that links look for in folders: those that one file has, and others."""
        found: dict[str, tuple[set[str], set[str]]] = {}
        for linkpath in self._astray():
            name = _name_key(linkpath)
            both = found.setdefault(_key(linkpath.rpartition("/")[0]), (set(), set()))
            both[self._times[name] != 1].add(name)
        return found

    @cached_property
    def _is_of_titles(self) -> bool:
        """Return whether slashes in links are parts of titles, as Logseq has them."""
        return any(path.startswith("logseq/") or _OF_TITLES.search(path) for path in self._paths)

    def is_title(self, linkpath: str, folder: str) -> bool:
        """Return whether the slash in a target is part of a title, as in ``CI/CD``.

        That is where no folder is, was or is looked into of what is before it: no file is in
        one, no other target begins with it, and git leaves nothing of that path out.
        """
        parts = [_key(part.strip()) for part in linkpath.split("/")]
        if len(parts) != len(("before", "behind")) or any(part.strip(".") == "" for part in parts):
            return False
        before, behind = parts
        return (
            before not in self._folder_names
            and self._sought.get(before, set()) <= {behind}
            and not any(map(self._is_ignored, candidate_paths(linkpath, folder)))
        )

    def has_folder_named(self, name: str) -> bool:
        """Return whether any folder of the vault has this name, in any case."""
        return _key(name) in self._folder_names

    @cached_property
    def _sought(self) -> dict[str, set[str]]:
        """Return what links look for in vain in each folder that they name, at any depth."""
        found: dict[str, set[str]] = {}
        for linkpath in self._astray():
            parts = [_key(part.strip()) for part in linkpath.split("/")]
            for at, part in enumerate(parts[:-1], 1):
                found.setdefault(part, set()).add("/".join(parts[at:]).removesuffix(".md"))
        return found

    def is_same(self, linkpath: str, folder: str, path: str) -> bool:
        """Return whether a target is a file's path except for case and Unicode form."""
        return _key(path) in map(_key, candidate_paths(linkpath, folder))

    def _may_be_there(self, parts: Sequence[str], folder: str, path: str) -> bool:
        """Return whether the folder that a link names, or one that may be meant by it, is there.

        One that is deeper than the link says, and that notes only pass through, is not meant.
        One of another spelling or number may be (``07 - Design Patterns``), unless the file that
        was found (``path``) is in it.
        """
        name = _key(parts[-1])
        if name not in self._folder_names:
            if not _counted_all(name).isdisjoint(self._series):
                return True
            words = _letters(name)
            return words in self._folder_words and words not in map(_letters, path.split("/")[:-1])
        path = _key("/".join(parts))
        near = {path, _key(folder) + path}
        return name not in _PASSING or not near.isdisjoint(self._folders)

    def is_folder(self, linkpath: str, folder: str) -> bool:
        """Return whether a target is the path of a folder of the vault, or the end of one.

        One without a slash is only looked for in the root and in ``folder``.
        """
        path = _key(linkpath.strip("/"))
        if not path:
            return False
        if "/" not in linkpath:
            return {path, _key(f"{folder}{linkpath}")} & self._folders.keys() != set()
        while path.startswith(("./", "../")):
            path = path.partition("/")[2]
        return path in self._folder_ends

    @cached_property
    def _folders(self) -> dict[str, None]:
        found: dict[str, None] = {}
        for path in self._paths:
            head = _key(path.rpartition("/")[0])
            while head and head not in found:
                found[head] = None
                head = head.rpartition("/")[0]
        return found

    @cached_property
    def _folder_names(self) -> set[str]:
        return {folder.rpartition("/")[2] for folder in self._folders}

    @cached_property
    def _folder_words(self) -> set[str]:
        """Return the letters of the folders' names, without empty ones."""
        return set(filter(None, map(_letters, self._folder_names)))

    @cached_property
    def _series(self) -> set[str]:
        """Return the folders that count something, such as years, without their numbers."""
        return {form for name in self._folder_names for form in _counted_all(name)}

    @cached_property
    def _folder_ends(self) -> set[str]:
        found: set[str] = set()
        for folder in self._folders:
            parts = folder.split("/")
            found.update("/".join(parts[at:]) for at in range(len(parts)))
        return found


def _names_the_folder(text: str | None, folder: str, path: str) -> bool:
    """Return whether a link's text names the folder that it looks in, and not the file."""
    if not text:
        return False
    said, name = _words(text), _words(path.rpartition("/")[2].removesuffix(".md"))
    return said == _words(folder) and said != name


def _letters(name: str) -> str:
    return _DIGITS.sub("", _words(name))


def _words(text: str) -> str:
    return _NOT_WORD.sub("", _key(text))


def is_put_by(path: str) -> bool:
    """Return whether a file is in an archive, also in ``_Archive`` or ``04 - Archives``."""
    return not _PUT_BY.isdisjoint(map(_letters, path.split("/")[:-1]))


def folders_sought(linkpaths: Iterable[str]) -> set[str]:
    """Return the folders, folded, that some linkpaths look in: as paths, and each by its name."""
    found: set[str] = set()
    for linkpath in linkpaths:
        folder = _key(linkpath.rpartition("/")[0])
        found.add(folder)
        found.update(part.strip() for part in folder.split("/"))
    return found


def _counted_all(name: str) -> set[str]:
    """Return a folder's name with a sign in place of its numbers, and what it begins with so.

    That is up to its first number, where letters come before it (``day4-security``). There is none
    without a number.
    """
    if not _DIGITS.search(name):
        return set()
    whole = _DIGITS.sub("#", _key(name))
    start = whole.partition("#")[0]
    return {whole, f"{start}#"} if any(map(str.isalpha, start)) else {whole}


def _is_page_of_site(linkpath: str, parts: Sequence[str]) -> bool:
    """Return whether a folder may be one that a web site makes of the notes."""
    is_relative = linkpath.startswith(("/", "./", "../"))
    return is_relative and not _OF_SITES.isdisjoint(map(_key, parts))


def _is_one_word(name: str) -> bool:
    """Return whether a file's name is a single word, which another note may well have."""
    stem = _key(name).removesuffix(".md")
    return len(_NOT_WORD.split(stem)) == 1 and not _DIGITS.search(stem)


def _name_key(path: str) -> str:
    """Return the name that a path ends with, folded; a note's without ``.md``."""
    return _key(path.rstrip("/").rpartition("/")[2]).removesuffix(".md")


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
