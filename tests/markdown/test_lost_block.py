"""Front matter that Obsidian does not see, and what only looks like it."""

import pytest

from vaultkit.markdown.lost_block import Loss

BLOCK = "---\ntags: [a]\ntitle: T\n---\n"


@pytest.mark.parametrize(
    ("text", "loss", "start"),
    [
        pytest.param(f"\n{BLOCK}Text", Loss.BELOW, 1, id="below an empty line"),
        pytest.param(f"\r\n{BLOCK}", Loss.BELOW, 2, id="below an empty line, CRLF"),
        pytest.param(f"\n \t\n{BLOCK}", Loss.BELOW, 4, id="below blanks"),
        pytest.param(f"%% draft %%\n{BLOCK}", Loss.BELOW, 12, id="below a comment"),
        pytest.param(f"%%\na\nb\n%%\n\n{BLOCK}", Loss.BELOW, 11, id="below a comment of lines"),
        pytest.param(f"<!-- a\nb -->\n{BLOCK}", Loss.BELOW, 13, id="below an HTML comment"),
        pytest.param(f" {BLOCK}", Loss.BLANK, 0, id="a space before"),
        pytest.param(f"\t{BLOCK}", Loss.BLANK, 0, id="a tab before"),
        pytest.param("--- \ntags: a\n---\n", Loss.BLANK, 0, id="a space behind"),
        pytest.param("---\t\ntags: a\n---\n", Loss.BLANK, 0, id="a tab behind"),
        pytest.param(f"\ufeff\n{BLOCK}", Loss.BELOW, 1, id="below a byte order mark and a line"),
        pytest.param("---\ntags: [a]\n...\ntext", Loss.DOTS, 0, id="closed by dots"),
        pytest.param("---\naliases:\n  - a\n\ntext", Loss.OPEN, 0, id="closed by nothing"),
        pytest.param("---\ntags: a\n", Loss.OPEN, 0, id="to the end of the file"),
        pytest.param("---\ntitle: a\ndate: b\n\ntext", Loss.OPEN, 0, id="two keys, one known"),
        pytest.param("\n---\n\n# c\nTags:\n- a\n- b\nx: 1\n---\n", Loss.BELOW, 1, id="a list"),
        pytest.param("\n---\nmine:\n  deep: 1\ntags: a\n---\n", Loss.BELOW, 1, id="a map"),
    ],
)
def test_it_is_noticed(facts, text, loss, start):
    found = facts(text).lost_block
    assert (found.loss, found.start) == (loss, start)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BLOCK, id="front matter"),
        pytest.param(f"Text.\n\n{BLOCK}", id="below text"),
        pytest.param(f"# Heading\n\n{BLOCK}", id="below a heading"),
        pytest.param(f"![[a.png]]\n{BLOCK}", id="below an embed"),
        pytest.param(f"<%* x %>\n{BLOCK}", id="below a template"),
        pytest.param("\n---\ntags: a\nand a sentence\n---\n", id="with a sentence in it"),
        pytest.param("\n---\n\n---\n", id="two lines drawn"),
        pytest.param("\n---\nNote: this is text\n---\n", id="no known key"),
        pytest.param("\n---\nDate: the fifth of May\n---\n", id="a sentence with a colon"),
        pytest.param("\n---\n- tags\n- title\n---\n", id="a list alone"),
        pytest.param("\n----\ntags: a\n---\n", id="four dashes"),
        pytest.param("\n---\ntags: a\n", id="a line drawn, and not closed"),
        pytest.param("---\nA sentence.\n", id="a line drawn"),
        pytest.param("---\ntitle: of something\n\ntext", id="one key that may be a sentence"),
        pytest.param("---\ntags: a\nand a sentence\n", id="never closed, with a sentence in it"),
        pytest.param("    ---\n    tags: a\n    ---\n", id="code"),
        pytest.param("tags: a\n---\n", id="without a beginning"),
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="empty lines"),
        pytest.param("%% never closed\n---\ntags: a\n---\n", id="in a comment"),
    ],
)
def test_it_is_none(facts, text):
    found = facts(text).lost_block
    assert found is None or not found.is_sure(())


def test_a_key_may_be_known_to_the_app(facts):
    found = facts("\n---\nmood: good\n---\n").lost_block
    assert (found.keys, found.is_sure(()), found.is_sure({"mood": "text"})) == (
        ["mood"],
        False,
        True,
    )
