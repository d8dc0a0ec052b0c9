"""What the parser skips for speed makes no difference to what it finds."""

import random
import re

import pytest

from vaultkit.markdown import blank, headings

PIECES = r"$ $$ $x$ %% %%x%% ` `` ~~~ <!-- --> <b> [[a]] ](x) \ | a word > - 1. # |-|".split(" ")
PIECES += ["\n", "\n", "\n", "\n\n", "\n\n", "\r\n\r\n", "```\n"]


@pytest.fixture(scope="module")
def texts() -> list[bytes]:
    """Return made-up notes in which maths and comments are all over the place."""
    chance = random.Random(3)
    drawn = [" ".join(chance.choices(PIECES, k=chance.randrange(40))) for _ in range(3000)]
    quoted = ["> " + text.replace("\n", "\n> ") for text in drawn[:500]]
    returns = [text.replace("\n", "\r\n") for text in drawn[500:1000]]
    return [text.encode() for text in (*drawn, *quoted, *returns)]


def test_paragraphs_without_maths_or_comments_can_be_skipped(texts, monkeypatch) -> None:
    skipping = [blank.blank(text, 0) for text in texts]
    monkeypatch.setattr(blank, "_MATTERS", re.compile(rb"(?s)."))

    assert [blank.blank(text, 0) for text in texts] == skipping


def test_words_can_be_counted_by_where_they_start(texts) -> None:
    def counted(text: bytes) -> int:
        words = len(text.split())
        return words if words > 30 else len(headings._LINES_MARKUP.sub(b"", text).split())

    assert [headings._words(text) for text in texts] == [counted(text) for text in texts]
    assert {headings._words(text) < len(text.split()) for text in texts} == {False, True}


@pytest.mark.parametrize(
    "text", [b"- a\x0b- b\x0c\r\n> 2.\n", b"*** \x1f --- [ ]", b"- [ ] x\n---\n"]
)
def test_odd_white_space_parts_the_same_words(text: bytes) -> None:
    assert headings._words(text) == len(headings._LINES_MARKUP.sub(b"", text).split())
