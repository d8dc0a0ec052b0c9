"""Slips in front matter, and what only looks like one: what Obsidian says of each holds."""

import pytest

from vaultkit.markdown.facts import ScalarKind


def read(facts, yaml):
    return facts(f"---\n{yaml}\n---\n").front_matter


def texts(block):
    return {item.key: [value.text for value in item.values] for item in block.properties}


@pytest.mark.parametrize(
    ("yaml", "properties"),
    [
        pytest.param("k: a\u2028b", {"k": ["a\u2028b"]}, id="U+2028 in a text"),
        pytest.param("k: a\u2029b", {"k": ["a\u2029b"]}, id="U+2029 in a text"),
        pytest.param("k: a\x85b", {"k": ["a\x85b"]}, id="U+0085 in a text"),
        pytest.param("aliases: Nick\u2028", {"aliases": ["Nick\u2028"]}, id="U+2028 at the end"),
        pytest.param("k: [a\u2028b]", {"k": ["a\u2028b"]}, id="U+2028 in brackets"),
        pytest.param("-\ta", {}, id="tab after a dash of a root that is a list"),
        pytest.param("k:\n-\ta", {"k": ["a"]}, id="tab after a dash"),
        pytest.param("k:\ta", {"k": ["a"]}, id="tab after a colon"),
        pytest.param("k: a\t# c", {"k": ["a"]}, id="tab before a comment"),
        pytest.param("a: 1\n\t\nb: 2", {"a": ["1"], "b": ["2"]}, id="line of a tab"),
        pytest.param("a: 1\n\t# c\nb: 2", {"a": ["1"], "b": ["2"]}, id="comment after a tab"),
        pytest.param("a:\n\t\n  b: 1", {"a": ["1"]}, id="line of a tab below a key"),
        pytest.param("k: [[!x]]", {"k": [""]}, id="tag in brackets"),
        pytest.param("k: [!]", {"k": [""]}, id="tag alone in brackets"),
        pytest.param("k: [![[a]]]", {"k": ["a"]}, id="tag before brackets in brackets"),
        pytest.param("k: {a: !x}", {"k": [""]}, id="tag in braces"),
        pytest.param("k: [:a]", {"k": [":a"]}, id="leading colon in brackets"),
        pytest.param("k: [: a]", {"k": ["a"]}, id="colon in brackets"),
        pytest.param("k: [?a]", {"k": ["?a"]}, id="leading question mark in brackets"),
        pytest.param("a: &x 1\nb: &x 2", {"a": ["1"], "b": ["2"]}, id="anchor twice"),
        pytest.param("a: &x 1\nb: &x 2\nc: *x", {"a": ["1"], "b": ["2"], "c": ["2"]}, id="alias"),
        pytest.param("a: 1\nb\n : 2", {"a": ["1"], "b": ["2"]}, id="colon on the next line"),
        pytest.param("k: a\rb", {"k": ["a\rb"]}, id="carriage return in a text"),
        pytest.param("k: a\x7fb", {"k": ["a\x7fb"]}, id="control character"),
        pytest.param("k: \x1b[0m\nl: b", {"k": ["\x1b[0m"], "l": ["b"]}, id="escape sequence"),
        pytest.param("k: a\ufffeb", {"k": ["a\ufffeb"]}, id="U+FFFE"),
        pytest.param(": v\nk: w", {"": ["v"], "k": ["w"]}, id="empty key"),
        pytest.param("k: v\n: w", {"k": ["v"], "": ["w"]}, id="empty key below"),
        pytest.param("<<: a", {"<<": ["a"]}, id="merge key"),
        pytest.param("k: [a,\n]", {"k": ["a"]}, id="closing bracket below its key"),
        pytest.param("k: -\nb: 1", {"k": [""], "b": ["1"]}, id="dash alone after a key"),
        pytest.param("k: [x]: y", {"k": ["x"], "": ["y"]}, id="colon after brackets"),
        pytest.param('k: "a\n  b"', {"k": ["a b"]}, id="quoted text of two lines"),
        pytest.param("k: a # b", {"k": ["a"]}, id="comment"),
        pytest.param("k: a#b", {"k": ["a#b"]}, id="hash in a text"),
        pytest.param('k: "\\U0001F389"', {"k": ["🎉"]}, id="escape of eight digits"),
        pytest.param('k: "\\ud83c\\udf89"', {"k": ["🎉"]}, id="escape of two halves"),
        pytest.param("k: 'it''s'", {"k": ["it's"]}, id="doubled quote"),
        pytest.param("? a\n: b", {"a": ["b"]}, id="question mark"),
        pytest.param("k: a\n...", {"k": ["a"]}, id="end of the document"),
    ],
)
def test_what_is_read(facts, yaml, properties):
    block = read(facts, yaml)
    assert (block.error, texts(block)) == (None, properties)


@pytest.mark.parametrize(
    ("yaml", "place"),
    [
        pytest.param('k: "a\nb"', '"', id="quoted text not indented"),
        pytest.param("k: [a,\nb]", "b]", id="brackets not indented"),
        pytest.param('k: "a"#b', "#b", id="hash behind a quote"),
        pytest.param("k: [a]#b", "#b", id="hash behind a bracket"),
        pytest.param("k: [[#head]]", "#head", id="hash in brackets"),
        pytest.param("k: |#c\n  a", "#c", id="hash behind a bar"),
        pytest.param("k: ![[img.png]]", "!", id="embed"),
        pytest.param("k: ![x](y.png)", "!", id="image"),
        pytest.param("k: !Hola! que", "!Hola", id="exclamation"),
        pytest.param("k: [[-]]", "-]", id="dash in brackets"),
        pytest.param("k: [x, - a]", "- a", id="list item in brackets"),
        pytest.param("k: a\n\u2028  - b: c: d", None, id="U+2028 as indentation"),
        pytest.param(f"{'k' * 1025}: v", "k", id="key of more than 1,024 characters"),
        pytest.param("&n: v", None, id="key that begins with an ampersand"),
        pytest.param(": v\nk: a: b", ": b", id="error below an empty key"),
        pytest.param("k: a\x7f\nl: a: b", ": b", id="error below a control character"),
        pytest.param("k: {}\rl: 1", "\rl", id="carriage return for a line end"),
        pytest.param("k: - a", "- a", id="list on the key's line"),
        pytest.param("k: a\n  - b: c", ": c", id="list below a value"),
        pytest.param("k: 'a'\n- b", "- b", id="list below a quoted value"),
        pytest.param("k:\n    - a\n  - b", "- b", id="items that are indented differently"),
        pytest.param("k:\n\t- a", "\t", id="list under tabs"),
        pytest.param("k:\n\t\nl: 1", "\t", id="line of a tab between an empty value and a key"),
        pytest.param("k: |\n  a\n\t\nl: 1", "\t", id="line of a tab below a text"),
        pytest.param("a:\n  b: 1\n c: 2", "c: 2", id="keys that are indented differently"),
        pytest.param("k:\n    a: 1\n  b: 2", "b: 2", id="first key indented more"),
        pytest.param("k: |\n a\n\tb", None, id="tab within a text of several lines"),
        pytest.param("k: |\n    \n  a", None, id="empty line indented more than the text"),
        pytest.param("a: 1\nb", "b", id="line without a colon"),
        pytest.param("a: 1\nb\n: 2", "b", id="colon at the beginning of the next line"),
        pytest.param("a: *x", "*x", id="alias of nothing"),
        pytest.param("a: **b**", "**b", id="bold"),
        pytest.param("a: *x\nb: &x 1", "*x", id="alias above its anchor"),
        pytest.param("a: %b", "%b", id="per cent"),
        pytest.param("%b: a", "%b", id="per cent at the beginning"),
        pytest.param("a: > b", "> b", id="quote"),
        pytest.param("a: ]", "]", id="closing bracket"),
        pytest.param('a: "b" c', "c", id="text behind quotes"),
        pytest.param('a: "b", "c"', ', "c"', id="two texts in quotes"),
        pytest.param("a: [b] c", "c", id="text behind brackets"),
        pytest.param("a: [[b]", "[[", id="bracket not closed"),
        pytest.param("a: [b}", "}", id="another bracket closed"),
        pytest.param("a: [b,,c]", ",c", id="two commas"),
        pytest.param("a: [,]", ",]", id="comma alone"),
        pytest.param("a: {b: c: d}", ": d", id="two colons in braces"),
        pytest.param('a: "C:\\Users\\x"', "\\Users", id="backslash in double quotes"),
        pytest.param('a: "b', '"', id="quote not closed"),
        pytest.param("1: a\n1.0: b", "1.0", id="number twice"),
        pytest.param("a: 1\n...\nb: 2", "b: 2", id="text below the end of the document"),
        pytest.param("&a &b k: v", "&b", id="two anchors"),
        pytest.param("k: !e!x y", "!e", id="tag of nobody"),
    ],
)
def test_what_is_refused(facts, yaml, place):
    """``place`` is what stands where the error is told; None where that may be anywhere."""
    block = read(facts, f"alias: b\n{yaml}")
    assert block.error
    assert (block.properties, block.malformed_links) == ([], [])
    if place is not None:
        written = f"---\nalias: b\n{yaml}\n".encode()
        assert written[block.error_at :].decode().startswith(place)


@pytest.mark.parametrize(
    "yaml",
    [
        pytest.param("\ta: 1", id="tab before the first key"),
        pytest.param("# c\n\ta: 1", id="tab before the first key, below a comment"),
        pytest.param("k:\n-\ta: 1", id="tab between a dash and a key"),
        pytest.param("k:\n\n\t- a", id="list under tabs, below an empty line"),
        pytest.param("k: |\n  a\n\t# c", id="comment after a tab below a text"),
        pytest.param("k: |\n  a\n\t", id="tab below a text"),
        pytest.param("k: - a: b", id="list item with a key on the key's line"),
        pytest.param("k: &x -", id="dash alone behind an anchor"),
        pytest.param("a: &a [*a]", id="anchor of itself"),
    ],
)
def test_what_versions_differ_about_is_no_error(facts, yaml):
    assert read(facts, yaml).error is None


def test_an_error_is_told_that_follows_what_versions_differ_about(facts):
    assert read(facts, "k:\n-\ta: 1\nb: c: d").error_at == len("---\nk:\n-\ta: 1\nb: c")


@pytest.mark.parametrize(
    ("yaml", "name"),
    [
        ("1.0: v", "1"),
        ("010: v", "10"),
        ("0x1F: v", "31"),
        ("1e3: v", "1000"),
        ("1e21: v", "1e+21"),
        (".5: v", "0.5"),
        ("1e-7: v", "1e-7"),
        ("-1e-6: v", "-0.000001"),
        ("123456789012345678901: v", "123456789012345680000"),
        ("-0: v", "0"),
        ("0.00001: v", "0.00001"),
        (".inf: v", "Infinity"),
        (".nan: v", "NaN"),
        ("True: v", "true"),
        ("null: v", ""),
        ("~: v", ""),
        ('"1.0": v', "1.0"),
        ("!!str 1.0: v", "1.0"),
        ("[a, b]: v", "[ a, b ]"),
        ("{a: b}: v", "{ a: b }"),
        ("{x}: v", "{ x }"),
        ("[]: v", "[]"),
        ("{}: v", "{}"),
    ],
)
def test_what_a_key_that_is_no_text_is_called(facts, yaml, name):
    assert [item.key for item in read(facts, yaml).properties] == [name]


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        ("!!str 5", "5", ScalarKind.TEXT),
        ('!!int "5"', "5", ScalarKind.NUMBER),
        ("!!int x", "x", ScalarKind.TEXT),
        ("!!float 1.5", "1.5", ScalarKind.NUMBER),
        ("!!float 1", "1", ScalarKind.TEXT),
        ('!!bool "true"', "true", ScalarKind.BOOLEAN),
        ('!!null ""', "", ScalarKind.NULL),
        ("! 5", "5", ScalarKind.TEXT),
        ("!mine 5", "5", ScalarKind.TEXT),
        ("!<tag:yaml.org,2002:int> '5'", "5", ScalarKind.NUMBER),
        ("!", "", ScalarKind.TEXT),
        ("&a 5", "5", ScalarKind.NUMBER),
    ],
)
def test_a_tag_says_what_a_value_is(facts, value, text, kind):
    (found,) = read(facts, f"k: {value}").properties[0].values
    assert (found.text, found.kind) == (text, kind)


@pytest.mark.parametrize(
    ("yaml", "text"),
    [
        ("k: |\n  a\n   b\n\n", "a\n b\n"),
        ("k: >\n  a\n  b\n\n  c\n", "a b\nc\n"),
        ("k: |-\n  a\n", "a"),
        ("k: |+\n  a\n", "a\n\n"),
        ("k: |2\n   a\n", " a\n"),
        ("k: |2-\n   a\n", " a"),
        ("k: >\n  a\n    b\n  c\n", "a\n  b\nc\n"),
        ("k: |\n\n  a\n", "\na\n"),
        ("k: |\r\n  a\r\n  b\r\n", "a\nb\n"),
        ("k: |\n", ""),
        ("k: a\n  b\n\n  c\n", "a b\nc"),
        ("k: 'a\n\n  b'\n", "a\nb"),
        ('k: "a\\\n  b"\n', "ab"),
        ('k: "a\\  \n  b"\n', "a  b"),
    ],
)
def test_texts_of_several_lines(facts, yaml, text):
    assert [value.text for value in read(facts, yaml).properties[0].values] == [text]


def test_a_note_of_old_macintosh_line_ends(facts):
    block = facts("---\ra: 1\rb:\r  - c\r---\rtext").front_matter
    assert texts(block) == {"a": ["1"], "b": ["c"]}


@pytest.mark.parametrize("times", [99, 100])
def test_a_name_may_be_read_a_hundred_times(facts, times):
    yaml = "a: &a b\n" + "".join(f"k{n}: *a\n" for n in range(times))
    assert (read(facts, yaml).error is None) == (times < 100)
