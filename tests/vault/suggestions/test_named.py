"""Names in findings: as a list that reads well, however many there are."""

import pytest

from vaultkit import check


@pytest.mark.parametrize(
    ("folders", "help_"),
    [
        ("ab", '"a/Twin" and "b/Twin"'),
        ("abcd", '"a/Twin", "b/Twin", "c/Twin" and "d/Twin"'),
        ("abcdef", '"a/Twin", "b/Twin", "c/Twin", "d/Twin" and 2 more'),
    ],
)
def test_the_files_that_a_link_may_open(folders: str, help_: str) -> None:
    report = check({"Home.md": "[[Twin]]", **{f"{folder}/Twin.md": "x" for folder in folders}})
    (found,) = [found for found in report.findings if found.rule == "ambiguous-link"]

    assert found.message == f'"Twin" matches {len(folders)} files'
    assert found.help == f"write the path of the one you mean: {help_}"


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (2, '2 notes are cut off from the rest: "B0" and "B1"'),
        (3, '3 notes are cut off from the rest: "B0", "B1" and "B2"'),
        (5, '5 notes are cut off from the rest: "B0", "B1", "B2" and 2 more'),
        (1001, '1,001 notes are cut off from the rest: "B0", "B1", "B10" and 998 more'),
    ],
)
def test_the_notes_of_an_island(members: int, said: str) -> None:
    island = {f"B{number}.md": "[[B0]]" for number in range(members)}
    mainland = {f"A{number}.md": "[[A0]]" for number in range(members + 1)}
    report = check({**island, **mainland}, select=["island"])

    assert [found.message for found in report.findings] == [said]


@pytest.mark.parametrize(
    ("others", "advice"),
    [
        (["Maas.md", "MAAS.md"], "their paths differ only in case; rename all but one of"),
        (["a/Maas.md", "b/Maas.md"], "write the path of the one you mean:"),
    ],
)
def test_no_path_tells_twins_apart_that_differ_in_case(others: list[str], advice: str) -> None:
    files = {"Home.md": "[[Maas]]\n", **dict.fromkeys(others, "words\n")}
    (found,) = check(files, select=["ambiguous-link"]).findings
    assert found.help is not None
    assert found.help.startswith(advice)
