"""What an edit does to findings in files that were not edited; no cache hides it."""

import os
from collections.abc import Mapping

import pytest

Files = Mapping[str, str | None]

BALLAST = {".obsidian/app.json": "{}", "ballast.bin": "x" * 200_000, "Other.md": "[[Home]] words\n"}
FLATTENED = "# Soil {#soil}\n\n[x](#humus)\n\n# Humus {#humus}\n\n[s](#soil)\n"
CANVAS = '{"nodes": [{"type": "file", "file": "Soil.md", "subpath": "#Clay"}]}'
URI = "obsidian://open?vault=vault&file="
QUERY = '```dataview\nLIST FROM "Beds"\n```\n'
CLAY_CARD = '{"nodes": [{"type": "file", "file": "Soil.md", "subpath": "#Clay bed"}]}'
CLAY_TEXT = '{"nodes": [{"type": "text", "text": "[[Soil#Clay bed]]"}]}'
EARTH = "---\naliases: [Earth]\n---\nwords\n"


@pytest.fixture
def says(run):
    """Return a function for what a check says with the cache and without."""

    def said(*options: str):
        warm, cold = (
            run("check", "--format", "json", *options, *caching)
            for caching in (("--cache-dir", "../kept"), ("--no-cache",))
        )
        assert (warm.code, warm.err) == (cold.code, cold.err)
        assert warm.json["findings"] == cold.json["findings"]
        assert warm.json["summary"] == cold.json["summary"]
        return warm.json["findings"]

    return said


def elsewhere(findings, edited: Files):
    return [found for found in findings if found["path"] not in edited]


def severities(findings) -> dict[str, str]:
    """Return the severities of embeds that lead nowhere, by the path that is named."""
    found = {item["message"].split('"')[1]: item for item in findings if item["code"] == "VK103"}
    return {path.removeprefix("media/"): item["severity"] for path, item in found.items()}


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize(
    ("before", "edit"),
    [
        pytest.param(
            {"Home.md": "[[Soil#Clay]]", "Soil.md": "# Clay\n\nx"},
            {"Soil.md": "# Clya\n\nx"},
            id="a heading is renamed",
        ),
        pytest.param(
            {"Home.md": "[[Soil#Clay#Sand]]", "Soil.md": "# Clay\n\n## Sand\n\nx"},
            {"Soil.md": "## Clay\n\n## Sand\n\nx"},
            id="a heading is raised",
        ),
        pytest.param(
            {"Bean.md": "---\nbed: 1\n---\n"}
            | {f"{n}.md": f"---\nbed: {n}\n---\nx\n" for n in range(9)}
            | {"Other.md": "---\nbed:\n---\n[[Home]] words\n"},
            {"8.md": "---\nbed: 1\n---\n"},
            id="a property is no longer what nearly all notes carry",
        ),
        pytest.param(
            {"Bean.md": "---\nbed: 1\n---\n"}
            | {f"{n}.md": f"---\nbed: {n}\n---\nx\n" for n in range(9)}
            | {"9.md": "x\n"},
            {"Other.md": "---\nbed: 1\n---\n[[Home]] words\n"},
            id="a property is what nearly all notes carry",
        ),
        pytest.param(
            {"Home.md": "[[old/Soil]]", "new/Soil.md": "x", "A.md": "[[B]]", "B.md": "[[A]]"},
            {"A.md": "[[old/Sand]] [[old/Clay]]"},
            id="other links look in vain for more in a folder",
        ),
        pytest.param(
            {"Home.md": "[[CI/CD]]", "A.md": "[[B]]", "B.md": "[[A]]"},
            {"A.md": "[[ci/Build]]"},
            id="another link looks in vain in what was a title",
        ),
        pytest.param(
            {"Home.md": "[[CI/CD]]", "A.md": "[x](../CI/Build.md)", "B.md": "[[A]]"},
            {"A.md": "x"},
            id="no other link looks in vain in what is a title now",
        ),
        pytest.param(
            {"Home.md": "[[CI/CD]]", "A.md": "[[B]]", "B.md": "[[A]]"},
            {"A.md": "![x](x/CI/deep/one.png)"},
            id="another link looks in vain below what was a title",
        ),
        pytest.param(
            {"Home.md": "[[CI/CD]]", "Map.canvas": "{}"},
            {"Map.canvas": '{"nodes": [{"type": "file", "file": "CI/Build.md"}]}'},
            id="a card looks in vain in what was a title",
        ),
        pytest.param(
            {"Home.md": "[[CI/CD]]"},
            {"CI/Build.md": "x"},
            id="a folder is made of what was a title",
        ),
        pytest.param(
            {"Home.md": "[[log/2025-02-27]]"}
            | {f"log/2025-02-{day:02}.md": "x" for day in range(1, 5)},
            {"log/2025-02-05.md": "x"},
            id="a folder gets its fifth day",
        ),
        pytest.param(
            {"Home.md": "[x](/tags/soil)", "A.md": "[y](/B)", "B.md": "x"},
            {"A.md": "[y](B)"},
            id="other links that begin with a slash open no more notes",
        ),
        pytest.param(
            {"Home.md": "[x](/tags/soil)"},
            {"tags/Other.md": "x"},
            id="a folder is made of what was a web site's",
        ),
        pytest.param(
            {"Home.md": "[x](.github/Soil.md)"},
            {".github/Other.md": "x"},
            id="a hidden folder is made",
        ),
        pytest.param(
            {"Home.md": "[x](Plain)"},
            {"a/plain/Other.md": "x"},
            id="a folder is made of what was a plan",
        ),
        pytest.param(
            {"Home.md": r"[[beds\North]]"},
            {"beds/North.md": "x"},
            id="a note comes that a backslash means",
        ),
        pytest.param(
            {"Home.md": "[[beds:North]]"},
            {"garden/beds/North.md": "x"},
            id="a note comes that a colon means",
        ),
        pytest.param(
            {"Home.md": "[[Soil#^deep]]", "Soil.md": "x"},
            {"Soil.md": "x %% ^deep %%"},
            id="a block's id comes within a comment",
        ),
        pytest.param(
            {"Home.md": "[x](Soil.md#deep)", "Soil.md": "# Clay"},
            {"Soil.md": "# Clay {#deep}"},
            id="an id comes that another reader opens",
        ),
        pytest.param(
            {"Home.md": "[x](Soil.md#deep)", "Soil.md": '# Clay\n\n<a id="deep"></a>\n'},
            {"Soil.md": '# Loam\n\n<a id="deep"></a>\n'},
            id="the heading of an id that another reader opens is renamed",
        ),
        pytest.param(
            {"Home.md": "[x](Soil.md#deep)", "Soil.md": '# A\n\n<a id="deep"></a>\n\nx\n\n# B\n'},
            {"Soil.md": '# A\n\nx\n\n<a id="deep"></a>\n# B\n'},
            id="an id that another reader opens moves to another heading",
        ),
        pytest.param(
            {"Home.md": "[[Soil^deep]]", "Soil.md": "x"},
            {"Soil.md": "x ^deep"},
            id="a block comes that a name without # means",
        ),
        pytest.param(
            {"Home.md": "[[Soil^deep]]", "Soil.md": "x", "vaultkit.toml": 'ignore = ["VK102"]'},
            {"Soil.md": "x ^deep"},
            id="a block comes that a name without # means, of which nothing was said",
        ),
        pytest.param(
            {
                "Home.md": "[[Soil^deep]] %% vaultkit: allow unwritten-note %%",
                "Soil.md": "x ^deep",
            },
            {"Soil.md": "x"},
            id="a block goes that a name without # means",
        ),
        pytest.param(
            {
                "Home.md": "[[Soil^deep]] %% vaultkit: allow unwritten-note %%",
                "Soil.md": "x",
            },
            {"Soil.md": "x ^deep"},
            id="a block comes that a name without # means, which nobody is told of",
        ),
        pytest.param(
            {"Home.md": "[[Soil#Humus]]", "Soil.md": "# Sand", "A.md": "# humus"},
            {"A.md": "# Humus"},
            id="a heading of another note gets the case of a dead one",
        ),
        pytest.param(
            {
                "Map.canvas": CLAY_CARD.replace("Clay bed", "Humus"),
                "Soil.md": "x",
                "A.md": "# humus",
            },
            {"A.md": "# Humus"},
            id="a heading of another note gets the case of a card's",
        ),
        pytest.param(
            {"Home.md": "[[Soil#^deep]]", "Soil.md": "- x"},
            {"Soil.md": "- x ^deep\n  y"},
            id="a block's id comes where none is read",
        ),
        pytest.param(
            {"Home.md": "[[Soil#^deep]]", "Soil.md": "- x ^deep\n  y"},
            {"Soil.md": "x ^deep\ny"},
            id="a block's id that is not read is no longer in an item",
        ),
        pytest.param(
            {"Home.md": "[[Soil#^deep]]", "Soil.md": "x ^deep"},
            {"Soil.md": "x ^depp"},
            id="a block is renamed",
        ),
        pytest.param(
            {"Home.md": "[[Soil#clay-soil]]", "Soil.md": "# Clay soil\n\nx"},
            {"Soil.md": "# Clay soils\n\nx"},
            id="a heading is no longer what a slug means",
        ),
        pytest.param(
            {"Home.md": "[[Soil#Compst]]", "Soil.md": "# Compost\n\nx"},
            {"Soil.md": "# Sand\n\nx"},
            id="a heading is no longer what was meant",
        ),
        pytest.param(
            {"Home.md": "[[Soil#Clay bed]]", "Soil.md": "x", "Loam.md": "x"},
            {"Loam.md": "# Clay bed\n\nx"},
            id="a dead heading comes to another note",
        ),
        pytest.param(
            {"Home.md": "[[Soil#Clay bed]]", "Soil.md": "x", "Loam.md": "# Clay bed\n\nx"},
            {"Loam.md": "# Clay\n\nx"},
            id="a dead heading leaves another note",
        ),
        pytest.param(
            {
                "Home.md": "[[#Clay bed]]",
                "Loam.md": "# Clay bed\n\nx",
                "Sand.md": "# Sand\n\nx",
            },
            {"Sand.md": "# Clay bed\n\nx"},
            id="a dead heading comes to a second note",
        ),
        pytest.param(
            {
                "Home.md": "[[#Clay bed]]",
                "Loam.md": "# Clay bed\n\nx",
                "Sand.md": "# Clay bed\n\nx",
                "Silt.md": "# Clay bed\n\nx",
            },
            {"Sand.md": "# Sand\n\nx", "Silt.md": "# Silt\n\nx"},
            id="a dead heading leaves all other notes but one",
        ),
        pytest.param(
            {"Home.md": "[x](Soil.md#clay-bed)", "Soil.md": "x", "Loam.md": "x"},
            {"Loam.md": "# Clay bed\n\nx"},
            id="the heading of a dead slug comes to another note",
        ),
        pytest.param(
            {"Home.md": "[[Soil#Clay bed]]", "Soil.md": "x", "Loam.md": "# A\n\n## Clay bed\n\nx"},
            {"Loam.md": "# A\n\n## Clay bed!\n\nx"},
            id="a dead heading is written otherwise in another note",
        ),
        pytest.param(
            {
                "Home.md": "[[Soil#B#Clay bed]]",
                "Soil.md": "x",
                "Loam.md": "# A\n\n# B\n\n## Clay bed\n\nx",
            },
            {"Loam.md": "# A\n\n## Clay bed\n\n# B\n\n## Clay bed\n\nx"},
            id="a dead heading of another note is no longer the first",
        ),
        pytest.param(
            {"Home.md": "[[Soil#^clay-bed]]", "Soil.md": "x", "Loam.md": "x"},
            {"Loam.md": "x ^clay-bed"},
            id="a dead block comes to another note",
        ),
        pytest.param(
            {"Soil.md": "# Sand\n\nx", "Loam.md": "# Loam\n\nx", "Map.canvas": CLAY_CARD},
            {"Loam.md": "# Clay bed\n\nx"},
            id="a dead heading of a card comes to another note",
        ),
        pytest.param(
            {"Soil.md": "# Sand\n\nx", "Loam.md": "# Loam\n\nx", "Map.canvas": CLAY_TEXT},
            {"Loam.md": "# Clay bed\n\nx"},
            id="a dead heading of a card's text comes to another note",
        ),
        pytest.param(
            {"Home.md": "[[Soil#Clay]]", "Soil.md": "# Clay and sand\n\nx"},
            {"Soil.md": "# Clay and sand\n\n# Clay and silt\n\nx"},
            id="a second heading holds the words of a dead one",
        ),
        pytest.param(
            {"Home.md": "[[Earth]]", "Soil.md": "words"},
            {"Soil.md": EARTH},
            id="an alias is added",
        ),
        pytest.param(
            {"Home.md": "[[Earth]]", "Soil.md": EARTH, "Clay.md": "words"},
            {"Clay.md": EARTH},
            id="an alias is doubled",
        ),
        pytest.param(
            {"Home.md": EARTH, "Soil.md": EARTH},
            {"Home.md": f"---\ntags: [a]\n{EARTH[4:]}"},
            id="the other alias moves down",
        ),
        pytest.param(
            {"Home.md": "[[Soil]]", "Soil.md": "words"},
            {"Home.md": "words"},
            id="the last link is removed",
        ),
        pytest.param(
            {"Home.md": f"[x]({URI}Soil%23Clay)", "Soil.md": "# Clay\n\nx"},
            {"Soil.md": "# Sand\n\nx"},
            id="a heading is renamed that an address opens",
        ),
        pytest.param(
            {"Home.md": f"<{URI}Soil>", "Soil.md": "words"},
            {"Home.md": f"<{URI}Soils>"},
            id="the last address is changed",
        ),
        pytest.param(
            {"Home.md": f"<{URI}beds%2FSoil>", "beds/Soil.md": "words"},
            {"beds/Soil.md": None},
            id="what an address opens is removed",
        ),
        pytest.param(
            {"Home.md": QUERY, "beds/Soil.md": "words"},
            {"Beds.md": "words"},
            id="a note comes that a query reads",
        ),
        pytest.param(
            {"Home.md": "words", "Soil.md": "words"},
            {"Home.md": "%% [[Soil]] %%"},
            id="the first link is added",
        ),
        pytest.param(
            {"Home.md": "words", "Soil.md": "# A\n\n## Clay\n\nx\n\n# B\n\n## Clay\n\nx"},
            {"Home.md": "[[Soil#Clay]]"},
            id="a link means one of two headings",
        ),
        pytest.param(
            {"Home.md": "words", "2024-05-01.md": "# Clay\n\nx\n\n# Clay\n\nx"},
            {"Home.md": "[[2024-05-01#Clay]]"},
            id="a link opens one of two headings of a day",
        ),
        pytest.param(
            {"Home.md": "[[gone/Soil#Clay]]", "Soil.md": "# Clay\n\nx"},
            {"Soil.md": "# Sand\n\nx"},
            id="what a moved note is mended with has no such heading",
        ),
        pytest.param(
            {
                "Home.md": "[x](Soil%20types.md#Clay) [y](Soil types.md#Clay)",
                "Soil types.md": "# Clay",
            },
            {"Soil types.md": "# Sand\n\nx"},
            id="what an unencoded link is mended with has no such heading",
        ),
        pytest.param(
            {"Home.md": "|a|b|\n|-|-|\n|[[Soil#Clay|x]]|y|\n", "Soil.md": "# Clay"},
            {"Soil.md": "# Sand\n\nx"},
            id="what a link in a table would open has no such heading",
        ),
        pytest.param(
            {"Home.md": "|a|b|\n|-|-|\n|[[Soil|x]]|y|\n"},
            {"deep/Soil.md": "x"},
            id="what a link in a table would open is created",
        ),
        pytest.param(
            {"Home.md": "---\nup: [[Soil#Clay]]\n---\nx", "Soil.md": "# Clay\n\nx"},
            {"Soil.md": "# Sand\n\nx"},
            id="what a property is mended with has no such heading",
        ),
        pytest.param(
            {"Home.md": "[[Soil#Humus]]", "Soil.md": "words", ".obsidian/app.json": None},
            {"Soil.md": FLATTENED},
            id="a note becomes a flattened file",
        ),
        pytest.param(
            {"Home.md": "[[Soil#Humus]]", "Soil.md": FLATTENED, ".obsidian/app.json": None},
            {"Soil.md": "words"},
            id="a flattened file becomes a note",
        ),
        pytest.param(
            {"Home.md": "[[Soil#Clay]]", "Soil.md": "words"},
            {"Soil.md": b"\xff\0"},
            id="a note becomes unreadable",
        ),
        pytest.param(
            {"Home.md": "words", "Soil.md": "# Clay\n\nx", "Map.canvas": CANVAS},
            {"Map.canvas": "{}"},
            id="a canvas shows a note no more",
        ),
        pytest.param(
            {"Home.md": "words", "Soil.md": "# Clay\n\nx", "Map.canvas": CANVAS},
            {"Soil.md": None},
            id="what a canvas shows is deleted",
        ),
        pytest.param(
            {"Home.md": "words", "Soil.md": "words", "Plan.base": 'link("Soil")'},
            {"Plan.base": 'link("Sole")'},
            id="a base names a note no more",
        ),
        pytest.param(
            {"Home.md": "[[Soil]]", "Soil.md": "## See [[deep-clay]]", "Deep Clay.md": "x"},
            {"Home.md": "[[Soil]] [[Soil#See Deep Clay deep-clay|x]]"},
            id="a dead link is added that a fix in a heading would wake",
        ),
        pytest.param(
            {
                "Home.md": "[[Soil]] [[Soil#See Deep Clay deep-clay|x]]",
                "Soil.md": "## See [[deep-clay]]",
                "Deep Clay.md": "x",
            },
            {"Home.md": "[[Soil]] [[Soil#Sea|x]]"},
            id="a dead link is removed that a fix in a heading would wake",
        ),
        pytest.param(
            {"Home.md": "[x](Soil.md)", "Soil.md": "words"},
            {"Soil.md": None},
            id="a note is deleted",
        ),
        pytest.param({"Home.md": "[[Soil]]"}, {"deep/Soil.md": "words"}, id="a note is created"),
        pytest.param(
            {"Home.md": "[[Soil]]", "a/Soil.md": "x"},
            {"b/Soil.md": "x"},
            id="a name is taken twice",
        ),
        pytest.param({"Home.md": "[[Compst]]"}, {"Compost.md": "x"}, id="a near name is created"),
        pytest.param(
            {"Home.md": "[x](Sand.md)"},
            {".obsidian/app.json": '{"useMarkdownLinks": true}'},
            id="the app writes Markdown links from now on",
        ),
        pytest.param(
            {"Tags/cp.md": "", "Home.md": "words [[cp]]"},
            {"Home.md": "words"},
            id="an empty note in a folder of tags is linked no more",
        ),
        pytest.param(
            {"Home.md": "[[[Soil]]]"}, {"Soil.md": "x"}, id="a name behind brackets comes"
        ),
        pytest.param(
            {"Home.md": "---\nup: '[x](Soil.md#Clay)'\n---\nx", "Soil.md": "# Clay\n\nx"},
            {"Soil.md": "# Sand\n\nx"},
            id="a heading goes that a Markdown link in a property names",
        ),
        pytest.param(
            {"Home.md": "words", "Soil.md": "words", "Plan.base": 'file.hasLink("Soil#Clay")'},
            {"Plan.base": "x"},
            id="a base names a part of a note no more",
        ),
        pytest.param({"Home.md": "![[map.png]]"}, {"map.png": "x"}, id="a picture is added"),
        pytest.param(
            {"Home.md": "[x](Empty/)", "vaultkit.toml": 'dialect = "github"'},
            {"Empty/.keep": "x"},
            id="a folder is made that Obsidian does not show",
        ),
        pytest.param(
            {"Home.md": "[x](.hidden/a.md)", "vaultkit.toml": 'dialect = "github"'},
            {".hidden/a.md": "x"},
            id="a hidden file is made",
        ),
        pytest.param(
            {"Home.md": "[[/a/b]]"},
            {".obsidian/app.json": '{"userIgnoreFilters": ["Home"]}'},
            id="the app excludes a note",
        ),
        pytest.param(
            {"Home.md": "x", "Forms/A.md": ""},
            {".obsidian/templates.json": '{"folder": "Forms"}'},
            id="a folder becomes that of templates",
        ),
        pytest.param(
            {"Home.md": "[[/a/b]]"}, {"vaultkit.toml": 'select = ["VK3"]'}, id="rules are chosen"
        ),
        pytest.param(
            {"Home.md": "[[Soil#Clay bed]]", "Soil.md": "x", "Forms/A.md": "# Clay bed"},
            {".obsidian/templates.json": '{"folder": "Forms"}'},
            id="the note that has a dead heading becomes a template",
        ),
        pytest.param(
            {"Home.md": "[[/a/b]]", "vaultkit.toml": 'ignore = ["VK101"]'},
            {"vaultkit.toml": None},
            id="the configuration is removed",
        ),
    ],
)
def test_it_shows_at_once(write, says, before: Files, edit: Files) -> None:
    files = {**BALLAST, **before}
    root = write({path: content for path, content in files.items() if content is not None})
    first = says()
    for path, content in edit.items():
        if content is None:
            (root / path).unlink()
        else:
            write({path: content})
    second = says()

    assert elsewhere(second, edit) != elsewhere(first, edit)
    assert says() == second


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize(
    ("before", "edit"),
    [
        pytest.param({}, {".gitignore": "media/\n"}, id="git ignores it from now on"),
        pytest.param({".gitignore": "media/\n"}, {".gitignore": ""}, id="git ignores it no more"),
        pytest.param({}, {"media/.gitignore": "*\n"}, id="git is told so in its folder"),
        pytest.param({".gitignore": "media/\n"}, {"media/b.png": ""}, id="another file is there"),
        pytest.param({".gitignore": "*.png\n"}, {"deep/er/b.png": ""}, id="one is elsewhere"),
        pytest.param(
            {".gitignore": "media/\n", "media/b.png": ""}, {"media/b.png": None}, id="none is left"
        ),
        pytest.param(
            {".gitignore": "media/\n", ".obsidian/app.json": "{}"},
            {".obsidian/app.json": '{"attachmentFolderPath": "media"}'},
            id="attachments get a folder",
        ),
    ],
)
def test_what_git_keeps_out_shows_at_once(
    repository, write, says, before: Files, edit: Files
) -> None:
    notes = {"Home.md": "![[media/a.png]] ![[soil.png]]", "Soil.md": "x [[Home]]"}
    repository.write({**BALLAST, **notes, **before})
    first = says()
    repository.write(edit)
    second = says()

    assert severities(second) != severities(first)
    write({"Soil.md": "x [[Home]] ![[media/c.png]]"})
    third = severities(says())
    assert third.pop("c.png") == third["a.png"]
    assert third == severities(second)


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize(
    "notes",
    [
        {"A.md": "# Clay beds\n\n[[Log#Clay beds]]", "Home.md": "so far below [[Log#Clay beds]]"},
        {"A.md": "[[Log#Clay beds]]", "Home.md": "# Clay beds\n\n[[Log#Clay beds]]"},
        {"A.md": "text ^deep\n\n[x](%5Edeep)", "Home.md": "[x](%5Edeep)"},
        {"A.md": "[x](%5Edeep)", "Home.md": "text ^deep\n\n[x](%5Edeep)"},
    ],
)
def test_a_link_is_judged_where_it_stands(write, says, notes: Files) -> None:
    write({**BALLAST, "a/Log.md": "[[A]]", "b/Log.md": "[[A]]", **notes})
    first = says()
    write({"Home.md": f"{notes['Home.md']}\n\nwords"})

    assert [item["help"] for item in says()] == [item["help"] for item in first]


@pytest.mark.usefixtures("eager")
def test_a_part_that_was_not_asked_for_is_judged_later(write, says) -> None:
    write({**BALLAST, "Home.md": "[[Soil#Clay]] [[/a/b]]", "Soil.md": "# Clay\n\nx [[/a/b]]"})
    says("Soil.md")
    write({"Soil.md": "# Sand\n\nx [[/a/b]] [[/a/c]]"})
    part = says("Soil.md")

    assert {found["path"] for found in part} == {"Soil.md"}
    assert {found["path"] for found in says()} == {"Home.md", "Soil.md", "Other.md"}


@pytest.mark.usefixtures("eager")
def test_what_a_new_link_leads_to_is_looked_at_again(write, says) -> None:
    root = write({**BALLAST, "Home.md": "words", "vaultkit.toml": 'dialect = "github"'})
    says()
    write({"Home.md": "[x](Empty)"})
    first = says()
    (root / "Empty").mkdir()

    assert says() != first


@pytest.mark.usefixtures("eager")
def test_a_folder_that_a_query_reads_is_looked_for_again(write, says) -> None:
    root = write({**BALLAST, "Home.md": QUERY})
    first = says()
    write({"Other.md": "[[Home]] more words\n"})
    second = says()
    (root / "Beds").mkdir()

    assert second == first != says()


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize(
    "edit",
    [
        {"Home.md": "```ad-note\n![[a.png]]\n```\n"},
        {"Home.md": "```img-gallery\npath: img\n```\n"},
        {"Home.md": "```ad-note\n![[Beds.excalidraw]]\n```\n"},
        {"Plan.md": "words\n"},
    ],
)
def test_what_is_used_is_looked_at_again(write, says, edit: Files) -> None:
    drawing = "---\nexcalidraw-plugin: parsed\n---\n"
    files = {"Home.md": "words", "img/a.png": "x", "Beds.excalidraw.md": drawing}
    write({**BALLAST, **files, "Plan.md": drawing})
    first = says("--select", "unused-attachment")
    write(edit)
    second = says("--select", "unused-attachment")

    assert len(second) == len(first) - 1
    assert says("--select", "unused-attachment") == second


@pytest.mark.usefixtures("eager")
def test_the_same_time_and_size_hide_nothing(write, says) -> None:
    root = write({**BALLAST, "Home.md": "[[Soil#Clay]]", "Soil.md": "# Clay\n\nx"})
    first, was = says(), (root / "Soil.md").stat()
    write({"Soil.md": "# Clya\n\nx"})
    os.utime(root / "Soil.md", ns=(was.st_atime_ns, was.st_mtime_ns))

    assert says() != first


def rules(findings) -> list[str]:
    return [found["rule"] for found in findings if found["code"] in ("VK101", "VK102")]


@pytest.mark.usefixtures("eager")
def test_what_head_has_counts_from_the_commit_on(repository, run, says) -> None:
    days = {f"log/2025-02-{day:02}.md": "x" for day in range(1, 6)}
    home = "[[Plan]] [x](Plan) [[CI/CD]] [[log/2025-02-27]]"
    repository.commit({**BALLAST, **days, "Home.md": home, "Soil.md": "x"})
    assert set(rules(says())) == {"unwritten-note"}

    for path in ("Plan.md", "CI/CD.md", "log/2025-02-27.md"):
        repository.stage({path: "x"})
    repository.git("commit", "--quiet", "--message", "x")
    repository.write({"Plan.md": None, "CI/CD.md": None, "log/2025-02-27.md": None})
    (repository.top / "CI").rmdir()
    assert set(rules(says())) == {"broken-link"}


@pytest.mark.usefixtures("eager")
def test_a_path_of_a_web_site_that_head_has_is_broken(repository, says) -> None:
    home = "[x](/tags/soil) [y](.github/Help.md)"
    repository.commit({**BALLAST, "Home.md": home})
    assert [found["severity"] for found in says("--select", "broken-link")] == ["info"] * 2

    repository.stage({"tags/soil.md": "x"})
    repository.git("commit", "--quiet", "--message", "x")
    repository.write({"tags/soil.md": None, ".github/Other.md": "x"})
    (repository.top / "tags").rmdir()
    assert [found["severity"] for found in says("--select", "broken-link")] == ["error"] * 2


@pytest.mark.usefixtures("eager")
def test_what_head_has_not_any_more_counts_no_more(repository, run, says) -> None:
    repository.commit({**BALLAST, "Home.md": "[[Plan]]", "Plan.md": "x"})
    repository.write({"Plan.md": None})
    assert rules(says()) == ["broken-link"]

    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "x")
    assert rules(says()) == ["unwritten-note"]
    repository.commit({"Soil.md": "x", "Home.md": "[[Plan]] x"})
    assert rules(says()) == ["unwritten-note"]
