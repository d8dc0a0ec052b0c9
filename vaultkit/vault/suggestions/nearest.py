"""The names nearest to a misspelt one, in time that does not grow with the number of names.

Names are cut into pieces; two names a few letters apart must share one piece at nearly the same
place, so only those that do are compared. Pieces that very many names share are passed over.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise

_FAR = 3
_CROWDED = 50
_FEW = 20
_MOST = 3
_SWAPPED, _DOUBLED = 12, 16
_LONG_ENOUGH = 4
_REPEATED = re.compile(r"(.)\1+")
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_ASCII_WORD = {code: None for code in range(128) if _NOT_WORD.match(chr(code))}
_DIGITS = re.compile(r"\d+")
_JOINT = re.compile(r"(?<=[^\W_])(?:-+|\s+-+\s+)(?=[^\W_])|(?<=[^\s_])[\s_]+(?=[^\s_])")


def folded(name: str) -> str:
    """Return a name without case, accents' encoding, spacing and punctuation."""
    if name.isascii():
        return name.lower().translate(_NOT_ASCII_WORD)
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", name).casefold())


def singular(name: str) -> str:
    """Return the folded name without an English plural's ending."""
    return _singular(folded(name))


def _singular(key: str) -> str:
    if len(key) > 4 and key.endswith("ies"):
        return key[:-3] + "y"
    if len(key) > 5 and key.endswith(("sses", "xes", "ches", "shes")):
        return key[:-2]
    return key[:-1] if len(key) > 3 and key.endswith("s") and not key.endswith("ss") else key


def _plurals(key: str) -> list[str]:
    """Return all that a folded name may be without its plural's ending, and some that it is not."""
    return [key, f"{key}s", f"{key}es", *([f"{key[:-1]}ies"] if key.endswith("y") else ())]


def reach(length: int) -> int:
    """Return how many letters a name of that length may be off and still be worth naming."""
    return 1 if length < 6 else 2 if length < 14 else _FAR


def parts(name: str) -> tuple[str, ...]:
    """Return a name in lower case and NFC, cut where white space, a hyphen or ``_`` joins words."""
    key = unicodedata.normalize("NFC", name).lower().strip()
    return tuple(_JOINT.split(key))


def is_respelt(written: str, meant: str) -> bool:
    """Return whether two names differ in case, Unicode form and the joints between words only.

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
    """Return where the words of a name meet, each with the length of the shorter one there."""
    found, at = {}, 0
    for left, right in pairwise(words):
        at += len(left)
        found[at] = min(len(left), len(right))
    return found


def is_unmistakable(written: str, meant: str) -> bool:
    """Return whether a name is surely a misspelling of another: one slip in a long word.

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
    """Return whether two words of one length differ by two neighbouring letters' order."""
    at = [index for index, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(at) != 2 or at[1] != at[0] + 1:
        return False
    return one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]


def _is_likely(one: str, other: str) -> bool:
    """Return whether two folded names that are near may well be one: short words mostly are two.

    Three letters say nothing (bar, bat). Up to seven the first letter has to agree or to have
    changed places, or one name holds the other; of four none may be replaced (Lace, Lane).
    """
    length = min(_letters(one), _letters(other))
    if length < 4 or length > 7:
        return length > 7
    if sorted(one) == sorted(other):
        return True
    if one[0] != other[0]:
        return length > 5 and (one in other or other in one)
    return length > 4 or len(one) != len(other)


def _letters(key: str) -> int:
    """Count letters; an ideograph or a syllable says as much as two."""
    if key.isascii():
        return len(key)
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in key)


_Shape = tuple[str, int]
"""A folded name's digits and its length."""
_Pieces = dict[tuple[int, str], list[str]]


class NameIndex:
    """Names that can be asked for by something close to them."""

    def __init__(self, names: Iterable[str]) -> None:
        """Store the names; equal ones count once, and the first of those that fold alike stays."""
        self._folded = {name: key for name in dict.fromkeys(names) if (key := folded(name))}
        self._near: dict[str, list[tuple[int, str]]] = {}
        self._pieces: dict[_Shape, _Pieces] = {}

    @cached_property
    def _by_fold(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, key in self._folded.items():
            found.setdefault(key, []).append(name)
        return found

    @cached_property
    def _order(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self._folded)}

    @cached_property
    def _by_shape(self) -> dict[_Shape, list[str]]:
        found: dict[_Shape, list[str]] = {}
        for key in self._by_fold:
            found.setdefault((_digits(key), len(key)), []).append(key)
        return found

    def prepare(self) -> None:
        """Make the tables that every search uses, before the first."""
        self._by_shape  # noqa: B018

    def alike(self, name: str) -> list[str]:
        """Return the names that differ in case, spacing or punctuation only."""
        return self._by_fold.get(folded(name), [])

    def same_words(self, name: str) -> list[str]:
        """Return the names that are this one except for case, Unicode form and joints of words."""
        return [other for other in self.alike(name) if is_respelt(name, other)]

    def plural(self, name: str) -> list[str]:
        """Return the names that differ by a plural's ending besides."""
        key = singular(name)
        forms = [form for form in _plurals(key) if form in self._by_fold and _singular(form) == key]
        found = [other for form in forms for other in self._by_fold[form]]
        return sorted(found, key=self._order.__getitem__) if len(forms) > 1 else found

    def near(self, name: str, most: int = 3) -> list[tuple[int, str]]:
        """Return the nearest names with their distance in letters, best first.

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
            if distance <= limit and (distance == 0 or _is_likely(key, candidate)):
                found += [(distance, written) for written in self._by_fold[candidate]]
        return sorted(found)[:_MOST]

    def _candidates(self, key: str, limit: int) -> set[str]:
        found: set[str] = set()
        digits = _digits(key)
        for length in range(max(1, len(key) - limit), len(key) + limit + 1):
            names = self._by_shape.get((digits, length), ())
            if len(names) > _FEW:
                found.update(self._sharing(key, (digits, length)))
            else:
                found.update(name for name in names if _share_a_piece(key, name))
        return found

    def _sharing(self, key: str, shape: _Shape) -> Iterator[str]:
        """Yield the names of one shape that share a piece with a name, unless very many do."""
        pieces = self._pieces_of(shape)
        cuts = _cuts(shape[1])
        for number, (start, end) in enumerate(cuts):
            for shift in _shifts(number, len(cuts) - 1, len(key) - shape[1]):
                names = pieces.get((number, key[max(start + shift, 0) : end + shift]), ())
                if len(names) <= _CROWDED:
                    yield from names

    def _pieces_of(self, shape: _Shape) -> _Pieces:
        """Return the names of one shape by their pieces, each with its number."""
        known = self._pieces.get(shape)
        if known is None:
            known = self._pieces[shape] = {}
            for key in self._by_shape[shape]:
                for number, (start, end) in enumerate(_cuts(len(key))):
                    known.setdefault((number, key[start:end]), []).append(key)
        return known


def _share_a_piece(key: str, name: str) -> bool:
    """Return whether a name has a piece that is in another at nearly the same place."""
    cuts = _cuts(len(name))
    for number, (start, end) in enumerate(cuts):
        piece = name[start:end]
        if piece in key:
            for shift in _shifts(number, len(cuts) - 1, len(key) - len(name)):
                if key[max(start + shift, 0) : end + shift] == piece:
                    return True
    return False


def _shifts(number: int, limit: int, longer: int) -> range:
    """Return how far a piece can have moved, if it is the first that the two names share.

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
