"""What is said of a dead heading or block: where it is, and what keeps a link from it."""

from collections.abc import Mapping

import pytest

from vaultkit import Vault, check
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.suggestions.other_notes import AnchorHomes

SQL = "# Attacks\n\n## Blind injection\n"
APP = {".obsidian/app.json": "{}", "Soil.md": "# Layers\n"}


def helped(files: Mapping[str, str], path: str = "Home.md") -> list[str | None]:
    """Return the help of each dead heading or block, none of which has a fix."""
    found = check({**APP, **files}, select=["broken-anchor", "broken-block"]).findings
    assert not any(item.is_fixable for item in found)
    return [item.help for item in found if item.path == path]


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("[[Soil#Blind injection]]", "[[SQL#Blind injection]]"),
        ("[[Soil#blind  INJECTION!|x]]", "[[SQL#Blind injection|x]]"),
        ("![[Soil#Blind injection]]", "![[SQL#Blind injection]]"),
        ("[[#Blind injection]]", "[[SQL#Blind injection]]"),
        ("[[Soil#Layers#Blind injection]]", "[[SQL#Blind injection]]"),
        ("[x](Soil.md#Blind%20injection)", "[x](SQL.md#Blind%20injection)"),
        ("[x](Soil.md#blind-injection)", "[x](SQL.md#Blind%20injection)"),
        ("[x](#blind-injection)", "[x](SQL.md#Blind%20injection)"),
        ("| a |\n|---|\n| [[Soil#Blind injection]] |", "[[SQL#Blind injection]]"),
    ],
)
def test_the_heading_is_in_one_other_note(link: str, written: str) -> None:
    said = f'the heading "Blind injection" is in "SQL": if that is meant, write {written}'

    assert helped({"Home.md": f"x\n\n{link}\n", "SQL.md": SQL}) == [said]


def test_a_heading_that_holds_a_link_reads_as_what_failed() -> None:
    files = {**APP, "Home.md": "[[Soil#Wet clay]]", "Soil.md": "# Wet [[Home|clay]]\n"}
    (found,) = check(files, select=["broken-anchor"]).findings
    assert found.help == (
        'the heading with this text is written "Wet [[Home|clay]]": '
        "write [[Soil#Wet Home clay|Soil > Wet clay]]"
    )


def test_the_heading_is_in_the_note_that_holds_the_link() -> None:
    home = "[[Soil#Blind injection]]\n\n## Blind injection\n"
    said = (
        'the heading "Blind injection" is in "Home": if that is meant, write [[#Blind injection]]'
    )

    assert helped({"Home.md": home}) == [said]


def test_a_note_whose_name_another_file_has_is_named_with_its_folder() -> None:
    files = {"Home.md": "[[Soil#Blind injection]]", "a/SQL.md": SQL, "b/SQL.md": "x"}
    (said,) = helped(files)

    assert said == (
        'the heading "Blind injection" is in "a/SQL": '
        "if that is meant, write [[a/SQL#Blind injection]]"
    )


def test_a_heading_that_only_its_path_opens() -> None:
    other = "# One\n\n## Blind injection\n\n# Two\n\n## Blind injection\n"
    (said,) = helped({"Home.md": "[[Soil#Two#Blind injection]]", "SQL.md": other})

    assert said is not None
    assert said.endswith("write [[SQL#Two#Blind injection]]")


def test_a_note_whose_name_no_link_can_hold_is_only_named() -> None:
    files = {"Home.md": "[[Soil#Blind injection]]", "S # Q.md": SQL}

    assert helped(files) == ['the heading "Blind injection" is in "S # Q"']


def test_in_a_canvas_it_is_only_named() -> None:
    text = '{"nodes": [{"type": "text", "text": "[[Soil#Blind injection]]"}]}'
    card = '{"nodes": [{"type": "file", "file": "Soil.md", "subpath": "#Blind injection"}]}'
    said = 'the heading "Blind injection" is in "SQL"'

    for content in (text, card):
        assert helped({"Map.canvas": content, "SQL.md": SQL}, "Map.canvas") == [said]


def test_a_forge_reads_slugs() -> None:
    files = {"Home.md": "[x](Soil.md#blind-injection)", "Soil.md": "x", "SQL.md": SQL}
    report = check({**files, "vaultkit.toml": ""}, select=["VK104"])
    (found,) = report.findings

    assert (found.help or "").startswith('the heading "Blind injection" is in "SQL": if that')


@pytest.mark.parametrize("fragment", ["#", "##", "#!", "#%20", "#a#", "#^", "#^^"])
def test_a_fragment_without_a_word(fragment: str) -> None:
    for dialect in ("obsidian", "github", "either"):
        plan = DialectPlan(Dialect(dialect))
        files = {"Home.md": f"[x](Soil.md{fragment}) [[Soil{fragment}]]", "Soil.md": "# a\n"}
        for item in check(Vault.from_texts(files, plan), select=["VK104", "VK105"]).findings:
            assert item.help is None


def test_a_heading_that_a_forge_knows_by_its_slug() -> None:
    files = {"Home.md": "[x](Soil.md#Drip%20lines)", "Soil.md": "# Drip lines\n\n# Drip-lines\n"}
    vault = Vault.from_texts(files, DialectPlan(Dialect.GITHUB))
    (found,) = check(vault, select=["VK104"]).findings

    assert found.help == 'a forge opens the heading "Drip lines" by "#drip-lines"'


@pytest.mark.parametrize(
    ("link", "others"),
    [
        pytest.param("[[Soil#Blind injection]]", {"A.md": SQL, "B.md": SQL}, id="in two notes"),
        pytest.param("[[Soil#B]]", {"A.md": "# B\n"}, id="one letter"),
        pytest.param("[[Soil#12]]", {"A.md": "# 12\n"}, id="a number"),
        pytest.param("[[Soil#References]]", {"A.md": "# References\n"}, id="common"),
        pytest.param("[[Soil#See also]]", {"A.md": "# See also\n"}, id="common words"),
        pytest.param("[[Soil#Chapter 2]]", {"A.md": "# Chapter 2\n"}, id="counted"),
        pytest.param("[[Soil#NOTES]]", {"A.md": "# Notes\n"}, id="common in capitals"),
        pytest.param("[[Soil#Blind spots]]", {"A.md": "> # Blind spots\n"}, id="in a quote"),
        pytest.param("[[Soil#Blind spots]]", {"A.md": "Blind spots\n"}, id="no heading"),
        pytest.param("[[Soil#Blind injection]]", {"templates/A.md": SQL}, id="in a template"),
        pytest.param(
            "[[Soil#Blind injection]]",
            {"templates/A.md": SQL, "B.md": SQL},
            id="in a template, and a note that is made of it",
        ),
    ],
)
def test_a_heading_that_tells_no_note_from_others(link: str, others: dict[str, str]) -> None:
    assert helped({"Home.md": link, **others}) == [None]


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("[[Soil#Ferns]]", "[[Beds#Ferns]]"),
        ("[[Soil#Ferns|ferns]]", "[[Beds#Ferns|ferns]]"),
        ("[ferns](Soil.md#ferns)", "[ferns](Beds.md#Ferns)"),
        ("[[Soil#ferns]]", None),
        ("[[Soil#Ferns|shade]]", None),
        ("[the ferns](Soil.md#ferns)", None),
    ],
)
def test_a_single_word_says_less(link: str, written: str | None) -> None:
    said = f'the heading "Ferns" is in "Beds": if that is meant, write {written}'

    assert helped({"Home.md": link, "Beds.md": "# Ferns\n"}) == [written and said]


@pytest.mark.parametrize("others", [{}, {"A.md": "[[Soil#Blind injection]]"}])
@pytest.mark.parametrize(
    ("home", "is_said"),
    [
        ("[[Soil#Blind injection]]\n\n## Blind injection\n\nx\n", True),
        ("## Blind injection\n\nx\n\n## More\n\n[[Soil#Blind injection]]\n", True),
        ("## Blind injection\n\n[[Soil#Blind injection]]\n", False),
        ("## Blind injection\n\n### More\n\n[[Soil#Blind injection]]\n", False),
    ],
)
def test_a_link_under_its_heading_does_not_mean_that(
    home: str, *, is_said: bool, others: dict[str, str]
) -> None:
    """The same link in another note of the folder may."""
    said = helped({**others, "Home.md": home})

    assert [item is not None for item in said] == [is_said]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Ferns (2023)", "Ferns"),
        ("Ferns", "Ferns (2023)"),
        ("Planting the ferns", "Ferns"),
        ("A new bed of ferns", "New bed"),
        ("New bed", "A new bed of ferns"),
        ("常见 问题", "问题"),
    ],
)
def test_one_heading_of_the_note_holds_the_other(heading: str, wanted: str) -> None:
    soil = f"# Layers\n\n## {heading}\n"

    assert helped({"Home.md": f"[[Soil#{wanted}]]", "Soil.md": soil}) == [f'perhaps "{heading}"']


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        pytest.param(["Ferns (2022)", "Ferns (2023)"], "Ferns", id="two of them"),
        pytest.param(["Notes"], "Notes on ferns", id="a common word"),
        pytest.param(["Model"], "Model hints", id="a single word of several"),
        pytest.param(["Notes on ferns"], "Notes", id="what is common is sought"),
        pytest.param(["See also the ferns"], "See also", id="common words are sought"),
        pytest.param(["How we came to have ferns here"], "Ferns", id="a word of a sentence"),
        pytest.param(["Planting ferns"], "Fern", id="a part of a word"),
        pytest.param(["New ferns in the bed"], "New bed", id="words that are apart"),
        pytest.param(["Part A"], "A", id="a letter"),
        pytest.param(
            [f"Ferns {letter}{other}" for letter in "abcdefg" for other in "hijklmno"]
            + ["Ferns, dry"],
            "Ferns, dry and tall",
            id="a word of very many headings",
        ),
    ],
)
def test_headings_that_have_little_in_common(headings: list[str], wanted: str) -> None:
    soil = "".join(f"## {heading}\n\nx\n\n" for heading in headings)

    assert helped({"Home.md": f"[[Soil#{wanted}]]", "Soil.md": soil}) == [None]


def test_what_is_near_is_said_as_well() -> None:
    soil = "## Standard form SOF\n"
    other = "## Standard form SOB\n"
    files = {"Home.md": "[[Soil#Standard form SOB]]", "Soil.md": soil, "Observers.md": other}

    (said,) = helped(files)

    assert said == (
        'did you mean "Standard form SOF"? The heading "Standard form SOB" is in "Observers": '
        "if that is meant, write [[Observers#Standard form SOB]]"
    )


@pytest.mark.parametrize(
    ("soil", "link", "said"),
    [
        pytest.param(
            "# Beds\n\n# Peas\n\n## Care\n",
            "[[Soil#Care#Peas]]",
            'the heading "Peas" exists, but not under "Care": '
            "if that is meant, write [[Soil#Peas]]",
            id="in another order",
        ),
        pytest.param(
            "> ## Peas\n",
            "[[Soil#Peas]]",
            "a heading with this text is in a quote or a list, where Obsidian sees none",
            id="in a quote",
        ),
        pytest.param(
            "## Drip\u00ad lines\n\n## Drip-lines\n",
            "[[Soil#Drip lines]]",
            'it differs only by a soft hyphen (U+00AD) from the heading "Drip\u00ad lines"',
            id="what nobody sees",
        ),
        pytest.param(
            "## See [[Peas|the peas]]\n\n## See the-peas\n",
            "[[Soil#See the peas]]",
            'the heading with this text is written "See [[Peas|the peas]]"',
            id="read otherwise than written",
        ),
    ],
)
def test_what_keeps_a_link_from_a_heading_that_is_there(soil: str, link: str, said: str) -> None:
    found = check({**APP, "Home.md": link, "Soil.md": soil}, select=["VK104"]).findings

    assert [item.help for item in found] == [said]


@pytest.mark.parametrize(
    ("soil", "link"),
    [
        ("## Peas {#p}\n\n## peas-\n", "[[Soil#Peas]]"),
        ("## *Peas*\n\n# Beds\n", "[[Soil#Beds#Peas]]"),
        ("## <b>Peas</b>\n\n## peas-\n", "[[Soil#Peas]]"),
        ("## Pe\u200bas\n\n## pe as\n", "[[Soil#Peas]]"),
        ("## `Peas`\n\n## -Peas\n", "[[Soil#Peas]]"),
    ],
)
def test_nothing_that_failed_is_proposed(soil: str, link: str) -> None:
    found = check({**APP, "Home.md": link, "Soil.md": soil}, select=["VK104"]).findings

    assert not any('did you mean "Peas"' in (item.help or "") for item in found)


class TestBlocks:
    def test_the_block_is_in_one_other_note(self) -> None:
        files = {"Home.md": "[[Soil#^Clay-2]] [x](Soil.md#^clay-2)", "Loam.md": "Wet. ^clay-2\n"}
        said = 'the block "{}" is in "Loam": if that is meant, write {}'

        assert helped(files) == [
            said.format("^Clay-2", "[[Loam#^Clay-2]]"),
            said.format("^clay-2", "[x](Loam.md#^clay-2)"),
        ]

    @pytest.mark.parametrize(
        "others",
        [
            pytest.param({"A.md": "x ^clay-2\n", "B.md": "x ^clay-2\n"}, id="in two notes"),
            pytest.param({"A.md": "# clay-2\n"}, id="a heading"),
        ],
    )
    def test_the_block_is_in_no_one_other_note(self, others: dict[str, str]) -> None:
        assert helped({"Home.md": "[[Soil#^clay-2]]", **others}) == [None]

    @pytest.mark.parametrize("name", ["1", "1234567", "ab"])
    def test_an_id_that_any_note_may_have(self, name: str) -> None:
        assert helped({"Home.md": f"[[Soil#^{name}]]", "A.md": f"x ^{name}\n"}) == [None]

    def test_a_footnote_is_no_block(self) -> None:
        home = "[[#^1]] [^1]\n\n[^1]: text\n"

        assert helped({"Home.md": home}) == ["it is a footnote, which is written [^1]"]

    def test_an_id_that_looks_the_same(self) -> None:
        files = {"Home.md": "[[Soil#^cl\u200bay]]", "Soil.md": "x ^clay\n"}

        assert helped(files) == ['it differs only by a zero width space (U+200B) from "^clay"']


def test_headings_are_gathered_only_once_one_is_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    gathered = []
    table = AnchorHomes._by_key.func

    def counted(self: AnchorHomes) -> object:
        gathered.append(self)
        return table(self)

    monkeypatch.setattr(AnchorHomes._by_key, "func", counted)
    links = "".join(f"[[Soil#Gone {number}]] " for number in range(9))
    check(Vault.from_texts({"A.md": "[[Soil#Layers]] [[b/c]] [[D]]", **APP}))
    assert gathered == []
    check(Vault.from_texts({"A.md": links, "B.md": links, **APP}))
    assert len(gathered) == 1
