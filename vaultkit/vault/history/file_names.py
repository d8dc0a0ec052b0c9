"""What the names of two files say of whether one has become the other."""

import re
import unicodedata

_TEXTS = (".md", ".canvas", ".base", ".txt", ".csv")
"""The files that are compared line by line; others are the same to the byte, or are not."""
_NUMBERS = re.compile(r"\d+")


def is_compared_by_line(path: str) -> bool:
    """Return whether a file is one of those that are compared line by line."""
    return path.lower().endswith(_TEXTS)


def name_key(path: str) -> str:
    """Return a file's name as it is compared with others."""
    return unicodedata.normalize("NFC", path.rpartition("/")[2]).casefold()


def stem_of(path: str) -> str:
    """Return a file's name without its extension."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def is_series(one: str, other: str) -> bool:
    """Return whether two names have other numbers in them: those of two days, or of two parts."""
    numbers = [_NUMBERS.findall(stem_of(path)) for path in (one, other)]
    return all(numbers) and numbers[0] != numbers[1]


def extension_of(path: str) -> str:
    """Return a file's extension, in lower case."""
    return path.rpartition(".")[2].lower()
