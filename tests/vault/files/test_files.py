"""From a linkpath to a file: reference, sections 1.2 and 1.3."""

import pytest

from vaultkit.vault.resolver.outcome import State

FIXTURE = [
    "Note.md",
    "a/Note.md",
    "a/b/Note.md",
    "zzzz/Note.md",
    "Only/One.md",
    "Sub/My Note.md",
    "img/pic.png",
    "Momentum.py.md",
    "scripts/run.py",
    "scripts/run.py.md",
    "x/Same.md",
    "y/Same.md",
    "Draw.excalidraw.md",
    "Data.canvas",
    "w/folder/Child.md",
    "glossary/index.md",
]
UNRESOLVED: list[str] = []


@pytest.mark.parametrize(
    ("source", "link", "files"),
    [
        ("a/S.md", "[[Note]]", ["Note.md"]),
        ("a/b/S.md", "[[Note]]", ["Note.md"]),
        ("a/S.md", "[[./Note]]", ["a/Note.md"]),
        ("a/b/S.md", "[[../Note]]", ["a/Note.md"]),
        ("a/b/S.md", "[[../../../Note]]", ["Note.md"]),
        ("q/S.md", "[[./Note]]", UNRESOLVED),
        ("S.md", "[[./Only/One]]", ["Only/One.md"]),
        ("q/S.md", "[[b/Note]]", ["a/b/Note.md"]),
        ("q/S.md", "[[/a/b/Note]]", ["a/b/Note.md"]),
        ("q/S.md", "[[/b/Note]]", UNRESOLVED),
        ("q/S.md", "[[One]]", ["Only/One.md"]),
        ("q/S.md", "[[ONE.MD]]", ["Only/One.md"]),
        ("q/S.md", "[[wrong/One]]", UNRESOLVED),
        ("x/S.md", "[[Same]]", ["x/Same.md"]),
        ("q/S.md", "[[Same]]", ["x/Same.md", "y/Same.md"]),
        ("q/S.md", "[[pic]]", UNRESOLVED),
        ("q/S.md", "[[PIC.png]]", ["img/pic.png"]),
        ("q/S.md", "[[Momentum.py]]", ["Momentum.py.md"]),
        ("q/S.md", "[[run.py]]", ["scripts/run.py"]),
        ("q/S.md", "[[run.py.md]]", ["scripts/run.py.md"]),
        ("q/S.md", "[[Draw.excalidraw]]", ["Draw.excalidraw.md"]),
        ("q/S.md", "[[Data]]", UNRESOLVED),
        ("q/S.md", "[[Data.canvas]]", ["Data.canvas"]),
        ("q/S.md", "[[w/folder]]", UNRESOLVED),
        ("q/S.md", "[[folder/]]", UNRESOLVED),
        ("q/S.md", r"[[a\b\Note]]", UNRESOLVED),
        ("x/a/S.md", "[[a/../Note]]", UNRESOLVED),
    ],
)
def test_the_fixture_of_the_reference(follow, source, link, files):
    outcome = follow(link, FIXTURE, source=source)
    assert sorted(outcome.files) == files
    assert outcome.state is (State.RESOLVED if files else State.NO_FILE)


@pytest.mark.parametrize(
    ("source", "link", "files", "winners"),
    [
        pytest.param(
            "q/S.md",
            "[[sub/run.py]]",
            ["other/run.py", "sub/run.py.md"],
            UNRESOLVED,
            id="a dotted name hit once is not tried with .md",
        ),
        pytest.param(
            "p/S.md", "[[N]]", ["p/q/r/N.md", "z/N.md"], ["p/q/r/N.md"], id="below includes deeper"
        ),
        pytest.param(
            "pp/q/S.md", "[[N]]", ["pp/N.md", "z/N.md"], ["z/N.md"], id="ancestors do not count"
        ),
        pytest.param(
            "S.md", "[[N]]", ["a/b/c/N.md", "folder1/N.md"], ["a/b/c/N.md"], id="characters count"
        ),
        pytest.param(
            "q/S.md", "[[N]]", ["a/N.md", "a/b/N.md"], ["a/N.md"], id="the shortest elsewhere"
        ),
        pytest.param(
            "q/S.md",
            "[[ary/index]]",
            ["glossary/index.md", "library/x/index.md"],
            ["glossary/index.md"],
            id="suffix within a folder's name",
        ),
        pytest.param(
            "a/S.md", "[[N]]", ["abc/N.md", "q/N.md"], ["abc/N.md"], id="prefix of a folder's name"
        ),
        pytest.param(
            "q/S.md", "[[./N]]", ["deep/q/N.md", "r/N.md"], ["deep/q/N.md"], id="relative as suffix"
        ),
        pytest.param(
            "a/b/S.md", "[[./../N]]", ["a/N.md", "a/b/N.md"], ["a/N.md"], id="dot and two dots"
        ),
        pytest.param(
            "a/S.md", "[[../b/N]]", ["b/N.md", "a/b/N.md"], ["b/N.md"], id="up and down again"
        ),
        pytest.param(
            "S.md", "[[../N]]", ["N.md", "a/N.md"], ["N.md"], id="clamped when already at the root"
        ),
        pytest.param(
            "q/S.md", "[[//a/N]]", ["a/N.md", "b/N.md"], UNRESOLVED, id="one slash only is dropped"
        ),
        pytest.param(
            "q/S.md", "[[/N]]", ["N.md", "q/N.md"], ["N.md"], id="slash before a root file"
        ),
        pytest.param("q/S.md", "[[/N]]", ["a/N.md"], UNRESOLVED, id="slash before no root file"),
        pytest.param("q/S.md", "[[N.txt]]", ["a/N.txt"], ["a/N.txt"], id="unsupported type"),
        pytest.param("q/S.md", "[[N]]", ["a/N.txt"], UNRESOLVED, id="unsupported type by stem"),
        pytest.param("q/S.md", "[[N]]", [".trash/N.md"], UNRESOLVED, id="hidden folder"),
        pytest.param("q/S.md", "[[N]]", ["a/.N.md"], UNRESOLVED, id="hidden file"),
        pytest.param("q/S.md", "[[N]]", ["node_modules/N.md"], ["node_modules/N.md"], id="built"),
        pytest.param("q/S.md", "[[N]]", ["a/N.MD"], ["a/N.MD"], id="extension in capitals"),
        pytest.param("q/S.md", "[[a/n]]", ["A/N.md"], ["A/N.md"], id="folder in another case"),
        pytest.param(
            "Q/S.md", "[[N]]", ["q/x/N.md", "z/N.md"], ["q/x/N.md"], id="near in another case"
        ),
    ],
)
def test_order_of_precedence(follow, source, link, files, winners):
    assert list(follow(link, files, source=source).files) == winners


@pytest.mark.parametrize(
    ("link", "path"),
    [
        pytest.param("[[MASSE]]", "Maße.md", id="sharp s is not ss"),
        pytest.param("[[masse]]", "Maße.md", id="sharp s is not ss in lower case"),
    ],
)
def test_lower_case_is_not_casefold(follow, link, path):
    assert follow(link, [path]).files == ()


@pytest.mark.parametrize(
    ("link", "path"),
    [
        pytest.param("[[ODOS]]", "odos.md", id="Latin"),
        pytest.param("[[ΟΔΟΣ]]", "ΟΔΟΣ.md", id="Greek capitals that end in a sigma"),
        pytest.param("[[οδος]]", "οδος.md", id="Greek small letters that end in a sigma"),
        pytest.param("[[Σ]]", "Σ.md", id="nothing but a sigma"),
        pytest.param("[[ΟΔΟΣ.md]]", "ΟΔΟΣ.md", id="Greek with the extension"),
        pytest.param("[[STRAẞE]]", "straße.md", id="capital sharp s"),
        pytest.param("[[ÉTÉ]]", "été.md", id="accents"),
    ],
)
def test_the_whole_name_is_lower_cased(follow, link, path):
    assert follow(link, [path]).files == (path,)


@pytest.mark.parametrize(
    ("link", "path"),
    [
        pytest.param("[[Caf\u00e9]]", "Cafe\u0301.md", id="NFD file"),
        pytest.param("[[Cafe\u0301]]", "Caf\u00e9.md", id="NFD link"),
        pytest.param("[[My Note]]", "My\u00a0Note.md", id="no-break space in the file"),
        pytest.param("[[My Note]]", "My\u202fNote.md", id="narrow no-break space in the file"),
        pytest.param("[[My\u00a0Note]]", "My Note.md", id="no-break space in the link"),
        pytest.param("[[My\u202fNote]]", "My Note.md", id="narrow no-break space in the link"),
        pytest.param("[[e\u0301/N]]", "\u00e9/N.md", id="NFD folder in the link"),
        pytest.param("[[\u00e9/N]]", "e\u0301/N.md", id="NFD folder on disk"),
    ],
)
def test_unicode_forms_are_one(follow, link, path):
    assert follow(link, [path]).files == (path,)


@pytest.mark.parametrize(
    ("link", "files"),
    [
        pytest.param("[[Note]]", ["Note.md", "note.md"], id="case twins at the root"),
        pytest.param("[[Note]]", ["a/Note.md", "a/note.md"], id="case twins in a folder"),
        pytest.param("[[a/Note]]", ["A/Note.md", "a/Note.md"], id="folders that are case twins"),
        pytest.param("[[N]]", ["aa/N.md", "bb/N.md", "c/dd/N.md"], id="two of three"),
    ],
)
def test_equally_good_files_are_all_given(follow, link, files):
    assert sorted(follow(link, files, source="q/S.md").files) == files[:2]


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param('{"userIgnoreFilters": ["a/"]}', id="excluded files"),
        pytest.param('{"newLinkFormat": "relative"}', id="relative links"),
        pytest.param('{"newLinkFormat": "absolute"}', id="absolute links"),
        pytest.param('{"attachmentFolderPath": "z"}', id="attachment folder"),
    ],
)
def test_settings_do_not_change_where_a_link_leads(follow, settings):
    files = {".obsidian/app.json": settings, "a/N.md": "", "zz/N.md": ""}
    assert follow("[[N]]", files, source="q/S.md").files == ("a/N.md",)
