"""What a slug means: reference, section 3.4, "Rewriting a slug safely"."""

import pytest

from vaultkit import Vault, check
from vaultkit.vault.suggestions.meanings import Meanings


def meaning(text, files):
    """Return what the first link of a note S means."""
    vault = Vault.from_texts({".obsidian/app.json": "{}", **files, "S.md": text})
    note = vault.documents["S.md"].notes[0]
    link, outcome = next(iter(vault.outcomes(note)))
    return vault.suggester.meaning(link, outcome)


@pytest.mark.parametrize(
    ("link", "text", "heading"),
    [
        pytest.param("[x](N.md#my-heading)", "## My Heading", "My Heading", id="Markdown link"),
        pytest.param("[[N#my-heading]]", "## My Heading", "My Heading", id="wikilink"),
        pytest.param("[x](N.md#My-Heading)", "# My. Heading", "My. Heading", id="capitals"),
        pytest.param("[x](N.md#a--b)", "## A & B", "A & B", id="sign between"),
        pytest.param(
            "[x](N.md#the-bold-one)", "## The **bold** one", "The **bold** one", id="bold"
        ),
        pytest.param(
            "[x](N.md#my-heading-1)", "# My heading\n# My heading", "My heading", id="2nd"
        ),
    ],
)
def test_a_slug_means_a_heading(link, text, heading):
    found = meaning(link, {"N.md": text})
    assert (found.by, found.heading.text) == ("slug", heading)


@pytest.mark.parametrize(
    ("link", "text"),
    [
        pytest.param("[x](N.md#my-heading)", "# Other", id="no such slug"),
        pytest.param("[x](N.md#my-heading-1)", "# My heading", id="no such counter"),
        pytest.param("[x](N.md#my-heading)", "> # My heading", id="not at the root"),
    ],
)
def test_a_slug_means_nothing(link, text):
    assert meaning(link, {"N.md": text}) is None


def test_a_fragment_that_opens_means_nothing_else():
    assert meaning("[x](N.md#my-heading)", {"N.md": "# My Heading\n# my-heading"}) is None


def test_the_second_of_two_slugs_is_the_second_heading():
    found = meaning("[x](N.md#dup-1)", {"N.md": "# Dup\n\ntext\n\n# Dup\n"})
    assert found.heading.start == len("# Dup\n\ntext\n\n")


@pytest.mark.parametrize(
    ("link", "path"),
    [
        pytest.param("[[my-note]]", "My Note.md", id="wikilink"),
        pytest.param("[x](my-note)", "a/My Note.md", id="Markdown link"),
    ],
)
def test_a_slug_means_a_note(link, path):
    found = meaning(link, {path: ""})
    assert (found.by, found.note.path) == ("slug", path)


def test_a_slug_of_two_notes_means_neither():
    assert meaning("[[my-note]]", {"a/My Note.md": "", "b/My Note.md": ""}) is None


@pytest.mark.parametrize(
    ("owners", "by"),
    [
        pytest.param(["A.md"], "alias", id="one owner"),
        pytest.param(["A.md", "B.md"], None, id="two owners"),
    ],
)
def test_an_alias_means_its_only_owner(owners, by):
    found = meaning("[[AI]]", dict.fromkeys(owners, "---\naliases: [AI]\n---\n"))
    assert (found and found.by) == by


def test_what_a_link_means_is_worked_out_once(monkeypatch):
    asked = []
    looked_up = Meanings.notes_for_slug
    monkeypatch.setattr(
        Meanings, "notes_for_slug", lambda *given: asked.append(given[1]) or looked_up(*given)
    )
    texts = {".obsidian/app.json": "{}", "My Note.md": "", "S.md": "[[my-note]]"}
    report = check(texts | {"T.md": "[[my-note]]"}, select=["VK1"])

    assert [found.rule for found in report.findings] == ["slug-link", "slug-link"]
    assert asked == ["my-note"]


def is_sure(text, files):
    found = meaning(text, files)
    return found and found.sure


@pytest.mark.parametrize(
    ("link", "text", "sure"),
    [
        pytest.param("[x](N.md#my-heading)", "## My heading", True, id="Markdown link"),
        pytest.param("[x](N.md#ab)", "## A/B", True, id="Markdown link without a hyphen"),
        pytest.param("[[N#my-heading]]", "## My heading", True, id="wikilink"),
        pytest.param("[[N#12]]", "## 1.2", False, id="a number that loses its dot"),
        pytest.param("[[N#wie-geht-es？]]", "## Wie geht es？", None, id="no slug"),
        pytest.param("[[N#什么]]", "## 什么？", True, id="the same words"),
        pytest.param("[[N#什么]]", "## 什么？\n## 什么！", False, id="the same words twice"),
        pytest.param("[x](N.md#care-1)", "# Care\n# Care", True, id="counter"),
        pytest.param("[[N#care-1]]", "# Care\n# Care", False, id="counter in a wikilink"),
        pytest.param("[x](N.md#c-1)", "# C\n# C++", True, id="counter after a sign"),
        pytest.param("[x](N.md#care-1)", "# Care\n# Care\n# Care 1", False, id="counter or number"),
        pytest.param(
            "[x](N.md#care-1)", "# Care\n# Care 1\n# Care\n# Care 1", True, id="number first"
        ),
        pytest.param("[x](N.md#über-straße)", "# Über Straße", True, id="letters beyond ASCII"),
        pytest.param("[x](N.md#-modules)", "# 📚 Modules", True, id="emoji"),
        pytest.param("[x](N.md#snake_case-b)", "# snake_case b", True, id="underscore"),
    ],
)
def test_when_the_slug_of_a_heading_is_sure(link, text, sure):
    assert is_sure(link, {"N.md": text}) is sure


@pytest.mark.parametrize(
    ("link", "paths", "sure"),
    [
        pytest.param("[[spring-plan]]", ["Spring plan.md"], True, id="wikilink"),
        pytest.param("[[c--d]]", ["C & D.md"], True, id="sign between spaces"),
        pytest.param("[[c-notes]]", ["C++ notes.md"], True, id="plus"),
        pytest.param("[[c-notes]]", ["C++ notes.md", "C# notes.md"], None, id="two notes"),
        pytest.param("[[über-plan]]", ["U\u0308ber Plan.md"], True, id="decomposed"),
        pytest.param("[[momentumpy]]", ["Momentum.py.md"], None, id="no hyphen"),
        pytest.param("[[Spring-plan]]", ["Spring plan.md"], None, id="capital"),
        pytest.param("[x](#spring-plan)", ["Spring plan.md"], True, id="fragment"),
        pytest.param("[x](#momentumpy)", ["Momentum.py.md"], True, id="lost dot"),
        pytest.param("[License](#license)", ["License.md"], False, id="one word"),
        pytest.param("[x](#getting-started)", ["getting-started.md"], False, id="name as it is"),
        pytest.param("[[#spring-plan]]", ["Spring plan.md"], None, id="heading in a wikilink"),
    ],
)
def test_when_the_slug_of_a_note_is_sure(link, paths, sure):
    assert is_sure(link, dict.fromkeys(paths, "")) is sure


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("[Install](#install)\n\n# Install\n", id="opens a heading"),
        pytest.param("[First run](#first-run)\n\n# First run\n", id="slug of a heading"),
        pytest.param("[[#First run]]\n\n# First run\n", id="wikilink to a heading"),
        pytest.param('[top](#first)\n\n<a id="first"></a>\n', id="place in HTML"),
        pytest.param("[First][1]\n\n[1]: #first\n\n# First\n", id="reference"),
    ],
)
@pytest.mark.parametrize("fragment", ["license", "license-terms"])
def test_where_fragments_name_own_headings_none_means_another_note(fragment, more):
    files = {"License.md": "", "License terms.md": ""}
    assert meaning(f"[x](#{fragment})\n\n{more}", files) is None


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("[First run](#first-run)\n", id="gone as well"),
        pytest.param("[[#^b]]\n\ntext ^b\n", id="block"),
        pytest.param("[up](#s)\n\n# S\n", id="the note's own name"),
        pytest.param("# [A b](#a-b)\n", id="in the heading that it names"),
        pytest.param("[x](License.md#a-b)\n\n# A b\n", id="heading of another note"),
    ],
)
def test_what_is_no_link_to_an_own_heading(more):
    files = {"License.md": "", "License terms.md": ""}
    found = meaning(f"[x](#license-terms)\n\n{more}", files)
    assert found.note.path == "License terms.md"


def test_a_note_means_itself_by_its_own_slug():
    assert is_sure("[x](#s)", {}) is True


@pytest.mark.parametrize(
    ("link", "alias", "found"),
    [
        pytest.param("[[MAN]]", "MAN", "alias", id="as written"),
        pytest.param("[[man]]", "MAN", None, id="other case"),
        pytest.param("[x](man)", "MAN", None, id="other case in a Markdown link"),
        pytest.param("[[area network]]", "Area Network", "alias", id="several words in other case"),
        pytest.param("![[Man]]", "MAN", None, id="other case in an embed"),
        pytest.param("[[man#Uses]]", "MAN", None, id="other case with a heading"),
        pytest.param("[[MAN#Uses]]", "MAN", "alias", id="with a heading"),
        pytest.param("[[x/MAN]]", "MAN", None, id="in a folder"),
        pytest.param("[[TCP/IP]]", "TCP/IP", "alias", id="with a slash"),
        pytest.param("[[Ängste]]", "A\u0308ngste", "alias", id="decomposed"),
    ],
)
def test_an_alias_is_meant_as_it_is_written(link, alias, found):
    note = f"---\naliases: [{alias}]\n---\n"
    made = meaning(link, {"Metropolitan Area Network.md": note})
    assert (made and made.by) == found
    assert not (made and made.sure)


def test_of_two_owners_the_one_that_writes_the_alias_so():
    files = {"A.md": "---\naliases: [Man]\n---\n", "B.md": "---\naliases: [MAN]\n---\n"}
    assert meaning("[[MAN]]", files).note.path == "B.md"
    assert meaning("[[man]]", files) is None


@pytest.mark.parametrize(
    ("owner", "by"),
    [
        pytest.param("Spring plan.md", "slug", id="of the same note"),
        pytest.param("Peas.md", "alias", id="of another note"),
    ],
)
def test_a_slug_that_is_an_alias(owner, by):
    files = {"Spring plan.md": "", owner: "---\naliases: [spring-plan]\n---\n"}
    assert meaning("[[spring-plan]]", files).by == by
