"""What an earlier check saw, where there is no git: moved files are known, and links are healed."""

import os
import re
import shutil
import time

import pytest

FILES = {
    ".obsidian/app.json": "{}",
    "Old.md": "# Old\n\nSome words about old things.\n",
    "a/S.md": "[[Old]] and [[Old#Old|so]] and ![[p.png]] and [x](../Old.md)\n",
    "p.png": b"\x89png",
    "C.canvas": '{"nodes": [{"type": "file", "file": "Old.md"}]}',
}
BALLAST = {"ballast.bin": bytes(200_000)}
"""With this the vault is large enough that facts of notes are kept, too."""
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
DAY = "---\ntype: daily\n---\n## Plan\n\nWrite down three things to be glad of.\n\n## Log\n\n"


@pytest.fixture(params=[{}, BALLAST], ids=["small", "large"])
def vault(request, write):
    """Write a vault, and give its folder."""
    return write({**FILES, **request.param})


def move(vault, old: str, new: str) -> None:
    """Move a file, as ``mv`` does."""
    (vault / new).parent.mkdir(parents=True, exist_ok=True)
    (vault / old).rename(vault / new)


def helps(ran) -> list[str]:
    """Return the help of each finding on a link that leads nowhere, with TIME for the time."""
    found = [item for item in ran.json["findings"] if item["code"] in ("VK101", "VK102", "VK103")]
    return [TIME.sub("TIME", item.get("help") or "") for item in found]


def look(run, *options: str) -> list[str]:
    return helps(run("check", "--format", "json", *options))


RENAMED = 'it is now called "b/New" (renamed since the check of TIME)'
MOVED = 'found in another folder: "b/Old" (moved since the check of TIME)'


def test_a_file_that_was_moved_between_two_checks(vault, run) -> None:
    run("check")
    move(vault, "Old.md", "b/New.md")

    assert look(run).count(RENAMED) == 3
    assert look(run).count(RENAMED) == 3
    fixed = run("fix", "--select", "broken-link")
    assert "2 fixed" in fixed.out or "[[New|Old]]" in (vault / "a/S.md").read_text()
    assert (vault / "a/S.md").read_text() == (
        "[[New|Old]] and [[New#Old|so]] and ![[p.png]] and [x](New.md)\n"
    )


def test_one_that_kept_its_name(write, run) -> None:
    vault = write({**FILES, "a/S.md": "[x](../Old.md)\n", "vaultkit.toml": 'dialect = "github"\n'})
    run("check")
    move(vault, "Old.md", "b/Old.md")

    assert look(run) == [MOVED]


def test_without_the_cache_nothing_is_known(vault, run) -> None:
    run("check")
    move(vault, "Old.md", "b/New.md")

    assert not any("since the check" in said for said in look(run, "--no-cache"))
    assert RENAMED in look(run)


def test_one_that_is_edited_after_it_was_missed_is_known_still(vault, run, write) -> None:
    run("check")
    move(vault, "Old.md", "b/New.md")
    run("check")
    write({"b/New.md": "Wholly other words.\n"})

    assert RENAMED in look(run)


def test_one_that_is_edited_before_is_found_by_what_it_held_last(vault, run, write) -> None:
    run("check")
    write({"Old.md": "# Old\n\nOther words about old things.\n"})
    run("check")
    move(vault, "Old.md", "b/New.md")

    assert RENAMED in look(run)


def test_one_that_a_fix_wrote_is_known_by_what_that_left(write, run) -> None:
    vault = write(
        {
            **FILES,
            "Old.md": "Some words on [[odd/The Places]].\n",
            "The Places.md": "Words.\n",
        }
    )
    run("check")
    run("fix")
    assert "odd" not in (vault / "Old.md").read_text()
    move(vault, "Old.md", "b/New.md")

    assert RENAMED in look(run)


def test_one_that_vaultkit_renamed_and_somebody_moved_then(vault, run) -> None:
    run("check")
    run("rename", "Old", "Mid")
    move(vault, "Mid.md", "b/New.md")

    assert RENAMED in look(run)


def test_one_that_was_moved_twice(vault, run) -> None:
    run("check")
    move(vault, "Old.md", "Mid.md")
    run("check")
    move(vault, "Mid.md", "b/New.md")

    assert RENAMED in look(run)


def test_one_that_was_gone_for_a_while(vault, run, tmp_path) -> None:
    run("check")
    (vault / "Old.md").rename(tmp_path / "aside")
    assert not any("since the check" in said for said in look(run))
    (vault / "b").mkdir()
    (tmp_path / "aside").rename(vault / "b/New.md")

    assert RENAMED in look(run)


def test_one_that_came_back_is_not_gone(vault, run) -> None:
    run("check")
    move(vault, "Old.md", "b/New.md")
    run("check")
    move(vault, "b/New.md", "Old.md")
    assert look(run) == []
    (vault / "Old.md").unlink()

    assert not any("since the check" in said for said in look(run))


def test_another_file_under_the_name_of_what_one_became(vault, run, write) -> None:
    run("check")
    move(vault, "Old.md", "b/New.md")
    run("check")
    (vault / "b/New.md").unlink()
    run("check")
    write({"b/New.md": "Something else altogether.\n"})

    assert not any("since the check" in said for said in look(run))


def test_a_picture(vault, run) -> None:
    run("check")
    move(vault, "p.png", "b/q.png")
    run("fix", "--select", "broken-embed")

    assert "![[q.png]]" in (vault / "a/S.md").read_text()


def test_another_picture_of_the_same_size(vault, run, write) -> None:
    run("check")
    (vault / "p.png").unlink()
    write({"b/q.png": b"\x89gnp"})
    run("fix", "--select", "broken-embed")

    assert "![[p.png]]" in (vault / "a/S.md").read_text()


def changed(vault, run, change) -> list[str]:
    """Check a vault, change it, and return what a check says then."""
    run("check")
    change()
    return look(run)


@pytest.mark.parametrize("words", ["", " \n", "# Title\n", "- [ ] Call\n", "![[p.png]]\n"])
def test_notes_that_hold_little_are_told_by_no_bytes(write, run, words) -> None:
    vault = write({**FILES, "Old.md": words})

    def change() -> None:
        (vault / "Old.md").unlink()
        write({"b/New.md": words})

    assert not any("since the check" in said for said in changed(vault, run, change))


@pytest.mark.parametrize("third", ["T.md", "b/T.md"])
def test_two_notes_of_the_same_template(write, run, third) -> None:
    vault = write({**FILES, "Old.md": DAY, third: f"{DAY}Met the dentist.\n"})

    def change() -> None:
        (vault / "Old.md").unlink()
        write({"b/New.md": DAY})

    assert not any("since the check" in said for said in changed(vault, run, change))


def test_a_copy_in_place_of_the_file(vault, run) -> None:
    def change() -> None:
        (vault / "b").mkdir()
        shutil.copyfile(vault / "Old.md", vault / "b/New.md")
        os.utime(vault / "b/New.md", (5, 5))
        (vault / "Old.md").unlink()

    assert RENAMED in changed(vault, run, change)


@pytest.mark.parametrize("files", [["b/New.md", "b/Other.md"], ["b/New.md", "Older.md"]])
def test_what_two_files_hold_is_neither(vault, run, files) -> None:
    def change() -> None:
        text = (vault / "Old.md").read_bytes()
        move(vault, "Old.md", "b/New.md")
        for name in files:
            (vault / name).write_bytes(text)

    assert not any("since the check" in said for said in changed(vault, run, change))


def test_what_another_file_held_as_well(vault, run, write) -> None:
    write({"Twin.md": FILES["Old.md"]})

    def change() -> None:
        move(vault, "Old.md", "b/New.md")

    assert not any("since the check" in said for said in changed(vault, run, change))


def test_what_was_there_before_is_no_new_place(vault, run, write) -> None:
    write({"b/New.md": "Other words.\n"})

    def change() -> None:
        (vault / "Old.md").replace(vault / "b/New.md")

    assert not any("since the check" in said for said in changed(vault, run, change))


def test_what_it_became_takes_another_name(vault, run, write) -> None:
    write({"Y.md": "All about something else.\n"})
    run("check")
    move(vault, "Old.md", "b/New.md")
    run("check")
    move(vault, "b/New.md", "Z.md")
    move(vault, "Y.md", "b/New.md")
    move(vault, "Z.md", "Y.md")

    assert RENAMED.replace("b/New", "Y") in look(run)


@pytest.mark.parametrize("edited", ["b/New.md", "Y.md"])
def test_what_it_became_is_edited_and_takes_another_name(vault, run, write, edited) -> None:
    write({"Y.md": "All about something else.\n"})
    run("check")
    move(vault, "Old.md", "b/New.md")
    run("check")
    move(vault, "b/New.md", "Z.md")
    move(vault, "Y.md", "b/New.md")
    move(vault, "Z.md", "Y.md")
    write({edited: "These words are new.\n"})

    assert not any("since the check" in said for said in look(run))


def test_another_text_is_copied_over_what_it_became(vault, run, write) -> None:
    write({"Y.md": "All about something else.\n"})
    run("check")
    move(vault, "Old.md", "b/New.md")
    run("check")
    shutil.copyfile(vault / "Y.md", vault / "b/New.md")

    assert not any("since the check" in said for said in look(run))


def test_two_files_of_one_name(write, run) -> None:
    vault = write(
        {
            **FILES,
            "x/A.md": "On the one.\n",
            "y/A.md": "On the other.\n",
            "S.md": "[[A]] [[x/A]] [[y/A]] [[A.md]]\n",
        }
    )
    run("check")
    move(vault, "x/A.md", "P.md")
    move(vault, "y/A.md", "Q.md")
    found = run("check", "S.md", "--format", "json").json["findings"]

    assert [
        (item["column"], '"P"' in item["help"], '"Q"' in item["help"])
        for item in found
        if "since the check" in (item.get("help") or "")
    ] == [(7, True, False), (15, False, True)]


def test_a_note_that_was_not_yet_written(vault, run, write) -> None:
    write({"b/New.md": "Something new.\n", "T.md": "[[Planned]]\n"})
    (vault / "Old.md").unlink()

    assert not any("since the check" in said for said in look(run))


def test_it_says_when_the_file_was_seen_last(vault, run, monkeypatch) -> None:
    def at(said: str) -> None:
        ms = int(time.mktime(time.strptime(said, "%Y-%m-%d %H:%M"))) * 1000
        for module in ("vault.index.kept_files", "vault.history.earlier_check"):
            monkeypatch.setattr(f"vaultkit.{module}.now", lambda: ms)

    for moment in ("2026-11-28 09:00", "2026-11-29 18:02"):
        at(moment)
        run("check")
    at("2026-11-30 07:30")
    move(vault, "Old.md", "b/New.md")
    for _ in range(2):
        said = run("check", "--select", "broken-link").out
        assert "since the check of 2026-11-29 18:02" in said
    assert "those of the check of 2026-11-29 18:02" in run("heal").err


def test_text_from_standard_input_is_told_of_it_and_keeps_nothing(vault, run) -> None:
    run("check")
    move(vault, "Old.md", "b/New.md")
    asked = ("check", "-", "--stdin-filename", "a/S.md", "--format", "json")

    for _ in range(2):
        assert helps(run(*asked, stdin="[[Old]]\n")) == [RENAMED]
    assert RENAMED in look(run)


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"vaultkit kept files 1 000\nx\n", None])
def test_what_is_kept_is_damaged(vault, run, tmp_path, content) -> None:
    run("check")
    (kept,) = tmp_path.rglob("files.kept")
    if content is None:
        kept.unlink()
        kept.mkdir()
    else:
        kept.write_bytes(content)
    move(vault, "Old.md", "b/New.md")

    assert not any("since the check" in said for said in look(run))
    assert look(run) == look(run, "--no-cache")


def test_every_byte_of_what_is_kept_counts(vault, run, tmp_path) -> None:
    run("check")
    move(vault, "Old.md", "b/New.md")
    expected = look(run)
    (kept,) = tmp_path.rglob("files.kept")
    content = kept.read_bytes()
    for at in range(0, len(content), 17):
        damaged = bytearray(content)
        damaged[at] ^= 0x10
        kept.write_bytes(damaged)

        assert look(run) in (expected, look(run, "--no-cache"))


def test_nothing_can_be_kept(vault, run, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    where = ("--cache-dir", str(tmp_path / "file"))
    run("check", *where)
    move(vault, "Old.md", "b/New.md")

    assert look(run, *where) == look(run, "--no-cache")


def test_clean_forgets_it(vault, run) -> None:
    run("check")
    assert run("cache", "clean").out.endswith(": removed\n")
    move(vault, "Old.md", "b/New.md")

    assert not any("since the check" in said for said in look(run))


def test_info_on_a_vault_of_which_only_that_is_kept(write, run) -> None:
    write(FILES)
    run("check")

    assert re.search(r"/files\.kept: 0 notes, [\d,]+ bytes\n\Z", run("cache", "info").out)


class TestHeal:
    """``vaultkit heal`` in a folder that lies in no repository."""

    @pytest.mark.parametrize("checks", [0, 1, 2])
    def test_links_to_what_was_moved(self, vault, run, checks) -> None:
        run("check")
        move(vault, "Old.md", "b/New.md")
        move(vault, "p.png", "b/q.png")
        for _ in range(checks):
            run("check")
        dry = run("heal", "--dry-run")
        done = run("heal")

        assert (dry.code, done.code) == (1, 0)
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
        told = "without git, link targets are those of the check of TIME"
        assert [TIME.sub("TIME", line) for line in done.problems] == [
            told,
            "run 1 changed 2 files; `vaultkit undo` reverts it",
        ]
        assert run("heal").out == "nothing to heal\n"
        assert run("check", "--select", "VK101,VK103,VK502").code == 0

    def test_undo_takes_it_back(self, vault, run) -> None:
        run("check")
        move(vault, "Old.md", "b/New.md")
        before = (vault / "a/S.md").read_bytes()
        run("heal")
        assert (vault / "a/S.md").read_bytes() != before
        run("undo")

        assert (vault / "a/S.md").read_bytes() == before

    @pytest.mark.parametrize("options", [(), ("--no-cache",)])
    def test_nothing_is_kept(self, write, run, options) -> None:
        write(FILES)
        done = run("heal", *options)

        assert (done.code, done.out) == (2, "")
        assert done.problems[0].startswith("TMP/vault: is not in a git repository, so there ")
        assert done.problems[0].endswith(
            "run `vaultkit check` before files are moved, and `vaultkit heal` after that"
        )

    def test_without_the_cache_it_is_not_asked(self, vault, run) -> None:
        run("check")
        move(vault, "Old.md", "b/New.md")

        assert run("heal", "--no-cache").code == 2

    def test_a_revision_needs_git(self, vault, run) -> None:
        run("check")
        done = run("heal", "--since", "HEAD")

        assert done.code == 2
        assert "is not in a git repository" in done.problems[0]

    def test_in_a_repository_that_has_none_of_the_files(self, repository, run) -> None:
        repository.write(FILES)
        run("check")
        move(repository.top, "Old.md", "b/New.md")

        assert "healed 4 links" in run("heal").out

    def test_in_a_repository_that_has_none_of_them_and_nothing_is_kept(
        self, repository, run
    ) -> None:
        repository.write(FILES)

        assert run("heal").out == "nothing to heal\n"

    def test_git_is_asked_first(self, repository, run) -> None:
        repository.commit(FILES)
        run("check")
        move(repository.top, "Old.md", "b/New.md")
        done = run("heal")

        assert "healed 4 links" in done.out
        assert "those of the check" not in done.err

    def test_moves_at_several_times(self, vault, run, write) -> None:
        write({"T.md": "[[Old]] [[Two]]\n", "Two.md": "Two of them.\n"})
        run("check")
        move(vault, "Old.md", "b/New.md")
        run("check")
        move(vault, "Two.md", "b/Three.md")

        assert "T.md\n  1 [[Old]] -> [[New]]\n  1 [[Two]] -> [[Three]]\n" in run("heal").out

    def test_relative_links_in_a_moved_note(self, write, run) -> None:
        vault = write({"a/S.md": "[x](T.md) some [y](../U.md)\n", "a/T.md": "", "U.md": ""})
        run("check")
        move(vault, "a/S.md", "b/c/S.md")
        run("heal")

        assert (vault / "b/c/S.md").read_text() == "[x](../../a/T.md) some [y](../../U.md)\n"

    def test_a_link_that_another_file_took_over(self, write, run) -> None:
        vault = write(
            {**FILES, "x/Same.md": "one thing\n", "y/Same.md": "other\n", "x/S.md": "[[Same]]"}
        )
        run("check")
        move(vault, "x/Same.md", "x/Other.md")

        assert "x/S.md\n  1 [[Same]] -> [[Other]]\n" in run("heal").out

    @pytest.mark.parametrize("checks", [0, 1])
    def test_a_new_note_of_the_name_is_meant(self, write, run, checks) -> None:
        vault = write({**FILES, "Now.md": "the plan\n", "S.md": "[[Now]]"})
        run("check")
        move(vault, "Now.md", "Then.md")
        for _ in range(checks):
            run("check")
        write({"z/Now.md": "a wholly new plan\n"})

        assert run("heal").out == "nothing to heal\n"

    def test_a_deleted_note_and_an_unrelated_new_one(self, write, run) -> None:
        vault = write({**FILES, "S.md": "[[Old]]\n", "a/S.md": "", "C.canvas": "{}"})
        run("check")
        (vault / "Old.md").unlink()
        write({"b/New.md": "# Old\n\nQuite other words.\n"})

        assert run("heal").out == (
            "nothing to heal\nstill broken:\n  S.md:1 [[Old]] led to Old.md, which is gone\n"
        )

    def test_what_may_be_one_of_two_is_left(self, write, run) -> None:
        vault = write({"A.md": "same words\n", "S.md": "[[A]]"})
        run("check")
        move(vault, "A.md", "C.md")
        write({"D.md": "same words\n"})

        assert run("heal").out == (
            "nothing to heal\n"
            "still broken:\n"
            "  S.md:1 [[A]] led to A.md, which may have become C.md or D.md\n"
        )

    def test_what_was_edited_as_well_may_be_the_note_of_its_name(self, write, run) -> None:
        vault = write({**FILES, "x/A.md": "some words\n", "S.md": "[[x/A]]"})
        run("check")
        move(vault, "x/A.md", "b/A.md")
        write({"b/A.md": "quite other words\n"})

        assert run("heal").out == (
            "nothing to heal\n"
            "still broken:\n"
            "  S.md:1 [[x/A]] led to x/A.md, which may have become b/A.md\n"
        )

    def test_files_of_one_name_that_went_at_several_times(self, write, run) -> None:
        vault = write({**FILES, "x/A.md": "On the one.\n", "S.md": "[[A]]\n"})
        run("check")
        move(vault, "x/A.md", "P.md")
        write({"y/A.md": "On the other.\n"})
        run("check")
        move(vault, "y/A.md", "Q.md")
        run("heal")

        assert (vault / "S.md").read_text() == "[[A]]\n"

    @pytest.mark.parametrize("more", [{}, BALLAST], ids=["small", "large"])
    @pytest.mark.parametrize("checks", [0, 1])
    def test_links_follow_notes_that_took_each_others_names(self, write, run, checks, more) -> None:
        vault = write(
            {
                **more,
                ".obsidian/app.json": "{}",
                "A.md": "All about apples, as in [[A#x]], not [[B]].\n",
                "B.md": "All about bears.\n",
                "S.md": "[[A]], [[B]] and [[A|apples]]\n[x](B.md)\n",
                "T.md": "[[B]]\n",
                "C.canvas": '{"nodes": [{"type": "file", "file": "A.md"}]}',
            }
        )
        for path in vault.rglob("*.*"):
            os.utime(path, (1_000_000_000, 1_000_000_000))
        run("check")
        move(vault, "A.md", "C.md")
        move(vault, "B.md", "A.md")
        move(vault, "C.md", "B.md")
        for _ in range(checks):
            run("check")
        write({"Later.md": "[[A]]\n", "T.md": "[[B]] and [[A]]\n"})

        assert run("heal").out == (
            "B.md\n"
            "  1 [[A#x]] -> [[B#x]]\n"
            "  1 [[B]] -> [[A]]\n"
            "\n"
            "C.canvas\n"
            "  1 A.md -> B.md\n"
            "\n"
            "S.md\n"
            "  1 [[A]] -> [[B]]\n"
            "  1 [[B]] -> [[A]]\n"
            "  1 [[A|apples]] -> [[B|apples]]\n"
            "  2 [x](B.md) -> [x](A.md)\n"
            "\n"
            "healed 7 links in 3 files\n"
        )
        assert run("heal").out == "nothing to heal\n"

    def test_notes_that_have_their_own_names_again(self, write, run) -> None:
        vault = write({**FILES, "A.md": "All apples.\n", "B.md": "All bears.\n", "S.md": "[[A]]\n"})
        for path in vault.rglob("*.*"):
            os.utime(path, (1_000_000_000, 1_000_000_000))
        for _ in range(2):
            run("check")
            move(vault, "A.md", "C.md")
            move(vault, "B.md", "A.md")
            move(vault, "C.md", "B.md")

        assert run("heal").out == "nothing to heal\n"
