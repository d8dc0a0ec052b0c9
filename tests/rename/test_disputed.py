"""What two readers of Markdown read differently: refused with the place, and no bug."""

import unicodedata

import pytest

from vaultkit.changes.proof.renames import Fault
from vaultkit.errors import UsageError
from vaultkit.rename import operations as moves
from vaultkit.rename import proven
from vaultkit.vault.vault import Vault

WHY = "only some Markdown parsers read this as a link"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("x\n\n<div>\n%% [[Old]] %%\n</div>\n", 4, id="comment in HTML"),
        pytest.param("<div>\n%% [x](Old.md) %%\n</div>\n", 2, id="Markdown link in HTML"),
        pytest.param("%%\n```\n%%[[Old]]\n", 3, id="fence in a comment"),
        pytest.param("%% ` %% [[Old]] `\n", 1, id="code from a comment on"),
        pytest.param("- a\n\n      %% [[Old]] %%\n", 3, id="code in a list"),
        pytest.param("|a|b|\n|-|-|\n    [[Old]]\n", 3, id="indented line below a table"),
        pytest.param("|a|b|\n|-|-|\n|\n[[Old|x]]\n", 4, id="table with a row of nothing"),
    ],
)
def test_a_link_to_one_reader_alone(rename, text, line) -> None:
    moved = rename({"Old.md": "", "S.md": f"[[Old]]\n\n{text}"}, "Old.md", "New")

    (conflict,) = moved.conflicts
    assert conflict.startswith(f"S.md:{line + 2} ")
    assert WHY in conflict
    assert moved.outcome.changes == []


def test_a_name_behind_three_brackets_is_no_link_and_stays(rename) -> None:
    note = "[[Old]] [[[Old]]] ![[[Old#x|y]]] [[[Old]]](Old.md)\n"
    moved = rename({"Old.md": "# x", "S.md": note}, "Old.md", "New")

    assert moved["S.md"] == note.replace("[[Old]] ", "[[New]] ")


@pytest.mark.parametrize(
    "text", ["[[[Old]]]", "![[[old#x|y]]]", "[[[a/Old|y]]] z", "%% [[[Old]]] %%"]
)
def test_a_name_behind_three_brackets_is_listed(rename, text) -> None:
    files = {
        "a/Old.md": "# x",
        "a/Older.md": "",
        "S.md": f"\n{text}\n[[[Older]]] [[[a]]] `[[[Old]]]`",
    }

    told = rename(files, "a/Old.md", "New").outcome.told
    assert [(place.path, place.line, place.said) for place in told] == [
        ("S.md", 2, "opens no note in the app, which reads the first two of three brackets")
    ]


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("x [[Old [a]]] y", "x [[New]] y"),
        ("![[Old [a]]]", "![[New]]"),
        ("[[Old [a]|x]] [[[a]]]", "[[New|x]] [[[a]]]"),
        ("[[Old [a]#x]]", "[[New#x]]"),
        ("%% [[Old [a]]] %%", "%% [[New]] %%"),
        ("[[Old [b]]]", "[[Old [b]]]"),
        ("[[Old [a]] x]]", "[[Old [a]] x]]"),
    ],
)
def test_a_name_with_brackets_at_its_end_follows(rename, text, then) -> None:
    moved = rename({"Old [a].md": "# x", "S.md": f"{text}\n"}, "Old [a].md", "New")

    assert moved["S.md"] == f"{then}\n"


def test_others_in_the_way_are_named_too(rename) -> None:
    disputed = "<div>\n%% [[Old]] %%\n</div>\n"
    moved = rename({"Old.md": "", "S.md": disputed * 2, "T.md": disputed}, "Old.md", "New")

    assert [conflict.split()[0] for conflict in moved.conflicts] == ["S.md:2", "S.md:5", "T.md:2"]


def test_where_nothing_changes_it_does_no_harm(rename) -> None:
    files = {"Old.md": "", "B.md": "", "S.md": "[[Old]]\n<div>\n%% [[B]] %%\n</div>\n"}

    assert rename(files, "Old.md", "New")["S.md"] == files["S.md"].replace("Old", "New")


def test_a_definition_within_a_paragraph_is_none(rename) -> None:
    note = "`\n[r]: Old.md\n\n[r]: B.md\n\n[r]\n"
    files = {"Old.md": "", "B.md": "", "S.md": note}

    assert rename(files, "Old.md", "New")["S.md"] == note
    assert rename(files, "B.md", "New")["S.md"] == note.replace("B.md", "New.md")


@pytest.mark.parametrize(
    "note",
    [
        "x\n[r]: Old.md\n\n[r]: {}.md\n[r]\n",
        "- x\n  [r]: Old.md\n\n- [r]: {}.md\n\n[r]\n",
        "|a|b|\n|-|-|\n[r]: Old.md\n\n> [r]: {}.md\n\n[r]\n",
        "<div>\n[r]: Old.md\n</div>\n\n[r]:\n  {}.md 'title'\n\n[r]\n",
        "<!--\n[r]: Old.md\n-->\n[r]: <{}.md>\n\n[r]\n",
    ],
)
def test_the_definition_that_counts_is_the_one_that_follows(rename, note) -> None:
    files = {"Old.md": "", "S.md": note.format("Old")}

    assert rename(files, "Old.md", "New")["S.md"] == note.format("New")


def test_a_comment_between_brackets_makes_no_link(rename) -> None:
    note = "[%%](Old.md)[%%]()\n"

    assert rename({"Old.md": "", "S.md": note}, "Old.md", "New")["S.md"] == note


def test_a_dead_link_that_would_lead_out_of_the_vault(move) -> None:
    moved = move({"a/b/S.md": "x\n[x](../gone)\n"}, "a/b/S.md", "/")

    (conflict,) = moved.conflicts
    assert conflict.startswith("a/b/S.md:2 [x](../gone) leads nowhere, and would lead out of the ")


@pytest.mark.parametrize("link", ["[[old#H]]", "[x](old.md#h)"])
def test_a_heading_in_one_of_two_that_a_link_fits(rename_heading, link) -> None:
    files = {"old.md": "# H\n", "Old.md": "", "S.md": link, ".obsidian/app.json": "{}"}
    moved = rename_heading(files, "old.md", "#H", "New")

    assert moved.conflicts == [f'S.md:1 {link} matches "Old" or "old"; write the whole path first']


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("said", ["NFC", "NFD"])
def test_a_card_in_any_form_of_unicode(move, form, said) -> None:
    name, shown = (unicodedata.normalize(one, "Thé.md") for one in (form, said))
    card = '{"nodes": [{"type": "file", "file": "%s"}]}'
    moved = move({f"a/{name}": "", "C.canvas": card % f"a/{shown}"}, "a/", "q")

    assert moved["C.canvas"] == card % f"q/{name}"


def test_a_bug_stays_a_bug(monkeypatch) -> None:
    """A fault in a note where nothing is disputed is none of these."""
    faults = [Fault("S.md", 2, "odd"), Fault("Old.md", 0, "odd")]
    monkeypatch.setattr(proven, "prove", lambda *_: faults)
    files = {"Old.md": "", "S.md": "<div>\n%% [[Old]] %%\n</div>\n"}
    done = moves.rename(Vault.from_texts(files), "Old.md", "New")

    assert (done.faults, done.conflicts, done.changes) == (faults[1:], [], [])


def test_a_heading_that_begins_a_comment_below_it(rename_heading) -> None:
    with pytest.raises(UsageError, match="would change how the text after it is read"):
        rename_heading({"N.md": "\r# a %% b\r[[t]]%%\r"}, "N.md", "#a %% b", "New")


def test_half_a_comment_that_ends_with_its_heading(rename_heading) -> None:
    moved = rename_heading({"N.md": "# a %% b\n[[t]]%%\n"}, "N.md", "#a %% b", "New")

    assert moved["N.md"] == "# New\n[[t]]%%\n"


def test_a_name_that_ends_a_comment(rename) -> None:
    moved = rename({"a b/Old.md": "", "S.md": "%% [](/a%20b/Old)\n"}, "a b/Old.md", "New")
    assert moved["S.md"] == "%% [](/a%20b/New)\n"

    moved = rename({"Old.md": "", "S.md": "%% [](Old)\n"}, "Old.md", "New name")
    assert len(moved.conflicts) == 1
    assert moved.conflicts[0].startswith("S.md:1 ")
    assert "would be read as a comment" in moved.conflicts[0]


def test_a_definition_in_a_comment(rename) -> None:
    comments = "%%\n[r] é\n\n[r]: {0}.md#h\n%%\n\n%%\n> [r]: B.md\n[s]\n%%"
    note = f"[r] [s]\n\n[r]: B.md\n\n{comments}\n\n[s]: {{0}}\n"
    files = {"Old.md": "# h\n", "B.md": "", "S.md": note.format("Old")}

    assert rename(files, "Old.md", "New")["S.md"] == note.format("New")


@pytest.mark.parametrize("sign", "*_~=")
def test_no_tag_comes_about_in_a_definition(rename, sign) -> None:
    files = {"Old.md": "# h\n", "S.md": "[r] [r2]\n\n[r]: Old#h\n[r2]: <Old#h>\n"}
    moved = rename(files, "Old.md", f"a{sign}")

    assert moved["S.md"] == files["S.md"].replace("Old", f"a%{ord(sign):02X}")


@pytest.mark.parametrize(
    "text",
    [
        "![[d![[{}]]] ]O]()[[{}]]",
        "![[pic.png|a cup of [[{}]]]]",
        "![[pic.png|a [[{}]] and [[{}|x]] or ![[{}]]]]",
        "![[a [[{}]] b]] [[{}]]",
        "[![[a|b [[{}]]]]](x.md)",
    ],
)
def test_a_link_within_what_is_no_link(rename, text) -> None:
    assert rename({"Old.md": "", "S.md": text.replace("{}", "Old")}, "Old.md", "New")[
        "S.md"
    ] == text.replace("{}", "New")


def test_nested_links_of_which_the_parser_gives_the_end_alone(rename) -> None:
    text = "#g![[[[]]]``[[a|]]]][[Old\n\n[[{}]]"

    assert rename({"Old.md": "", "S.md": text.replace("{}", "Old")}, "Old.md", "New")[
        "S.md"
    ] == text.replace("{}", "New")
