"""Where the vault itself shows that a file has moved, and where it only looks so."""

from pathlib import Path

import pytest

from vaultkit import check
from vaultkit.report import Finding
from vaultkit.vault.elsewhere import is_telling

FOLDER = "it is a folder, and a link opens only files"


def found(link: str, *others: str, at: str = "Home.md", **texts: str) -> Finding:
    """Return what is found of a broken link in a vault of some other files."""
    files = {".obsidian/app.json": "{}", at: f"{link}\n", **dict.fromkeys(others, "x\n"), **texts}
    findings = check(files, select=["broken-link", "broken-embed"]).findings
    return next(item for item in findings if item.path == at and item.line == 1)


def applicability(link: str, *others: str, at: str = "Home.md", **texts: str) -> str | None:
    fix = found(link, *others, at=at, **texts).fix
    return None if fix is None else str(fix.applicability)


@pytest.mark.parametrize(
    ("link", "others"),
    [
        ("[[old/Optuna]]", ["new/Optuna.md"]),
        ("[[a/old/Optuna]]", ["a/new/Optuna.md"]),  # the last folder counts
        ("[x](../old/Optuna.md)", ["new/Optuna.md"]),
        ("![[old/soil map.png]]", ["img/soil map.png"]),
        ("[[old/2024-05-01]]", ["daily/2024-05-01.md"]),
        ("[[uncategorised/Optuna]]", ["c/ml/Optuna.md", "c/uncategorised/Else.md"]),
    ],
)
def test_a_folder_that_is_gone_and_one_file_of_the_name(link, others) -> None:
    assert applicability(link, *others, at="notes/Home.md") == "safe"


@pytest.mark.parametrize(
    ("link", "others"),
    [
        ("[[2023/Taxes]]", ["2023/Budget.md", "2024/Taxes.md"]),
        ("[[2025/Taxes]]", ["2024/Taxes.md"]),  # of a series, and not begun
        ("[[Week 3/Reading]]", ["Week 2/Reading.md"]),
        ("[[Beta/Goals]]", ["Beta/Team.md", "Alpha/Goals.md"]),
        ("[[Beta/Goals]]", ["Projects/Beta/Team.md", "Projects/Alpha/Goals.md"]),
        ("[[beta/Goals]]", ["Projects/BETA/Team.md", "Projects/Alpha/Goals.md"]),
        ("[[uncategorised/Optuna]]", ["ml/Optuna.md", "uncategorised/Else.md"]),
        ("[x](./Optuna.md)", ["ml/Optuna.md"]),  # names no folder
    ],
)
def test_a_folder_that_is_there_may_get_the_file_yet(link, others) -> None:
    assert applicability(link, *others, at="notes/Home.md") == "unsafe"


@pytest.mark.parametrize(
    "name",
    ["README", "index", "_index", "cover", "template", "Chapter 1", "01", "Untitled 2", "2024"],
)
def test_a_name_that_every_second_folder_has_proves_nothing(name) -> None:
    assert applicability(f"[[gone/{name}]]", f"there/{name}.md") == "unsafe"


@pytest.mark.parametrize("name", ["cover.png", "image-2.png", "Figure 1.1.jpg", "logo.svg"])
def test_nor_does_such_a_name_of_a_picture(name) -> None:
    assert applicability(f"![[gone/{name}]]", f"there/{name}") == "unsafe"


def test_a_name_of_its_own_may_hold_a_number_or_a_common_word() -> None:
    names = ["2024-05-01.md", "Lecture 3 - Limits.md", "IMG_1234.jpg", "Index funds.md", "C++.md"]
    assert [name for name in names if not is_telling(name)] == []


@pytest.mark.parametrize("name", ["SKILL", "AGENTS", "CODE_OF_CONDUCT", "skill", "post"])
def test_nor_does_what_a_file_is_for_its_folder(name: str) -> None:
    assert applicability(f"[[gone/{name}]]", f"there/{name}.md") == "unsafe"


def test_nor_does_a_link_whose_text_names_the_folder() -> None:
    assert applicability("[[gone/Plan B|gone]]", "there/Plan B.md") == "unsafe"
    assert applicability("[Gone](gone/Plan%20B.md)", "there/Plan B.md") == "unsafe"
    assert applicability("[[gone/Plan B|the plan]]", "there/Plan B.md") == "safe"


def test_a_note_is_not_meant_by_its_own_links_in_another_folder_and_case() -> None:
    assert applicability("[[gone/home]]", "there/Else.md", at="Home.md") != "safe"


def test_two_files_of_the_name_prove_nothing() -> None:
    assert applicability("[[old/Optuna]]", "a/Optuna.md", "b/Optuna.md") is None


ROOTED = {"a/Other.md": "[x](/img/one.png) [y](/Home.md)\n"}


def test_a_slash_at_the_beginning_is_the_vaults_where_others_that_have_it_open() -> None:
    files = ["img/one.png", "new/Optuna.md"]
    assert applicability("[x](/old/Optuna.md)", *files, **ROOTED) == "safe"
    assert applicability("[x](/old/Optuna.md)", *files) == "unsafe"


def test_one_link_that_opens_from_the_root_may_be_chance() -> None:
    one = {"a/Other.md": "[x](/img/one.png) [z](/img/none.png)\n"}
    assert applicability("[x](/old/Optuna.md)", "img/one.png", "new/Optuna.md", **one) == "unsafe"


def test_the_help_says_what_shows_it() -> None:
    assert found("[[old/Optuna]]", "new/Optuna.md").help == (
        'it lies elsewhere: the vault has "new/Optuna" '
        '(the vault has no folder "old", and no other file of that name)'
    )
    assert found("[[new/Optuna]]", "new/Else.md", "ml/Optuna.md").help == (
        'it may lie elsewhere: the vault has "ml/Optuna"'
    )


@pytest.mark.parametrize(
    "link",
    [
        "[[Projects/Optuna]]",
        "[[Projects/Optuna/]]",
        "[[projects/OPTUNA]]",
        "[x](Projects/Optuna/)",
        "[x](../Projects/Optuna)",
        "[[/Projects/Optuna]]",
    ],
)
def test_a_folder_is_no_note_that_lies_elsewhere(link) -> None:
    item = found(link, "Projects/Optuna/Plan.md", "ml/Optuna.md", at="notes/Home.md")
    assert (item.help, item.fix) == (FOLDER, None)


def test_the_end_of_a_folders_path_is_one_too() -> None:
    item = found("[[Optuna/Trials]]", "work/Optuna/Trials/One.md", "ml/Trials.md")
    assert (item.help, item.fix) == (FOLDER, None)


def test_a_folder_on_disk_without_a_file(tmp_path: Path) -> None:
    (tmp_path / "Projects" / "Optuna").mkdir(parents=True)
    (tmp_path / "ml").mkdir()
    (tmp_path / "ml" / "Optuna.md").touch()
    (tmp_path / "Home.md").write_text("[[Projects/Optuna]]\n")
    (item,) = check(tmp_path, select=["broken-link"]).findings
    assert item.fix is None


def test_a_name_without_a_slash_may_be_a_note_beside_the_folder_of_that_name() -> None:
    files = {"Home.md": "[[Optunna]]\n", "Optunna/One.md": "x\n"}
    assert not check(files, select=["broken-link"]).findings
