"""Headings as link targets: reference, sections 3.1, 3.2 and 3.4."""

import pytest

from vaultkit.markdown.parser import parse
from vaultkit.source import Source
from vaultkit.vault.notes.anchor import Outline, normal_form, segments
from vaultkit.vault.resolver.outcome import State

DUPLICATES = "# One\n## Dup\n# Two\n## Dup\n### Leaf\n"


def line(outcome):
    """Return the number of the line that the heading stands in, None where none was found."""
    if outcome.heading is None:
        return None
    facts = outcome.documents[0].facts
    return [heading.start for heading in facts.headings].index(outcome.heading.start) + 1


@pytest.mark.parametrize(
    ("link", "number"),
    [
        pytest.param("[[N#Dup]]", 2, id="first of two"),
        pytest.param("[[N#Two#Dup]]", 4, id="second by its parent"),
        pytest.param("[[N#One#Leaf]]", 5, id="deeper in another section"),
        pytest.param("[[N#One#Dup#Leaf]]", 5, id="three segments"),
        pytest.param("[[N#two]]", 3, id="case"),
        pytest.param("[[N# Two ]]", 3, id="spaces"),
        pytest.param("[[N##Two]]", 3, id="empty segment"),
        pytest.param("[[N#Two#]]", 3, id="empty segment last"),
        pytest.param("[[N#Leaf]]", 5, id="deep heading alone"),
        pytest.param("[x](N.md#Two#Dup)", 4, id="Markdown link"),
        pytest.param("![[N#Two#Dup]]", 4, id="embed"),
    ],
)
def test_the_walk_finds_a_heading(follow, link, number):
    outcome = follow(link, {"N.md": DUPLICATES})
    assert (outcome.state, line(outcome)) == (State.RESOLVED, number)


@pytest.mark.parametrize(
    ("link", "text"),
    [
        pytest.param("[[N#Dup#Two]]", DUPLICATES, id="level not deeper"),
        pytest.param("[[N#Dup-1]]", DUPLICATES, id="no counters"),
        pytest.param("[[N#One#Three]]", DUPLICATES, id="last segment missing"),
        pytest.param("[[N#A#B]]", "### A\n# A\n## B\n", id="an earlier, deeper one was consumed"),
        pytest.param("[[N#Dup#Dup]]", DUPLICATES, id="same level"),
        pytest.param("[[N#H#^id]]", "# H\ntext ^id\n", id="no block below a heading"),
        pytest.param("[x](N.md#H#[^1])", "# H\n[^1]\n\n[^1]: x\n", id="no footnote below"),
        pytest.param("[[N#!!]]", "# H\n", id="nothing but signs"),
        pytest.param("[[N#H#!!]]", "# H\n", id="a segment of nothing but signs"),
        pytest.param("[[N#x]]", "> # x\n", id="heading in a quote"),
        pytest.param("[[N#x]]", "", id="no headings"),
    ],
)
def test_the_walk_finds_nothing(follow, link, text):
    assert follow(link, {"N.md": text}).state is State.NO_HEADING


@pytest.mark.parametrize(
    ("link", "text", "number"),
    [
        pytest.param("[[N#A#B]]", "# A\n# C\n## B\n", 3, id="leaves the section"),
        pytest.param("[[N#A#C]]", "# A\n## B\n#### C\n", 3, id="levels are skipped"),
        pytest.param("[[N#H#^id]]", "# H\n## id\n", 2, id="caret below a heading is a heading"),
        pytest.param("[[N#^intro]]", "## Intro\n", 1, id="caret without a block is a heading"),
        pytest.param("[[N#!!]]", "# &\n", 1, id="nothing but signs on both sides"),
    ],
)
def test_the_walk_is_greedy(follow, link, text, number):
    outcome = follow(link, {"N.md": text})
    assert (outcome.state, line(outcome)) == (State.RESOLVED, number)


@pytest.mark.parametrize(
    ("link", "text"),
    [
        pytest.param("[[N#]]", "", id="no segment"),
        pytest.param("[[N##]]", "", id="no segment but two hashes"),
        pytest.param("[[N#^b1]]", "text ^b1\n", id="block"),
        pytest.param("[[N#^B1]]", "text ^b1\n", id="block in another case"),
        pytest.param("[[N#^b1]]", "# ^b1\n", id="block id of a heading"),
        pytest.param("[x](N.md#[^1])", "x[^1]\n\n[^1]: y\n", id="footnote"),
        pytest.param("[x](N.md#[^Ab])", "x[^aB]\n\n[^aB]: y\n", id="footnote in another case"),
        pytest.param("[x](N.md#^b1)", "text ^b1\n", id="block in a Markdown link"),
        pytest.param("[x](N.md#)", "", id="no segment in a Markdown link"),
    ],
)
def test_other_places_in_a_note(follow, link, text):
    assert follow(link, {"N.md": text}).state is State.RESOLVED


def test_a_block_wins_over_a_heading(follow):
    outcome = follow("[[N#^intro]]", {"N.md": "## Intro\n\ntext ^intro\n"})
    assert (outcome.state, outcome.heading) == (State.RESOLVED, None)


def test_an_anchor_is_fine_if_one_of_equals_has_it(follow):
    files = {"x/N.md": "# Other\n", "y/N.md": "# H\n"}
    assert follow("[[N#H]]", files, source="q/S.md").state is State.RESOLVED


def test_an_anchor_is_broken_if_none_of_equals_has_it(follow):
    files = {"x/N.md": "# Other\n", "y/N.md": "# More\n"}
    assert follow("[[N#H]]", files, source="q/S.md").state is State.NO_HEADING


@pytest.mark.parametrize(
    ("subpath", "parts"),
    [("", []), ("#", []), ("#A", ["A"]), ("#A#B", ["A", "B"]), ("##A##B#", ["A", "B"])],
)
def test_segments(subpath, parts):
    assert segments(subpath) == parts


@pytest.mark.parametrize("character", '!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n')
def test_a_character_that_is_blanked(character):
    assert normal_form(f"a{character}b") == "a b"


@pytest.mark.parametrize("character", "-_'‘’“”–—…·•「」、。！？🎉€©")
def test_a_character_that_is_kept(character):
    assert normal_form(f"a{character}b") == f"a{character}b"


@pytest.mark.parametrize(
    "character",
    "\t\x0b\x0c \u00a0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000\ufeff",
)
def test_a_character_that_is_white_space(character):
    assert normal_form(f"{character}a {character} b{character}") == "a b"


@pytest.mark.parametrize("character", "\x85\x1c\x1d\x1e\x1f\u200b")
def test_a_character_that_is_no_white_space(character):
    assert normal_form(f"a{character}b") == f"a{character}b"
    assert normal_form(f"a{character}") == f"a{character}"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param("  A   B  ", "a b", id="runs collapse"),
        pytest.param("A & B", "a b", id="blanks collapse with spaces"),
        pytest.param("==🔵 Text==", "🔵 text", id="coloured highlight"),
        pytest.param("ÜBER Straße", "über straße", id="lower case"),
        pytest.param("Cafe\u0301", "caf\u00e9", id="NFC"),
        pytest.param("", "", id="empty"),
        pytest.param("#!?", "", id="nothing kept"),
    ],
)
def test_normal_form(text, form):
    assert normal_form(text) == form


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("## A & B", "A B"),
        ("## A & B", "A & B"),
        ("## **Bold** and `code`", "Bold and code"),
        ("## _under_ score", "_under_ score"),
        ("## snake_case", "snake_case"),
        ("## C++ / C#", "C++ / C"),
        ("## C++ / C#", "C C"),
        ("## 1.2.3 Release", "1.2.3 Release"),
        ("## See [[Other|x]]", "See Other x"),
        ("## [t](u.md) z", "t u.md z"),
        ("## Foo ^abc", "Foo abc"),
        ("## Foo ^abc", "^abc"),
        ("## Foo %%c%%", "Foo c"),
        ("## x {#id}", "x id"),
        ("## Foo [^1]", "Foo 1"),
        ("## <b>hi</b>", "b hi b"),
        ("## don’t", "don’t"),
        ("## #tag head", "tag head"),
        ("## Foo ##", "Foo"),
        ("Foo\nbar\n---", "Foo bar"),
        ("## It's", "It's"),
        ("## A—B", "A—B"),
        ("## C++", "C++"),
        ("## Über Straße", "Über Straße"),
        ("## 日本語 見出し", "日本語 見出し"),
    ],
)
def test_the_link_that_works(follow, heading, anchor):
    assert follow(f"[[N#{anchor}]]", {"N.md": heading}).state is State.RESOLVED


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("## _under_ score", "under score"),
        ("## snake_case", "snake case"),
        ("## Foo ^abc", "Foo"),
        ("## Foo %%c%%", "Foo"),
        ("## x {#id}", "x"),
        ("## Foo [^1]", "Foo"),
        ("## <b>hi</b>", "hi"),
        ("## don’t", "don't"),
        ("## [t](u.md) z", "t z"),
        ("## A—B", "AB"),
        ("## A—B", "A B"),
        ("## x {#id}", "id"),
    ],
)
def test_the_link_that_fails(follow, heading, anchor):
    assert follow(f"[[N#{anchor}]]", {"N.md": heading}).state is State.NO_HEADING


@pytest.mark.parametrize(
    ("link", "heading", "state"),
    [
        pytest.param("[x](#My%20Heading)", "## My Heading", State.RESOLVED, id="encoded"),
        pytest.param("[x](<#My Heading>)", "## My Heading", State.RESOLVED, id="angle brackets"),
        pytest.param("[x](#my-heading)", "## My Heading", State.NO_HEADING, id="slug"),
        pytest.param("[x](#setup)", "## Setup", State.RESOLVED, id="slug of one word"),
        pytest.param("[x](#non-profit)", "## Non-profit", State.RESOLVED, id="own hyphen"),
    ],
)
def test_markdown_anchors_in_the_own_note(follow, link, heading, state):
    outcome = follow(f"{link}\n\n{heading}\n")
    assert (outcome.state, outcome.files) == (state, ("S.md",))


@pytest.mark.parametrize(
    ("link", "heading", "state"),
    [
        pytest.param("[x](Note.md#My%20Heading)", "## My Heading", State.RESOLVED, id="encoded"),
        pytest.param("[x](Note.md#Q%26A)", "## Q&A", State.NO_HEADING, id="encoded ampersand"),
        pytest.param("[x](Note.md#Q&A)", "## Q&A", State.RESOLVED, id="ampersand"),
        pytest.param("[x](Note.md#Q%20A)", "## Q&A", State.RESOLVED, id="space for an ampersand"),
        pytest.param("[x](Note.md#Why%3F)", "## Why?", State.NO_HEADING, id="encoded mark"),
        pytest.param("[x](Note.md#Why)", "## Why?", State.RESOLVED, id="without the mark"),
    ],
)
def test_markdown_anchors_in_another_note(follow, link, heading, state):
    outcome = follow(link, {"Note.md": heading})
    assert (outcome.state, outcome.files) == (state, ("Note.md",))


@pytest.mark.parametrize(
    ("text", "subpaths"),
    [
        pytest.param("# One\n## Two\n", ["#One", "#Two"], id="alone"),
        pytest.param(DUPLICATES, ["#One", "#Dup", "#Two", "#Two#Dup", "#Leaf"], id="by its parent"),
        pytest.param("## A\n## A\n", ["#A", None], id="beside one of its text"),
        pytest.param("# A\n## C\n# A\n## C\n", ["#A", "#C", None, None], id="parents alike"),
        pytest.param("# A: b\n## %%\n", ["#A b", None], id="what a link cannot hold"),
    ],
)
def test_the_outline_names_each_heading_that_can_be_reached(text, subpaths):
    outline = Outline(parse(Source(text.encode())).headings)

    assert [outline.subpath(heading) for heading in outline.headings] == subpaths


def test_a_heading_stands_under_those_above_it():
    outline = Outline(parse(Source(b"# A\n### B\n## C\n#### D\n# E\n")).headings)

    assert [[above.text for above in outline.trail(heading)] for heading in outline.headings] == [
        ["A"],
        ["B", "A"],
        ["C", "A"],
        ["D", "C", "A"],
        ["E"],
    ]


@pytest.fixture
def outline():
    """Return a function that makes an outline of headings, each as its level and text."""

    def made(*headings: str) -> Outline:
        return Outline(parse(Source("\n".join(headings).encode())).headings)

    return made


@pytest.mark.parametrize(
    ("headings", "opened"),
    [
        (["# A", "# B"], [0, 1]),
        (["# A", "# A"], [0]),
        (["# A", "## A"], [0, 1]),
        (["# A", "## X", "# B", "## X"], [0, 1, 2, 3]),
        (["# A", "## X", "# A", "## X"], [0, 1]),
        (["# A", "## X", "# X"], [0, 1]),
        (["## ?", "### X", "# B", "## X"], [1, 2, 3]),  # no link holds what has no form
        (["# Y", "## X", "# A", "##### B", "## B", "### X"], [0, 1, 2, 3, 5]),  # A#X, past A#B
    ],
)
def test_which_headings_some_path_opens(outline, headings, opened) -> None:
    made = outline(*headings)

    assert [at for at, heading in enumerate(made.headings) if made.opens(heading)] == opened
