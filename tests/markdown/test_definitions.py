"""Definitions of reference links, wherever they may stand, held against markdown-it's."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.effort import cost
from tests.rounds import rounds
from vaultkit.markdown.definitions import normal_label, read_definitions, read_references
from vaultkit.markdown.pulldown import outline_of_references

LABELS = ["a", "A", "b", "ẞ", "ss", "Café", "CAFÉ", "a b", "a\n b", "x\\]y", "*e*", "1", " a "]
DESTINATIONS = ["Note.md", "<My note.md>", "<>", "#part", "é.md", "a\\_b.md", "x(y)",
                "a&amp;b", "x]:y", "<a\\>b>", "../up.md", "https://x.org/a"]  # fmt: skip
TITLES = ["", " 'one'", ' "two words"', " (three)", "\n'next line'", ' "over\ntwo"', " 'no", " x"]
AFTER = ["\n", "\n\n", "\ntext\n\n", "  \n"]
ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


@st.composite
def definitions(draw):
    """Make a definition, or what looks like one."""
    gap = draw(st.sampled_from([" ", "", "\n", "  \n  ", "\t"]))
    label, destination = draw(st.sampled_from(LABELS)), draw(st.sampled_from(DESTINATIONS))
    indent = draw(st.sampled_from(["", "", " ", "   ", "\n    "]))
    title = draw(st.sampled_from(TITLES))
    return f"{indent}[{label}]:{gap}{destination}{title}{draw(st.sampled_from(AFTER))}"


def quoted(text: str) -> str:
    return re.sub("(?m)^(?!\\Z)", "> ", text)


def lazily_quoted(text: str) -> str:
    return f"> {text}"


def item(text: str) -> str:
    return "- " + re.sub("\n(?=.)", "\n  ", text.lstrip(" "))


def numbered(text: str) -> str:
    return "1) " + re.sub("\n(?=.)", "\n   ", text.lstrip(" "))


PIECES = ["text\n", "\n", "# Head\n", "```\n", "<div>\n", "[a]\n", "[a][]\n", "---\n", "===\n",
          "[t][b] ![i][ss]\n", "<!-- x\n", "-->\n", "\n    code\n", "[café] [a\nb]\n"]  # fmt: skip
BLOCKS = st.recursive(
    st.lists(st.one_of(definitions(), st.sampled_from(PIECES)), max_size=3).map("".join),
    lambda inner: st.builds(
        lambda wrap, parts: wrap("\n".join(parts)),
        st.sampled_from([quoted, lazily_quoted, item, numbered]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


def witnessed(text: str) -> dict[str, tuple[str, str]]:
    """Return the destinations and titles that markdown-it finds, by label."""
    parser = MarkdownIt("commonmark")
    parser.validateLink = lambda _: True
    parser.normalizeLink = lambda url: url
    env: dict = {}
    parser.parse(text, env)
    return {
        normal_label(label.encode()): (found["href"], found["title"])
        for label, found in env.get("references", {}).items()
    }


DOCUMENTS = st.builds(
    lambda blocks, newline: "\n".join(blocks).replace("\n", newline).encode(),
    st.lists(BLOCKS, max_size=6),
    st.sampled_from(["\n", "\n", "\r\n", "\r"]),
)


@settings(max_examples=rounds(400), derandomize=True, deadline=None)
@given(DOCUMENTS)
def test_they_are_those_of_another_parser(data) -> None:
    found = {
        item.name: (item.target, item.title is not None)
        for item in read_definitions(data, 0)
        if item.counts
    }

    expected = witnessed(data.decode())
    assert found == {name: (href, bool(title)) for name, (href, title) in expected.items()}


@settings(max_examples=rounds(200), derandomize=True, deadline=None)
@given(DOCUMENTS)
def test_each_part_stands_where_it_is_said_to_stand(data) -> None:
    for item in read_definitions(data, 0):
        parts = [data[part.start : part.end] if part else b"" for part in item[2:5]]
        label, destination, title = (re.sub(rb"[\r\n]+[ >]*", b" ", part) for part in parts)
        alone = b"[x]: %s %s" % (destination, title)
        (again,) = read_definitions(alone, 0)

        assert normal_label(label) == item.name
        assert again.target == item.target
        assert (again.title is None) == (item.title is None)
        assert data[item.span.start : item.span.end].startswith(b"[%s]:" % parts[0])
        assert item.span.end == (item.title or item.destination).end


@settings(max_examples=rounds(200), derandomize=True, deadline=None)
@given(DOCUMENTS)
def test_each_link_leads_where_the_definition_leads_that_it_names(data) -> None:
    targets = {item.name: item.target for item in read_definitions(data, 0) if item.counts}

    found = outline_of_references(data.decode())

    assert [targets[link.name] for link in read_references(data, 0)] == [
        link.destination for link in found
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("> > [a]:\n> > Note.md\n> > 'T'", ["a"], id="in a quote in a quote"),
        pytest.param("> [a]: Note.md\n'T'", ["a"], id="its title on a line that is quoted lazily"),
        pytest.param("- x\n\n  1. [a]:\n     Note.md", ["a"], id="in an item of an item"),
        pytest.param("- [ ] x\n\n  [a]: Note.md", ["a"], id="in a task"),
        pytest.param("> [!note]\n> x\n>\n> [a]: Note.md", ["a"], id="in a callout"),
        pytest.param("[^1]: x\n\n    [a]: Note.md", ["a"], id="in a footnote"),
        pytest.param("[a\n  b]: Note.md", ["a b"], id="label on two lines"),
        pytest.param("> [a\n> b]: Note.md", ["a b"], id="label on two quoted lines"),
        pytest.param("[a]: x\n[A]: y\n\n> [a]: z", ["a", "a", "a"], id="one label three times"),
        pytest.param("[a\\]]: x", ["a\\]"], id="bracket escaped in the label"),
        pytest.param(
            "[STRASSE]: x\n[Straße]: y", ["strasse", "strasse"], id="letters in two cases"
        ),
        pytest.param("# H\n[a]: x\n# H", ["a"], id="between headings"),
        pytest.param("[a]: b$x$.md\n[$x$]: c", ["a", "$x$"], id="with maths in it"),
        pytest.param("[a]: x\n\n%%\n[a]: y\n%%", ["a", "a"], id="in a comment of its own"),
        pytest.param("x\n[a]: y", [], id="in a paragraph"),
        pytest.param("- x\n  [a]: y", [], id="in an item's paragraph"),
        pytest.param("|x|\n|-|\n[a]: y", [], id="in a table"),
        pytest.param("[^a]: y", [], id="footnote"),
        pytest.param("\\[a]: y", [], id="escaped"),
        pytest.param("[ ]: x\n\n> [\n> ]: y", [], id="blank label"),
        pytest.param("[a]:\n\ny", [], id="nothing below it"),
        pytest.param("[a]: y 'x' z", [], id="more behind it"),
        pytest.param("```\n[a]: y\n```", [], id="in code"),
        pytest.param("    [a]: y", [], id="in indented code"),
        pytest.param("<div>\n[a]: y\n</div>", [], id="in HTML"),
        pytest.param("<!--\n[a]: y\n-->", [], id="in an HTML comment"),
        pytest.param("$$\n[a]: y\n$$", [], id="in maths"),
    ],
)
def test_what_is_a_definition(text, names) -> None:
    assert [item.name for item in read_definitions(text.encode(), 0)] == names


def test_front_matter_holds_none() -> None:
    data = b"---\n[a]: y\n---\n\n[b]: z\n"

    assert [item.name for item in read_definitions(data, data.rindex(b"---"))] == ["b"]


def test_of_one_label_the_first_counts_in_its_text() -> None:
    found = read_definitions(b"> [a]: x\n\n[A]: y\n\n%%\n[a]: z\n\n[a]: u\n%%", 0)

    assert [(item.target, item.counts) for item in found] == [
        ("x", True),
        ("y", False),
        ("z", True),
        ("u", False),
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("[a] [A][] [t][a] ![a] ![a][] ![t][a]", [b"a", b"A", b"a", b"a", b"a", b"a"]),
        ("[![i][a]][b] [t [x] u][a]", [b"b", b"a", b"a"]),
        ("[t][c\\]] [c\\]][] [c\\]]", [b"c\\]"] * 3),
        ("> [t][d\n> e]", [b"d\n> e"]),
        ("`[a]` \\[a] [a](x) [[a]] [u] [t][u]", []),
        ("%% [a] %%", []),
        ("%% [a]\n\n[a]: y\n%%", [b"a"]),
    ],
)
def test_where_the_label_stands_in_a_link(text, labels) -> None:
    data = f"[a]: x\n[b]: x\n[c\\]]: x\n[d e]: x\n\n{text}\n".encode()

    assert [data[item.label.start : item.label.end] for item in read_references(data, 0)] == labels


@pytest.mark.parametrize(
    "lines", [b"[a]: x\n", b"[a%d]: x\n", b"[t][a]\n\n[a]: x\n", b"[", b"[a]:"]
)
def test_many_cost_no_more_than_their_number(lines) -> None:
    """Sixteen times the text costs about that; what is quadratic costs 256 times as much."""

    def work(number: int) -> float:
        text = b"".join(lines % line if b"%" in lines else lines for line in range(number))
        return cost(lambda: (read_definitions(text, 0), read_references(text, 0)))

    assert work(16_000) < 100 * max(min(work(1_000) for _ in range(3)), 0.005)
