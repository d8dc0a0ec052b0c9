"""What the vault itself shows of a file that a link looks for in another folder.

One file of the right name proves little: the note that is meant may be unwritten, or kept out of
this copy. It has moved for sure only where nothing else can have been meant:

- the folder that the link names is nowhere in the vault, and is none of a series of which others
  are there (``2023/Taxes`` beside ``2024/Taxes`` is a note to write);
- the name tells the file from all others: every second folder has a ``README``, a ``cover.png`` or
  a ``Chapter 1``; and the link's text does not name its folder (``[[skills/cards/Plan|cards]]``);
- a path that begins with a slash is one of the vault's, not of a web site's, because others that
  begin so open.
"""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from vaultkit.markdown.facts import Facts
from vaultkit.printable import printable

_COMMON = r"""
    _?index | readme | cover | _?templates? | home | main | about | overview | introduction | intro
    | summary | contents | toc | _?sidebar | _?footer | _?header | changelog | license | licence
    | contributing | todo | tasks | notes? | new\ note | draft | inbox | archive | test | example
    | skill | claude | gemini | agents? | dockerfile | makefile | package | config | settings
    | schema | metadata | manifest | setup | app | styles? | script | data | results | abstract
    | appendix | glossary | post | page | story | spec | lore | profile | character | location
    | welcome | misc | other | general | default | resources | references | links | bibliography
    | untitled | sans\ titre | unbenannt | sin\ t[íi]tulo | sem\ t[íi]tulo | senza\ titolo
    | naamloos | без\ названия | 未命名 | 无标题 | 無題のファイル | 제목없음
    | image | img | pic | picture | photo | screenshot | figure | fig | diagram | chart | graph
    | agenda | minutes | meetings? | log | plans? | status | report | project
    | logo | icon | favicon | banner | avatar | thumbnail | thumb | preview | background | hero
    | header | download | file | document | attachment | pasted\ image | scan | drawing
"""
"""Names that many folders have each one of their own, in lower case; a number may follow."""
_COUNTED = r"""
    act | assignment | book | ch | chapter | class | day | ep | episode | ex | exam | exercise
    | homework | hw | lab | lec | lecture | lesson | level | module | month | page | part | problem
    | quarter | question | quiz | scene | season | section | seminar | session | slides? | step
    | term | topic | tutorial | unit | v | version | vol | volume | week | year | no | nr | q
    | kapitel | lektion | teil | woche | tag | seite | chapitre | leçon | partie | semaine | jour
    | cap[íi]tulo | lecci[óo]n | parte | semana | d[íi]a | capitolo | lezione | глава | лекция
    | урок | часть | неделя | день
"""
"""What one counts in many a folder: such a word with a number names a file of one of them."""
_PASSING = frozenset(
    "uncategorised uncategorized unsorted unfiled inbox incoming drafts staging triage".split()
)
"""Folders that notes are sorted out of, in lower case."""
_NUMBER = r"[\W_]*(?:\d{1,3}(?:[\W_]+\d{1,3})*|copy)?[\W_]*"
_TELLS_NOTHING = re.compile(rf"(?x) (?: {_COMMON} | {_COUNTED} ) {_NUMBER}")
_ROLE = re.compile(r"[A-Z]{5,}|[A-Z]+(?:[_-][A-Z]+)+")
"""What a file is for its folder, as ``SKILL`` and ``AGENTS``; shorter ones are acronyms."""
_NOT_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_DIGITS_OF_A_DATE = 6
_LEAST_LETTERS = 1
_ENOUGH = 2


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
        facts: Callable[[], Iterable[Facts]],
        is_ignored: Callable[[str], bool],
    ) -> None:
        """Remember the vault.

        Args:
            paths: of all its files.
            facts: yields what its notes hold.
            is_ignored: whether the version control of the vault leaves a path out.
        """
        self._paths = paths
        self._facts = facts
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
        named = parts[-1] if parts else ""
        sure = (
            bool(named)
            and not self._may_be_there(parts, folder)
            and is_telling(path.rpartition("/")[2])
            and not _names_the_folder(text, named, path)
            and (not linkpath.startswith("/") or self._opens_from_root)
            and not any(map(self._is_ignored, _candidates(linkpath, folder)))
        )
        said = f'the vault has no folder "{printable(named)}", and no other file of that name'
        return Elsewhere(path, sure, said if sure else "")

    def is_same(self, linkpath: str, folder: str, path: str) -> bool:
        """Return whether a target is a file's path but for case and Unicode form."""
        return _key(path) in map(_key, _candidates(linkpath, folder))

    def _may_be_there(self, parts: Sequence[str], folder: str) -> bool:
        """Return whether the folder that a link names, or one that may be meant by it, is there.

        One that lies deeper than the link says, and that notes only pass through, is not meant.
        """
        name = _key(parts[-1])
        if name not in self._folder_names:
            return _counted(name) in self._series
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
    def _series(self) -> set[str]:
        """Return the folders that count something, such as years, without their numbers."""
        return {_counted(name) for name in self._folder_names if _DIGITS.search(name)}

    @cached_property
    def _folder_ends(self) -> set[str]:
        found: set[str] = set()
        for folder in self._folders:
            parts = folder.split("/")
            found.update("/".join(parts[at:]) for at in range(len(parts)))
        return found

    @cached_property
    def _opens_from_root(self) -> bool:
        """Return whether several links that begin with a slash open a file from the root."""
        files = {_key(path) for path in self._paths}
        found: set[str] = set()
        for facts in self._facts():
            for path in paths_from_root(facts):
                if path in files or f"{path}.md" in files:
                    found.add(path)
            if len(found) >= _ENOUGH:
                return True
        return False


def _names_the_folder(text: str | None, folder: str, path: str) -> bool:
    """Return whether a link's text names the folder that it looks in, and not the file."""
    if not text:
        return False
    said, name = _words(text), _words(path.rpartition("/")[2].removesuffix(".md"))
    return said == _words(folder) and said != name


def _words(text: str) -> str:
    return _NOT_WORD.sub("", _key(text))


def paths_from_root(facts: Facts) -> set[str]:
    """Return the paths, folded, that a note's links write with a slash at their beginning."""
    return {
        _key(unquote(link.target).partition("#")[0].strip("/"))
        for link in facts.links
        if link.target.startswith("/") and not link.target.startswith("//")
    }


def is_telling(name: str) -> bool:
    """Return whether a file's name tells it from the files of other folders.

    A common word does not (``README``, ``cover.png``), nor does a number, or a word with one
    (``Chapter 1``, ``image-2.png``); a date does.
    """
    stem = name[: name.rfind(".")] if "." in name.strip(".") else name
    key = _key(stem)
    if _ROLE.fullmatch(stem):
        return False
    if sum(map(str.isalpha, key)) < _LEAST_LETTERS:
        return sum(map(str.isdigit, key)) >= _DIGITS_OF_A_DATE
    return _TELLS_NOTHING.fullmatch(key) is None


def _candidates(linkpath: str, folder: str) -> list[str]:
    """Return the paths that a target may be, from the root and from the folder of its file."""
    relative = linkpath.strip("/")
    places = dict.fromkeys(posixpath.normpath(base + relative) for base in ("", folder))
    inside = [place for place in places if not place.startswith("..")]
    return [form for place in inside for form in (place, f"{place}.md")]


def _counted(name: str) -> str:
    """Return a folder's name with a sign in place of its numbers."""
    return _DIGITS.sub("#", _key(name))


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
