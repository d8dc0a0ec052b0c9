"""The alphabet of a pattern: a byte for each kind of character that it tells apart."""

import codecs
import re
import warnings
from collections.abc import Iterable

from vaultkit.patterns.parts import Parts

_WORD_BYTES = bytes(range(0x30, 0x3A)) + bytes(range(0x41, 0x5B)) + b"_" + bytes(range(0x61, 0x7B))
_LINE_END = 0x0A


class Alphabet(dict[int, int]):
    """A byte for each character of a text: the same for those that the pattern cannot tell apart.

    It grows with the characters that are looked up in it.
    """

    def __init__(self, parts: Parts, flags: int) -> None:
        super().__init__()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._atoms = [re.compile(source, flags) for source, flags in parts.atoms]
        self._word = re.compile(r"\w", flags & re.ASCII) if parts.boundaries else None
        letters = _WORD_BYTES if parts.boundaries else b""
        self._free_letters = iter(letters)
        self._free_others = iter(b for b in range(256) if b not in letters and b != _LINE_END)
        self._bytes: dict[tuple[int, bool, bool], int] = {}
        self._ascii = bytes(self[number] for number in range(0x80)) + bytes(0x80)

    @property
    def size(self) -> int:
        """Return how many kinds of characters there are so far."""
        return len(self._bytes)

    @property
    def takes_line_ends(self) -> bool:
        """Return whether any part of the pattern matches a line end."""
        return self._key("\n")[0] != 0

    def written(self, text: str) -> bytes:
        """Return a text in this alphabet.

        Raises:
            ValueError: there are not bytes enough.
        """
        if text.isascii():
            return text.encode("ascii").translate(self._ascii)
        return codecs.charmap_encode(text, "strict", self)[0]

    def class_of(self, atom: int) -> str:
        """Return the bytes of the characters that an atom matches, as a class of RE2's."""
        return _class(byte for key, byte in self._bytes.items() if key[0] >> atom & 1)

    def ascii_class_of(self, atom: int) -> str:
        """Return the characters of ASCII themselves that an atom matches, as a class of RE2's."""
        return _class(byte for byte in range(0x80) if self._atoms[atom].fullmatch(chr(byte)))

    def __missing__(self, number: int) -> int:
        key = self._key(chr(number))
        if key not in self._bytes:
            self._bytes[key] = self._free_byte(key)
        self[number] = self._bytes[key]
        return self[number]

    def _key(self, character: str) -> tuple[int, bool, bool]:
        """Return what tells a character from others: its atoms, as bits; letter; line end."""
        atoms = sum(
            1 << number for number, atom in enumerate(self._atoms) if atom.fullmatch(character)
        )
        is_letter = self._word is not None and self._word.fullmatch(character) is not None
        return atoms, is_letter, character == "\n"

    def _free_byte(self, key: tuple[int, bool, bool]) -> int:
        byte = (
            _LINE_END if key[2] else next(self._free_letters if key[1] else self._free_others, None)
        )
        if byte is None:
            raise ValueError("distinguishes too many characters; split it into several patterns")
        return byte


def _class(members: Iterable[int]) -> str:
    found = "".join(f"\\x{byte:02x}" for byte in members)
    return f"[{found}]" if found else r"[^\x00-\xff]"
