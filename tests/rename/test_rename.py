"""Files renamed and moved: the style of links, what is refused, and what is told."""

import json

import pytest

from vaultkit.errors import UsageError
from vaultkit.rename import operations as moves
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.vault import Vault

OBSIDIAN = {".obsidian/app.json": "{}"}


def settings(link_format: str) -> dict[str, str]:
    return {".obsidian/app.json": f'{{"newLinkFormat": "{link_format}"}}'}


@pytest.mark.parametrize(
    ("link_format", "written"),
    [("shortest", "[[New]]"), ("absolute", "[[b/New]]"), ("relative", "[[../b/New]]")],
)
def test_links_are_written_as_the_vaults_settings_say(move, link_format, written) -> None:
    moved = move({**settings(link_format), "Old.md": "", "a/S.md": "[[Old]]"}, "Old.md", "b/New.md")

    assert moved["a/S.md"] == written


def test_the_whole_path_where_the_name_is_not_the_files_alone(rename) -> None:
    files = {**OBSIDIAN, "a/Old.md": "", "a/b/New.md": "", "S.md": "[[Old]] [x](Old.md)"}

    assert rename(files, "a/Old.md", "New")["S.md"] == "[[a/New]] [x](a/New.md)"


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("[[Old]]", "[[New]]"),
        ("[[Old.md]]", "[[New.md]]"),
        ("[[n/Old]]", "[[b/New]]"),
        ("[[/n/Old]]", "[[/b/New]]"),
        ("[[../n/Old]]", "[[../b/New]]"),
        ("[x](../n/Old.md)", "[x](../b/New.md)"),
        ("[x](../n/Old.md#a%20b 't')", "[x](../b/New.md#a%20b 't')"),
        ("[x](/n/Old.md)", "[x](/b/New.md)"),
        ("[x](../n/Old)", "[x](../b/New)"),
    ],
)
def test_without_settings_a_link_keeps_its_form(move, link, written) -> None:
    moved = move({"n/Old.md": "# a b\n", "a/S.md": link}, "n/Old.md", "b/New.md")

    assert moved["a/S.md"] == written


def test_relative_links_in_a_moved_note_follow(move) -> None:
    note = "[x](../img/p.png) ![[../img/p.png]] [y](T.md) [[T]] [z](#h) [w](https://x.org)\n# h\n"
    files = {"a/S.md": note, "a/T.md": "", "img/p.png": ""}
    moved = move(files, "a/S.md", "c/d/")

    assert moved["c/d/S.md"] == (
        "[x](../../img/p.png) ![[../../img/p.png]] [y](../../a/T.md) [[T]] [z](#h) "
        "[w](https://x.org)\n# h\n"
    )


def test_a_link_that_a_forge_opens_stays_one_that_it_opens(move) -> None:
    files = {"S.md": "[x](N.md) [[N]]", "N.md": "", "T.md": ""}

    assert move(files, "N.md", "sub/")["S.md"] == "[x](sub/N.md) [[N]]"


def test_folders_move_with_all_they_hold(move) -> None:
    files = {
        "a/N.md": "[[M]] ![](pic.png) [up](../S.md)",
        "a/deep/M.md": "",
        "a/pic.png": "",
        "S.md": "[[a/N]] ![[a/pic.png]] [d](a/deep/M.md)",
        "B.base": 'filters: file.inFolder("a/deep")\n',
    }
    moved = move(files, "a/", "z/")

    assert sorted(moved.after.files) == [
        "B.base",
        "S.md",
        "z/a/N.md",
        "z/a/deep/M.md",
        "z/a/pic.png",
    ]
    assert moved["S.md"] == "[[z/a/N]] ![[z/a/pic.png]] [d](z/a/deep/M.md)"
    assert moved["z/a/N.md"] == "[[M]] ![](pic.png) [up](../../S.md)"
    assert moved["B.base"] == 'filters: file.inFolder("z/a/deep")\n'


def test_an_attachment_keeps_its_extension(rename) -> None:
    files = {**OBSIDIAN, "img/pic.png": "", "S.md": "![[pic.png|300]] ![pic](img/pic.png)"}
    moved = rename(files, "img/pic.png", "plan")

    assert moved["S.md"] == "![[plan.png|300]] ![plan](plan.png)"


def test_case_alone(rename) -> None:
    files = {**OBSIDIAN, "old.md": "", "S.md": "[[old]] [[OLD|x]] [y](old.md)"}
    moved = rename(files, "old.md", "Old")

    assert moved["S.md"] == "[[Old]] [[Old|x]] [y](Old.md)"


def test_unicode_form_alone_changes_no_link(rename) -> None:
    files = {**OBSIDIAN, "Cafe\u0301.md": "", "S.md": "[[Caf\u00e9]]"}
    moved = rename(files, "Cafe\u0301.md", "Caf\u00e9")

    assert moved.rewrites == []
    assert "Caf\u00e9.md" in moved.after.files


def test_text_that_is_an_alias_stays_in_a_wikilink_alone(rename) -> None:
    files = {
        **OBSIDIAN,
        "Old.md": "---\naliases: [Old]\n---\n",
        "S.md": "[[Old|Old]] [Old](Old.md) [Old.md](Old.md)",
    }

    assert rename(files, "Old.md", "New")["S.md"] == "[[New|Old]] [New](New.md) [New.md](New.md)"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("It's", "up: '[[It''s]]'\nto: \"[[It's]]\"\nis: [[Old]]\n"),
        ('Say "hi"', 'up: \'[[Say "hi"]]\'\nto: "[[Say \\"hi\\"]]"\nis: [[Old]]\n'),
    ],
)
def test_yaml_quotes_are_escaped(rename, name, written) -> None:
    files = {**OBSIDIAN, "Old.md": "", "S.md": "---\nup: '[[Old]]'\nto: \"[[Old]]\"\n---\n"}
    moved = rename(files, "Old.md", name)

    assert moved["S.md"] == f"---\n{written.replace('is: [[Old]]' + chr(10), '')}---\n"


def test_a_value_that_yaml_repeats_is_written_once(rename) -> None:
    files = {**OBSIDIAN, "Old.md": "", "S.md": '---\nup: &a "[[Old]]"\nto: *a\n---\n'}

    assert rename(files, "Old.md", "New")["S.md"] == '---\nup: &a "[[New]]"\nto: *a\n---\n'


def test_markdown_destinations_are_encoded(rename) -> None:
    files = {**OBSIDIAN, "Old.md": "", "S.md": "[a](Old.md) [b](<Old.md>)"}

    assert rename(files, "Old.md", "100% (a b")["S.md"] == (
        "[a](100%25%20%28a%20b.md) [b](<100%25 %28a b.md>)"
    )


def test_a_heading_that_holds_the_link_is_found_again(rename) -> None:
    files = {**OBSIDIAN, "Old.md": "", "N.md": "# See [[Old]]\n", "S.md": "[[N#See Old]]"}
    moved = rename(files, "Old.md", "New")

    assert moved["S.md"] == "[[N#See New]]"


def test_dead_links_that_come_alive_are_told(rename) -> None:
    moved = rename({**OBSIDIAN, "Old.md": "", "S.md": "\n[[New]]"}, "Old.md", "New")

    assert [(place.path, place.line, place.said) for place in moved.outcome.now_resolving] == [
        ("S.md", 2, 'leads to "New" now')
    ]


def test_a_dead_link_that_means_the_note_and_comes_alive_is_told_once(rename) -> None:
    files = {**OBSIDIAN, "Old.md": "---\naliases: [New]\n---\n", "S.md": "[[New]]"}
    moved = rename(files, "Old.md", "New")

    assert [(place.path, place.line) for place in moved.outcome.now_resolving] == [("S.md", 1)]
    assert moved.outcome.told == []


def test_names_without_a_link_are_told(rename) -> None:
    files = {
        **OBSIDIAN,
        "img/old.png": "",
        "S.md": '---\ncover: img/old.png\n---\n\n<img src="img/old.png">\n',
    }
    moved = rename(files, "img/old.png", "new")

    assert [(place.path, place.line) for place in moved.outcome.told] == [("S.md", 2), ("S.md", 5)]


def test_dead_links_that_mean_the_note_are_told(rename) -> None:
    files = {
        **OBSIDIAN,
        "My Note.md": "---\naliases: [Mine]\n---\n",
        "S.md": "[[my-note]]\n[x](My Note.md)\n[[Mine]]\n[[old/My Note]]\n",
    }
    moved = rename(files, "My Note.md", "New")

    assert [(place.line, place.written) for place in moved.outcome.told] == [
        (1, "[[my-note]]"),
        (2, "[x](My Note.md)"),
        (3, "[[Mine]]"),
        (4, "[[old/My Note]]"),
    ]
    assert moved["S.md"] == files["S.md"]


def test_a_link_in_a_note_that_is_not_utf_8_is_refused(rename) -> None:
    files = {**OBSIDIAN, "Old.md": "", "S.md": b"caf\xe9 [[Old]]\n"}
    moved = rename(files, "Old.md", "New")

    assert moved.conflicts == [
        "S.md:1 [[Old]] is in a note that is not UTF-8; save it as UTF-8 first"
    ]


def test_a_name_that_takes_over_anothers_links_is_refused(rename) -> None:
    files = {**OBSIDIAN, "long/way/New.md": "", "a/Old.md": "", "S.md": "\n[[New]]"}
    moved = rename(files, "a/Old.md", "New")

    assert moved.conflicts == ['S.md:2 [[New]] leads to "long/way/New" and would lead to "a/New"']
    assert moved.outcome.changes == []


def test_a_name_that_makes_anothers_links_ambiguous_is_refused(rename) -> None:
    files = {**OBSIDIAN, "b/New.md": "", "a/Old.md": "", "S.md": "[[New]]"}
    moved = rename(files, "a/Old.md", "New")

    assert moved.conflicts == [
        'S.md:1 [[New]] leads to "b/New" and would lead to "a/New" or "b/New"'
    ]


def test_a_link_that_may_mean_two_files_is_refused(rename) -> None:
    files = {**OBSIDIAN, "a/Same.md": "", "b/Same.md": "", "S.md": "[[Same]]"}
    moved = rename(files, "a/Same.md", "New")

    assert moved.conflicts == [
        'S.md:1 [[Same]] matches "a/Same" or "b/Same"; write the whole path first'
    ]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Old.md", "Other", '"Other" already exists'),
        ("Old.md", "other.MD", '"Other" already exists'),
        ("Old.md", "a/b", "is a path; `vaultkit move`"),
        ("Old.md", "Old", "already has that name"),
        ("Old.md", "a#b", 'links cannot contain "#"'),
        ("Old.md", "a[b", 'links cannot contain "["'),
        ("Old.md", "a:b", 'a name cannot contain ":"'),
        ("Old.md", " x", "cannot begin or end with a space"),
        ("Old.md", ".x", "would be hidden"),
        ("Old.md", "..", "is not a valid"),
        ("Old.md", "", "is not a valid"),
        ("Old.md", "x" * 300, "longer than disks allow"),
        ("f/", "Other.md/x", "is a path"),
    ],
)
def test_names_that_will_not_do(rename, old, new, why) -> None:
    with pytest.raises(UsageError, match=why.replace("[", r"\[")):
        rename({**OBSIDIAN, "Old.md": "", "Other.md": "", "f/x.md": ""}, old, new)


@pytest.mark.parametrize(
    ("places", "why"),
    [
        (("f/", "f/g"), "into itself"),
        (("Old.md", "Other.md", "new"), "is not a folder"),
        (("Old.md", "Other.md/Old.md"), "is a file, not a folder"),
        (("f/x.md", "g/x.md", "Old/"), "two files would have the same name"),
        (("Old.md", "/"), "already has that name"),
        (("f/x.md", "../x.md"), "is not a valid"),
    ],
)
def test_places_that_will_not_do(move, places, why) -> None:
    files = {**OBSIDIAN, "Old.md": "", "Other.md": "", "f/x.md": "", "g/x.md": ""}
    with pytest.raises(UsageError, match=why):
        move(files, *places)


@pytest.mark.parametrize(
    "command",
    [
        lambda vault: moves.rename(vault, "Old.md", "New"),
        lambda vault: moves.rename_heading(vault, "S.md", "#Head", "New"),
        lambda vault: moves.rename_tag(vault, "tag", "new", merge=False),
    ],
)
def test_a_note_that_changes_meanwhile(tmp_path, command) -> None:
    (tmp_path / "Old.md").write_text("")
    (tmp_path / "S.md").write_text("# Head\n\n[[Old]] #tag\n")
    vault = Vault(FolderTree(tmp_path))
    (tmp_path / "S.md").write_text("more\n\n# Head\n\n[[Old]] #tag\n")

    with pytest.raises(UsageError, match=r"S\.md: changed during the run"):
        command(vault)


@pytest.mark.parametrize(
    "written",
    [
        "see [the\nnote]({}.md)\n",
        "see [the\r\nnote]({}.md)\r\n",
        "> see [the\n> note]({}.md)\n",
        '> see [the\n> note](\n> {}.md\n> "a\n> title") so\n',
        "- see [the\n  é note](<{}.md>\n  'title')\n",
        "see [{}](\n{}.md)\n",
    ],
)
def test_a_link_over_several_lines_keeps_them(rename, written) -> None:
    files = {**OBSIDIAN, "Old.md": "", "S.md": written.replace("{}", "Old")}

    assert rename(files, "Old.md", "New")["S.md"] == written.replace("{}", "New")


def test_a_link_over_several_lines_is_reported_on_one(rename) -> None:
    moved = rename({**OBSIDIAN, "Old.md": "", "S.md": "> [a\n> b](Old.md)"}, "Old.md", "New")

    assert moved.rewrites == ["[a b](Old.md) -> [a b](New.md)"]


def test_a_link_over_several_lines_of_a_text_card_keeps_them(rename) -> None:
    canvas = '{{"nodes": [{{"type": "text", "text": "[\\u00e9\\n{}](\\n{}.md)"}}]}}'
    files = {**OBSIDIAN, "Old.md": "", "C.canvas": canvas.format("x", "Old")}

    assert rename(files, "Old.md", "New")["C.canvas"] == canvas.format("x", "New")


@pytest.mark.parametrize("value", [r'"\x5b[Old]]"', r'"[[Old]\x5d"', r'"[[Old\x5d\x5d"'])
def test_a_bracket_escaped_in_yaml_is_refused(rename, value) -> None:
    files = {**OBSIDIAN, "Old.md": "", "S.md": f"---\nup: {value}\n---\n"}
    (conflict,) = rename(files, "Old.md", "New").conflicts

    assert conflict.startswith("S.md:2 ")
    assert conflict.endswith('could not be written so that it leads to "Old.md"')


@pytest.mark.parametrize(
    "written",
    [
        "[![]({}.png)]({}.png)",
        '[![{}]({}.png)]({}.png "t")',
        "[a\n![x]({}.png) b](<{}.png>)",
        "![a [![]({}.png)]({}.png)]({}.png)",
        "[![]({}.png)](https://x.org) [![](https://x.org/y.png)]({}.png)",
    ],
)
def test_links_in_a_links_text_follow_with_it(rename, written) -> None:
    card = json.dumps({"nodes": [{"type": "text", "text": written.replace("{}", "old")}]})
    files = {**OBSIDIAN, "old.png": "", "S.md": written.replace("{}", "old"), "C.canvas": card}
    moved = rename(files, "old.png", "new")

    assert moved["S.md"] == written.replace("{}", "new")
    assert json.loads(moved["C.canvas"])["nodes"][0]["text"] == written.replace("{}", "new")


def test_a_clickable_picture_follows_a_move(move) -> None:
    files = {"old.png": "", "S.md": "[![](old.png)](old.png)"}

    assert move(files, "old.png", "img/")["S.md"] == "[![](img/old.png)](img/old.png)"


def test_a_canvas_with_a_byte_order_mark_keeps_it(rename) -> None:
    canvas = (
        '{{"nodes": [{{"type": "file", "file": "{0}.md"}}, {{"type": "text", "text": "[[{0}]]"}}]}}'
    )
    files = {**OBSIDIAN, "Old.md": "", "C.canvas": f"\ufeff{canvas.format('Old')}"}
    moved = rename(files, "Old.md", "New")

    assert moved.after.tree.read("C.canvas") == f"\ufeff{canvas.format('New')}".encode()


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("[d](f/)", "[d](g/)"),
        ("[d](f)", "[d](g)"),
        ("[d](./f)", "[d](./g)"),
        ("[d](/f/)", "[d](/g/)"),
        ("[f](f/e/#h 'f')", "[f](g/e/#h 'f')"),
        ("[d][x]\n\n[x]: f/", "[d][x]\n\n[x]: g/"),
    ],
)
def test_a_link_that_opens_a_folder_follows(rename, link, written) -> None:
    files = {"A.md": link, "f/C.md": "[me](.) [up](..) [e](e/)", "f/e/D.md": "[up](..)"}
    moved = rename(files, "f/", "g")

    assert moved.conflicts == []
    assert moved["A.md"] == written
    assert moved["g/C.md"] == files["f/C.md"]
    assert moved["g/e/D.md"] == files["f/e/D.md"]


@pytest.mark.parametrize(
    "definition",
    [
        "> [r]: {}",
        "> > [r]:\n> > {}\n> > 'T'",
        "> [r]:\n{}",
        "> [!note]\n> x\n>\n> [R]: {}",
        "- [r]: {}",
        "1. x\n\n   [r]:\n     {} (T\n     U)",
        "- [ ] x\n\n  > [r]: {}",
        "[r]:\n{}\n'T\nU'",
        "[r]: {} 'a [r]: f/Old.md'",
        "[r]: {}\n[r]: f/Old.md",
        "`x`\n\n[r]: {}\n[q]: f/Old.md",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_definition_follows_wherever_it_stands(rename, definition, newline) -> None:
    note = f"[t][r], [r][] and [r].\n\n{definition}\n\nText.\n".replace("\n", newline)
    for old, new in (("f/Old.md#H", "f/New.md#H"), ("<f/Old.md>", "<f/New.md>")):
        moved = rename({"f/Old.md": "# H\n", "A.md": note.format(old)}, "f/Old.md", "New")

        assert moved.conflicts == []
        assert moved["A.md"] == note.format(new)


def test_a_link_that_opens_a_moved_folder_follows(move) -> None:
    files = {"A.md": "[d](f/) [h](h)", "f/C.md": "[me](.) [root](..)", "h/y.md": "[f](../f)"}
    moved = move(files, "f/", "h/")

    assert moved["A.md"] == "[d](h/f/) [h](h)"
    assert moved["h/f/C.md"] == "[me](.) [root](../..)"
    assert moved["h/y.md"] == "[f](f)"


@pytest.mark.parametrize(
    "held",
    [
        b"a\x00b\xff [[Old name]]\n",
        b"a\x00b\xff [x](n/Old%20name.md)\n",
        "\ufeff[[old name]]\n".encode("utf-16-le"),
        "\ufeff[[Caf\u00e9]] [[Old name|x]]\n".encode("utf-16-be"),
    ],
)
def test_a_note_that_cannot_be_read_and_holds_the_name_is_refused(rename, held) -> None:
    files = {**OBSIDIAN, "n/Old name.md": "", "S.md": held}

    (conflict,) = rename(files, "n/Old name.md", "New").conflicts
    assert conflict.startswith("S.md:1 ")
    assert 'contains "Old name"; save it as UTF-8 text first' in conflict


def test_a_note_that_cannot_be_read_and_holds_the_name_of_a_folder_is_refused(rename) -> None:
    files = {**OBSIDIAN, "n/Old.md": "", "S.md": b"a\x00b\xff [x](n/Old.md)\n"}

    (conflict,) = rename(files, "n/", "m").conflicts
    assert conflict.startswith("S.md:1 ")


@pytest.mark.parametrize("held", [b"a\x00b\xff [[Older]]\n", b"b\xff Old\n"])
def test_a_note_that_cannot_be_read_and_does_not_hold_the_name_is_none_to_refuse(
    rename, held
) -> None:
    files = {**OBSIDIAN, "Old.md": "", "S.md": held}

    assert rename(files, "Old.md", "New").conflicts == []


@pytest.mark.parametrize("name", ["g", "G"])
def test_two_folders_are_not_made_one_by_a_new_name(rename, name) -> None:
    with pytest.raises(UsageError, match='the folder "g" already exists'):
        rename({"f/x.md": "", "g/y.md": ""}, "f/", name)


@pytest.mark.parametrize(
    ("places", "why"),
    [(("f/", "h/"), 'the folder "h/f" already exists'), (("a/x/", "b/x/", "new/"), "two folders")],
)
def test_two_folders_are_not_made_one_by_a_move(move, places, why) -> None:
    files = {"f/x.md": "", "h/f/y.md": "", "a/x/1.md": "", "b/x/2.md": ""}
    with pytest.raises(UsageError, match=why):
        move(files, *places)


def test_a_folder_gets_its_name_in_another_case(rename) -> None:
    assert rename({"f/x.md": "", "A.md": "[d](f/)"}, "f/", "F")["A.md"] == "[d](F/)"


@pytest.mark.parametrize(
    "canvas",
    [
        pytest.param(
            '{{"nodes": [{{"type": "file", "file": "Old.md"}}], "nodes": [{{"type": "file",'
            ' "file": "{0}.md"}}]}}',
            id="nodes twice",
        ),
        pytest.param(
            '{{"nodes": [{{"type": "file", "file": "Old.md", "file": "{0}.md"}}]}}', id="file twice"
        ),
        pytest.param(
            '{{"nodes": [{{"text": "[[Old]]", "type": "text", "text": "[[{0}]]"}}]}}',
            id="text twice",
        ),
        pytest.param(
            r'{{"nodes": [{{"type": "file", "f\u0069le": "{0}.md"}}]}}', id="key with escapes"
        ),
        pytest.param(
            '{{"nodes": [{{"file": "Old.md"}}, {{"type": "file", "file": "{0}.md"}}]}}',
            id="another node of no type",
        ),
        pytest.param(
            '{{"nodes": [{{"a": {{"file": "Old.md"}}, "type": "file", "file": "{0}.md"}}]}}',
            id="another object in a node",
        ),
        pytest.param(
            '{{"edges": [{{"text": "[[Old]]"}}], "nodes": [null, 1, "file", ["Old.md"],'
            ' {{"type": "text", "text": "[[{0}]]"}}]}}',
            id="edges first",
        ),
    ],
)
def test_what_a_canvas_shows_is_what_follows(rename, canvas) -> None:
    files = {**OBSIDIAN, "Old.md": "", "C.canvas": canvas.format("Old")}

    assert rename(files, "Old.md", "New")["C.canvas"] == canvas.format("New")


@pytest.mark.parametrize("size", ["%7C500", "%7c500x200", "|500"])
def test_the_size_of_an_image_in_a_flattened_vault_stays(rename, size) -> None:
    notes = f"# A {{#a}}\n\n![x](<old pic.png{size}>) ![](old%20pic.png)\n\n# B {{#b}}\n\nx\n"
    moved = rename({"Flat.md": notes, "old pic.png": ""}, "old pic.png", "new pic.png")

    assert moved["Flat.md"] == notes.replace("old", "new")


@pytest.mark.parametrize(("old", "to"), [("Flat.md", "z/"), ("z/Flat.md", "/")])
def test_an_image_that_is_nothing_but_a_size(move, old, to) -> None:
    notes = "# A {#a}\n\n![](%7C500)\n\n# B {#b}\n\nx\n"

    assert move({old: notes, "N.md": ""}, old, to).outcome.conflicts == []
