"""The ``github`` dialect: the file's own folder, GitHub's anchors (design, section 2)."""

import pytest

from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.resolver.outcome import State

GITHUB = DialectPlan(default=Dialect.GITHUB)
NOTE = "# My Heading\n\n## Dup\n\n## Dup\n\n> ## Quoted\n\n<a id='Place'></a>\n"


@pytest.mark.parametrize(
    ("link", "state"),
    [
        pytest.param("[x](N.md)", State.RESOLVED, id="same folder"),
        pytest.param("[x](./N.md)", State.RESOLVED, id="dot"),
        pytest.param("[x](../Top.md)", State.RESOLVED, id="up"),
        pytest.param("[x](/Top.md)", State.RESOLVED, id="from the root"),
        pytest.param("[x](b/../N.md)", State.RESOLVED, id="down and up"),
        pytest.param("[x](My%20Note.md)", State.RESOLVED, id="encoded"),
        pytest.param("[x](N%2emd)", State.RESOLVED, id="encoded dot"),
        pytest.param("[x](../a)", State.RESOLVED, id="folder"),
        pytest.param("[x](N.md?plain=1)", State.RESOLVED, id="query"),
        pytest.param("[x](Top.md)", State.NO_FILE, id="no search by name"),
        pytest.param("[x](N)", State.NO_FILE, id=".md is needed"),
        pytest.param("[x](n.md)", State.NO_FILE, id="case matters"),
        pytest.param("[x](../../Top.md)", State.NO_FILE, id="a note out of the root"),
        pytest.param("[x](../../issues)", State.EXTERNAL, id="page of the forge"),
        pytest.param("![x](../../../actions/ci/badge.svg)", State.EXTERNAL, id="badge"),
        pytest.param("[x](../../../edit/main/S.md)", State.EXTERNAL, id="page about a note"),
        pytest.param("[[Nowhere]]", State.EXTERNAL, id="wikilinks are text"),
        pytest.param("[x](N.md#my-heading)", State.RESOLVED, id="slug"),
        pytest.param("[x](N.md#dup-1)", State.RESOLVED, id="counter"),
        pytest.param("[x](N.md#quoted)", State.RESOLVED, id="heading in a quote"),
        pytest.param("[x](N.md#Place)", State.RESOLVED, id="HTML id"),
        pytest.param("[x](N.md#L10-L20)", State.RESOLVED, id="lines"),
        pytest.param("[x](N.md#)", State.RESOLVED, id="empty fragment"),
        pytest.param("[x](N.md#My%20Heading)", State.NO_HEADING, id="heading text"),
        pytest.param("[x](N.md#dup-2)", State.NO_HEADING, id="no such counter"),
        pytest.param("[x](pic.png#anything)", State.RESOLVED, id="other file"),
        pytest.param("![x](pic.png)", State.RESOLVED, id="image"),
        pytest.param("![x](no.png)", State.NO_FILE, id="missing image"),
    ],
)
def test_where_a_link_leads(follow, link, state):
    files = {"a/N.md": NOTE, "Top.md": "", "a/My Note.md": "", "a/pic.png": "", "a/b/x.md": ""}
    assert follow(link, files, source="a/S.md", plan=GITHUB).state is state


@pytest.mark.parametrize(
    ("link", "state"),
    [
        pytest.param("[x](#own-part)", State.RESOLVED, id="slug"),
        pytest.param("[x](#top)", State.RESOLVED, id="top of the page"),
        pytest.param("[x](#no-part)", State.NO_HEADING, id="missing"),
    ],
)
def test_the_own_page(follow, link, state):
    assert follow(f"{link}\n\n# Own part\n", plan=GITHUB).state is state
