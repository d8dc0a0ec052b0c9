"""Which links without a file are plans for a note, and which names no note can have."""

import pytest

from vaultkit import Vault, check
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan

APP = {".obsidian/app.json": "{}"}


def rules(text: str, *others: str, **files: str) -> list[str]:
    """Return which rules find something in a note, in a vault with other files."""
    vault = {**APP, "Home.md": text, **dict.fromkeys(others, "text\n"), **files}
    return [item.rule for item in check(vault, select=["VK1"]).findings if item.path == "Home.md"]


@pytest.mark.parametrize(
    "link",
    [
        "[[Plain name]]",
        "[[Plain name#Part|so]]",
        "[x](<Plain name>)",
        "[x](Plain%20name)",
        "[x](Plain%20name#Part)",
        "[x](Über)",
        "[x](St.%20Louis)",
        "[x](v1.2)",
        "[[CI/CD]]",
        "[[CI / CD]]",
        "[[CI/CD#Part|so]]",
        "[[CI/CD]] [[ci/cd]]",
        "[[CI/CD]] [[TCP/IP]]",
        "%% [[CI/CD]] %%",
        "[[...]]",
        "[[Plain name.md]]",
        "[[Plain.MD#Part|so]]",
    ],
)
def test_a_plan(link: str) -> None:
    assert set(rules(link)) == {"unwritten-note"}


@pytest.mark.parametrize(
    "link",
    [
        "[[CI/CD.md]]",
        "[[/Name.md]]",
        "[[Name.pdf.md]]",
        "[[Name.md.md]]",
        "[x](Name.md)",
        "[x](Name.html)",
        "[x](Name.mp4)",
        "[x](./Name)",
        "[x](../Name)",
        "[x](Name/)",
        "[x](/Name)",
        "[x](CI/CD)",
        "[x](Name?page=2)",
        "[x](a=b)",
        "[x](example.org)",
        "[x](me@example.org)",
        "[x](Name%2Fso)",
        "[x]([[Name]])",
        "[x](.name)",
        "[[/CI/CD]]",
        "[[./CI]]",
        "[[CI/]]",
        "[[ /CD]]",
        "[[CI/..]]",
        "[[CI/CD/x]]",
        "[[CI/CD.pdf]]",
        "[[www.example.org/Sage]]",
    ],
)
def test_more_than_a_plan(link: str) -> None:
    assert rules(link) == ["broken-link"]


def test_one_note_has_one_name_however_it_is_linked() -> None:
    found = check({"Home.md": "[[CLAUDE]] [[CLAUDE.md]]"}, select=["VK102"]).findings
    assert [item.message for item in found] == ['"CLAUDE" is not written yet'] * 2


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("[[S3: Pipeline CI/CD]]", "S3 - Pipeline CI-CD"),
        ("[[S3: HTTP / SSE (prod/dev)]]", "S3 - HTTP - SSE (prod-dev)"),
        ("[[CI/CD: all]]", "CI-CD - all"),
        ("[[beds/North: all]]", "North - all"),
    ],
)
def test_a_name_that_no_note_can_have_gets_a_whole_one(link: str, name: str) -> None:
    files = {**APP, "Home.md": link, "beds/South.md": "text"}
    (found,) = check(files, select=["VK1"]).findings
    assert found.help == f'a name cannot contain ":": a note can be called "{name}"'


def test_an_embed_is_none() -> None:
    assert rules("![[CI/CD]] ![[Plain]] ![[Plain.md]] ![x](Plain)") == ["broken-embed"] * 4


@pytest.mark.parametrize(
    "other",
    [
        "[[CI/Build]]",
        "[[ci/Build|so]]",
        "[x](CI/Build.md)",
        "[x](../CI/Build.md)",
        "![[CI/one.png]]",
        "![x](CI/one.png)",
        "[[CI/deep/Build]]",
        '---\nup: "[[CI/Build]]"\n---\n',
    ],
)
def test_two_targets_of_one_folder_show_that_it_is_gone(other: str) -> None:
    assert rules("[[CI/CD]]", **{"Other.md": other}) == ["broken-link"]


@pytest.mark.parametrize("other", ["[[CI/CD]]", "[x](CI/CD.md)", "[[CIA/Build]]", "[[x/CD]]"])
def test_others_that_show_nothing(other: str) -> None:
    assert rules("[[CI/CD]]", **{"Other.md": other}) == ["unwritten-note"]


@pytest.mark.parametrize("node", ["file", "text"])
def test_a_canvas_shows_it_as_well(node: str) -> None:
    shown = "CI/Build.md" if node == "file" else "[[CI/Build]]"
    canvas = f'{{"nodes": [{{"type": "{node}", "{node}": "{shown}"}}]}}'
    assert rules("[[CI/CD]]", **{"Map.canvas": canvas}) == ["broken-link"]


@pytest.mark.parametrize(
    ("link", "files"),
    [
        pytest.param("[[CI/CD]]", ["CI/Build.md"], id="the folder is there"),
        pytest.param("[[ci/CD]]", ["x/CI/map.png"], id="deeper, in another case"),
        pytest.param("[[CI/Deployment]]", ["Deployment.md"], id="the note is elsewhere"),
        pytest.param("[[CI/Deploymnet]]", ["Deployment.md"], id="or one of nearly that name"),
        pytest.param("[[CI/Deployment]]", ["a/Deployment.md", "b/Deployment.md"], id="or two"),
        pytest.param("[x](beds)", ["deep/Beds/North.md"], id="a folder"),
        pytest.param("[x](<Compost heaps>)", ["Compost-heaps.md"], id="a slip"),
    ],
)
def test_what_is_there_speaks_against_a_plan(link: str, files: list[str]) -> None:
    assert rules(link, *files) == ["broken-link"]


DAYS = [f"log/2025-02-{day:02}.md" for day in range(1, 6)]
WRITTEN_OUT = [f"log/2025 02-February {day:02}.md" for day in range(1, 6)]
WEEKS = [f"log/2025-W0{week}.md" for week in range(1, 6)]
MONTHS = [f"log/{month} 2025.md" for month in ("May", "June", "July", "August", "March")]


@pytest.mark.parametrize(
    ("link", "files"),
    [
        ("[[log/2025-02-27]]", DAYS),
        ("[[log/2025-02-27#Tasks|yesterday]]", DAYS),
        ("[[log/2025-02-27.md]]", DAYS),
        ("[x](log/2025-02-27.md)", DAYS),
        ("[x](log/2025-02-27)", DAYS),
        ("[[LOG/2025-03-01]]", DAYS),
        ("[[log/2025 03-March 27]]", WRITTEN_OUT),
        ("[[log/2025-W52]]", WEEKS),
        ("[[log/October 2025]]", MONTHS),
        ("[[log/20250227]]", [f"log/2025020{day}.md" for day in range(1, 6)]),
        ("[[log/27. Februar 2025]]", [f"log/0{day}. März 2025.md" for day in range(1, 6)]),
    ],
)
def test_a_day_of_a_folder_of_days_is_a_plan(link: str, files: list[str]) -> None:
    assert rules(link, *files) == ["unwritten-note"]


@pytest.mark.parametrize(
    ("link", "files"),
    [
        pytest.param("[[log/2025-02-27]]", DAYS[:4], id="a few days"),
        pytest.param("[[log/2025-02-30]]", DAYS, id="no day"),
        pytest.param("[[log/2025-2-27]]", DAYS, id="written in another way"),
        pytest.param("[[log/2025-02-27 Rain]]", DAYS, id="more than a date"),
        pytest.param("[[log/Rain]]", DAYS, id="no date"),
        pytest.param("[[Diary/2025-02-27]]", [*DAYS, "Diary/x.md"], id="of another folder"),
        pytest.param("[[log/1920]]", [f"log/192{at}.md" for at in range(1, 6)], id="a number"),
        pytest.param("[[log/2025-W54]]", WEEKS, id="no week"),
        pytest.param("[[log/2025-02-27.pdf]]", DAYS, id="no note"),
        pytest.param("[[log/2025-02-27]]", [*DAYS, "old/2025-02-27.md"], id="it is elsewhere"),
    ],
)
def test_what_is_not_one_of_the_days(link: str, files: list[str]) -> None:
    assert rules(link, *files) == ["broken-link"]


@pytest.mark.parametrize("dialect", [Dialect.GITHUB, Dialect.BOTH])
def test_a_forge_makes_no_days(dialect: Dialect) -> None:
    vault = Vault.from_texts(
        {**APP, "Home.md": "[x](log/2025-02-27.md)", **dict.fromkeys(DAYS, "x")},
        DialectPlan(dialect),
    )
    assert [item.rule for item in check(vault, select=["VK1"]).findings] == ["broken-link"]


@pytest.mark.parametrize("dialect", [Dialect.GITHUB, Dialect.BOTH])
def test_a_forge_makes_no_notes(dialect: Dialect) -> None:
    vault = Vault.from_texts({**APP, "Home.md": "[x](Plain)"}, DialectPlan(dialect))
    assert [item.rule for item in check(vault, select=["VK1"]).findings] == ["broken-link"]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        pytest.param(
            "[[a:b]]", 'a name cannot contain ":": a note can be called "a - b"', id="a colon"
        ),
        pytest.param(
            "[[Soil: a story]]",
            'a name cannot contain ":": a note can be called "Soil - a story"',
            id="of a title",
        ),
        pytest.param(
            r"[[x\y]]", r'a name cannot contain "\": a note can be called "x - y"', id="a backslash"
        ),
        pytest.param("[[::]]", 'a name cannot contain ":"', id="nothing else"),
        pytest.param(
            "[[.net]]",
            'the app does not see files whose names begin with ".": a note can be called "net"',
            id="a hidden file",
        ),
        pytest.param(
            "[x](./Part:%20One)",
            'a name cannot contain ":": a note can be called "Part - One"',
            id="Markdown",
        ),
        pytest.param("%% [[a:b]] %%", None, id="in a comment"),
    ],
)
def test_a_name_that_no_note_can_have(link: str, said: str | None) -> None:
    (found,) = check({**APP, "Home.md": link}, select=["VK1"]).findings
    assert (found.rule, str(found.severity)) == ("broken-link", "error")
    assert found.message.startswith("no note can have the ")
    assert said is None or found.help == said


def test_what_opens_has_a_name_whatever_it_is() -> None:
    assert rules(r"[[a:b]] [[x\y]]", "a:b.md", r"x\y.md") == []


def test_a_pipe_that_a_table_escapes_is_no_backslash() -> None:
    assert rules("| [[Plan\\|so]] |\n| - |\n") == ["unwritten-note"]


@pytest.mark.parametrize(
    "text",
    [
        "[[:space:]]*",
        "[[:alpha:][:digit:]]*",
        r"[[\d+]]",
        '[[ . =~ "$pattern" ]]',
        r"[[ . =~ \. ]]",
        "[[ -z $a:$b ]]",
    ],
)
def test_code_is_no_name(text: str) -> None:
    assert rules(text) == ["unwritten-note"]


@pytest.mark.parametrize("link", [r"[[beds\North]]", r"[[my\_note]]", r"[[garden\beds\North]]"])
def test_what_a_path_means_without_its_backslashes(link: str) -> None:
    files = {**APP, "Home.md": link, "garden/beds/North.md": "x", "my_note.md": "x"}
    (found,) = [item for item in check(files).findings if item.rule == "broken-link"]
    assert found.help is not None
    assert found.help.startswith("names cannot contain a backslash: the vault has ")
    assert str(found.fix.applicability) == "unsafe"


@pytest.mark.parametrize("link", ["[[beds:North]]", "[[beds::North|so]]", "[[Garden:Beds:north]]"])
def test_what_a_path_means_that_a_wiki_divides_by_colons(link: str) -> None:
    files = {**APP, "Home.md": link, "garden/beds/North.md": "x"}
    (found,) = [item for item in check(files).findings if item.rule == "broken-link"]
    assert found.help == (
        '":" separates folders only in some wikis: the vault has "garden/beds/North"'
    )
    assert str(found.fix.applicability) == "unsafe"


@pytest.mark.parametrize("link", ["[[beds: North]]", "[[beds:South]]", "[[b:North]]", "[[:North]]"])
def test_a_colon_that_divides_no_folders(link: str) -> None:
    files = {**APP, "Home.md": link, "garden/beds/North.md": "x"}
    (found,) = [item for item in check(files).findings if item.rule == "broken-link"]
    assert found.help is None or "divides" not in found.help


def test_three_brackets_are_no_plan_for_a_path() -> None:
    assert rules("[[[CI/CD]]]") == ["broken-link"]


def test_an_address_stays_one() -> None:
    (found,) = check({**APP, "Home.md": r"[[C:\x]]"}, select=["VK1"]).findings
    assert found.help == "it names a file outside the vault, which the app does not open"


def test_a_block_without_its_hash_is_known_still() -> None:
    (found,) = check({**APP, "Home.md": "[[Soil^clay]]", "Soil.md": "x ^clay\n"}).findings[:1]
    assert (found.rule, str(found.fix.applicability)) == ("broken-link", "safe")
