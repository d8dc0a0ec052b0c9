"""Block ids: reference, section 5."""

import pytest

from vaultkit import check
from vaultkit.vault.resolver.outcome import State


def names(found):
    return [mark.name for mark in found.block_ids]


TABLE = "| a | b |\n|---|---|\n| c | d |\n"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("A paragraph. ^abc", ["abc"], id="paragraph"),
        pytest.param("A paragraph.\t^abc", ["abc"], id="after a tab"),
        pytest.param("line one\nline two ^abc", ["abc"], id="end of a paragraph"),
        pytest.param("line one ^abc\nline two", [], id="end of a line only"),
        pytest.param("one ^a\n\ntwo ^b", ["a", "b"], id="two paragraphs"),
        pytest.param("- item ^li1", ["li1"], id="item"),
        pytest.param("- item ^li1\n  continued", [], id="item that goes on"),
        pytest.param("- item ^li1\n  - nested ^li2", ["li1", "li2"], id="item and nested item"),
        pytest.param("- a ^li1\n- b ^li2", ["li1", "li2"], id="two items"),
        pytest.param("## Foo ^abc", ["abc"], id="heading"),
        pytest.param("## Foo ^abc ##", ["abc"], id="heading with closing marks"),
        pytest.param("Foo ^abc\n---", ["abc"], id="Setext heading"),
        pytest.param("| a ^c1 | b |\n|---|---|\n| c | d ^c2 |", ["c1", "c2"], id="cells"),
        pytest.param(f"{TABLE}| a ^c1 b | d |", [], id="within a cell"),
        pytest.param("> a ^q1", ["q1"], id="paragraph in a quote"),
        pytest.param("> a ^q1\n> b", [], id="end of a line in a quote"),
        pytest.param("text^abc", [], id="directly after text"),
        pytest.param("text.^abc", [], id="directly after a full stop"),
        pytest.param("(text)^abc", [], id="directly after a bracket"),
        pytest.param("caf\u00e9^abc", [], id="directly after an accent"),
        pytest.param("x ^ab c", [], id="not at the end"),
        pytest.param("![[img.png]]^abc", ["abc"], id="directly after an embed"),
        pytest.param("[[A]]^abc", ["abc"], id="directly after a link"),
        pytest.param("[a](b.md)^abc", ["abc"], id="directly after a Markdown link"),
        pytest.param("**b**^abc", ["abc"], id="directly after bold"),
        pytest.param("*b*^abc", ["abc"], id="directly after italic"),
        pytest.param("`c`^abc", ["abc"], id="directly after code"),
        pytest.param("a^[b]^abc", ["abc"], id="directly after a footnote in the line"),
        pytest.param("a^[b [[c]] [d](e)]^abc", ["abc"], id="directly after one with links"),
        pytest.param("a^[b `]` \\] [c]]^abc", ["abc"], id="directly after one with brackets"),
        pytest.param("a^[b\nc]^abc", ["abc"], id="directly after one of two lines"),
        pytest.param("a^[b] c]^abc", [], id="after the bracket of no footnote"),
        pytest.param("a[^[b]]^abc", [], id="after brackets around a footnote"),
        pytest.param("a\\^[b]^abc", [], id="after an escaped caret"),
        pytest.param("a^\\[b]^abc", [], id="after an escaped bracket"),
        pytest.param("a^[b\n\nc]^abc", [], id="after brackets of two paragraphs"),
        pytest.param("a [b]^abc", [], id="directly after brackets"),
        pytest.param("foo ^a_b", [], id="underscore"),
        pytest.param("foo ^a.b", [], id="dot"),
        pytest.param("foo ^a-b-1", ["a-b-1"], id="dashes and digits"),
        pytest.param("foo ^caf\u00e9", [], id="letter with an accent"),
        pytest.param("foo ^", [], id="no name"),
        pytest.param(r"foo \^abc", [], id="escaped"),
        pytest.param("foo ^abc  ", ["abc"], id="spaces after"),
        pytest.param("foo ^abc\r\n\r\nbar", ["abc"], id="CRLF"),
        pytest.param("`x ^abc`", [], id="code span"),
        pytest.param("```\nx ^abc\n```", [], id="code block"),
        pytest.param("x\n\n    y ^abc", [], id="indented code"),
        pytest.param("$$\nx ^abc\n$$", [], id="maths block"),
        pytest.param("a $x ^abc$", [], id="maths"),
        pytest.param("<div>\nx ^abc\n</div>", [], id="HTML"),
        pytest.param("<!-- x ^abc\n-->", [], id="HTML comment"),
        pytest.param("---\na: x ^abc\n---\n", [], id="front matter"),
    ],
)
def test_inline_form(facts, text, ids):
    assert names(facts(text)) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("> quote\n\n^q1\n", ["q1"], id="quote"),
        pytest.param("> quote\n^q1\n", ["q1"], id="right after a quote"),
        pytest.param("> [!note] T\n> b\n\n^q1", ["q1"], id="callout"),
        pytest.param("```\nx\n```\n^c1\n\n", ["c1"], id="right after a fence"),
        pytest.param("```\nx\n```\n\n^c1", ["c1"], id="fence"),
        pytest.param(f"{TABLE}\n^t1\n", ["t1"], id="table"),
        pytest.param(f"{TABLE}^t1\n", ["t1"], id="right after a table"),
        pytest.param("- a\n- b\n\n^l1\n", ["l1"], id="list"),
        pytest.param("- a\n- b\n^l1\n", ["l1"], id="right after a list"),
        pytest.param("# H\n\n^h1\n", ["h1"], id="heading"),
        pytest.param("# H\n^h1\n", ["h1"], id="right after a heading"),
        pytest.param("para\n\n^p1\n", ["p1"], id="paragraph"),
        pytest.param("para\n^p1\n", ["p1"], id="right after a paragraph"),
        pytest.param("para\n\n^x\nmore text", [], id="more text below"),
        pytest.param("^x\n", [], id="no block before"),
        pytest.param("---\na: b\n---\n^x\n", [], id="nothing but front matter before"),
    ],
)
def test_own_line_form(facts, text, ids):
    assert names(facts(text)) == ids


@pytest.mark.parametrize(
    ("text", "in_items", "others"),
    [
        pytest.param("- a ^x\n  b", ["x"], [], id="item that goes on"),
        pytest.param("- a ^x\nb", ["x"], [], id="item that goes on lazily"),
        pytest.param("- a\n  b ^x\n  c", ["x"], [], id="middle of an item"),
        pytest.param("1. [ ] a ^x\n   b", ["x"], [], id="task"),
        pytest.param("- a\n  - b ^x\n    c", ["x"], [], id="nested item"),
        pytest.param("> - a ^x\n>   b", ["x"], [], id="item in a quote"),
        pytest.param("- a ^x\r\n  b", ["x"], [], id="CRLF"),
        pytest.param("- a\n\nb ^x\nc", [], ["x"], id="paragraph after a list"),
        pytest.param("> a ^x\n> b", [], ["x"], id="quote"),
        pytest.param("^x\nmore", [], [], id="no block before"),
        pytest.param("- a^x\n  b", [], [], id="directly after text"),
        pytest.param("- `a ^x`\n  b", [], [], id="code"),
        pytest.param("- a ^x b\n  c", [], [], id="within a line"),
        pytest.param("a ^x\n2.b", [], ["x"], id="before a number that begins no item"),
        pytest.param("a ^x\n-b", [], ["x"], id="before a dash that begins no item"),
        pytest.param("a ^x\n[b] c:", [], ["x"], id="before brackets that begin no definition"),
        pytest.param("- a\n  ^x\n- b", [], [], id="line of its own, which is read"),
        pytest.param("- a ^x\n  - b", [], [], id="end of the item's text, which is read"),
    ],
)
def test_ids_that_can_be_seen_and_are_not_read(facts, text, in_items, others):
    found = facts(text)
    assert [mark.name for mark in found.unread_item_ids] == in_items
    assert [mark.name for mark in found.unread_block_ids] == others


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1. a\n  $$\n  x\n  $$\n  b ^x\n2. c", id="maths with less indent"),
        pytest.param("1. a\n$$\nx\n$$\nb ^x\n2. c", id="maths with none"),
        pytest.param("1) a\n  ```\n  x\n  ```\n  b ^x\n2) c", id="code with less indent"),
        pytest.param("10. a\n   > q\n   b ^x\n11. c", id="quote with less indent"),
        pytest.param("1. a\r\n  # H\r\n  b ^x\r\n2. c", id="CRLF"),
        pytest.param("> 1. a\n>   ***\n>   b ^x\n> 2. c", id="in a quote"),
        pytest.param("- a ^x\n  2. b", id="nested item"),
        pytest.param("a ^x \n*", id="empty item"),
        pytest.param("a ^x\n[b]: c", id="definition"),
    ],
)
def test_an_id_before_a_line_that_may_end_its_block(facts, text):
    found = facts(text)
    assert names(found) == ["x"]
    assert not found.unread_item_ids
    assert not found.unread_block_ids


def test_an_id_that_is_read_goes_before_one_that_may_be(facts):
    found = facts("a ^X\n2. b\n\nc ^x\n\nd ^y\n2. e")
    assert names(found) == ["x", "y"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("a %% ^x %%", ["x"], id="inline"),
        pytest.param("a\n\n%%^x%%\n", ["x"], id="without spaces"),
        pytest.param("a\n\n%%\nb ^x\n%%\n", ["x"], id="block"),
        pytest.param("%%\nb ^x\nc ^y-1 ", ["x", "y-1"], id="never closed"),
        pytest.param("- a %%b ^x %%", ["x"], id="item"),
        pytest.param("a %% ^x b %%", [], id="within a line"),
        pytest.param("a %% b^x %%", [], id="directly after text"),
        pytest.param("a %% `b ^x` %%", [], id="code ends the line"),
        pytest.param("%%\n```\nb ^x\n```\n%%", [], id="code"),
        pytest.param("a ^x %% b %%", [], id="before the comment"),
        pytest.param("`%% ^x %%`", [], id="comment in code"),
    ],
)
def test_ids_within_a_comment(facts, text, ids):
    found = facts(text)
    assert [mark.name for mark in found.commented_ids] == ids
    data = text.encode()
    assert [data[mark.start : mark.end] for mark in found.commented_ids] == [
        f"^{name}".encode() for name in ids
    ]


@pytest.mark.parametrize(
    ("link", "state"),
    [
        pytest.param("[[N#^abc]]", State.RESOLVED, id="same case"),
        pytest.param("[[N#^ABC]]", State.RESOLVED, id="other case"),
        pytest.param("[[N#^AbC|x]]", State.RESOLVED, id="display text"),
        pytest.param("![[N#^abc]]", State.RESOLVED, id="embed"),
        pytest.param("[x](N.md#^abc)", State.RESOLVED, id="Markdown link"),
        pytest.param("[[N#^abd]]", State.NO_BLOCK, id="other id"),
        pytest.param("![[N#^abd]]", State.NO_BLOCK, id="other id in an embed"),
    ],
)
def test_ids_are_compared_without_case(follow, link, state):
    assert follow(link, {"N.md": "text ^abc"}).state is state


def test_an_id_that_stands_twice_resolves(follow):
    assert follow("[[N#^abc]]", {"N.md": "a ^abc\n\nb ^abc"}).state is State.RESOLVED


def test_a_block_id_may_follow_maths_and_footnote_marks() -> None:
    files = {
        "A.md": "a $x$^m1\n\n[^1]^m2\n\n[^1]: f\n\n[[#^m1]] [[#^m2]]\n",
        "B.md": "$$\nx\n$$\n^m3\n\n[[#^m3]]\n",
    }

    assert check(files, select=["broken-block"]).findings == ()
