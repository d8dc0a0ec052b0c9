"""What holds of any front matter at all, looked for by Hypothesis."""

import json

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.rounds import rounds
from vaultkit.markdown.facts import FrontMatter, ScalarKind
from vaultkit.markdown.yaml.kinds import plain_kind
from vaultkit.markdown.yaml.values import read_properties
from vaultkit.markdown.yaml_witness import compose_properties

MODERATE = settings(
    max_examples=rounds(400),
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
PIECES = [
    *("a", "b c", "k: ", "k: ", "\n", "\n", "\n", "\n  ", "\n    ", "- ", "- ", ": ", ":", "-"),
    *("[", "]", "{", "}", ", ", ",", '"', "'", "''", '\\"', "\\", "\\n", "|", ">", "|-\n  ", "# "),
    *(" #", "&x ", "*x", "!t ", "!!str ", "? ", "?", "%", "@", "`", "\t", " ", "  ", "...", "---"),
    *("\r\n", "\r", "é", "🎉", "\u2028", "\x85", "\ufeff", "\x7f", "[[N]]", '"[[N]]"', "null", "1"),
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\u2028\u2029"
    ),
    max_size=12,
).filter(lambda text: plain_kind(text) is ScalarKind.TEXT)  # PyYAML's numbers are those of YAML 1.1
SCALAR = st.one_of(
    TEXT,
    st.sampled_from(
        ["[[Note]]", "a: b", "#tag", "- a", "it's", 'a "b"', "yes", "1:30", "", "C:\\x"]
    ),
    st.integers(-1000, 1000),
    st.booleans(),
    st.none(),
)
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
BLOCK = st.dictionaries(TEXT, VALUE, min_size=1, max_size=4)


def read(text: str) -> FrontMatter:
    result = FrontMatter(0, len(text.encode()))
    read_properties(text, 0, result)
    return result


def flat(value, path=()):
    """Yield the scalars of a value with their paths, as facts have them."""
    if isinstance(value, dict):
        yield from [] if value else [(path, "{}", ScalarKind.EMPTY_MAP)]
        for key, item in value.items():
            yield from flat(item, (*path, key))
    elif isinstance(value, list):
        yield from [(path, "[]", ScalarKind.EMPTY_LIST)] if path and not value else []
        for number, item in enumerate(value):
            yield from flat(item, (*path, number))
    elif value is None or isinstance(value, bool):
        yield path, json.dumps(value), ScalarKind.NULL if value is None else ScalarKind.BOOLEAN
    else:
        kind = ScalarKind.TEXT if isinstance(value, str) else ScalarKind.NUMBER
        yield path, str(value), kind


@MODERATE
@given(SOUP)
@example("k: [")
@example('k: "a\\')
@example("k: !")
@example("&x")
@example("- &x")
@example("?")
@example("k: |\n\t")
@example("\ufeff")
@example("k: é\n  - b: c: d")
def test_anything_can_be_read(text):
    data = text.encode()
    found = read(text)

    assert not (found.error and found.properties)
    assert 0 <= found.error_at <= len(data)
    for item in found.properties:
        for mark in (item, *item.values):
            assert 0 <= mark.start <= mark.end <= len(data)
            data[mark.start : mark.end].decode()
    for link in found.malformed_links:
        assert data[link.start : link.end].decode() == link.text


@MODERATE
@given(SOUP)
def test_a_value_reads_back(text):
    """What stands in its place, put there alone, is the same value."""
    data = text.encode()
    if "*" in text or "!" in text:  # names and tags stand elsewhere
        return
    for item in read(text).properties:
        for value in item.values:
            written = data[value.start : value.end].decode()
            if written and "\n" not in written:
                (again,) = read(f"k: {written}\n").properties[0].values or [value]
                assert (again.text, again.kind) == (value.text, value.kind)


@MODERATE
@given(BLOCK, st.sampled_from([None, '"', "'"]), st.sampled_from([None, True, False]))
@example({"a": ["x", {"b": None}]}, None, False)
def test_what_pyyaml_writes_is_read_as_it_was_meant(block, style, flow):
    written = yaml.dump(
        block,
        allow_unicode=True,
        default_style=style,
        default_flow_style=flow,
        sort_keys=False,
        width=40,
    )
    found = read(written)

    assert found.error is None, written
    assert [item.key for item in found.properties] == list(block)
    for item in found.properties:
        wanted = list(flat(block[item.key]))
        got = [(value.path, value.text, value.kind) for value in item.values]
        assert got == wanted, written


@MODERATE
@given(SOUP)
def test_line_ends_change_nothing_but_places(text):
    if "\r" in text:
        return
    one, other = read(text), read(text.replace("\n", "\r\n"))

    assert (one.error is None) == (other.error is None)
    assert [
        [(value.path, value.text, value.kind) for value in item.values] for item in one.properties
    ] == [
        [(value.path, value.text, value.kind) for value in item.values] for item in other.properties
    ]


@MODERATE
@given(SOUP)
def test_where_the_witness_reads_a_plain_block_it_reads_the_same(text):
    """Only of blocks without what the two versions of YAML differ about."""
    if set(text) & set("!&*?%\t\u2028\x85\ufeff\x7f\r:[{") - {":"} or ": :" in text:
        return
    raw = text.encode()
    seen = FrontMatter(0, len(raw))
    compose_properties(raw, 0, seen)
    found = read(text)
    if found.error is None and seen.error is None:
        assert [item.key for item in found.properties if item.key] == [
            item.key for item in seen.properties if item.key not in {"", "null"}
        ]


@pytest.mark.parametrize("depth", [60, 65, 5000])
@pytest.mark.parametrize(
    "made",
    [
        lambda depth: "k: " + "[" * depth + "]" * depth,
        lambda depth: "k: " + "{a: " * depth + "}" * depth,
        lambda depth: "k:\n  " + "- " * depth + "x",
        lambda depth: "".join(f"{' ' * n}k:\n" for n in range(depth)),
    ],
    ids=["brackets", "braces", "dashes", "keys"],
)
def test_what_is_nested_deeper_than_anybody_writes_is_left_alone(made, depth):
    found = read(made(depth))

    assert found.error is None
    assert bool(found.properties) == (depth < 64)
