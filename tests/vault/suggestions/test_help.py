"""The help of a broken link: names that are near, and what stays encoded."""

import pytest

from vaultkit import Vault, check
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan


def test_a_short_name_is_no_slip_for_another() -> None:
    """Nor is it written by an unsafe fix."""
    report = check({"Home.md": "[[/foo/bar]]", "bat.md": "text"}, select=["broken-link"])
    (finding,) = report.findings

    assert (finding.help, finding.fix) == (None, None)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(["deep/Soil.md"], 'did you mean "Soil"?', id="a name without its folder"),
        pytest.param(
            ["a/Soil.md", "b/Soil.md"],
            'did you mean "a/Soil" or "b/Soil"?',
            id="several of one name with their folders",
        ),
        pytest.param(["Soil.png"], None, id="no file of another kind"),
        pytest.param(["Soil 2.md"], None, id="numbers must agree"),
    ],
)
def test_the_help_names_what_is_near(files: list[str], said: str | None) -> None:
    report = check({"Home.md": "[[Soli]]", **dict.fromkeys(files, "text")})
    (finding,) = [found for found in report.findings if found.path == "Home.md" and found.target]

    assert finding.help == said


def test_what_stays_encoded_is_explained() -> None:
    files = {".obsidian/app.json": "{}", "H.md": "[x](R%26D.md)", "R&D.md": "text"}
    (finding,) = check(files, select=["broken-link"]).findings

    assert finding.help == "Obsidian does not decode %26: write &"


MAN = "---\naliases: [MAN]\n---\n"


@pytest.mark.parametrize(
    ("link", "rule"),
    [
        pytest.param("[[man]]", "unwritten-note", id="wikilink"),
        pytest.param("[[man#Uses|it]]", "unwritten-note", id="with a heading and a text"),
        pytest.param("![[man]]", "broken-embed", id="embed"),
        pytest.param("[it](man)", "unwritten-note", id="Markdown link"),
    ],
)
def test_an_alias_in_other_case_is_a_guess(link: str, rule: str) -> None:
    files = {".obsidian/app.json": "{}", "H.md": link, "Metropolitan Area Network.md": MAN}
    (finding,) = check(files, select=["VK1"]).findings

    assert (finding.rule, finding.fix) == (rule, None)
    assert finding.help == 'perhaps the alias "MAN" of "Metropolitan Area Network"'


@pytest.mark.parametrize(
    ("owners", "said"),
    [
        pytest.param("AB", 'perhaps an alias of "A" or "B"', id="two"),
        pytest.param("ABCDE", 'perhaps an alias of "A", "B", "C" and 2 more', id="five"),
    ],
)
def test_an_alias_of_several_notes_is_a_guess(owners: str, said: str) -> None:
    files = {"H.md": "[[MAN]]", **{f"{name}.md": MAN for name in owners}}
    (finding,) = check(files, select=["VK1"]).findings

    assert (finding.rule, finding.help) == ("unwritten-note", said)


def test_a_range_of_headings_is_more_than_its_first() -> None:
    files = {".obsidian/app.json": "{}", "H.md": "![[N#summary:#*]]", "N.md": "# Summary"}
    (finding,) = check(files, select=["broken-anchor"]).findings

    assert not finding.is_fixable


def test_a_link_by_name_says_the_same_in_whatever_note_it_stands() -> None:
    files = {"A plan.md": "[[a-plan]]", "B.md": "[[a-plan]]"}
    said = 'it means "A plan", the only note with this slug: write [[A plan|a-plan]]'

    assert [found.help for found in check(files, select=["slug-link"]).findings] == [said, said]


def test_an_alias_that_one_note_has_in_two_cases() -> None:
    files = {"H.md": "[[mAN]]", "A.md": "---\naliases: [MAN, man]\n---\n"}
    (finding,) = check(files, select=["VK102"]).findings

    assert finding.help == 'perhaps the alias "MAN" of "A"'


def test_a_folder_in_the_link_speaks_against_an_alias() -> None:
    files = {"H.md": "[[/lans/man]]", "Metropolitan Area Network.md": MAN}
    (finding,) = check(files, select=["VK1"]).findings

    assert (finding.rule, finding.help) == ("broken-link", None)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(
            {"H.md": "[x](#spring-plan)", "Spring plan.md": ""},
            'it means "Spring plan", the only note with this slug: write [[Spring plan|x]]',
            id="slug of a note",
        ),
        pytest.param(
            {"H.md": "[x](N.md#my-heading)", "N.md": "# My heading"},
            'it means "My heading", the only heading with this slug',
            id="slug of a heading",
        ),
        pytest.param(
            {"H.md": "[N|x](#nx)", "N.md": ""},
            'it means "N", the only note that the text names: write [[N|x]]',
            id="export",
        ),
        pytest.param(
            {"H.md": "[x](#h)"},
            'it means "H", this note itself, which has this slug: write [[H|x]]',
            id="slug of the note itself",
        ),
        pytest.param(
            {"H.md": "[x](#license)", "License.md": ""},
            'perhaps it means the note "License": write [[License|x]]',
            id="slug that is a word",
        ),
        pytest.param(
            {"H.md": "[[N#12]]", "N.md": "# 1.2"},
            'perhaps it means the heading "1.2"',
            id="slug that is a number",
        ),
        pytest.param(
            {"H.md": "[x](a b.md)", "a b.md": ""},
            "with %20 for each space, it opens a file in the vault: write (a%20b.md)",
            id="space",
        ),
        pytest.param(
            {"H.md": "---\nup: [[N]]\n---\n", "N.md": ""},
            'in quotes, it opens a file in the vault: write "[[N]]"',
            id="link without quotes",
        ),
        pytest.param(
            {"H.md": '---\nup: "[[N]], [[N|n]]"\n---\n', "N.md": ""},
            'each of them opens a file in the vault: write ["[[N]]", "[[N|n]]"]',
            id="two links",
        ),
        pytest.param(
            {"H.md": "[[N.md.md]]", "N.md": ""},
            'only one file has this name without the second .md: "N"',
            id=".md twice",
        ),
    ],
)
def test_the_help_says_what_shows_the_meaning(files: dict[str, str], said: str) -> None:
    report = check({".obsidian/app.json": "{}", **files}, select=["VK1", "VK405"])
    (finding,) = report.findings

    assert finding.help == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        pytest.param(
            ["Soil.md"],
            'only one file has this name in another case or Unicode form: "Soil"',
            id="one file",
        ),
        pytest.param(["Soil.md", "SOIL.md"], 'did you mean "SOIL" or "Soil"?', id="two files"),
    ],
)
def test_where_case_tells_files_apart(names: list[str], said: str) -> None:
    plan = DialectPlan(Dialect.GITHUB)
    vault = Vault.from_texts({"H.md": "[x](soil.md)", **dict.fromkeys(names, "x")}, plan)
    (finding,) = check(vault, select=["broken-link"]).findings

    assert (finding.help, finding.is_fixable) == (said, len(names) == 1)


@pytest.mark.parametrize(
    ("link", "rule"),
    [("[[Soil^clay]]", "broken-link"), ("![[soil^Clay]]", "broken-embed")],
)
def test_a_block_without_its_hash(link: str, rule: str) -> None:
    files = {".obsidian/app.json": "{}", "H.md": link, "Soil.md": "Wet. ^clay\n"}
    (finding,) = check(files, select=["VK1"]).findings

    assert finding.rule == rule
    assert "the # before ^ is missing: the vault has" in (finding.help or "")
    assert finding.fix is not None
    assert finding.fix.title.startswith(f"write {'!' * (rule == 'broken-embed')}[[Soil#^")


def test_a_caret_in_a_name_that_is_no_blocks() -> None:
    files = {"H.md": "[[Soil^sand]] [[x^2]]", "Soil.md": "Wet. ^clay\n"}
    assert {item.rule for item in check(files, select=["VK1"]).findings} == {"unwritten-note"}


FOOTNOTED = "\n\n[^1]: text\n\nx ^clay\n"


@pytest.mark.parametrize(
    ("link", "rule", "said"),
    [
        ("[x](^1)", "broken-link", "write a footnote as [^1]"),
        ("[[^1]]", "broken-link", "write a footnote as [^1]"),
        ("[[^1|x]]", "broken-link", "write a footnote as [^1]"),
        ("![[^1]]", "broken-embed", "write a footnote as [^1]"),
        ("[[^2]]", "broken-link", "write a footnote as [^2], with a line [^2]: text"),
        ("[x](^sand)", "broken-link", "write a footnote as [^sand], with a line [^sand]: text"),
    ],
)
def test_the_mark_of_a_footnote_is_no_note(link: str, rule: str, said: str) -> None:
    files = {".obsidian/app.json": "{}", "A.md": link, "H.md": f"[^1] {link}{FOOTNOTED}"}
    (finding,) = [item for item in check(files, select=["VK1"]).findings if item.path == "H.md"]

    assert (finding.rule, finding.help) == (rule, said)
    assert finding.message.endswith('" is a footnote reference, not a note')


@pytest.mark.parametrize(
    ("link", "written"),
    [("[[^clay]]", "[[#^clay]]"), ("![[^clay]]", "![[#^clay]]"), ("[x](^clay)", "(#^clay)")],
)
def test_the_id_of_a_block_is_no_note(link: str, written: str) -> None:
    files = {".obsidian/app.json": "{}", "H.md": f"[^1] {link}{FOOTNOTED}"}
    (finding,) = check(files, select=["VK101", "VK102", "VK103"]).findings

    assert finding.message == '"^clay" is the id of a block, not a note'
    assert finding.help == f"write {written} for a block in this note"


def test_a_caret_before_a_plain_name_is_a_name() -> None:
    files = {".obsidian/app.json": "{}", "H.md": f"[^1] [[^up]] [[^a b]]{FOOTNOTED}"}

    assert {item.rule for item in check(files, select=["VK1"]).findings} == {"unwritten-note"}


@pytest.mark.parametrize(
    "link", ["[[tools/]]", "[x](tools/)", "![[tools/]]", "![](tools/)", "![[tools]]", "[x](tools)"]
)
def test_a_folder_says_so(link: str) -> None:
    files = {".obsidian/app.json": "{}", "H.md": link, "tools/Rake.md": "x", "Tool.md": "x"}
    (finding,) = check(files, select=["VK1"]).findings

    assert (finding.help, finding.fix) == ("it is a folder, and links open only files", None)


@pytest.mark.parametrize("path", ["tools", "tools/", "garden/tools"])
def test_a_card_of_a_folder_says_so(path: str) -> None:
    canvas = f'{{"nodes": [{{"type": "file", "file": "{path}"}}]}}'
    files = {"M.canvas": canvas, "tools/Rake.md": "x", "garden/tools/Hoe.md": "x", "Tools.md": "x"}
    (finding,) = check(files, select=["VK502"]).findings

    assert finding.help == "it is a folder, and cards show only files"


@pytest.mark.parametrize(
    ("link", "names", "said"),
    [
        pytest.param(
            "[[a/My\u200bnote]]",
            ["b/Mynote.md", "c/Mynote.md"],
            'it differs only by a zero width space (U+200B) from "b/Mynote"',
            id="of two files",
        ),
        pytest.param(
            "[[My\u200bnote]]",
            ["Mynote.md"],
            'it differs only by a zero width space (U+200B) from "Mynote"',
            id="of a note that is not written yet",
        ),
    ],
)
def test_a_name_that_looks_the_same(link: str, names: list[str], said: str) -> None:
    files = {".obsidian/app.json": "{}", "H.md": link, **dict.fromkeys(names, "x")}
    (finding,) = check(files, select=["VK101", "VK102"]).findings

    assert finding.help == said


def test_a_name_in_another_folder_is_not_said_to_differ() -> None:
    plan = DialectPlan(Dialect.GITHUB)
    vault = Vault.from_texts({"H.md": "[x](Rake.md)", "tools/Rake.md": "x"}, plan)
    (finding,) = check(vault, select=["broken-link"]).findings

    assert finding.help == 'found in another folder: "tools/Rake"'
