"""The ``flat`` dialect: a vault in one file (design, sections 1 and 2)."""

import pytest

from vaultkit import Vault, check
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.resolver.outcome import State

FLAT = """intro [Beta|b](#beta)

# Alpha One {#alpha-one}

text

## Part A

# Beta {#beta}

## Own {#odd}

# C++ {#c}
"""


def outcomes(text, **files):
    vault = Vault.from_texts({"flat.md": text, **files})
    assert vault.dialect("flat.md") is Dialect.FLAT
    return [outcome for note in vault.notes for _, outcome in vault.outcomes(note)]


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        pytest.param("# A {#a}\n\n# B {#b}", Dialect.FLAT, id="two titles with slugs"),
        pytest.param("# A b {#a-b}\n\n# A b {#a-b-1}", Dialect.FLAT, id="counter"),
        pytest.param("# A {#a}", Dialect.EITHER, id="one title"),
        pytest.param("# A {#a}\n\n# B {#other}", Dialect.EITHER, id="an id of its own"),
        pytest.param("## A {#a}\n\n## B {#b}", Dialect.EITHER, id="not at level 1"),
        pytest.param("# A\n\n# B", Dialect.EITHER, id="no ids"),
        pytest.param("> # A {#a}\n\n> # B {#b}", Dialect.EITHER, id="in quotes"),
    ],
)
def test_a_flattened_file_is_recognised(text, dialect):
    assert Vault.from_texts({"flat.md": text}).dialect("flat.md") is dialect


def test_a_file_beside_obsidian_settings_is_not_flattened():
    vault = Vault.from_texts({"f.md": "# A {#a}\n\n# B {#b}", ".obsidian/app.json": "{}"})
    assert vault.dialect("f.md") is Dialect.OBSIDIAN


def test_its_notes_are_the_titles_with_an_id():
    vault = Vault.from_texts({"flat.md": FLAT})
    names = [(note.is_preamble, note.name) for note in vault.notes]
    assert names[1:] == [(False, "Alpha One"), (False, "Beta"), (False, "C++")]
    assert names[0][0]


@pytest.mark.parametrize(
    ("link", "state"),
    [
        pytest.param("[x](#alpha-one)", State.RESOLVED, id="explicit id"),
        pytest.param("[x](#odd)", State.RESOLVED, id="explicit id of a section"),
        pytest.param("[x](#part-a)", State.RESOLVED, id="slug of a section without id"),
        pytest.param("[x](#c)", State.RESOLVED, id="id of C++"),
        pytest.param("[x](#)", State.RESOLVED, id="empty fragment"),
        pytest.param("[x](#nowhere)", State.NO_HEADING, id="dead fragment"),
        pytest.param("[x](#Alpha%20One)", State.NO_HEADING, id="title itself"),
        pytest.param("[[Beta]]", State.RESOLVED, id="wikilink left by the exporter"),
        pytest.param("[[Nowhere]]", State.NO_FILE, id="wikilink to nothing"),
        pytest.param("[x](other.md)", State.RESOLVED, id="other file"),
        pytest.param("[x](missing.md)", State.NO_FILE, id="missing file"),
        pytest.param("![x](pic.png)", State.RESOLVED, id="image"),
        pytest.param("![x](<pic.png|500>)", State.RESOLVED, id="image with its size in the path"),
        pytest.param("![x](missing.png)", State.NO_FILE, id="missing image"),
    ],
)
def test_where_a_link_leads(link, state):
    found = outcomes(f"{FLAT}\n{link}\n", **{"other.md": "", "pic.png": ""})
    assert found[-1].state is state


def test_a_link_counts_for_the_note_whose_section_it_opens():
    vault = Vault.from_texts({"flat.md": f"{FLAT}\n[x](#part-a)\n"})
    edges = {key: targets for key, targets in vault.graph.links.items() if targets}
    assert edges == {"flat.md": {"flat.md#beta"}, "flat.md#c": {"flat.md#alpha-one"}}


@pytest.mark.parametrize("dialect", [Dialect.OBSIDIAN, Dialect.GITHUB, Dialect.EITHER])
@pytest.mark.parametrize(
    ("link", "state"),
    [
        pytest.param("[x](flat.md#alpha-one)", State.RESOLVED, id="title's id"),
        pytest.param("[x](flat.md#odd)", State.RESOLVED, id="heading's id"),
        pytest.param("[x](flat.md#part-a)", State.RESOLVED, id="slug"),
        pytest.param("[x](flat.md#gone)", State.NO_HEADING, id="missing"),
    ],
)
def test_a_link_from_another_file_is_answered_by_the_ids(follow, link, state, dialect):
    plan = DialectPlan(default=dialect, overrides=[(lambda path: path == "flat.md", Dialect.FLAT)])
    assert follow(link, {"flat.md": FLAT}, plan=plan).state is state


@pytest.mark.parametrize(
    ("link", "state"),
    [
        pytest.param("[[flat#Alpha One]]", State.RESOLVED, id="title"),
        pytest.param("[[flat#Beta]]", State.RESOLVED, id="title of one word"),
        pytest.param("[[flat#Gone]]", State.NO_HEADING, id="missing"),
    ],
)
def test_a_wikilink_from_another_file_may_name_a_title(follow, link, state):
    plan = DialectPlan(overrides=[(lambda path: path == "flat.md", Dialect.FLAT)])
    assert follow(link, {"flat.md": FLAT}, plan=plan).state is state


def test_two_notes_of_one_id_keep_their_own_links() -> None:
    report = check({"all.md": "# A {#a}\n\n# A {#a}\n\n[A](#a) [gone](#gone)\n"})

    assert [(f.rule, f.line) for f in report.findings if f.rule == "broken-anchor"] == [
        ("broken-anchor", 5)
    ]
