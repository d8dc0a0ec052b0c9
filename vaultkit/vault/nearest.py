"""The names nearest to a misspelt one, in time that does not grow with the number of names.

Names are cut into pieces; two names a few letters apart must share one piece at nearly the same
place, so only those that do are compared. Pieces that very many names share are passed over.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

_FAR = 3
_CROWDED = 50
_MOST = 3
_SWAPPED, _DOUBLED = 12, 16
_LONG_ENOUGH = 4
_REPEATED = re.compile(r"(.)\1+")
_NOT_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_JOINT = re.compile(r"(?<=[^\W_])(?:-+|\s+-+\s+)(?=[^\W_])|(?<=[^\s_])[\s_]+(?=[^\s_])")


def folded(name: str) -> str:
    """Give a name without case, accents' encoding, spacing and punctuation."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", name).casefold())


def singular(name: str) -> str:
    """Give the folded name without an English plural's ending."""
    key = folded(name)
    if len(key) > 4 and key.endswith("ies"):
        return key[:-3] + "y"
    if len(key) > 5 and key.endswith(("sses", "xes", "ches", "shes")):
        return key[:-2]
    return key[:-1] if len(key) > 3 and key.endswith("s") and not key.endswith("ss") else key


def reach(length: int) -> int:
    """Say how many letters a name of that length may be off and still be worth naming."""
    return 1 if length < 6 else 2 if length < 14 else _FAR


def parts(name: str) -> tuple[str, ...]:
    """Give a name in lower case and NFC, cut where white space, a hyphen or ``_`` joins words."""
    key = unicodedata.normalize("NFC", name).lower().strip()
    return tuple(_JOINT.split(key))


def is_respelt(written: str, meant: str) -> bool:
    """Say whether two names differ in case, Unicode form and the joints between words only.

    Other signs tell names apart (C++, C). A joint may be missing only between words long enough to
    stand alone (Re-sign, Resign).
    """
    one, other = parts(written), parts(meant)
    if "".join(one) != "".join(other):
        return False
    ours, theirs = _joints(one), _joints(other)
    return all(
        shorter >= _LONG_ENOUGH
        for at, shorter in (ours | theirs).items()
        if (at in ours) != (at in theirs)
    )


def _joints(words: Sequence[str]) -> dict[int, int]:
    """Give where the words of a name meet, each with the length of the shorter one there."""
    found, at = {}, 0
    for left, right in pairwise(words):
        at += len(left)
        found[at] = min(len(left), len(right))
    return found


def is_unmistakable(written: str, meant: str) -> bool:
    """Say whether a name is surely a misspelling of another: one slip of the hand in a long word.

    Many names are a letter apart and mean two things (Hartford, Hertford; Louis VIII, Louis XVIII;
    infarction, infraction; an http and an https function). So just one word may differ, made of
    letters only, and in nothing but two swapped letters or a doubled one inside it.
    """
    ours, theirs = parts(written), parts(meant)
    if len(ours) != len(theirs):
        return False
    differing = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return False
    one, other = differing[0]
    if not (one.isalpha() and other.isalpha()) or one[0] != other[0] or one[-1] != other[-1]:
        return False
    shorter = min(len(one), len(other))
    if len(one) == len(other):
        return shorter >= _SWAPPED and _are_swapped(one, other)
    doubled = _REPEATED.sub(r"\1", one) == _REPEATED.sub(r"\1", other)
    return shorter >= _DOUBLED and abs(len(one) - len(other)) == 1 and doubled


def _are_swapped(one: str, other: str) -> bool:
    """Say whether two words of one length differ by two neighbouring letters' order."""
    at = [index for index, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(at) != 2 or at[1] != at[0] + 1:
        return False
    return one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]


class NameIndex:
    """Names that can be asked for by something close to them."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names; equal ones count once, and the first of those that fold alike stays."""
        self.by_fold: dict[str, list[str]] = {}
        self._near: dict[str, list[tuple[int, str]]] = {}
        self.by_singular: dict[str, list[str]] = {}
        self.pieces: dict[tuple[str, int, int, str], list[str]] = {}
        for name in dict.fromkeys(names):
            key = folded(name)
            if not key:
                continue
            alike = self.by_fold.setdefault(key, [])
            alike.append(name)
            self.by_singular.setdefault(singular(name), []).append(name)
            if len(alike) == 1:
                digits = _digits(key)
                for number, (start, end) in enumerate(_cuts(len(key))):
                    piece = (digits, len(key), number, key[start:end])
                    self.pieces.setdefault(piece, []).append(key)

    def alike(self, name: str) -> list[str]:
        """Give the names that differ in case, spacing or punctuation only."""
        return self.by_fold.get(folded(name), [])

    def respelt(self, name: str) -> list[str]:
        """Give the names that are this one but for case, Unicode form and joints of words."""
        return [other for other in self.alike(name) if is_respelt(name, other)]

    def plural(self, name: str) -> list[str]:
        """Give the names that differ by a plural's ending besides."""
        return self.by_singular.get(singular(name), [])

    def near(self, name: str, most: int = 3) -> list[tuple[int, str]]:
        """Give the nearest names with their distance in letters, best first.

        Numbers must agree: "Lecture 3" is no misspelling of "Lecture 2".
        """
        key = folded(name)
        if key not in self._near:
            self._near[key] = self._search(key)
        return self._near[key][:most]

    def _search(self, key: str) -> list[tuple[int, str]]:
        limit = reach(len(key))
        candidates = self._candidates(key, limit)
        if not candidates:
            return []
        from rapidfuzz.distance import OSA

        found = []
        for candidate in candidates:
            distance = OSA.distance(key, candidate, score_cutoff=limit)
            if distance <= limit:
                found += [(distance, written) for written in self.by_fold[candidate]]
        return sorted(found)[:_MOST]

    def _candidates(self, key: str, limit: int) -> set[str]:
        found: set[str] = set()
        digits = _digits(key)
        for length in range(max(1, len(key) - limit), len(key) + limit + 1):
            cuts = _cuts(length)
            for number, (start, end) in enumerate(cuts):
                for shift in _shifts(number, len(cuts) - 1, len(key) - length):
                    piece = (digits, length, number, key[max(start + shift, 0) : end + shift])
                    names = self.pieces.get(piece)
                    if names and len(names) <= _CROWDED:
                        found.update(names)
        return found


def _shifts(number: int, limit: int, longer: int) -> range:
    """Give how far a piece can have moved, if it is the first that the two names share.

    Each piece before it holds a difference, which moves it by a letter at most; and as many
    differences as are left must make up for the difference in length.
    """
    left = limit - number
    return range(max(-number, longer - left), min(number, longer + left) + 1)


def _digits(key: str) -> str:
    return " ".join(_DIGITS.findall(key))


@cache
def _cuts(length: int) -> list[tuple[int, int]]:
    """Cut a length into one piece more than the letters it may be off, about equally long."""
    number = min(reach(length) + 1, length)
    edges = [length * at // number for at in range(number + 1)]
    return list(pairwise(edges))
