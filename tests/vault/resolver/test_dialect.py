"""Dialects: who decides whether a link is broken (design, section 2)."""

import pytest

from vaultkit import Vault
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.resolver.outcome import State


@pytest.mark.parametrize(
    ("plan", "in_app", "looks_flattened", "dialect"),
    [
        pytest.param(DialectPlan(), True, False, Dialect.OBSIDIAN, id="settings folder"),
        pytest.param(DialectPlan(), False, False, Dialect.EITHER, id="folder with neither"),
        pytest.param(DialectPlan(configured=True), False, False, Dialect.OBSIDIAN, id="config"),
        pytest.param(DialectPlan(), False, True, Dialect.FLAT, id="flattened file"),
        pytest.param(DialectPlan(), True, True, Dialect.OBSIDIAN, id="flattened in a vault"),
        pytest.param(
            DialectPlan(flattened=lambda _: True), True, False, Dialect.FLAT, id="said flattened"
        ),
        pytest.param(
            DialectPlan(flattened=lambda _: False), False, True, Dialect.EITHER, id="said not"
        ),
        pytest.param(
            DialectPlan(default=Dialect.EITHER, configured=True),
            False,
            False,
            Dialect.EITHER,
            id="chosen either",
        ),
        pytest.param(
            DialectPlan(default=Dialect.EITHER, configured=True),
            False,
            True,
            Dialect.FLAT,
            id="chosen either, flattened file",
        ),
        pytest.param(
            DialectPlan(default=Dialect.GITHUB), True, True, Dialect.GITHUB, id="chosen github"
        ),
        pytest.param(
            DialectPlan(default=Dialect.BOTH), True, False, Dialect.BOTH, id="chosen both"
        ),
        pytest.param(
            DialectPlan(overrides=[(lambda path: path == "x.md", Dialect.GITHUB)]),
            True,
            False,
            Dialect.GITHUB,
            id="override",
        ),
        pytest.param(
            DialectPlan(overrides=[(lambda path: path == "y.md", Dialect.GITHUB)]),
            True,
            False,
            Dialect.OBSIDIAN,
            id="override of another file",
        ),
    ],
)
def test_the_dialect_of_a_file(plan, in_app, looks_flattened, dialect):
    found = plan.for_file("x.md", in_app=in_app, looks_flattened=looks_flattened)
    assert found is dialect


NOTES = {"a/N.md": "# My Heading\n", "b/M.md": "# Other\n"}


@pytest.mark.parametrize(
    ("link", "state"),
    [
        pytest.param("[x](N.md#My%20Heading)", State.RESOLVED, id="Obsidian's anchor"),
        pytest.param("[x](N.md#my-heading)", State.RESOLVED, id="GitHub's anchor"),
        pytest.param("[x](N.md#nowhere)", State.NO_HEADING, id="nobody's anchor"),
        pytest.param("[x](M.md)", State.RESOLVED, id="Obsidian's path"),
        pytest.param("[x](../b/M.md)", State.RESOLVED, id="both their paths"),
        pytest.param("[x](Q.md)", State.NO_FILE, id="nobody's path"),
        pytest.param("[x](../../issues)", State.EXTERNAL, id="page of the forge"),
        pytest.param("[x](//example.org/x)", State.EXTERNAL, id="address without a scheme"),
        pytest.param("[x][r]\n\n[r]: ../b/M.md", State.RESOLVED, id="reference"),
        pytest.param("[x][r]\n\n[r]: Q.md", State.EXTERNAL, id="reference to nothing"),
        pytest.param("[[M]]", State.RESOLVED, id="wikilink"),
        pytest.param("[[N#my-heading]]", State.NO_HEADING, id="slug in a wikilink"),
    ],
)
def test_either_opens_what_one_of_them_opens(follow, link, state):
    plan = DialectPlan(default=Dialect.EITHER)
    assert follow(link, NOTES, source="a/S.md", plan=plan).state is state


@pytest.mark.parametrize(
    ("link", "state"),
    [
        pytest.param("[x](N.md#My%20Heading)", State.NO_HEADING, id="Obsidian's anchor"),
        pytest.param("[x](N.md#my-heading)", State.NO_HEADING, id="GitHub's anchor"),
        pytest.param("[x](M.md)", State.NO_FILE, id="Obsidian's path"),
        pytest.param("[x](../b/M.md)", State.RESOLVED, id="both their paths"),
        pytest.param("[x](../b/M.md#other)", State.RESOLVED, id="both their anchors"),
        pytest.param("[[M]]", State.RESOLVED, id="wikilink"),
    ],
)
def test_both_open_what_each_of_them_opens(follow, link, state):
    plan = DialectPlan(default=Dialect.BOTH)
    assert follow(link, NOTES, source="a/S.md", plan=plan).state is state


def test_auto_asks_the_vault():
    texts = {"N.md": "# My Heading\n", "S.md": "[x](N.md#my-heading)"}
    states = []
    for extra in ({}, {".obsidian/app.json": "{}"}):
        vault = Vault.from_texts({**texts, **extra})
        note = vault.documents["S.md"].notes[0]
        states += [outcome.state for _, outcome in vault.outcomes(note)]
    assert states == [State.RESOLVED, State.NO_HEADING]
