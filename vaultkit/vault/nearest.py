"""The names nearest to a misspelt one, in time that does not grow with the number of names.

Names are cut into pieces; two names a few letters apart must share one piece at nearly the same
place, so only those that do are compared. Pieces that very many names share are passed over.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

_FAR = 3
_CROWDED = 50
_MOST = 3
_HAND_SLIP, _ONE_MORE, _ONE_WRONG, _TWO_LETTERS_OFF = 6, 9, 12, 20
_REPEATED = re.compile(r"(.)\1+")
_NOT_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


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


def is_unmistakable(written: str, meant: str, distance: int) -> bool:
    """Say whether a folded name is surely a misspelling of another.

    Many names are a letter apart and mean two things (Hartford, Hertford). So the first and the
    last letter must agree, and the name must be the longer the less the slip looks like one of the
    hand: swapped and doubled letters, then a letter too many or too few, then a wrong one.
    """
    if written[:1] != meant[:1] or written[-1:] != meant[-1:]:
        return False
    shorter = min(len(written), len(meant))
    if distance > 1:
        return distance == 2 and shorter >= _TWO_LETTERS_OFF
    if sorted(written) == sorted(meant) or _REPEATED.sub(r"\1", written) == _REPEATED.sub(
        r"\1", meant
    ):
        return shorter >= _HAND_SLIP
    return shorter >= (_ONE_WRONG if len(written) == len(meant) else _ONE_MORE)


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
