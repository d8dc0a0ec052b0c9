"""Patterns mean what they mean to Python, and RE2 matches them."""

import random
import re
import warnings

import pytest

from vaultkit.errors import ConfigError
from vaultkit.patterns.pattern import compile_pattern

PIECES = [
    *("a", "b", "ä", "ß", "Ü", "K", "ſ", "s", "-", " ", "{", ".", "(", "(?:", "(?P<n>", "(?i:"),
    *("(?s:", "(?i)", ")", "|", "*", "+", "?", "*?", "+?", "{1,2}", "{,2}", "^", "$"),
    *(r"\w", r"\W", r"\d", r"\s", r"\b", r"\B", r"\A", r"\Z", r"\n", r"\u00e4", r"\x41", r"\."),
    *("[a-zä]", "[^aä]", r"[\w-]", r"[^\W\d_]", "[]a]", "(?#x)"),
]
SIGNS = "abäßÜK ſs-_1\n²٣AkKẞÄ{é. "


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return the matches of Python's own ``re``, empty ones left out."""
    found, at = [], 0
    while at <= len(text) and (match := pattern.search(text, at)):
        if match.end() > match.start():
            found.append(match.span())
        at = max(match.end(), match.start() + 1)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_random_patterns_match_as_in_python(seed) -> None:
    chosen = random.Random(seed)
    tried = 0
    while tried < 1000:
        source = "".join(chosen.choices(PIECES, k=chosen.randint(1, 8)))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                expected = re.compile(source, re.MULTILINE)
            pattern = compile_pattern(source, multiline=True)
        except (re.error, ValueError):
            continue
        for _ in range(4):
            text = "".join(chosen.choices(SIGNS, k=chosen.randint(1, 8)))
            tried += 1
            assert [*pattern.finditer(text)] == _spans(expected, text), (source, text)
            assert pattern.fullmatch(text) == bool(expected.fullmatch(text)), (source, text)
            assert pattern.search(text) == bool(expected.search(text)), (source, text)


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        (r"\bÜbung\b", "die Übung, Übungen", [(4, 9)]),
        (r"\bber\b", "Über ber", [(5, 8)]),
        (r"\bслово\b", "слово словом", [(0, 5)]),
        (r"\d+", "٣4 x", [(0, 2)]),
        ("(?i)straẞe", "Straße", [(0, 6)]),
        ("x*", "yxxy", [(1, 3)]),
        ("(?x) a  b # both\n", "ab", [(0, 2)]),
        ("[😀-😎]", "a😃", [(1, 2)]),
        ("\ud800", "a\ud800", [(1, 2)]),
    ],
)
def test_letters_of_any_script(source, text, found) -> None:
    assert [*compile_pattern(source, multiline=True).finditer(text)] == found


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("(a", "is not a valid regular expression: missing )"),
        ("(?<=a)b", "has a look-behind, (?<=,"),
        ("(?<!a)b", "has a look-behind, (?<!,"),
        ("a(?=b)", "has a look-ahead, (?=,"),
        ("(?:(?!b)a)", "has a look-ahead, (?!,"),
        ("(?!a)b|c", "has a look-ahead beside an alternative"),
        ("(?!(?!a)b)", "has a look-ahead, (?!,"),
        (r"(a)\1", r"has a back reference, \1,"),
        ("(?P<x>a)(?P=x)", "has a back reference, (?P=,"),
        ("(a)?(?(1)b|c)", "has a condition, (?(,"),
        ("(?>a)b", "has an atomic group, (?>,"),
        ("a++", "has a possessive quantifier, ++,"),
        ("a{1001}", "is not accepted by RE2: invalid repetition size: {1001}"),
        ("(?:a{900}){900}", "is not accepted by RE2"),
        ("|".join(f"{number}{'abcdefghij' * 5}" for number in range(100)), "is too large for RE2"),
        ("a" * 10_001, "has more than 10,000 characters"),
        ("(" * 5_000 + ")" * 5_000, "is not a valid regular expression"),
        ("".join(map(chr, range(0x4E00, 0x4F00))), "distinguishes too many characters"),
        (r"\b" + "".join(map(chr, range(0x430, 0x480))), "distinguishes too many characters"),
    ],
)
def test_what_is_not_taken(source, said) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        compile_pattern(source)


def test_what_only_a_text_shows_to_be_too_much() -> None:
    starts = range(0x4E00, 0x5000, 2)
    ranges = "".join(rf"[\u{first:04x}-\u{first + 300:04x}]?" for first in starts)
    pattern = compile_pattern(ranges)

    with pytest.raises(ConfigError, match="distinguishes too many characters"):
        pattern.search("".join(map(chr, range(0x4E00, 0x5200))))


@pytest.mark.parametrize(
    ("source", "matching", "others"),
    [
        ("(?!Untitled).+", ["My note", "untitled"], ["Untitled", "Untitled 2"]),
        ("^(?!.*  )(?!.* $)[a-z ]+$", ["a b", "a"], ["a  b", "a "]),
        ("(?=.*[0-9])(?!x).*", ["a1"], ["a", "x1"]),
    ],
)
def test_looking_ahead_at_the_very_beginning(source, matching, others) -> None:
    pattern = compile_pattern(source)

    assert [name for name in (*matching, *others) if pattern.fullmatch(name)] == matching


@pytest.mark.parametrize("source", ["(a+)+$", "(a|a)*b", "(?:a?){30}a{30}$", "(.*)*=.*", "(a*)*b"])
def test_what_hangs_python_takes_re2_no_time(source) -> None:
    assert not compile_pattern(source).search("a" * 100_000 + "!\n!")
