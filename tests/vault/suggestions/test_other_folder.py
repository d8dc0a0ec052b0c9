"""Where the vault itself shows that a file has moved, and where it only looks so."""

from pathlib import Path

import pytest

from vaultkit import Vault, check
from vaultkit.report.record import Finding
from vaultkit.vault.files.tree import MemoryTree
from vaultkit.vault.suggestions.distinctive_names import is_telling

FOLDER = "it is a folder, and links open only files"


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
        ("[[old/Bean plan]]", ["new/Bean plan.md"]),
        ("[[a/old/Bean plan]]", ["a/new/Bean plan.md"]),  # the last folder counts
        ("[x](../old/Bean%20plan.md)", ["new/Bean plan.md"]),
        ("![[old/soil map.png]]", ["img/soil map.png"]),
        (
            "[[Design notes/Goals]]",
            ["07-Design-Notes/Goals.md"],
        ),  # as it is written now
        ("[[old/2024-05-01]]", ["daily/2024-05-01.md"]),
        ("[[uncategorised/Bean plan]]", ["c/ml/Bean plan.md", "c/uncategorised/Else.md"]),
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
        ("[[uncategorised/Bean plan]]", ["ml/Bean plan.md", "uncategorised/Else.md"]),
        ("[[Design/Goals]]", ["07 - Design/Team.md", "Alpha/Goals.md"]),  # its name has a number
        ("[x](./Bean%20plan.md)", ["ml/Bean plan.md"]),  # names no folder
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
    assert applicability("[[old/Bean plan]]", "a/Bean plan.md", "b/Bean plan.md") is None


ROOTED = {"a/Other.md": "[x](/img/one.png) [y](/Home.md)\n"}


def test_a_slash_at_the_beginning_is_the_vaults_where_others_that_have_it_open() -> None:
    files = ["img/one.png", "new/Bean plan.md"]
    assert applicability("[x](/old/Bean%20plan.md)", *files, **ROOTED) == "safe"
    assert applicability("[x](/old/Bean%20plan.md)", *files) == "unsafe"


def test_one_link_that_opens_from_the_root_may_be_chance() -> None:
    one = {"a/Other.md": "[x](/img/one.png) [z](/img/none.png)\n"}
    assert (
        applicability("[x](/old/Bean%20plan.md)", "img/one.png", "new/Bean plan.md", **one)
        == "unsafe"
    )


def test_a_lone_word_behind_a_slash_may_be_a_page_of_a_site() -> None:
    assert applicability("[x](/old/Optuna.md)", "ml/Optuna.md", "img/one.png", **ROOTED) == "unsafe"
    assert applicability("[[old/Optuna]]", "ml/Optuna.md") == "safe"


def test_several_names_of_one_folder_that_are_elsewhere_bear_each_other_out() -> None:
    others = {"Else.md": "[[old/Pandas]]\n"}
    files = ["new/Optuna.md", "ml/Pandas.md"]
    assert applicability("[[old/Optuna]]", *files, **others) == "safe"
    assert (
        applicability("[[old/Optuna]] [[old/Less]] [[old/More]] [[old/Most]]", *files, **others)
        == "unsafe"
    )


@pytest.mark.parametrize("sign", ["pages/a___b.md", "pages/a%2Fb.md", "logseq/config.edn"])
def test_a_slash_may_be_part_of_a_title(sign: str) -> None:
    assert applicability("[[How to/Bean plan]]", "pages/Bean plan.md", sign) == "unsafe"


@pytest.mark.parametrize(
    "link",
    [
        "[x](/tags/bean-plan)",
        "[x](../tags/bean-plan)",
        "[[day4-security/bean-plan]]",
        "[x](gone/bean-plan/)",
    ],
)
def test_a_folder_that_a_site_or_a_series_will_have(link: str) -> None:
    files = ["notes/bean-plan.md", "day12-rights/x.md", "img/one.png"]
    assert applicability(link, *files, at="a/Home.md", **ROOTED) != "safe"


@pytest.mark.parametrize(
    "double", ["Bean plan 1", "Bean plan (1)", "bean plan-2", "04 - Bean Plan", "Bean plan copy"]
)
def test_a_name_that_was_taken_when_another_note_came_says_nothing(double: str) -> None:
    assert applicability("[[old/Bean plan]]", "new/Bean plan.md", f"new/{double}.md") == "unsafe"
    assert applicability("![[old/soil map.png]]", "a/soil map.png", "a/soil map 1.png") == "unsafe"


def test_a_note_put_aside_is_another_one() -> None:
    assert applicability("[[Theory/Bean plan]]", "Tags/Bean plan.md") == "unsafe"


class Had:
    """A history that knows of a file only that it is gone."""

    key = b""

    def moved(self, linkpath: str, folder: str) -> None:
        """Say that nobody knows."""

    def had(self, linkpath: str, folder: str) -> bool:
        return linkpath == "old/Bean plan"

    def ignores(self, path: str) -> bool:
        return False


def test_what_history_knows_to_be_deleted_has_not_moved() -> None:
    files = {"Home.md": "[[old/Bean plan]] [[old/Pea plan]]\n", "new/Bean plan.md": "x"}
    vault = Vault(MemoryTree({**files, "new/Pea plan.md": "x"}, Had()))
    slips = [vault.suggester.near_miss(f"old/{name} plan", "") for name in ("Bean", "Pea")]
    assert [near_miss is not None and near_miss.sure for near_miss in slips] == [False, True]


def test_the_help_says_what_shows_it() -> None:
    assert found("[[old/Bean plan]]", "new/Bean plan.md").help == (
        'found in another folder: "new/Bean plan" '
        '(the vault has no folder "old", and no other file of that name)'
    )
    assert found("[[new/Bean plan]]", "new/Else.md", "ml/Bean plan.md").help == (
        'perhaps in another folder: "ml/Bean plan"'
    )


@pytest.mark.parametrize(
    "link",
    [
        "[[Projects/Bean plan]]",
        "[[Projects/Bean plan/]]",
        "[[projects/BEAN plan]]",
        "[x](Projects/Bean%20plan/)",
        "[x](../Projects/Bean%20plan)",
        "[[/Projects/Bean plan]]",
    ],
)
def test_a_folder_is_no_note_that_lies_elsewhere(link) -> None:
    item = found(link, "Projects/Bean plan/Plan.md", "ml/Bean plan.md", at="notes/Home.md")
    assert (item.help, item.fix) == (FOLDER, None)


def test_the_end_of_a_folders_path_is_one_too() -> None:
    item = found("[[Bean plan/Trials]]", "work/Bean plan/Trials/One.md", "ml/Trials.md")
    assert (item.help, item.fix) == (FOLDER, None)


def test_a_folder_on_disk_without_a_file(tmp_path: Path) -> None:
    (tmp_path / "Projects" / "Bean plan").mkdir(parents=True)
    (tmp_path / "ml").mkdir()
    (tmp_path / "ml" / "Bean plan.md").touch()
    (tmp_path / "Home.md").write_text("[[Projects/Bean plan]]\n")
    (item,) = check(tmp_path, select=["broken-link"]).findings
    assert item.fix is None


def test_a_name_without_a_slash_may_be_a_note_beside_the_folder_of_that_name() -> None:
    files = {"Home.md": "[[Optunna]]\n", "Optunna/One.md": "x\n"}
    assert not check(files, select=["broken-link"]).findings
