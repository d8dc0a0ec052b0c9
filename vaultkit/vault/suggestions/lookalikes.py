"""What tells two names apart that look the same."""

import unicodedata
from collections import Counter

_NOT_FORMAT = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Signs that show nothing although Unicode does not count them among the format signs."""
_SELECTORS = range(0xFE00, 0xFE10)


def unseen_difference(written: str, meant: str) -> str | None:
    """Return in what two names differ that look the same, such as ``a no-break space (U+00A0)``.

    None where they are equal, or differ in something that a reader sees; case is that, too.
    """
    if written == meant or _look(written) != _look(meant):
        return None
    ours, theirs = Counter(_unseen(written)), Counter(_unseen(meant))
    names = [_named(sign) for sign in dict.fromkeys([*(ours - theirs), *(theirs - ours)])]
    if names:
        return " and ".join(names)
    if unicodedata.normalize("NFC", written) == unicodedata.normalize("NFC", meant):
        return "their Unicode form (NFC or NFD)"
    return "the position or number of their spaces"


def _look(text: str) -> str:
    """Return what a reader sees of a text."""
    shown = "".join("" if _shows_nothing(sign) else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", shown).split())


def _unseen(text: str) -> list[str]:
    """Return the signs of a text that no one sees, or takes for plain spaces."""
    return [sign for sign in text if sign != " " and (sign.isspace() or _shows_nothing(sign))]


def _shows_nothing(sign: str) -> bool:
    if sign.isascii():
        return False
    is_selector = ord(sign) in _SELECTORS
    return is_selector or sign in _NOT_FORMAT or unicodedata.category(sign) == "Cf"


def _named(sign: str) -> str:
    name = unicodedata.name(sign, "control character").lower()
    article = "an" if name[0] in "aeio" else "a"
    return f"{article} {name} (U+{ord(sign):04X})"
