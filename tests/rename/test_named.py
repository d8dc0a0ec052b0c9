"""What names the old thing and is no link that follows: it stays, and people are told where."""

from unicodedata import normalize

import pytest

OBSIDIAN = {".obsidian/app.json": "{}"}


def block(language: str, *lines: str, fence: str = "```") -> str:
    """Return a note with a query in its third line and those after."""
    return "\n".join(["Text.", f"{fence}{language}", *lines, fence, "Home and a/Home.md.", ""])


def told(moved) -> list[tuple[str, int]]:
    return [(place.path, place.line) for place in moved.outcome.told]


@pytest.mark.parametrize(
    "text",
    [
        block("dataview", "LIST WHERE up = [[Home]]"),
        block("dataview", "LIST WHERE up = [[home#Part|x]]"),
        block("dataview", 'LIST WHERE file.name = "Home"'),
        block("dataview", 'LIST WHERE contains(file.path, "a/Home.md")', fence="~~~~"),
        block("dataviewjs", "dv.page('a/Home').x + dv.page(`b`)"),
        block("dataviewjs", "dv.pages('\"a/Home\"')"),
        block("base", "filters: file.hasLink('Home')"),
        block("base", 'filters: "file.name == \\"Home.md\\""'),
        block("tasks", "path includes a/home"),
        block("tasks", "(filename includes Home) OR (done)"),
        block("query", "file:Home"),
        block("DATAVIEW", "LIST FROM [[Home]]").replace("\n", "\r\n"),
        "\n\nSee `= [[Home]].x` and `code`.\n",
        '\n\nSee `$= dv.page("a/Home.md").x`.\n',
        "> [!info]\n> ```tasks\n> path includes a/Home\n> ```\n",
        "- x\n  ```dataview\n  LIST WHERE up = [[a/Home]]\n  ```\n",
        "```dataview\nTABLE x\nWHERE up = [[Home]]",
        "---\nx: y\nabout: it links to [[Home]] in text\n---\n",
        "---\nx: y\nabout: 'as in [this](../a/Home.md#x) one'\n---\n",
        "---\nx: y\nabout: moved from a/Home.md\n---\n",
        "---\nx: y\nabout: [[Smith]] and [[Home]]\n---\n",
        '\n\n<a href="../a/Home.md">x</a>\n',
        '\n\n<a class="y" href="/a/Home">x</a>\n',
        "\n\n<a href='Home.md#part'>x</a>\n",
        "\n\n[unused]: ../a/Home.md\n",
        "> x\n>\n> [unused]: <Home.md>\n",
        "- x\n\n  [unused]: /a/Home#part 'T'\n",
        "[r]: https://x.org\n\n[r]: ../a/Home.md\n\n[r]\n",
        "%%\n\n[unused]: Home.md\n%%\n",
    ],
)
def test_a_name_that_is_no_link_is_listed(rename, text) -> None:
    files = {**OBSIDIAN, "a/Home.md": "", "b/S.md": text}
    moved = rename(files, "a/Home.md", "Start")

    assert told(moved) == [("b/S.md", 3)]
    assert moved["b/S.md"] == text


@pytest.mark.parametrize(
    "text",
    [
        block("dataview", 'TABLE home, Home AS "At Home" FROM "a"'),
        block("dataview", 'LIST FROM "a/Homeland" OR [[Homes]]'),
        block("tasks", "path includes a/Homes", "description includes Home"),
        block("query", "sweet OR home"),
        block("python", 'open("a/Home.md") # [[Home]]'),
        block("", "[[Home]] a/Home.md"),
        "Go Home, `Home`, `[[Home]]`, `x = [[Home]]`.\n",
        "---\nabout: At Home, sweet Home\nplace: b/a/Home.md\n---\n",
        "---\npermalink: a/home.md\n---\n",
        block("dataview", 'LIST FROM "Home"'),
        '<a href="https://example.org/a/Home.md">x</a> <img src="Homes.png">\n',
        '<a href="mailto:Home">x</a> <a href="#Home">y</a>\n',
    ],
)
def test_what_only_looks_like_the_name_is_not(rename, text) -> None:
    files = {**OBSIDIAN, "a/Home.md": "", "Home/x.md": "", "b/S.md": text}

    assert told(rename(files, "a/Home.md", "Start")) == []


def test_signs_of_other_languages_are_part_of_a_name(rename) -> None:
    name = "C++ (it's) [x]?.md".replace("[x]", "")
    files = {
        **OBSIDIAN,
        name: "",
        "S.md": block("dataview", f'LIST WHERE file.name = "{name[:-3]}"'),
    }

    assert told(rename(files, name, "New")) == [("S.md", 3)]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_of_other_languages(rename, form) -> None:
    text = normalize(form, block("dataview", "LIST WHERE up = [[Über É]]"))
    files = {**OBSIDIAN, "Über É.md": "", "S.md": text}

    assert told(rename(files, "Über É.md", "Unter")) == [("S.md", 3)]


def test_a_definition_in_a_canvas_is_listed(rename, rename_heading) -> None:
    canvas = '{"nodes": [\n{"type": "text", "text": "> [t][r]\\n>\\n> [r]: a/Home.md#Part"}]}'
    files = {**OBSIDIAN, "a/Home.md": "# Part\n", "C.canvas": canvas}

    assert told(rename(files, "a/Home.md", "Start")) == [("C.canvas", 2)]
    assert told(rename_heading(files, "a/Home.md", "#Part", "Piece")) == [("C.canvas", 2)]


@pytest.mark.parametrize("target", ["Home.md#Part", "<Home#Part>", "Home.md#part"])
def test_a_definition_of_a_heading_is_listed(rename_heading, target) -> None:
    files = {**OBSIDIAN, "Home.md": "# Part\n", "S.md": f"x\n\n> [unused]: {target}\n"}

    assert told(rename_heading(files, "Home.md", "#Part", "Piece")) == [("S.md", 3)]


@pytest.mark.parametrize(
    "text",
    ["x\n[r]: Home.md", "[r]: Homes.md", "[r]: //x.org/Home.md", "[^1]: Home.md"],
)  # fmt: skip
def test_what_is_no_definition_of_it_is_not_listed(rename, text) -> None:
    assert told(rename({**OBSIDIAN, "Home.md": "", "S.md": text}, "Home.md", "Start")) == []


@pytest.mark.parametrize(
    "value", ["[[Smith, John]]", "[[Smith, John|J]]", "[[Smith, John#Part]]", "[[a/Smith, John]]"]
)
def test_a_name_that_yaml_takes_for_a_list_is_listed(rename, value) -> None:
    text = f"---\nx: y\nauthor: {value}\n---\n"
    moved = rename(
        {**OBSIDIAN, "a/Smith, John.md": "# Part\n", "S.md": text}, "a/Smith, John.md", "J"
    )

    assert told(moved) == [("S.md", 3)]
    assert moved["S.md"] == text


@pytest.mark.parametrize(
    ("value", "then", "quoted"),
    [
        ("[[Smith, John]]", "[[Smith, Jon]]", True),
        ("[[Smith, John#Part]]", "[[Smith, Jon#Part]]", True),
        ("[[Smith, John|John]]", "[[Smith, Jon|John]]", False),
        ("\n  - [[Smith, John]] # x", "\n  - [[Smith, Jon]] # x", True),
    ],
)
def test_what_yaml_takes_for_a_list_follows_where_it_stays_one(rename, value, then, quoted) -> None:
    text = "---\nx: [[Plain]]\nauthor: {}\n---\n[[Smith, John]]\n"
    files = {"a/Smith, John.md": "# Part\n", "Plain.md": "", "S.md": text.format(value)}
    moved = rename({**OBSIDIAN, **files}, "a/Smith, John.md", "Smith, Jon")

    assert moved["S.md"] == text.format(then).replace("[[Smith, John]]\n", "[[Smith, Jon]]\n")
    assert told(moved) == []
    [place] = moved.outcome.unquoted
    assert (place.path, place.line) == ("S.md", 3 + value.count("\n"))
    assert ("vaultkit fix" in place.said) is quoted


@pytest.mark.parametrize("name", ["J", "Smith, John, Jr"])
def test_what_yaml_would_read_otherwise_is_listed(rename, name) -> None:
    text = "---\nauthor: [[Smith, John]]\n---\n"
    moved = rename({**OBSIDIAN, "Smith, John.md": "", "S.md": text}, "Smith, John.md", name)

    assert told(moved) == [("S.md", 2)]
    assert moved["S.md"] == text


def test_a_number_in_a_list_becomes_no_number(rename) -> None:
    files = {"Smith, John.md": "", "S.md": "---\nauthor: [[Smith, John]]\n---\n"}

    assert rename({**OBSIDIAN, **files}, "Smith, John.md", "Smith, 5").rewrites == [
        "[[Smith, John]] -> [[Smith, 5.md]]"
    ]


def test_a_line_is_listed_once(rename) -> None:
    text = block("tasks", "path includes a/Home", 'filename includes "Home" and [[Home]]')
    files = {**OBSIDIAN, "a/Home.md": "", "S.md": text}

    assert told(rename(files, "a/Home.md", "Start")) == [("S.md", 3), ("S.md", 4)]


FOLDERS = {
    **OBSIDIAN,
    "a/b/Home.md": "",
    "S.md": block(
        "dataview",
        'LIST FROM "a/b"',
        'LIST FROM "a/b/Home"',
        'LIST FROM "a/bc" WHERE up = [[Home]]',
        "LIST WHERE up = [[b/Home]]",
        'WHERE file.path.startsWith("a/b/") AND file.name = "Home"',
    ),
    "B.base": 'filters:\n  - file.inFolder("a/b")\n  - file.path.startsWith("a/b/")\n',
}


class TestMoves:
    def test_a_folder_with_another_name(self, rename) -> None:
        moved = rename(FOLDERS, "a/b/", "c")

        assert told(moved) == [("B.base", 3), ("S.md", 3), ("S.md", 4), ("S.md", 6), ("S.md", 7)]
        assert 'inFolder("a/c")' in moved["B.base"]

    def test_a_file_in_another_folder_keeps_its_name(self, move) -> None:
        assert told(move(FOLDERS, "a/b/Home.md", "c/")) == [("S.md", 4), ("S.md", 6)]

    def test_a_folder_in_another_folder(self, move) -> None:
        assert told(move(FOLDERS, "a/b/", "c/")) == [
            ("B.base", 3),
            ("S.md", 3),
            ("S.md", 4),
            ("S.md", 7),
        ]


@pytest.mark.parametrize(
    ("written", "then"),
    [
        ('file.name == "Old"', 'file.name == "New"'),
        ('file.name != "Old.md"', 'file.name != "New.md"'),
        ('file.basename == "Old"', 'file.basename == "New"'),
        ('file.basename == "Old.md"', 'file.basename == "New.md"'),
        ('file.path == "Old.md"', 'file.path == "New.md"'),
        ('file.path == "Old"', None),
        ('file.name == "old"', None),
        ('file.name.contains("Old")', None),
        ('"Old" == file.name', None),
    ],
)
def test_a_comparison_in_a_base_keeps_its_form_or_is_listed(rename, written, then) -> None:
    files = {**OBSIDIAN, "Old.md": "", "B.base": f"filters: '{written}'\n"}
    moved = rename(files, "Old.md", "New")

    assert moved["B.base"] == f"filters: '{then or written}'\n"
    assert told(moved) == ([("B.base", 1)] if then is None and "old" not in written else [])


@pytest.mark.parametrize(
    ("written", "then"),
    [
        ('file.hasLink("Old#part")', 'file.hasLink("New#part")'),
        ('file.hasLink("Old.md#part")', 'file.hasLink("New.md#part")'),
        ('file.hasLink("[[Old]]")', 'file.hasLink("[[New]]")'),
        ('file.hasLink("[[Old#part|x]]")', 'file.hasLink("[[New#part|x]]")'),
        ('link("Old#^b", "Old")', 'link("New#^b", "Old")'),
    ],
)
def test_a_part_of_a_note_in_a_base_follows_the_note(rename, written, then) -> None:
    files = {**OBSIDIAN, "Old.md": "", "B.base": f"filters: '{written}'\n"}
    moved = rename(files, "Old.md", "New")

    assert moved["B.base"] == f"filters: '{then}'\n"


def test_a_heading(rename_heading) -> None:
    files = {
        **OBSIDIAN,
        "N.md": "# Old part\n\n```dataview\nLIST WHERE up = [[#Old part]]\n```\n",
        "S.md": '---\nabout: see [[N#Old part]]\n---\n<a href="N.md#old-part">x</a> Old part\n',
        "T.md": block(
            "dataview", "LIST [[N#Old part|x]]", "LIST [[N#Old]] [[S#Old part]] Old part"
        ),
        "B.base": 'filters:\n  - \'file.hasLink("N#Old part")\'\n  - x == "N#Old part"\n'
        "  - file.hasLink([[N#Old part]])\n  - '[[N#Old part|x]] == link(\"N\")'\n",
    }
    moved = rename_heading(files, "N.md", "#Old part", "New part")

    assert told(moved) == [
        ("B.base", 2),
        ("B.base", 3),
        ("B.base", 4),
        ("B.base", 5),
        ("N.md", 4),
        ("S.md", 2),
        ("S.md", 4),
        ("T.md", 3),
    ]


def test_a_tag(rename_tag) -> None:
    files = {
        **OBSIDIAN,
        "N.md": "---\ntags: [old, older]\n---\n#old/x\n",
        "S.md": block(
            "dataview",
            "LIST FROM #old",
            'LIST WHERE contains(file.tags, "#old/x")',
            'LIST WHERE contains(tags, "old")',
            'LIST FROM #older WHERE x = "old" OR old',
        ),
        "T.md": block("tasks", "tag includes #old", "tags include old", "description includes old"),
        "B.base": "filters:\n  - 'file.hasTag(\"old\")'\n  - 'note.tags == [\"old\"]'\n",
    }
    moved = rename_tag(files, "old", "new")

    assert told(moved) == [
        ("B.base", 3),
        ("S.md", 3),
        ("S.md", 4),
        ("S.md", 5),
        ("T.md", 3),
        ("T.md", 4),
    ]
