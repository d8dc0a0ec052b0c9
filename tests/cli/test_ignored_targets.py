"""A file that git ignores may be on another machine: it has not moved."""

import pytest

DIARY = {"Home.md": "[[private/Diary]] and words\n", "notes/Diary.md": "words [[Home]]\n"}


@pytest.fixture
def vault(repository):
    """Give a repository with a link to a note that git ignores, as if cloned."""
    repository.commit({**DIARY, ".gitignore": "private/\n", ".obsidian/app.json": "{}"})
    return repository


def applicability(found) -> list[str]:
    return [item["fix"]["applicability"] for item in found if item["code"] == "VK101"]


@pytest.mark.usefixtures("vault")
def test_what_git_ignores_is_not_taken_for_moved(run) -> None:
    assert applicability(run("check", "--format=json").json["findings"]) == ["unsafe"]
    assert run("fix").code == 1


@pytest.mark.usefixtures("eager")
def test_a_check_that_is_kept_knows_when_git_ignores_it_no_more(vault, run, write) -> None:
    write({"ballast.bin": "x" * 200_000})
    options = ("check", "--format=json", "--cache-dir", "../kept")
    assert applicability(run(*options).json["findings"]) == ["unsafe"]
    assert applicability(run(*options).json["findings"]) == ["unsafe"]
    write({".gitignore": ""})
    assert applicability(run(*options).json["findings"]) == ["safe"]
    write({".gitignore": "*/Diary.md\n"})
    assert applicability(run(*options).json["findings"]) == ["unsafe"]
