"""What a query reads from: what is there, and what is meant where it is not."""

import pytest

from vaultkit import Vault, check

FILES = {
    ".obsidian/app.json": "{}",
    "Notes/Projects/Shed.md": "",
    "Garden/Beds/x.md": "",
    "Café/x.md": "",
    "img/a.png": "",
    "beds/Beds/x.md": "",
    "Café/Plan.md": "",
    "img/Plan.md": "",
}


def query(source: str) -> str:
    return f'```dataview\nLIST FROM "{source}"\n```\n'


@pytest.mark.parametrize(
    "source",
    [
        *("", "/", "Notes", "Notes/Projects", "Notes/Projects/Shed", "Notes/Projects/Shed.md"),
        *("img", "Cafe\u0301", "S"),
    ],
)
def test_what_is_there(source: str) -> None:
    assert Vault.from_texts(FILES | {"S.md": ""}).query_sources.is_there(source)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Projects", 'the vault has "Notes/Projects"'),
        ("Old/Projects", 'the vault has "Notes/Projects"'),
        ("notes", 'Dataview is case-sensitive: the vault has "Notes"'),
        ("notes/projects/", 'Dataview is case-sensitive: the vault has "Notes/Projects"'),
        ("Notes/", 'Dataview allows no slash at either end: write "Notes"'),
        ("/Notes/Projects", 'Dataview allows no slash at either end: write "Notes/Projects"'),
        ("Old/Beds", 'the vault has "Garden/Beds", "beds" and "beds/Beds"'),
        ("Shed", 'the vault has "Notes/Projects/Shed"'),
        ("Old/Plan", 'the vault has "Café/Plan" and "img/Plan"'),
        ("Gardens", 'did you mean "Garden"?'),
        ("Xyz", None),
    ],
)
def test_what_may_be_meant(source: str, said: str | None) -> None:
    (finding,) = check(FILES | {"S.md": query(source)}, select=["broken-query-source"]).findings

    assert finding.help == said


def test_a_daily_note_is_judged_and_a_template_is_not() -> None:
    files = FILES | {
        ".obsidian/daily-notes.json": '{"folder": "days"}',
        "days/2024-05-01.md": query("Xyz"),
        "Templates/Day.md": query("Xyz"),
    }

    found = check(files, select=["broken-query-source"]).findings
    assert [item.path for item in found] == ["days/2024-05-01.md"]
