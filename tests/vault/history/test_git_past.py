"""What a history says of files that are gone, in real repositories."""

import os
import shutil
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from vaultkit.errors import UsageError
from vaultkit.vault.git import command
from vaultkit.vault.history import commit_renames, file_history
from vaultkit.vault.history.git_past import GitPast
from vaultkit.vault.history.past import Moved

Files = Mapping[str, str | bytes | None]

TEXT = "Apples ripen late in the valley.\nThe ladder stands behind the shed.\n"
OTHER = "Frost took half of the pears.\nAsk the neighbour for his press.\n"
TEMPLATE = "---\ntype: daily\nmood:\n---\n## Plan\n\n- [ ] Stretch for ten minutes\n\n## Log\n\n"


def moved(repository, linkpath: str, folder: str = "", *, within: str = "") -> Moved | None:
    """Return what the history says of a link in a vault that lies in a folder."""
    return GitPast(repository.top / within).moved(linkpath, folder)


def path(repository, linkpath: str, folder: str = "", *, within: str = "") -> str | None:
    found = moved(repository, linkpath, folder, within=within)
    return found.path if found else None


def commit(repository, *states: Files) -> list[str]:
    """Commit one state after the other; return the commits' names as they are told."""
    return [repository.commit(state)[:7] for state in states]


@pytest.mark.parametrize(
    ("before", "after", "linkpath", "expected"),
    [
        pytest.param({"Old.md": TEXT}, {"New.md": TEXT}, "Old", "New.md", id="a name"),
        pytest.param({"Old.md": TEXT}, {"New.md": TEXT}, "Old.md", "New.md", id="with .md"),
        pytest.param({"Old.md": TEXT}, {"New.md": TEXT}, "old", "New.md", id="another case"),
        pytest.param({"a/Old.md": TEXT}, {"New.md": TEXT}, "Old", "New.md", id="from a folder"),
        pytest.param({"a/b.md": TEXT}, {"c/b.md": TEXT}, "a/b", "c/b.md", id="another folder"),
        pytest.param({"z/a/b.md": TEXT}, {"c.md": TEXT}, "a/b", "c.md", id="the end of a path"),
        pytest.param({"a/b.md": TEXT}, {"c.md": TEXT}, "/a/b", "c.md", id="from the root"),
        pytest.param({"Old.md": "x\n"}, {"New.md": "x\n"}, "Old", "New.md", id="one letter"),
        pytest.param(
            {"Old.md": TEXT}, {"New.md": TEXT + "More.\n"}, "Old", "New.md", id="edited, renamed"
        ),
        pytest.param(
            {"a/Old.md": TEXT}, {"b/Old.md": TEXT + OTHER}, "a/Old", "b/Old.md", id="edited, moved"
        ),
        pytest.param(
            {"Old.png": b"\x89\0png"},
            {"i/New.png": b"\x89\0png"},
            "Old.png",
            "i/New.png",
            id="image",
        ),
        pytest.param({"v1.2.md": TEXT}, {"v2.md": TEXT}, "v1.2", "v2.md", id="a dot in the name"),
        pytest.param(
            {"Cafe\u0301.md": TEXT}, {"Tea.md": TEXT}, "Caf\u00e9", "Tea.md", id="Unicode form"
        ),
        pytest.param(
            {'a "b" c\n☃.md': TEXT}, {"New ☃.md": TEXT}, 'a "b" c\n☃', "New ☃.md", id="odd names"
        ),
        pytest.param(
            {"old/Tea.md": "", "old/Chai.md": TEXT},
            {"new/Tea.md": "", "new/Chai.md": TEXT},
            "old/Chai",
            "new/Chai.md",
            id="with a folder",
        ),
        pytest.param(
            {"a/1.png": b"\0", "a/2.png": b"\0"},
            {"b/1.png": b"\0", "b/2.png": b"\0"},
            "a/2.png",
            "b/2.png",
            id="the same bytes twice, known by the names",
        ),
    ],
)
def test_a_file_is_found_again(repository, before, after, linkpath, expected) -> None:
    commit(repository, {"Home.md": "[[Old]]\n", **before})
    (last,) = commit(repository, {**dict.fromkeys(before), **after})

    found = moved(repository, linkpath)

    assert found is not None
    same = Path(linkpath).name.removesuffix(".md") == Path(expected).name.removesuffix(".md")
    assert found == (expected, f"{'moved' if same else 'renamed'} in commit {last}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"Old.md": TEXT}, {}, id="deleted"),
        pytest.param({"Old.md": TEXT}, {"New.md": OTHER}, id="an unrelated addition"),
        pytest.param(
            {"Old.md": TEXT}, {"New.md": f"{TEXT}\n# More\n{OTHER}"}, id="a chapter of it"
        ),
        pytest.param({"Old.md": ""}, {"New.md": ""}, id="empty"),
        pytest.param({"Old.md": "\n \n"}, {"New.md": "\n \n"}, id="blank"),
        pytest.param({"Old.md": "---\nx: 1\n---\n"}, {"New.md": "---\nx: 1\n---\n"}, id="no words"),
        pytest.param({"Old.md": TEXT}, {"New.md": TEXT, "Two.md": TEXT}, id="twice"),
        pytest.param({"Old.md": TEXT, "Elder.md": TEXT}, {"New.md": TEXT}, id="merged"),
        pytest.param({"Old.md": TEXT}, {"New.md": TEXT, "Old.md": OTHER}, id="there again"),
        pytest.param({"Old.md": TEXT}, {"New.txt": TEXT + "More.\n"}, id="another kind, edited"),
        pytest.param({"Old.md": TEXT}, {".trash/Old.md": TEXT}, id="in the bin"),
        pytest.param(
            {"Old.md": TEXT},
            {".trash/Old.md": TEXT, "New.md": TEXT + OTHER},
            id="in the bin, its text taken over",
        ),
        pytest.param(
            {"Proof (logic).md": f"---\ncreated: 2023-05-30\n---\n{TEXT}"},
            {
                "Sound argument.md": TEXT + "More.\n",
                "Proof (of what).md": "---\ncreated: 2023-05-30\n---\n[[Sound argument]]\n",
            },
            id="renamed, its text cut out into another",
        ),
        pytest.param(
            {"Proof.md": TEXT},
            {"Sound argument.md": TEXT + "More.\n", "Kinds of proof.md": "[[Sound argument]]\n"},
            id="renamed to what has a word of its name",
        ),
        pytest.param(
            {"Old.md": f"{TEXT}{OTHER}Five baskets, six jars.\n", "Log.md": "x\n"},
            {"New.md": TEXT + OTHER, "Log.md": "x\nFive baskets, six jars.\n"},
            id="a part of it went to a note that was there",
        ),
        pytest.param({"Old.png": b"\0one"}, {"New.png": b"\0two"}, id="another image"),
        pytest.param({"a/Old.md": TEXT}, {"b/Old.md": OTHER}, id="the name alone"),
        pytest.param({"a/Old.png": b"\0one"}, {"b/Old.png": b"\0two"}, id="an image's name alone"),
        pytest.param({"Old.md": f"{TEMPLATE}Rain.\n"}, {"New.md": f"{TEMPLATE}Sun.\n"}, id="days"),
        pytest.param(
            {"Old.md": TEXT}, {"New.md": TEXT + "More.\n", "Two.md": TEXT + "Else.\n"}, id="rivals"
        ),
        pytest.param(
            {"Old.md": TEMPLATE, "2024-01-01.md": f"{TEMPLATE}Rain.\n"},
            {"New.md": TEMPLATE + "- Sun.\n"},
            id="what a third note holds",
        ),
    ],
)
def test_a_file_is_not_found_again(repository, before, after) -> None:
    commit(repository, {"Home.md": "[[Old]]\n", **before})
    commit(repository, {**dict.fromkeys(before), **after})

    first = next(iter(before))
    assert moved(repository, first.removesuffix(".md")) is None
    assert moved(repository, first.rpartition("/")[2].removesuffix(".md")) is None


def test_what_a_third_file_holds_unchanged_is_no_evidence(repository) -> None:
    commit(repository, {"Old.md": TEXT, "Third.md": TEXT})
    commit(repository, {"Old.md": None, "New.md": TEXT})
    commit(repository, {"Log.md": "x\n", "Chapter.md": f"{TEXT}1\n", "Draft.md": f"{TEXT}2\n"})
    commit(repository, {"Draft.md": None, "Final.md": f"{TEXT}3\n"})

    assert moved(repository, "Old") is None
    assert moved(repository, "Draft") is None


def test_later_renames_are_followed(repository) -> None:
    states = [{"A.md": None, "B.md": TEXT}, {"B.md": None, "c/B.md": TEXT}, {"Log.md": "x\n"}]
    (_, first, second, _) = commit(repository, {"A.md": TEXT}, *states)

    assert moved(repository, "A") == ("c/B.md", f"renamed in commits {first} and {second}")
    assert moved(repository, "c/A") is None


def test_many_renames_are_not_all_listed(repository) -> None:
    names = [f"{letter}.md" for letter in "ABCDEFG"]
    pairs = pairwise(names)
    commits = commit(repository, {"A.md": TEXT}, *({a: None, b: TEXT} for a, b in pairs))

    said = "renamed in commits {}, {}, {} and 3 more".format(*commits[1:4])
    assert moved(repository, "A") == ("G.md", said)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        pytest.param([{"B.md": None}], None, id="deleted then"),
        pytest.param([{"B.md": None}, {"B.md": TEXT}], "B.md", id="deleted and brought back"),
        pytest.param(
            [{"B.md": None}, {"B.md": OTHER}], None, id="deleted, and another of the name"
        ),
        pytest.param([{"B.md": None, "A.md": TEXT}, {"A.md": None}], None, id="back and deleted"),
        pytest.param(
            [{"B.md": None, "A.md": TEXT}, {"A.md": None, "C.md": TEXT}], "C.md", id="back and off"
        ),
        pytest.param([{"B.md": OTHER}], "B.md", id="edited then"),
        pytest.param([{"A.md": OTHER}, {"A.md": None}], None, id="another of the name, deleted"),
        pytest.param(
            [{"A.md": OTHER}, {"A.md": None, "C.md": OTHER}],
            None,
            id="another of the name, renamed",
        ),
        pytest.param([{"A.md": TEXT}, {"A.md": None}], None, id="a copy of it came and went"),
    ],
)
def test_what_came_of_it_later_counts(repository, states, expected) -> None:
    commit(repository, {"A.md": TEXT}, {"A.md": None, "B.md": TEXT}, *states)

    assert path(repository, "A") == expected


def test_of_several_files_of_a_name_all_have_to_agree(repository) -> None:
    commit(repository, {"a/Old.md": TEXT, "b/Old.md": OTHER})
    commit(repository, {"a/Old.md": None, "New.md": TEXT}, {"b/Old.md": None, "Else.md": OTHER})

    assert path(repository, "Old") is None
    assert path(repository, "a/Old") == "New.md"
    assert path(repository, "Old.md", "b/") == "Else.md"
    assert path(repository, "../b/Old.md", "a/") == "Else.md"
    assert path(repository, "./Old.md", "a/") == "New.md"
    assert path(repository, "./Old.md") is None
    assert path(repository, "/Old.md") is None


def test_the_end_of_a_path_is_that_of_whole_names(repository) -> None:
    commit(repository, {"My Old.md": TEXT, "xa/b.md": OTHER})
    commit(repository, {"My Old.md": None, "xa/b.md": None, "New.md": TEXT, "c.md": OTHER})

    assert path(repository, "Old") is None
    assert path(repository, "a/b") is None


@pytest.mark.parametrize("name", ["Untitled", "untitled 2"])
def test_a_name_that_the_app_gives_for_a_while_tells_nothing(repository, name) -> None:
    commit(repository, {f"{name}.md": TEXT}, {f"{name}.md": None, "New.md": TEXT})

    assert path(repository, name) is None


class TestBranches:
    def test_a_rename_on_a_branch_is_found_once_it_is_merged(self, repository) -> None:
        commit(repository, {"Old.md": TEXT, "Log.md": "x\n"})
        repository.git("switch", "--quiet", "--create", "topic")
        (renamed,) = commit(repository, {"Old.md": None, "New.md": TEXT})
        repository.git("switch", "--quiet", "main")
        commit(repository, {"Log.md": "y\n"})
        assert moved(repository, "Old") is None

        repository.git("merge", "--quiet", "--no-edit", "topic")

        assert moved(repository, "Old") == ("New.md", f"renamed in commit {renamed}")

    def test_branches_that_disagree_leave_it_open(self, repository) -> None:
        commit(repository, {"Old.md": TEXT})
        repository.git("switch", "--quiet", "--create", "topic")
        commit(repository, {"Old.md": None, "New.md": TEXT})
        repository.git("switch", "--quiet", "main")
        commit(repository, {"Old.md": None, "Else.md": TEXT})
        repository.git("merge", "--quiet", "--no-commit", "topic", check=False)
        repository.git("checkout", "topic", "--", "New.md")
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--no-verify", "--message=x")

        assert moved(repository, "Old") is None

    def test_a_rename_on_two_branches_is_one(self, repository) -> None:
        commit(repository, {"Old.md": TEXT})
        repository.git("switch", "--quiet", "--create", "topic")
        commit(repository, {"Old.md": None, "New.md": TEXT})
        repository.git("switch", "--quiet", "main")
        commit(repository, {"Old.md": None, "New.md": TEXT}, {"Log.md": "x\n"})
        repository.git("merge", "--quiet", "--no-edit", "topic")
        commit(repository, {"New.md": None, "n/New.md": TEXT})

        assert path(repository, "Old") == "n/New.md"

    def test_a_rename_in_the_merge_itself(self, repository) -> None:
        commit(repository, {"Old.md": TEXT, "Log.md": "x\n"})
        repository.git("switch", "--quiet", "--create", "topic")
        commit(repository, {"Two.md": OTHER})
        repository.git("switch", "--quiet", "main")
        commit(repository, {"Log.md": "y\n"})
        repository.git("merge", "--quiet", "--no-commit", "topic")
        (merge,) = commit(repository, {"Old.md": None, "New.md": TEXT})

        assert moved(repository, "Old") == ("New.md", f"renamed in commit {merge}")

    def test_what_the_other_branch_brought_is_no_new_name(self, repository) -> None:
        """Of a merge, a file that one of the branches had is not one that the merge made."""
        commit(repository, {"Old.md": TEXT, "Log.md": "x\n"})
        repository.git("switch", "--quiet", "--create", "topic")
        commit(repository, {"Copy.md": TEXT})
        repository.git("switch", "--quiet", "main")
        commit(repository, {"Log.md": "y\n"})
        repository.git("merge", "--quiet", "--no-commit", "topic")
        commit(repository, {"Old.md": None})

        assert moved(repository, "Old") is None

    def test_clocks_that_go_wrong(self, repository, monkeypatch) -> None:
        monkeypatch.setenv("GIT_COMMITTER_DATE", "2030-01-01T00:00:00Z")
        commit(repository, {"A.md": TEXT})
        for at, (old, new) in enumerate(["AB", "BC", "CA", "AD"]):
            monkeypatch.setenv("GIT_COMMITTER_DATE", f"202{9 - at}-01-01T00:00:00Z")
            commit(repository, {f"{old}.md": None, f"{new}.md": TEXT})

        assert [path(repository, name) for name in "ABC"] == ["D.md"] * 3

    def test_a_history_with_two_beginnings(self, repository) -> None:
        commit(repository, {"Old.md": TEXT}, {"Old.md": None, "New.md": TEXT})
        repository.git("switch", "--quiet", "--orphan", "other")
        commit(repository, {"Log.md": "x\n"})
        repository.git("switch", "--quiet", "main")
        repository.git("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", "other")

        assert path(repository, "Old") == "New.md"

    def test_a_head_that_is_no_branch(self, repository) -> None:
        commit(repository, {"Old.md": TEXT}, {"Old.md": None, "New.md": TEXT}, {"Log.md": "x\n"})
        repository.git("checkout", "--quiet", "--detach", "HEAD~1")
        assert path(repository, "Old") == "New.md"

        repository.git("checkout", "--quiet", "HEAD~1")
        assert path(repository, "Old") is None


class TestWhereAVaultLies:
    def test_in_a_folder_of_the_repository(self, repository) -> None:
        commit(repository, {"notes/a/Old.md": TEXT, "Old.md": OTHER, "notes/Home.md": "x\n"})
        commit(repository, {"notes/a/Old.md": None, "notes/New.md": TEXT, "Old.md": None})

        assert path(repository, "a/Old", within="notes") == "New.md"
        assert path(repository, "Old", within="notes") == "New.md"
        assert path(repository, "notes/a/Old", within="notes") is None

    def test_what_was_never_in_the_vault_was_not_meant(self, repository) -> None:
        commit(repository, {"Old.md": TEXT, "notes/Home.md": "x\n"})
        commit(repository, {"Old.md": None, "notes/New.md": TEXT})

        assert path(repository, "Old", within="notes") is None

    def test_what_left_the_vault_is_no_file_of_it(self, repository) -> None:
        commit(repository, {"notes/Old.md": TEXT, "notes/Home.md": "x\n"})
        commit(repository, {"notes/Old.md": None, "New.md": TEXT})
        assert path(repository, "Old", within="notes") is None

        commit(repository, {"New.md": None, "notes/Back.md": TEXT})
        assert path(repository, "Old", within="notes") == "Back.md"

    @pytest.mark.parametrize("before", ["", "vault/", "deep/er/"])
    def test_a_vault_that_was_another_folder(self, repository, before) -> None:
        commit(repository, {f"{before}a/Old.md": TEXT, f"{before}Home.md": "[[Old]]\n"})
        commit(repository, {f"{before}a/Old.md": None, f"{before}a/New.md": TEXT})
        commit(
            repository,
            {f"{before}a/New.md": None, f"{before}Home.md": None}
            | {"notes/a/New.md": TEXT, "notes/Home.md": "[[Old]]\n"},
        )

        assert path(repository, "a/Old", within="notes") == "a/New.md"
        assert path(repository, "Old", within="notes") == "a/New.md"

    def test_behind_a_link_to_the_vault(self, repository, tmp_path) -> None:
        commit(repository, {"notes/Old.md": TEXT}, {"notes/Old.md": None, "notes/New.md": TEXT})
        (tmp_path / "link").symlink_to(repository.top / "notes")

        assert GitPast(tmp_path / "link").moved("Old", "").path == "New.md"

    def test_links_and_modules_are_no_notes(self, repository) -> None:
        commit(repository, {"Log.md": "x\n"})
        (repository.top / "Old.md").symlink_to("Log.md")
        repository.git("add", "--all")
        commit(repository, {})
        (repository.top / "Old.md").rename(repository.top / "New.md")
        repository.git("add", "--all")
        commit(repository, {})

        assert path(repository, "Old") is None


class TestWhatCannotBeRead:
    @pytest.fixture
    def renamed(self, repository):
        commit(repository, {"Old.md": TEXT, "Log.md": "x\n"})
        commit(repository, {"Old.md": None, "New.md": TEXT}, {"Log.md": "y\n"})
        return repository

    def test_no_repository(self, tmp_path) -> None:
        past = GitPast(tmp_path)

        assert past.moved("Old", "") is None
        assert past.key == b""

    def test_no_commit(self, repository) -> None:
        assert path(repository, "Old") is None

    def test_no_git(self, renamed, monkeypatch) -> None:
        monkeypatch.setenv("PATH", os.devnull)

        assert path(renamed, "Old") is None

    def test_another_users_repository(self, renamed, monkeypatch) -> None:
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

        assert path(renamed, "Old") is None

    def test_a_bare_repository(self, renamed, tmp_path) -> None:
        renamed.git("clone", "--quiet", "--bare", renamed.top, tmp_path / "bare")

        assert GitPast(tmp_path / "bare").moved("Old", "") is None

    @pytest.mark.parametrize(("depth", "expected"), [(1, None), (2, None), (3, "New.md")])
    def test_a_shallow_clone(self, renamed, tmp_path, depth, expected) -> None:
        url = f"file://{renamed.top}"
        renamed.git("clone", "--quiet", f"--depth={depth}", url, tmp_path / "clone")
        past = GitPast(tmp_path / "clone")
        found = past.moved("Old", "")

        assert (found.path if found else None) == expected

    @pytest.mark.parametrize("kind", ["blob:none", "tree:0"])
    def test_a_partial_clone_fetches_nothing(self, repository, tmp_path, kind) -> None:
        commit(repository, {"Old.md": TEXT, "Same.md": OTHER})
        commit(repository, {"Old.md": None, "Same.md": None, "New.md": TEXT[::-1], "M.md": OTHER})
        commit(repository, {"New.md": TEXT + "More.\n"})
        repository.git("config", "uploadpack.allowFilter", "true")
        url = f"file://{repository.top}"
        repository.git("clone", "--quiet", f"--filter={kind}", url, tmp_path / "clone")
        packs = sorted((tmp_path / "clone/.git/objects").rglob("*"))
        past = GitPast(tmp_path / "clone")

        assert past.moved("Old", "") is None
        assert (past.moved("Same", "") or ("",))[0] == ("M.md" if kind == "blob:none" else "")
        assert sorted((tmp_path / "clone/.git/objects").rglob("*")) == packs

    @pytest.mark.parametrize("gone", ["HEAD~2", "HEAD~1^{tree}", "HEAD~2:Old.md"])
    def test_a_damaged_repository(self, renamed, gone) -> None:
        name = renamed.git("rev-parse", gone)
        (renamed.top / ".git/objects" / name[:2] / name[2:]).unlink()

        assert path(renamed, "Old") is None

    def test_a_sha256_repository(self, repository) -> None:
        shutil.rmtree(repository.top / ".git")
        made = ("init", "--quiet", "--initial-branch=main", "--object-format=sha256")
        repository.git(*made)
        commit(repository, {"Old.md": TEXT}, {"Old.md": None, "New.md": TEXT})

        assert path(repository, "Old") == "New.md"

    def test_a_name_that_is_no_unicode(self, repository) -> None:
        name = os.fsdecode(b"caf\xe9.md")
        try:
            commit(repository, {name: TEXT, "Old.md": OTHER})
        except OSError:
            pytest.skip("this file system takes no such name")
        commit(repository, {name: None, "Old.md": None, "New.md": TEXT, "O.md": OTHER})

        assert path(repository, "Old") == "O.md"
        assert path(repository, os.fsdecode(b"caf\xe9")) == "New.md"

    @pytest.mark.parametrize("linkpath", ["", "/", "..", "../..", ".", "\0", "a\nb", "x" * 9000])
    def test_odd_links(self, renamed, linkpath) -> None:
        assert path(renamed, linkpath) is None


class TestHowFarItLooks:
    def test_only_the_newest_commits_are_read(self, repository, monkeypatch) -> None:
        commit(repository, {"Old.md": TEXT, "Log.md": "x\n"}, {"Old.md": None, "New.md": TEXT})
        commit(repository, *({"Log.md": f"{number}\n"} for number in range(3)))

        monkeypatch.setattr(file_history, "MOST_COMMITS", 4)
        assert path(repository, "Old") == "New.md"
        monkeypatch.setattr(file_history, "MOST_COMMITS", 3)
        assert path(repository, "Old") is None

    def test_large_files_are_not_read(self, repository, monkeypatch) -> None:
        commit(repository, {"Old.png": b"\0" * 999}, {"Old.png": None, "New.png": b"\0" * 999})

        monkeypatch.setattr(commit_renames, "_LONGEST", 1000)
        assert path(repository, "Old.png") == "New.png"
        monkeypatch.setattr(commit_renames, "_LONGEST", 999)
        assert path(repository, "Old.png") is None

    def test_a_commit_that_only_deletes_costs_no_look_at_its_tree(
        self, repository, monkeypatch
    ) -> None:
        commit(repository, {"Old.md": TEXT, "Log.md": "x\n"}, {"Old.md": None, "Log.md": "y\n"})
        asked = spied_on(monkeypatch)

        assert path(repository, "Old") is None
        assert "ls-tree" not in asked

    def test_a_name_that_was_never_there_costs_one_reading(self, repository, monkeypatch) -> None:
        commit(repository, {"Old.md": TEXT}, {"Old.md": None, "New.md": TEXT})
        asked = spied_on(monkeypatch)
        past = GitPast(repository.top)

        assert asked == []
        assert [past.moved(f"Note {number}", "") for number in range(100)] == [None] * 100
        assert sorted(asked) == ["diff-tree", "rev-list", "rev-parse", "rev-parse"]


def spied_on(monkeypatch) -> list[str]:
    """Return a list that grows by each command of git's that is run."""
    asked: list[str] = []
    start = command.Git.start

    def told(self, *arguments, quiet=True):
        asked.append(arguments[0])
        return start(self, *arguments, quiet=quiet)

    monkeypatch.setattr(command.Git, "start", told)
    return asked


class TestWhatIsKept:
    @pytest.fixture
    def past(self, repository, tmp_path):
        """Return a function that makes a past which keeps what it finds out."""
        return lambda: GitPast(repository.top, tmp_path / "kept", 100_000)

    @pytest.fixture
    def renamed(self, repository):
        commit(repository, {"Old.md": TEXT, "Two.md": OTHER})
        return commit(repository, {"Old.md": None, "New.md": TEXT})[0]

    def test_nothing_is_found_out_twice(self, past, renamed, monkeypatch) -> None:
        first = past()
        found = first.moved("Old", "")
        asked = spied_on(monkeypatch)
        second = past()

        assert second.key == first.key
        assert second.moved("Old", "") == found == ("New.md", f"renamed in commit {renamed}")
        assert asked == ["rev-parse", "rev-parse"]

    def test_a_new_commit_costs_what_it_adds(self, repository, past, renamed, monkeypatch) -> None:
        before = past()
        before.moved("Old", "")
        (second,) = commit(repository, {"New.md": None, "Newest.md": TEXT})
        asked = spied_on(monkeypatch)
        read = []
        changes = file_history.changes
        monkeypatch.setattr(
            file_history,
            "changes",
            lambda at, some, kinds: read.append(len(some)) or changes(at, some, kinds),
        )
        after = past()

        assert after.moved("Old", "") == ("Newest.md", f"renamed in commits {renamed} and {second}")
        assert read == [1]
        assert after.key != before.key
        assert "merge-base" in asked

    def test_a_commit_that_deletes_nothing_changes_no_key(self, repository, past, renamed) -> None:
        before = past().key
        commit(repository, {"Third.md": "x\n"}, {"Third.md": "y\n"})

        assert past().key == before == GitPast(repository.top).key

    def test_a_history_that_is_another_one(self, repository, past, renamed) -> None:
        assert past().moved("Old", "") is not None
        repository.git("reset", "--quiet", "--hard", "HEAD~1")
        commit(repository, {"Old.md": None, "Else.md": TEXT})

        assert past().moved("Old", "").path == "Else.md"
        repository.git("reset", "--quiet", "--hard", "HEAD~1")
        assert past().moved("Old", "") is None

    def test_a_clone_that_is_deepened(self, repository, past, renamed, tmp_path) -> None:
        url = f"file://{repository.top}"
        repository.git("clone", "--quiet", "--depth=1", url, tmp_path / "clone")
        clone = lambda: GitPast(tmp_path / "clone", tmp_path / "kept", 100_000)  # noqa: E731
        assert clone().moved("Old", "") is None

        repository.git("-C", tmp_path / "clone", "fetch", "--quiet", "--unshallow")

        assert clone().moved("Old", "").path == "New.md"

    def test_whatever_is_damaged_is_found_out_anew(self, past, renamed, tmp_path) -> None:
        found, key = past().moved("Old", ""), past().key
        files = sorted((tmp_path / "kept").iterdir())
        assert [file.name for file in files] == ["history", "renames"]
        for file in files:
            whole = file.read_bytes()
            for at in range(0, len(whole), 7):
                for damaged in (
                    whole[:at],
                    whole[:at] + b"\xff" + whole[at + 1 :],
                    b"[]\n" + whole,
                ):
                    file.write_bytes(damaged)
                    assert past().moved("Old", "") == found
                    assert GitPast(past()._root).key == key
            file.write_bytes(whole)

    def test_a_folder_that_cannot_be_written(self, repository, renamed, tmp_path) -> None:
        (tmp_path / "file").write_text("in the way")

        assert GitPast(repository.top, tmp_path / "file", 100_000).moved("Old", "") is not None

    def test_no_more_is_kept_than_there_is_room_for(self, repository, renamed, tmp_path) -> None:
        past = GitPast(repository.top, tmp_path / "kept", 50)
        assert past.moved("Old", "") is not None
        assert not (tmp_path / "kept" / "history").exists()

    def test_what_lies_too_far_back_is_forgotten_there_too(
        self, repository, past, renamed, monkeypatch
    ) -> None:
        monkeypatch.setattr(file_history, "MOST_COMMITS", 3)
        for number in range(4):
            fresh = GitPast(repository.top).moved("Old", "")
            assert past().moved("Old", "") == fresh
            assert (fresh is None) == (number == 3)
            commit(repository, {"Log.md": f"{number}\n"})

    def test_what_objects_that_are_missing_would_tell_is_not_kept(
        self, repository, past, renamed, monkeypatch
    ) -> None:
        def missing(*_):
            raise UsageError("not fetched")

        with monkeypatch.context() as patched:
            patched.setattr(commit_renames.Renaming, "became", missing)
            assert past().moved("Old", "") is None
        assert past().moved("Old", "") is not None
