"""Tags renamed wherever they stand, with those below them."""

import pytest

from vaultkit.errors import UsageError

OBSIDIAN = {".obsidian/app.json": "{}"}
NOTE = """\
---
tags: [old, "#Old/Deep", other, older]
about: old
---
# On #old things

#old #OLD/deep, #older `#old` [[N#old]] https://x.org/#old %% #old %%
"""


def test_every_place(rename_tag) -> None:
    files = {
        **OBSIDIAN,
        "N.md": NOTE,
        "S.md": "---\ntags:\n  - old\n---\n[[N#On old things]]\n",
        "C.canvas": '{"nodes": [{"type": "text", "text": "a\\n#old \\"b\\" #other"}]}',
        "B.base": 'filters:\n  - file.hasTag("old", "other")\n  - tags.contains("#old/deep")\n',
    }
    moved = rename_tag(files, "#old", "new/one")

    assert moved["N.md"] == (
        '---\ntags: [new/one, "#new/one/Deep", other, older]\nabout: old\n---\n'
        "# On #new/one things\n\n"
        "#new/one #new/one/deep, #older `#old` [[N#old]] https://x.org/#old %% #new/one %%\n"
    )
    assert moved["S.md"] == "---\ntags:\n  - new/one\n---\n[[N#On new/one things]]\n"
    assert moved["C.canvas"] == files["C.canvas"].replace("#old", "#new/one")
    assert moved["B.base"] == (
        'filters:\n  - file.hasTag("new/one", "other")\n  - tags.contains("#new/one/deep")\n'
    )


@pytest.mark.parametrize(
    ("text", "then"),
    [
        (r"\[#old\] \#old", r"\[#new\] \#old"),
        (r"\\#old \\\#old", r"\\#new \\\#old"),
        ("#old [[|#old]] [[N|#old]]", "#new [[|#old]] [[N|#old]]"),
        ("#old %%[[|#old]] #old%%", "#new %%[[|#old]] #new%%"),
        ("#old https://x.org/?a=#old", "#new https://x.org/?a=#old"),
        ("#old [x #old](N.md) (#old)", "#new [x #new](N.md) (#old)"),
    ],
)
def test_what_is_a_tag_and_what_only_looks_like_one(rename_tag, text, then) -> None:
    assert rename_tag({**OBSIDIAN, "N.md": text}, "old", "new")["N.md"] == then


def test_a_tag_that_only_looks_like_one_is_in_no_note(rename_tag) -> None:
    with pytest.raises(UsageError, match="#old: nothing in the vault has this tag"):
        rename_tag({**OBSIDIAN, "N.md": r"[[|#old]] \#old"}, "old", "new")


def test_case_alone(rename_tag) -> None:
    assert rename_tag({**OBSIDIAN, "N.md": "#Old #old"}, "old", "OLD")["N.md"] == "#OLD #OLD"


def test_two_become_one_when_asked(rename_tag) -> None:
    files = {**OBSIDIAN, "N.md": "#old #new"}
    with pytest.raises(UsageError, match="#new: is already in use; --merge"):
        rename_tag(files, "old", "new")

    assert rename_tag(files, "old", "new", merge=True)["N.md"] == "#new #new"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("nope", "new", "#nope: nothing in the vault has this tag"),
        ("ol", "new", "did you mean #old"),
        ("oldd", "new", "did you mean #old"),
        ("old", "a b", "is not a tag"),
        ("old", "2024", "is not a tag"),
        ("old", "", "is not a tag"),
        ("old", "old", "already has this name"),
        ("old", "null", "would not be text"),
    ],
)
def test_what_will_not_do(rename_tag, old, new, why) -> None:
    with pytest.raises(UsageError, match=why):
        rename_tag({**OBSIDIAN, "N.md": "---\ntags: old\n---\n#old"}, old, new)


def test_tags_in_the_text_of_a_link(rename_tag) -> None:
    files = {
        "N.md": "",
        "S.md": "[#foo](N.md) [see #foo/a now](N.md) [[N|#foo]] [#foo ![#foo](N.md)](N.md) #foo\n"
        "[see #foo now](https://x.org)\n",
        "C.canvas": '{"nodes": [{"type": "text", "text": "[#foo](N.md) #foo"}]}',
    }
    moved = rename_tag(files, "foo", "bar")

    assert moved["S.md"] == (
        "[#bar](N.md) [see #bar/a now](N.md) [[N|#foo]] [#bar ![#foo](N.md)](N.md) #bar\n"
        "[see #foo now](https://x.org)\n"
    )
    assert '"[#bar](N.md) #bar"' in moved["C.canvas"]


@pytest.mark.parametrize(
    ("written", "then"),
    [
        (r"\u0023old b", r"\u0023new b"),
        (r"#o\u006cd/x #other", r"#new/x #other"),
        (r"a \u0023\u006Fld/deep\u0021", r"a \u0023new/deep\u0021"),
        (r"\ud83d\ude00 \u0023old \ud83d\ude00", r"\ud83d\ude00 \u0023new \ud83d\ude00"),
        (r"[\u0023old](N.md) #old", r"[\u0023new](N.md) #new"),
    ],
)
def test_escapes_in_the_json_of_a_canvas(rename_tag, written, then) -> None:
    canvas = '{"nodes": [{"type": "text", "text": "%s"}]}'
    files = {"N.md": "", "C.canvas": canvas % written}

    assert rename_tag(files, "old", "new")["C.canvas"] == canvas % then


def test_a_tag_that_json_escapes_stays_escaped(rename_tag) -> None:
    canvas = r'{"nodes": [{"type": "text", "text": "#caf\u00e9/x and #caf\u00e9"}]}'
    moved = rename_tag({"N.md": "", "C.canvas": canvas}, "café", "thé")

    assert moved["C.canvas"] == canvas.replace("caf", "th")


@pytest.mark.parametrize("written", ['"o\\x6cd"', '"\\u0023o\\u006cd/x"', '"o\\\n  ld"'])
def test_escapes_in_a_front_matter(rename_tag, written) -> None:
    with pytest.raises(UsageError, match=r"S\.md:3: #old.* is written with escapes or across"):
        rename_tag({"N.md": "#old", "S.md": f"---\na: b\ntags: {written}\n---\n"}, "old", "new")
    kept = {"N.md": "#other", "S.md": f"---\na: b\ntags: {written}\n---\n"}

    assert rename_tag(kept, "other", "new")["S.md"] == kept["S.md"]
