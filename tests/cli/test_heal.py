"""``vaultkit heal``: links mended after files were moved by something else."""

import pytest

FILES = {
    ".obsidian/app.json": "{}",
    "Old.md": "# Old\n\nSome words about old things.\n",
    "a/S.md": "[[Old]] and [[Old#Old|so]] and ![[p.png]] and [x](../Old.md)\n",
    "p.png": b"\x89png",
    "C.canvas": '{"nodes": [{"type": "file", "file": "Old.md"}]}',
}


@pytest.fixture
def vault(repository):
    """Commit a vault, move two of its files, and give the repository."""
    repository.commit(FILES)
    (repository.top / "b").mkdir()
    repository.git("mv", "Old.md", "b/New.md")
    repository.git("mv", "p.png", "b/q.png")
    return repository


def test_what_was_whole_is_whole(vault, run) -> None:
    done = run("heal")

    assert done.code == 0
    assert done.out == (
        "C.canvas\n"
        "  1 Old.md -> b/New.md\n"
        "\n"
        "a/S.md\n"
        "  1 [[Old]] -> [[New]]\n"
        "  1 [[Old#Old|so]] -> [[New#Old|so]]\n"
        "  1 ![[p.png]] -> ![[q.png]]\n"
        "  1 [x](../Old.md) -> [x](New.md)\n"
        "\n"
        "healed 5 links in 2 files\n"
    )
    assert done.problems == [
        "run 1 changed 2 files; `vaultkit undo` reverts it",
        "`git add` what was changed before you commit",
    ]
    again = run("heal")
    assert (again.out, again.err) == ("nothing to heal\n", "")
    assert run("check", "--select", "VK101,VK103,VK502").code == 0


def test_undo_takes_it_back(vault, run) -> None:
    before = (vault.top / "a/S.md").read_bytes()
    run("heal")
    run("undo")

    assert (vault.top / "a/S.md").read_bytes() == before


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_looking_writes_nothing_and_says_so_by_the_code(vault, run, option) -> None:
    before = (vault.top / "a/S.md").read_bytes()
    done = run("heal", option)

    assert (done.code, done.err) == (1, "")
    assert "New" in done.out
    assert (vault.top / "a/S.md").read_bytes() == before


def test_since_a_revision(vault, run) -> None:
    vault.git("add", "--all")
    vault.commit()

    assert run("heal").out == "nothing to heal\n"
    assert "healed 5 links" in run("heal", "--since", "HEAD~1").out


def test_an_edited_file_is_found_again(repository, run) -> None:
    lines = [f"line {number} of many words\n" for number in range(10)]
    repository.commit({"Old.md": "".join(lines), "S.md": "[[Old]]"})
    repository.write({"Old.md": None, "New.md": "".join([*lines[:7], "other words\n"])})

    assert "[[Old]] -> [[New]]" in run("heal").out


def test_relative_links_in_a_moved_note(repository, run) -> None:
    repository.commit({"a/S.md": "[x](T.md) some words [y](../U.md)\n", "a/T.md": "", "U.md": ""})
    (repository.top / "b/c").mkdir(parents=True)
    repository.git("mv", "a/S.md", "b/c/S.md")
    run("heal")

    healed = (repository.top / "b/c/S.md").read_text()
    assert healed == "[x](../../a/T.md) some words [y](../../U.md)\n"


def test_a_link_that_another_file_took_over(repository, run) -> None:
    repository.commit(
        {
            ".obsidian/app.json": "{}",
            "x/Same.md": "one thing\n",
            "y/Same.md": "other thing\n",
            "x/S.md": "[[Same]]",
        }
    )
    repository.git("mv", "x/Same.md", "x/Other.md")

    assert "[[Same]] -> [[Other]]" in run("heal").out


def test_a_new_note_of_the_name_is_meant(repository, run) -> None:
    repository.commit({".obsidian/app.json": "{}", "Now.md": "the plan\n", "S.md": "[[Now]]"})
    repository.git("mv", "Now.md", "Then.md")
    repository.write({"Now.md": "a wholly new plan\n"})

    assert run("heal").out == "nothing to heal\n"


def test_what_may_be_one_of_two_is_left(repository, run) -> None:
    repository.commit(
        {"A.md": "same\n", "B.md": "same\n", "S.md": "[[A]] [[B]] [[Gone]]", "Gone.md": "x y\n"}
    )
    repository.write(
        {"A.md": None, "B.md": None, "Gone.md": None, "C.md": "same\n", "D.md": "same\n"}
    )
    done = run("heal")

    assert done.code == 0
    assert done.out == (
        "nothing to heal\n"
        "still broken:\n"
        "  S.md:1 [[A]] led to A.md, which may have become C.md or D.md\n"
        "  S.md:1 [[B]] led to B.md, which may have become C.md or D.md\n"
        "  S.md:1 [[Gone]] led to Gone.md, which is gone\n"
    )


def test_without_git(write, run) -> None:
    write(FILES)
    done = run("heal")

    assert done.code == 2
    assert done.problems[0].startswith(
        "TMP/vault: is not in a git repository, so there is nothing "
    )


def test_without_such_a_revision(vault, run) -> None:
    done = run("heal", "--since", "nope")

    assert done.code == 2
    assert done.problems[0].startswith("--since nope: no such commit, branch or tag in ")


@pytest.mark.parametrize("name", ["n | x", "n # x", "n [[x", "n ]] x"])
def test_a_name_that_no_wikilink_can_hold_lets_others_be_healed(repository, run, name) -> None:
    repository.commit(
        {
            "A.md": '---\nup: "[[B]]"\n---\n[[B]] ![[B]] [[B|B]] [x](B.md) [[D]]\n',
            "B.md": "words of one\n",
            "Base.base": "filters: file.hasLink([[B]])\n",
            "C.canvas": '{"nodes": [{"type": "text", "text": "[[B]] [[D]]"}]}',
            "D.md": "others\n",
        }
    )
    (repository.top / "B.md").rename(repository.top / f"{name}.md")
    (repository.top / "D.md").rename(repository.top / "E.md")
    done = run("heal")

    assert f"  A.md:4 [[B]] could not be written so that it leads to {name}.md\n" in done.out
    assert f"  C.canvas:1 [[B]] could not be written so that it leads to {name}.md\n" in done.out
    assert f"  Base.base:1 B could not be written so that it leads to {name}.md\n" in done.out
    assert "[[B]] ![[B]] [[B|B]] " in (repository.top / "A.md").read_text("utf-8")
    assert (repository.top / "A.md").read_text("utf-8").endswith(" [[E]]\n")
    assert "[[B]] [[E]]" in (repository.top / "C.canvas").read_text("utf-8")


DAY = "---\ntype: daily\nmood:\n---\n## Plan\n\n- [ ] Stretch for ten minutes\n\n## Log\n\n"


def test_a_note_of_the_same_template_is_another_note(repository, run) -> None:
    repository.commit(
        {
            "S.md": "On [[2024-01-01]] and [[2024-01-02]].\n",
            "2024-01-01.md": f"{DAY}Met the dentist.\n",
            "2024-01-02.md": f"{DAY}Stayed in bed.\n",
        }
    )
    repository.write({"2024-01-01.md": None, "2024-02-09.md": f"{DAY}Went skiing.\n"})

    assert run("heal").out == (
        "nothing to heal\n"
        "still broken:\n"
        "  S.md:1 [[2024-01-01]] led to 2024-01-01.md, which is gone\n"
    )


def test_an_untouched_template_may_be_another_one(repository, run) -> None:
    repository.commit({"S.md": "On [[Old]].\n", "Old.md": DAY, "Day.md": f"{DAY}Rain.\n"})
    repository.write({"Old.md": None, "New.md": DAY})

    assert run("heal").out == (
        "nothing to heal\n"
        "still broken:\n"
        "  S.md:1 [[Old]] led to Old.md, which may have become New.md\n"
    )


def test_links_follow_notes_that_took_each_others_names(repository, run) -> None:
    repository.commit(
        {
            ".obsidian/app.json": "{}",
            "A.md": "All about apples, as in [[A#x]], not [[B]].\n\nThey ripen late.\n",
            "B.md": "All about bears.\n",
            "S.md": "[[A]], [[B]] and [[A|apples]]\n[x](B.md)\n",
            "C.canvas": '{"nodes": [{"type": "file", "file": "A.md"}]}',
            "D.base": 'filters: file.hasLink("A")\n',
        }
    )
    (repository.top / "A.md").rename(repository.top / "C.md")
    (repository.top / "B.md").rename(repository.top / "A.md")
    (repository.top / "C.md").rename(repository.top / "B.md")
    repository.write({"Later.md": "[[A]]\n"})
    done = run("heal")

    assert done.out == (
        "B.md\n"
        "  1 [[A#x]] -> [[B#x]]\n"
        "  1 [[B]] -> [[A]]\n"
        "\n"
        "C.canvas\n"
        "  1 A.md -> B.md\n"
        "\n"
        "D.base\n"
        "  1 A -> B\n"
        "\n"
        "S.md\n"
        "  1 [[A]] -> [[B]]\n"
        "  1 [[B]] -> [[A]]\n"
        "  1 [[A|apples]] -> [[B|apples]]\n"
        "  2 [x](B.md) -> [x](A.md)\n"
        "\n"
        "healed 8 links in 4 files\n"
    )
    assert run("heal").out == "nothing to heal\n"


def test_a_link_to_one_of_two_exchanged_notes_that_was_written_since_stays(repository, run) -> None:
    repository.commit({"A.md": "apples\n", "B.md": "bears\n", "S.md": "[[A]]\n", "T.md": "[[A]]\n"})
    repository.write(
        {"A.md": "bears\n", "B.md": "apples\n", "S.md": "[[A]] and [[A]]\n", "T.md": "x [[A]]\n"}
    )

    assert run("heal").out == "T.md\n  1 [[A]] -> [[B]]\n\nhealed 1 link in 1 file\n"
