"""What shows that a text is another one under a new name: lines that both have and no third has.

Lines that notes of one template share are no evidence: headings, keys, rules, and whatever a third
note holds.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from vaultkit.markdown.inline_link import ALONE_IN_LINE
from vaultkit.markdown.wikilink import WIKILINK_BYTES

LEAST_ALIKE = 0.5
"""How much of what is a text's own another must share to be the same text."""

Key = TypeVar("Key")

_LONGEST = 400
"""A longer line weighs no more: data that is embedded in a text is not all that it says."""
_TELLING = 12
"""How long the value of a key must be so that it hardly fits two notes by chance."""
_LONGEST_KEY = 30
_MARKS = b" \t>-*+"
_NOTHING = b" \t-=*_|:`~#>+.,;!?()[]{}<>/\\\"'$%&@^0123456789"
_HEADING = re.compile(rb"[ \t>]*#{1,6}[ \t]")
_TO_DO = re.compile(rb"[ \t>]*[-*+] \[ \]")
_ASKS = re.compile(rb"[:?][*_ \t]*\Z")
_UNDERLINE = re.compile(rb"(?:=+|-+)[ \t]*\Z")
_FRONT_MATTER = re.compile(rb"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(rb"[\[(]?[^:\[\]]{1,30}:: ?")
_BASE = re.compile(rb"\.base\b")
_FENCE = re.compile(rb"(?:```|~~~).*")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a text, without marks of lists, quotes and tasks.

    ``every`` are all of them, ``own`` those that may be evidence, ``weak`` those that may be where
    two texts are the same exactly: what a template may well hold, as a task to be done.
    """

    every: frozenset[bytes]
    own: frozenset[bytes]
    weak: frozenset[bytes]

    @classmethod
    def of(cls, data: bytes, name: str = "") -> "Text":
        """Return the lines of a text.

        Args:
            data: its bytes.
            name: what the note is called; a heading that says this is evidence, unlike others.
        """
        data = normal_text(data)
        head = _FRONT_MATTER.match(data)
        properties = lines_of(head[1]) if head else frozenset()
        own: set[bytes] = set()
        weak = {line for line in properties if len(_value(line)) >= _TELLING}
        title = name.encode("utf-8", "replace").lower()
        for raw, is_heading in _body_lines(data[head.end() :] if head else data):
            line = _unmarked(raw)
            if is_heading:
                if title and line.strip(b"# \t").lower() == title:
                    own.add(line)
            elif not line.strip(_NOTHING) or _is_query(line) or _is_short_key(line):
                continue
            elif _TO_DO.match(raw) or _ASKS.search(line) or _FIELD.match(line) or _is_link(line):
                weak.add(line)
            else:
                own.add(line)
        return cls(lines_of(data), frozenset(own), frozenset(weak))


def lines_of(data: bytes) -> frozenset[bytes]:
    """Return the lines of a text as they are compared: long ones by sentences, without marks."""
    return frozenset(filter(None, map(_unmarked, _split(normal_text(data)))))


def normal_text(data: bytes) -> bytes:
    """Return a text as git may have it: without a byte order mark, with line feeds alone."""
    return data.removeprefix(_BYTE_ORDER_MARK).replace(b"\r\n", b"\n")


def weight(lines: Iterable[bytes]) -> int:
    """Return how much some lines count: by length, so that a word counts less than a sentence."""
    return sum(min(len(line), _LONGEST) for line in lines)


def alike(one: Text, other: Text) -> float:
    """Return how much of two texts is the same, templates included, from 0 to 1."""
    most = max(weight(one.every), weight(other.every))
    return weight(one.every & other.every) / most if most else 1.0


@dataclass(slots=True)
class Shared:
    """What an old text shares with a new one, and with no third.

    ``alike`` is how much that is of what is the one's own or the other's, whichever is more;
    ``kept`` how much it is of the old one's own. Both are from 0 to 1.
    """

    weight: int
    alike: float
    kept: float


@dataclass(slots=True)
class Evidence(Generic[Key]):
    """What old texts share with new ones and no third text has.

    ``shared`` are the new texts by the old ones that share something with them, ``sources`` the
    same by the new ones, ``peculiar`` the pairs that share a line at all, be it weak.
    """

    shared: dict[Key, dict[Key, Shared]] = field(default_factory=dict)
    sources: dict[Key, dict[Key, Shared]] = field(default_factory=dict)
    peculiar: set[tuple[Key, Key]] = field(default_factory=set)


@dataclass(slots=True)
class _Holders(Generic[Key]):
    """The only old and the only new text that hold a line, if there are such."""

    old: Key | None = None
    new: Key | None = None


def find_evidence(
    olds: Mapping[Key, Text], news: Mapping[Key, Text], thirds: Iterable[frozenset[bytes]]
) -> Evidence[Key]:
    """Return what each old text shares with just one new one.

    Args:
        olds: texts as they were.
        news: texts as they are.
        thirds: the lines of each text that was and is the same.
    """
    holders = _held_once(olds, news)
    if not any(at.old is not None and at.new is not None for at in holders.values()):
        return Evidence()
    for third in thirds:
        for line in holders.keys() & third:
            del holders[line]
    shares: dict[tuple[Key, Key], int] = {}
    sizes: tuple[dict[Key, int], dict[Key, int]] = {}, {}
    found: Evidence[Key] = Evidence()
    for line, at in holders.items():
        size = weight([line])
        is_own = (at.old is not None and line in olds[at.old].own) or (
            at.new is not None and line in news[at.new].own
        )
        if at.old is not None and is_own:
            sizes[0][at.old] = sizes[0].get(at.old, 0) + size
        if at.new is not None and is_own:
            sizes[1][at.new] = sizes[1].get(at.new, 0) + size
        if at.old is None or at.new is None:
            continue
        pair = at.old, at.new
        if is_own:
            shares[pair] = shares.get(pair, 0) + size
        if is_own or line in olds[at.old].weak:
            found.peculiar.add(pair)
    for (old, new), size in shares.items():
        most = max(sizes[0][old], sizes[1][new])
        shared = Shared(size, size / most, size / sizes[0][old])
        found.shared.setdefault(old, {})[new] = shared
        found.sources.setdefault(new, {})[old] = shared
    return found


def _held_once(olds: Mapping[Key, Text], news: Mapping[Key, Text]) -> dict[bytes, _Holders[Key]]:
    """Return the lines that at most one old and at most one new text hold."""
    holders: dict[bytes, _Holders[Key]] = {}
    held_often: set[bytes] = set()
    for key, text in olds.items():
        for line in text.every:
            at = holders.setdefault(line, _Holders())
            if at.old is not None:
                held_often.add(line)
            at.old = key
    for key, text in news.items():
        for line in text.every:
            at = holders.setdefault(line, _Holders())
            if at.new is not None:
                held_often.add(line)
            at.new = key
    for line in held_often:
        del holders[line]
    return holders


def _split(data: bytes) -> list[bytes]:
    return data.replace(b". ", b".\n").split(b"\n")


def _unmarked(raw: bytes) -> bytes:
    """Return a line without the marks of a list, a quote or a task."""
    line = raw.strip(_MARKS)
    return line[4:].strip() if line[:1] == b"[" and line[2:4] == b"] " else line


def _body_lines(body: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield the lines of a text without its front matter, each with whether it is a heading."""
    raws = _split(body)
    for raw, below in zip(raws, [*raws[1:], b""], strict=True):
        if raw.strip():
            underlined = bool(below) and _UNDERLINE.match(below) is not None
            yield raw, underlined or _HEADING.match(raw) is not None


def _is_link(line: bytes) -> bool:
    wikilink = WIKILINK_BYTES.fullmatch(line.removeprefix(b"!"))
    return (wikilink or ALONE_IN_LINE.fullmatch(line)) is not None


def _is_query(line: bytes) -> bool:
    """Return whether a line embeds a base, or begins or ends a block of code, be it a query."""
    embed = WIKILINK_BYTES.fullmatch(line, 1) if line.startswith(b"!") else None
    return bool(embed and _BASE.search(embed["inner"])) or _FENCE.fullmatch(line) is not None


def _is_short_key(line: bytes) -> bool:
    """Return whether a line is a key with a value that many notes may have."""
    key, colon, value = line.partition(b":")
    if not colon or len(key) > _LONGEST_KEY or value[:1] not in (b" ", b":", b"*"):
        return False
    return len(_value(line)) < _TELLING


def _value(line: bytes) -> bytes:
    return line.partition(b":")[2].strip(b" \t:*_\"'[]")
