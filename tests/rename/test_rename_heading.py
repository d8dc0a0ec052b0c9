"""Headings renamed: the links to them follow, whatever way they name them."""

import pytest

from vaultkit.errors import UsageError

OBSIDIAN = {".obsidian/app.json": "{}"}


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("[[N#Old part]]", "[[N#New: part]]"),
        ("[[N#Old part|Old part]]", "[[N#New part|Old part]]"),
        ("![[N#old part]]", "![[N#New part]]"),
        ("[[N#Top#Old part]]", "[[N#Top#New part]]"),
        ("[[N#Old part#Below]]", "[[N#New part#Below]]"),
        ("[x](N.md#Old%20part)", "[x](N.md#New%20part)"),
        ("[x](<N.md#Old part> 't')", "[x](<N.md#New part> 't')"),
        ("[[N#Below]] [[N]] [[N#^id]]", "[[N#Below]] [[N]] [[N#^id]]"),
        ("[r][r]\n\n[r]: N.md#Old%20part", "[r][r]\n\n[r]: N.md#New%20part"),
    ],
)
def test_links_follow(rename_heading, link, written) -> None:
    note = "# Top\n\n## Old part\n\ntext ^id\n\n### Below\n"
    files = {**OBSIDIAN, "N.md": note, "S.md": f'---\nup: "[[N#Old part]]"\n---\n{link}\n'}
    moved = rename_heading(files, "N.md", "#Old part", "New: part")

    assert moved["N.md"] == note.replace("Old part", "New: part")
    assert moved["S.md"] == (
        f'---\nup: "[[N#New part]]"\n---\n{written}\n'.replace("#New: part", "#New part")
    )


def test_canvas_subpaths_follow(rename_heading) -> None:
    canvas = '{"nodes": [{"type": "file", "file": "N.md", "subpath": "#Old"}]}'
    moved = rename_heading({**OBSIDIAN, "N.md": "# Old\n", "C.canvas": canvas}, "N.md", "#Old", "É")

    assert moved["C.canvas"] == canvas.replace("#Old", "#É")


@pytest.mark.parametrize(
    ("heading", "renamed"),
    [
        ("## Old ##", "## New ##"),
        ("Old\n---", "New\n---"),
        ("# Old ^mark", "# New ^mark"),
        ("#  Old", "#  New"),
        ("# [[Old]]", "# New"),
        ("# Old #tag", "# New"),
    ],
)
def test_all_else_of_the_heading_stays(rename_heading, heading, renamed) -> None:
    files = {**OBSIDIAN, "N.md": f"a\n\n{heading}\n\n[[x]] #t\n"}
    text = heading.strip("#- \n").removeprefix("[[").removesuffix("]]")
    moved = rename_heading(files, "N.md", f"#{text}", "New")

    assert moved["N.md"] == f"a\n\n{renamed}\n\n[[x]] #t\n"


def test_a_web_slug_stays_one(rename_heading) -> None:
    files = {"N.md": "# Old part\n", "S.md": "[x](N.md#old-part) [[N#Old part]]"}
    moved = rename_heading(files, "N.md", "#Old part", "New part")

    assert moved["S.md"] == "[x](N.md#new-part) [[N#New part]]"


def test_the_id_in_a_flattened_file_follows(rename_heading) -> None:
    text = "# Old {#old}\n\n[x](#old)\n\n# Other {#other}\n\n[y](#old) [z](#other)\n"
    moved = rename_heading({"All.md": text}, "All.md", "#old", "New one")

    assert moved["All.md"] == text.replace("# Old", "# New one").replace("#old", "#new-one")


def test_dead_slugs_that_mean_the_heading_are_told(rename_heading) -> None:
    files = {**OBSIDIAN, "N.md": "# Old part\n", "S.md": "[x](N.md#old-part) [y](N.md#else)"}
    moved = rename_heading(files, "N.md", "#Old part", "New")

    assert [place.written for place in moved.outcome.told] == ["[x](N.md#old-part)"]


def test_dead_anchors_that_come_alive_are_told(rename_heading) -> None:
    files = {**OBSIDIAN, "N.md": "# Old\n", "S.md": "[[N#New]]"}
    moved = rename_heading(files, "N.md", "#Old", "New")

    assert [place.path for place in moved.outcome.now_resolving] == ["S.md"]


@pytest.mark.parametrize(
    ("subpath", "text", "why"),
    [
        ("#Nope", "New", 'there is no heading "Nope" in "N"; it has "Old", "Other"'),
        ("#^id", "New", "is a block or a footnote"),
        ("#", "New", "name the heading after a #"),
        ("#Old", "other", 'already has a heading "Other", on line 3'),
        ("#Old", "a\nb", "one line of text"),
        ("#Old", "  ", "one line of text"),
        ("#Old", "?!", "no letter or digit"),
        ("#Old", "Old", "already has this text"),
        ("#Old", "New ##", "would not be read as the text"),
    ],
)
def test_what_will_not_do(rename_heading, subpath, text, why) -> None:
    files = {**OBSIDIAN, "N.md": "# Old\n\n# Other\n\n`x` [[y]] ^id\n"}
    with pytest.raises(UsageError, match=why.replace("?", r"\?").replace("^", r"\^")):
        rename_heading(files, "N.md", subpath, text)


def test_a_file_without_headings(rename_heading) -> None:
    with pytest.raises(UsageError, match="is not a note"):
        rename_heading({**OBSIDIAN, "p.png": b""}, "p.png", "#Old", "New")


def test_a_block_id_in_the_last_line_of_a_heading(rename_heading) -> None:
    with pytest.raises(UsageError, match=r"N\.md:3: the heading spans lines; edit it by hand"):
        rename_heading({"N.md": "x\n\nOld\n^id\n===\n"}, "N.md", "#Old ^id", "New")


FLATTENED = "# Old {#old}\n\n[r] [[Other]]\n\n[r]: #old\n\n# Other {#other}\n\nx\n"


@pytest.mark.parametrize(
    ("new", "made"),
    [
        ("[t](#other) u", "t-u"),
        ("[[Other]] u", "other-u"),
        ("`c` <b>x</b>", "c-x"),
        ("**New** one", "new-one"),
    ],
)
def test_the_id_of_a_title_is_made_of_what_is_seen(rename_heading, new, made) -> None:
    moved = rename_heading({"Flat.md": FLATTENED}, "Flat.md", "#Old", new)

    assert moved["Flat.md"] == FLATTENED.replace("Old {#old}", f"{new} {{#{made}}}").replace(
        "#old", f"#{made}"
    )
    assert moved.after.documents["Flat.md"].flattened


def test_a_title_with_an_id_that_is_not_its_own(rename_heading) -> None:
    with pytest.raises(UsageError, match="would no longer be recognised as a vault in one file"):
        rename_heading({"Flat.md": FLATTENED}, "Flat.md", "#Old", "New {#odd}")


APART = "# One\n\n## Deeper\n\na\n\n# Two\n\n## Deep\n\nb\n"


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("[[N#Two#Deep]]", "[[N#Two#Deeper]]"),
        ("[[N#Deep]]", "[[N#Two#Deeper]]"),
        ("[x](N.md#Deep)", "[x](N.md#Two#Deeper)"),
        ("[[N#Deeper]]", "[[N#One#Deeper]]"),
        ("[[N#Deeper|so]] [[N]]", "[[N#One#Deeper|so]] [[N]]"),
        ("[[N#One#Deeper]]", "[[N#One#Deeper]]"),
    ],
)
def test_a_text_that_another_heading_has_under_another_one(rename_heading, link, written) -> None:
    files = {**OBSIDIAN, "N.md": APART, "S.md": link}
    moved = rename_heading(files, "N.md", "#Two#Deep", "Deeper")

    assert moved.conflicts == []
    assert moved["N.md"] == APART.replace("Deep\n", "Deeper\n")
    assert moved["S.md"] == written


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("[[N#Deep]]", "[[N#Two#Deep]]"),
        ("[x](N.md#Deep)", "[x](N.md#Two#Deep)"),
        ("[[N#Two#Deep]]", "[[N#Two#Deep]]"),
        ("[[N#Deeper]]", "[[N#One#Deep]]"),
        ("[[N#Deep#Below]]", "[[N#Two#Deep#Below]]"),
    ],
)
def test_links_by_the_text_alone_to_the_heading_further_down(rename_heading, link, written) -> None:
    note = f"{APART}\n### Below\n\nc\n".replace("## Deeper\n", "## Deeper\n\n### Below\n")
    canvas = '{"nodes": [{"type": "file", "file": "N.md", "subpath": "#Deep"}]}'
    files = {**OBSIDIAN, "N.md": f"{note}\n[[#Deep]]\n", "S.md": link, "C.canvas": canvas}
    moved = rename_heading(files, "N.md", "#One#Deeper", "Deep")

    assert moved.conflicts == []
    assert moved["S.md"] == written
    assert moved["N.md"].endswith("\n[[#Two#Deep]]\n")
    assert moved["C.canvas"] == canvas.replace("#Deep", "#Two#Deep")


@pytest.mark.parametrize(
    ("note", "subpath", "line"),
    [
        ("# A\n\n## New\n\n## Old\n", "#Old", 3),  # under the same heading
        ("# New\n\n# Old\n", "#Old", 1),
        ("# A\n\n## Old\n\n# New\n", "#Old", 5),  # no path leads past the first
        ("# A\n\n## New\n\n# A\n\n## Old\n", "#Old", 3),  # nor past the first A
    ],
)
def test_headings_that_no_path_tells_apart(rename_heading, note, subpath, line) -> None:
    files = {**OBSIDIAN, "N.md": note}
    why = f'already has a heading "New", on line {line}: links could not tell the two apart'
    with pytest.raises(UsageError, match=why):
        rename_heading(files, "N.md", subpath, "New")


def test_a_path_that_leaves_out_a_heading_between(rename_heading) -> None:
    note = "# A\n\n##### B\n\n## B\n\n### Old\n\n# Z\n\n## New\n"
    files = {
        **OBSIDIAN,
        "N.md": note.replace("# A\n", "# Y\n\n## New\n\n# A\n"),
        "S.md": "[[N#Old]]",
    }
    moved = rename_heading(files, "N.md", "#Old", "New")

    assert moved["S.md"] in ("[[N#B#New]]", "[[N#A#New]]")


def test_repeated_headings_of_before_are_in_nobodys_way(rename_heading) -> None:
    note = "# A\n\n## New\n\n## New\n\n# B\n\n## Old\n"
    moved = rename_heading({**OBSIDIAN, "N.md": note, "S.md": "[[N#Old]]"}, "N.md", "#Old", "New")

    assert moved["S.md"] == "[[N#B#New]]"


def test_a_link_by_the_text_alone_stays_where_nothing_stands_above(rename_heading) -> None:
    note = "# New\n\n# Two\n\n## Old\n"
    files = {**OBSIDIAN, "N.md": note, "S.md": "[[N#New]] [[N#Old]]"}

    assert rename_heading(files, "N.md", "#Old", "New")["S.md"] == "[[N#New]] [[N#Two#New]]"


def test_a_note_that_is_not_utf8_is_in_nobodys_way(rename_heading) -> None:
    files = {**OBSIDIAN, "N.md": APART, "S.md": b"[[N#Deeper]] \xff"}
    moved = rename_heading(files, "N.md", "#Two#Deep", "Deeper")

    assert (moved.conflicts, moved.rewrites) == ([], [])


@pytest.mark.parametrize(
    ("subpath", "text", "link", "written"),
    [
        (
            "#Two#Deep",
            "Deeper",
            "[x](N.md#deep) [y](N.md#deeper)",
            "[x](N.md#deeper-1) [y](N.md#deeper)",
        ),
        (
            "#One#Deeper",
            "Deep",
            "[x](N.md#deep) [y](N.md#deeper)",
            "[x](N.md#deep-1) [y](N.md#Deep)",
        ),
    ],
)
def test_web_slugs_of_a_repeated_text_are_counted(
    rename_heading, subpath, text, link, written
) -> None:
    moved = rename_heading({"N.md": APART, "S.md": link}, "N.md", subpath, text)

    assert moved.conflicts == []
    assert moved["S.md"] == written
