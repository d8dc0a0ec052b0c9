"""What tells two names apart that look the same."""

import pytest

from vaultkit.vault.suggestions.lookalikes import unseen_difference


@pytest.mark.parametrize(
    ("written", "meant", "said"),
    [
        ("a\u00a0b", "a b", "a no-break space (U+00A0)"),
        ("a b", "a\u3000b", "an ideographic space (U+3000)"),
        ("a\u200bb", "ab", "a zero width space (U+200B)"),
        ("ab", "a\u00adb", "a soft hyphen (U+00AD)"),
        ("\ufeffab", "ab", "a zero width no-break space (U+FEFF)"),
        ("❤\ufe0f", "❤", "a variation selector-16 (U+FE0F)"),
        ("a\tb", "a b", "a control character (U+0009)"),
        ("a\u00a0b\u200c", "a b", "a no-break space (U+00A0) and a zero width non-joiner (U+200C)"),
        ("Caf\u00e9", "Cafe\u0301", "their Unicode form (NFC or NFD)"),
        ("a  b", "a b", "the position or number of their spaces"),
    ],
)
def test_what_nobody_sees(written: str, meant: str, said: str) -> None:
    assert unseen_difference(written, meant) == said


@pytest.mark.parametrize(
    ("written", "meant"),
    [("ab", "ab"), ("Ab", "ab"), ("a-b", "a b"), ("a b", "ab"), ("a\u00a0c", "a b"), ("a", "")],
)
def test_what_a_reader_sees(written: str, meant: str) -> None:
    assert unseen_difference(written, meant) is None
