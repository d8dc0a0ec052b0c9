"""A repository of notes as its history has it: each state, and what became of files and lines."""

import re
import subprocess
import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.markdown.facts import Facts, Link
from vaultkit.markdown.parser import parse
from vaultkit.source import Source
from vaultkit.vault.files.tree import MemoryTree, Tree
from vaultkit.vault.resolver.outcome import State
from vaultkit.vault.vault import Vault

READ = (".md", ".canvas", ".base")
_ALIKE = 60
"""How alike, in percent, git must call two files of different names, so that one is the other."""
GIT_SETTINGS = (".gitignore", ".gitmodules")
_REGULAR = b"100"
_LINK = "\0"
_WORDS = 8
"""So many letters are no mark of a list."""


class Change(NamedTuple):
    """What a commit did to one file; a path or a blob is "" where there was or is not one."""

    old: str
    new: str
    was: str
    now: str


@dataclass(frozen=True)
class Commit:
    """A commit with what it changed below the vault's folder, against its first parent."""

    name: str
    changes: tuple[Change, ...]

    @property
    def renames(self) -> dict[str, str]:
        return {item.old: item.new for item in self.changes if item.old and item.new != item.old}


class Lead(NamedTuple):
    """Where a link leads: a file, and the line of a heading of it, from 0, or -1."""

    path: str
    line: int = -1


class History:
    """The commits of HEAD's first parents, oldest first."""

    def __init__(self, repository: Path, folder: str = "") -> None:
        """Read all that the history of a repository, or of a folder in it, changed."""
        self.repository = repository
        self.folder = f"{folder.strip('/')}/" if folder.strip("/") else ""
        self.commits = list(self._read())
        self._touched: dict[str, list[int]] = {}
        self._made: dict[str, list[int]] = {}
        for number, commit in enumerate(self.commits):
            for item in commit.changes:
                if item.old:
                    self._touched.setdefault(item.old, []).append(number)
                if item.new and item.new != item.old:
                    self._made.setdefault(item.new, []).append(number)
        self._reader: subprocess.Popen[bytes] | None = None
        self._facts: dict[str, Facts] = {}
        self.names = lru_cache(maxsize=24)(self._names)
        self.files = lru_cache(maxsize=8)(self._files)
        self._bases: dict[int, dict[str, str]] = {}
        self.blob = lru_cache(maxsize=50_000)(self._blob)
        self.plan = read_settings(None, Choices()).plan()

    def git(self, *arguments: str) -> bytes:
        """Return what a git command prints."""
        command = ["git", "--git-dir", str(self.repository), *arguments]
        return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout

    def _read(self) -> Iterator[Commit]:
        """Yield the commits; of notes git also finds what was renamed and edited at once."""
        edited = dict(self._log("-M", "*.md"))
        for name, changes in self._log("-M100%", ""):
            found = [item for item in edited.get(name, ()) if item.old and item.new != item.old]
            renamed = {item.old: item for item in found if item.new}
            made = {item.new for item in renamed.values()}
            rest = (item for item in changes if item.old not in renamed and item.new not in made)
            yield Commit(name, (*rest, *renamed.values()))

    def _log(self, renames: str, names: str) -> Iterator[tuple[str, list[Change]]]:
        spec = f":(glob){self.folder}**/{names}" if names else self.folder or "."
        fields = self.git(
            *("-c", "diff.renameLimit=3000", "-c", "core.quotePath=false"),
            *("log", "--first-parent", "-m", "--reverse", "--raw", "--no-abbrev", "-z", renames),
            *("--format=%x01%H", "HEAD", "--", spec),
        ).split(b"\0")
        name, changes = "", []
        at = 0
        while at < len(fields):
            field = fields[at].lstrip(b"\n")
            at += 1
            if field.startswith(b"\1"):
                if name:
                    yield name, changes
                name, changes = field[1:].decode(), []
            elif field.startswith(b":"):
                modes = field[1:].split(b" ")
                two = modes[4][:1] in (b"R", b"C")
                paths = [
                    path.decode("utf-8", "surrogateescape") for path in fields[at : at + 1 + two]
                ]
                at += 1 + two
                changes += self._changes(modes, paths)
        if name:
            yield name, changes

    def _changes(self, modes: list[bytes], paths: list[str]) -> Iterator[Change]:
        """Yield what one line of git's says, as far as regular files below the folder go."""
        before, after, was, now, status = modes
        old, new = self._own(paths[0]), self._own(paths[-1])
        old = old if before.startswith(_REGULAR) and status[:1] not in b"AC" else ""
        new = new if after.startswith(_REGULAR) and status != b"D" else ""
        one = Change(old, new, was.decode() if old else "", now.decode() if new else "")
        if old and new and old != new:
            same_name = old.rpartition("/")[2] == new.rpartition("/")[2]
            if int(status[1:]) < _ALIKE and not same_name:
                yield one._replace(new="", now="")
                yield one._replace(old="", was="")
                return
        if old or new:
            yield one

    def _own(self, path: str) -> str:
        return path[len(self.folder) :] if path.startswith(self.folder) else ""

    def _blob(self, name: str) -> bytes:
        if self._reader is None:
            command = ["git", "--git-dir", str(self.repository), "cat-file", "--batch"]
            pipe = subprocess.PIPE
            self._reader = subprocess.Popen(command, stdin=pipe, stdout=pipe)
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        self._reader.stdin.write(f"{name}\n".encode())
        self._reader.stdin.flush()
        head = self._reader.stdout.readline().split()
        if head[-1] == b"missing":
            return b""
        return self._reader.stdout.read(int(head[2]) + 1)[:-1]

    def _files(self, number: int) -> dict[str, str]:
        """Return the blobs by path after a commit."""
        if number < 0:
            return {}
        nearest = max((known for known in self._bases if known <= number), default=-1)
        found = dict(self._bases[nearest]) if nearest >= 0 else {}
        for commit in self.commits[nearest + 1 : number + 1]:
            for item in commit.changes:
                if item.old and item.old != item.new:
                    found.pop(item.old, None)
            for item in commit.changes:
                if item.new:
                    found[item.new] = item.now
        if number % 100 == 0 or number - nearest > 300:
            self._bases[number] = found
        return found

    def vault(self, tree: Tree, blobs: Mapping[str, str]) -> Vault:
        """Return the vault of these files, with the facts of those that were read before."""
        known = {path: self._facts[blob] for path, blob in blobs.items() if blob in self._facts}
        vault = Vault(tree, self.plan, known=known)
        for path, document in vault.documents.items():
            self._facts.setdefault(blobs[path], document.facts)
        return vault

    @contextmanager
    def checkout(
        self, number: int, blobs: Mapping[str, str], others: Mapping[str, str]
    ) -> Iterator[Path]:
        """Write a state into a temporary repository, and give the vault's folder in it.

        What is no note, canvas, base or setting is empty. The repository is lent the objects of
        the one that is read. Its HEAD is a commit, or, where some files have other contents, one
        with those in its place.
        """
        with tempfile.TemporaryDirectory() as temporary:
            top = Path(temporary)
            name = self.commits[number].name
            _git(top, "init", "--quiet")
            objects = (self.repository / "objects").resolve()
            (top / ".git/objects/info/alternates").write_text(f"{objects}\n")
            for setting in GIT_SETTINGS:
                found = _git(top, "ls-tree", "--format=%(objectname)", name, "--", setting)
                if found:
                    (top / setting).write_bytes(self.blob(found))
            if others:
                _git(top, "read-tree", name)
                lines = (f"100644 {blob}\t{self.folder}{path}\0" for path, blob in others.items())
                given = "".join(lines).encode("utf-8", "surrogateescape")
                _git(top, "update-index", "-z", "--index-info", given=given)
                tree = _git(top, "write-tree", "--missing-ok")
                name = _git(top, "commit-tree", "-m", "x", "-p", f"{name}~", tree)
            _git(top, "update-ref", "--no-deref", "HEAD", name)
            root = top / self.folder
            for path, blob in blobs.items():
                place = root / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(self._text(path, blob))
            yield root

    def _text(self, path: str, blob: str) -> bytes:
        own = path.lower().endswith(READ) or path.startswith(".obsidian/")
        return self.blob(blob) if own or path.endswith(GIT_SETTINGS) else b""

    def facts(self, blob: str) -> Facts:
        """Return what a note of these bytes says."""
        if blob not in self._facts:
            self._facts[blob] = parse(Source(self.blob(blob)))
        return self._facts[blob]

    def _names(self, number: int) -> Vault:
        """Return the vault after a commit with nothing in its files: enough to see what opens."""
        paths = self.files(number)
        empty = Facts()
        settings = (path for path in paths if path.startswith(".obsidian/"))
        texts = dict.fromkeys(paths, b"") | {path: self.blob(paths[path]) for path in settings}
        return Vault(MemoryTree(texts), self.plan, known=dict.fromkeys(paths, empty))

    def opens(self, number: int, path: str, link: Link) -> Lead | None:
        """Return what a link in a note opened after a commit; None if not just one file."""
        vault = self.names(number)
        if path not in vault.documents:
            return None
        outcome = vault.resolve(link, vault.documents[path])
        if outcome.state is State.NO_FILE or len(outcome.files) != 1:
            return None
        target = outcome.files[0]
        if target not in self.files(number):
            return None
        if not outcome.subpath or not target.lower().endswith(".md"):
            return Lead(target)
        blobs = self.files(number)
        both = {name: blobs[name] for name in {path, target}}
        tree = MemoryTree({name: self.blob(blob) for name, blob in both.items()})
        small = self.vault(tree, both)
        outcome = small.resolve(link, small.documents[path])
        if outcome.is_broken or outcome.files != (target,):
            return None
        if outcome.heading is None:
            return Lead(target)
        return Lead(target, self.blob(blobs[target]).count(b"\n", 0, outcome.heading.start))

    def next_change(self, path: str, after: int) -> tuple[int, Change] | None:
        """Return what first became of a file after a commit."""
        touched = self._touched.get(path, [])
        at = bisect_right(touched, after)
        if at == len(touched):
            return None
        number = touched[at]
        return number, next(item for item in self.commits[number].changes if item.old == path)

    def change_before(self, path: str, until: int) -> tuple[int, Change] | None:
        """Return what last gave a file its content up to a commit, that one included."""
        touched = self._touched.get(path, []), self._made.get(path, [])
        last = [known[at - 1] for known in touched if (at := bisect_right(known, until))]
        if not last:
            return None
        number = max(last)
        for item in self.commits[number].changes:
            if item.new == path:
                return number, item
        return None

    def born(self, path: str, until: int) -> int:
        """Return the commit that made a file, whatever it was called then."""
        number = until
        while (found := self.change_before(path, number)) is not None:
            until, change = found
            if not change.old:
                break
            path, number = change.old, until - 1
        return until

    def traced(self, lead: Lead, since: int, until: int) -> Lead | None:
        """Return where a file and its line are after a later commit; None where they are gone."""
        path, line = lead
        blob = self.files(since).get(path, "")
        while (found := self.next_change(path, since)) is not None and found[0] <= until:
            since, change = found
            if not change.new:
                return None
            if line >= 0:
                old, new = lines_of(self.blob(blob)), lines_of(self.blob(change.now))
                place = line_after(old, new, line)
                line = -2 if place is None else place
            path, blob = change.new, change.now
        return Lead(path, line)


def _git(top: Path, *arguments: str, given: bytes = b"") -> str:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
    done = subprocess.run(command, cwd=top, input=given, capture_output=True, check=True)
    return done.stdout.decode().strip()


class Site(NamedTuple):
    """Where a link is in a text: its line, and the place in it."""

    line: str
    start: int
    end: int

    @property
    def written(self) -> str:
        return self.line[self.start : self.end]


def site_of(data: bytes, start: int, end: int) -> tuple[int, Site]:
    """Return the number of the line, from 0, in which a stretch begins, and its place there."""
    begin = data.rfind(b"\n", 0, start) + 1
    stop = data.find(b"\n", start)
    line = data[begin : len(data) if stop < 0 else stop]
    text = line.decode("utf-8", "surrogateescape")
    first = len(data[begin:start].decode("utf-8", "surrogateescape"))
    last = len(data[begin:end].decode("utf-8", "surrogateescape"))
    return data.count(b"\n", 0, start), Site(text, first, last)


def lines_of(data: bytes) -> list[str]:
    return data.decode("utf-8", "surrogateescape").split("\n")


def line_after(old: list[str], new: list[str], number: int) -> int | None:
    """Return which line of a text's next version is a line of it; None where no one can say."""
    if old[number] in new and old.count(old[number]) == new.count(old[number]) == 1:
        return new.index(old[number])
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, start, stop in matcher.get_opcodes():
        if first <= number < last and tag == "equal":
            return start + number - first
        if first <= number < last and tag == "replace":
            if last - first == stop - start and (last - first == 1 or says_more(old[number])):
                return start + number - first
            return _most_like(old[number], new, range(start, stop))
    return None


def says_more(line: str) -> bool:
    """Return whether there are words in a line beside its links, by which it is told again."""
    return sum(map(str.isalpha, masked(line))) >= _WORDS


def site_after(old: list[str], new: list[str], number: int, site: Site) -> tuple[int, Site] | None:
    """Return where a link of a line is in a text's next version; None if no one can say."""
    place = line_after(old, new, number)
    if place is None:
        return None
    if new[place] == site.line:
        return place, site
    other = pair_of(site, new[place])
    return None if other is None else (place, other)


def _most_like(line: str, new: list[str], among: range) -> int | None:
    if not says_more(line):
        return None
    fit = [number for number in among if masked(new[number]) == masked(line)]
    return fit[0] if len(fit) == 1 else None


_ANY_LINK = re.compile(
    r"!?\[\[[^\[\]]*\]\]|!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([^()]*(?:\([^()]*\)[^()]*)*\)"
)


def masked(line: str) -> str:
    """Return a line with each of its links made the same."""
    return _ANY_LINK.sub(_LINK, line.rstrip("\r"))


def pair_of(site: Site, line: str) -> Site | None:
    """Return the link of a line's next version that stands where a link stood in it."""
    old = list(_ANY_LINK.finditer(site.line))
    new = list(_ANY_LINK.finditer(line))
    at = [number for number, item in enumerate(old) if item.start() <= site.start < item.end()]
    if not at or len(old) != len(new) or masked(site.line) != masked(line):
        return None
    found = new[at[0]]
    return Site(line, found.start(), found.end())


def link_at(facts: Facts, data: bytes, number: int, site: Site) -> Link | None:
    """Return the link that a parser sees at a place in a line."""
    begin = 0
    for _ in range(number):
        begin = data.index(b"\n", begin) + 1
    start = begin + len(site.line[: site.start].encode("utf-8", "surrogateescape"))
    at = bisect_left(facts.links, start, key=lambda link: link.start)
    inner = facts.links[at : at + 1]
    return inner[0] if inner and inner[0].start == start else None
