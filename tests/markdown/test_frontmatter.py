"""Front matter: reference, section 7."""

import pytest

from vaultkit.markdown.facts import LinkKind, Place, ScalarKind
from vaultkit.vault.resolver.outcome import State


def properties(found):
    return {item.key: [value.text for value in item.values] for item in found.properties}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\na: b\n---\ntext", id="LF"),
        pytest.param("---\r\na: b\r\n---\r\ntext", id="CRLF"),
        pytest.param("---\na: b\n---", id="to the end of the file"),
        pytest.param("\ufeff---\na: b\n---\n", id="byte order mark"),
        pytest.param("---\na: b\n--- \n", id="space after the closing"),
        pytest.param("---\na: b\n----\n", id="closing with a dash too many"),
        pytest.param("---\na: b\n---x\n", id="closing with text"),
        pytest.param('---\n{"a": "b"}\n---\n', id="JSON"),
        pytest.param('---\n{\n  "a": "b"\n}\n---\n', id="JSON over lines"),
    ],
)
def test_a_block_is_front_matter(facts, text):
    assert properties(facts(text)) == {"a": ["b"]}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n---\na: b\n---\n", id="blank line before"),
        pytest.param(" ---\na: b\n---\n", id="space before"),
        pytest.param("--- \na: b\n---\n", id="space after the opening"),
        pytest.param("---\t\na: b\n---\n", id="tab after the opening"),
        pytest.param("----\na: b\n---\n", id="four dashes"),
        pytest.param("text\n\n---\na: b\n---\n", id="text before"),
    ],
)
def test_what_is_no_front_matter_is_a_setext_heading(facts, text):
    found = facts(text)
    assert found.front_matter is None
    assert [(heading.level, heading.text) for heading in found.headings] == [(2, "a: b")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\na: b\n", id="not closed"),
        pytest.param("---\na: b\n...\n", id="dots do not close"),
        pytest.param("---\na: b\n ---\n", id="space before the closing"),
    ],
)
def test_a_block_that_is_not_closed_is_no_front_matter(facts, text):
    assert facts(text).front_matter is None


def test_an_empty_block_is_front_matter(facts):
    found = facts("---\n---\n# H\n")
    assert found.front_matter is not None
    assert [heading.text for heading in found.headings] == ["H"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        pytest.param("yes", ScalarKind.TEXT, id="yes"),
        pytest.param("no", ScalarKind.TEXT, id="no"),
        pytest.param("on", ScalarKind.TEXT, id="on"),
        pytest.param("2024-01-02", ScalarKind.TEXT, id="date"),
        pytest.param("1:30", ScalarKind.TEXT, id="time"),
        pytest.param("010", ScalarKind.NUMBER, id="leading zero"),
        pytest.param("0o17", ScalarKind.NUMBER, id="octal"),
        pytest.param("0x1F", ScalarKind.NUMBER, id="hexadecimal"),
        pytest.param("1_000", ScalarKind.TEXT, id="underscore in digits"),
        pytest.param("1.5", ScalarKind.NUMBER, id="fraction"),
        pytest.param("-1e3", ScalarKind.NUMBER, id="exponent"),
        pytest.param(".inf", ScalarKind.NUMBER, id="infinity"),
        pytest.param("true", ScalarKind.BOOLEAN, id="true"),
        pytest.param("FALSE", ScalarKind.BOOLEAN, id="false in capitals"),
        pytest.param("tRue", ScalarKind.TEXT, id="mixed case is text"),
        pytest.param("~", ScalarKind.NULL, id="tilde"),
        pytest.param("null", ScalarKind.NULL, id="null"),
        pytest.param("", ScalarKind.NULL, id="nothing"),
        pytest.param('"true"', ScalarKind.TEXT, id="quoted"),
        pytest.param("'1'", ScalarKind.TEXT, id="quoted number"),
    ],
)
@pytest.mark.parametrize("other", ["", "z: |\n  w\n"], ids=["plain reader", "YAML composer"])
def test_scalars_follow_yaml_1_2(facts, value, kind, other):
    found = facts(f"---\na: {value}\n{other}---\n")
    assert found.properties[0].values[0].kind is kind


@pytest.mark.parametrize(
    "yaml",
    [
        pytest.param("a: 1\na: 2", id="key twice"),
        pytest.param('a: 1\n"a": 2', id="key twice, once quoted"),
        pytest.param("x:\n  a: 1\n  a: 2", id="key twice in a mapping"),
        pytest.param("x:\n  - a: 1\n    a: 2", id="key twice in a list's mapping"),
        pytest.param("x: {a: 1, a: 2}", id="key twice in a flow mapping"),
        pytest.param("x:\n\ta: 1", id="tab for indent"),
        pytest.param("a: b: c", id="two colons"),
        pytest.param("a: @b", id="at sign"),
        pytest.param("a: `b`", id="backtick"),
        pytest.param("a: %b", id="percent"),
        pytest.param("a: *x", id="undefined alias"),
        pytest.param("a: [b", id="bracket not closed"),
        pytest.param('a: "b', id="quote not closed"),
    ],
)
def test_an_error_drops_the_whole_block(facts, yaml):
    found = facts(f'---\ntags: [t]\nup: "[[N]]"\n{yaml}\n---\n')
    assert found.front_matter.error
    assert (found.properties, found.links) == ([], [])


@pytest.mark.parametrize("yaml", [": a", "a: b\n: c", "x:\n  : a"])
def test_an_empty_key_is_no_error(facts, yaml):
    assert facts(f"---\n{yaml}\n---\n").front_matter.error is None


@pytest.mark.parametrize(
    "yaml",
    [
        pytest.param("- a\n- b", id="list"),
        pytest.param("just words", id="scalar"),
        pytest.param('- "[[N]]"', id="list of links"),
    ],
)
def test_a_root_that_is_no_mapping_is_ignored(facts, yaml):
    found = facts(f"---\n{yaml}\n---\n")
    assert (found.front_matter.error, found.properties, found.links) == (None, [], [])


@pytest.mark.parametrize(
    ("yaml", "targets"),
    [
        pytest.param('up: "[[Note]]"', ["Note"], id="double quotes"),
        pytest.param("up: '[[Note#H|x]]'", ["Note#H"], id="subpath and display text"),
        pytest.param("up: [[Note]]", [], id="without quotes"),
        pytest.param('up: "see [[Note]]"', [], id="text before"),
        pytest.param('up: "[[Note]] etc"', [], id="text after"),
        pytest.param('up: "![[x.png]]"', [], id="embed"),
        pytest.param('up:\n  - "[[A]]"\n  - "[[B]]"', ["A", "B"], id="list"),
        pytest.param('up: ["[[A]]", "[[B]]"]', ["A", "B"], id="flow list"),
        pytest.param('rel: {x: "[[A]]"}', ["A"], id="mapping"),
        pytest.param('rel:\n  x:\n    - y: "[[A]]"', ["A"], id="any depth"),
        pytest.param("up: >\n  [[A]]", ["A"], id="folded"),
        pytest.param("up: |\n  [[A]]", ["A"], id="literal"),
        pytest.param('"[[A]]": x', [], id="key"),
        pytest.param('rel: {"[[A]]": x}', [], id="key of a mapping"),
        pytest.param('tags: "[[A]]"', ["A"], id="any property"),
        pytest.param('up: "[x](A.md)"', ["A.md"], id="Markdown link"),
        pytest.param('up: "[x](My Note.md)"', ["My Note.md"], id="Markdown link with a space"),
        pytest.param('up: "[x](<My Note.md>)"', ["My Note.md"], id="Markdown link in brackets"),
        pytest.param('up: "[x](https://a.org)"', [], id="Markdown link to the web"),
        pytest.param('# up: "[[A]]"\nx: y', [], id="comment"),
        pytest.param('"up": "[[A]]"', ["A"], id="quoted key"),
    ],
)
def test_links_are_whole_values(facts, yaml, targets):
    found = facts(f"---\n{yaml}\n---\n")
    assert [link.target for link in found.links] == targets
    assert {link.place for link in found.links} <= {Place.PROPERTY}


def test_a_display_text_in_a_property(facts):
    (link,) = facts("---\nup: '[[Note#H|x]]'\n---\n").links
    assert (link.kind, link.text) == (LinkKind.WIKILINK, "x")


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        pytest.param('up: "[[A]] and [[B]]"', "several", id="two links in a value"),
        pytest.param("up: [[Note]]", "unquoted", id="without quotes"),
        pytest.param("up:\n  - [[Note]]", "unquoted", id="without quotes in a list"),
        pytest.param("up: [[Smith, John]]", "listed", id="comma"),
        pytest.param("up: [[A|x: y]]", "listed", id="colon in the text"),
        pytest.param("up:\n  - [[A, b, c]] # x", "listed", id="two commas in a list"),
    ],
)
def test_malformed_links_are_told(facts, yaml, reason):
    found = facts(f"---\n{yaml}\n---\n")
    assert [link.reason for link in found.front_matter.malformed_links] == [reason]


def test_property_links_resolve_like_others(follow):
    outcome = follow('---\nup: "[[Note]]"\n---\n', ["Sub/Note.md"])
    assert (outcome.state, outcome.files) == (State.RESOLVED, ("Sub/Note.md",))


@pytest.mark.parametrize(
    ("yaml", "keys"),
    [
        pytest.param("a: 1\nb: 2", ["a", "b"], id="plain"),
        pytest.param("a: 1\n\n# note\nb: 2", ["a", "b"], id="comment and blank line"),
        pytest.param("A: 1\na: 2", ["A", "a"], id="keys that differ by case"),
        pytest.param("a:\n  b: 1", ["a"], id="nested"),
        pytest.param('"a b": 1', ["a b"], id="quoted"),
        pytest.param("größe: 1", ["größe"], id="non-ASCII"),
    ],
)
def test_keys(facts, yaml, keys):
    assert [item.key for item in facts(f"---\n{yaml}\n---\n").properties] == keys


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("tag", True),
        ("alias", True),
        ("cssclass", True),
        ("Tag", True),
        ("tags", False),
        ("aliases", False),
        ("cssclasses", False),
        ("title", False),
    ],
)
def test_keys_that_obsidian_dropped(found, key, told):
    listed = found({"A.md": f"---\n{key}: x\n---\ntext\n"}, select=["deprecated-property"])
    assert bool(listed) == told


@pytest.mark.parametrize("text", ["---\ndate: {{date}}\n---\n", "---\nt: <% tp.date %>\n---\n"])
def test_a_template_is_known_for_one(facts, text):
    assert facts(text).front_matter.templated
