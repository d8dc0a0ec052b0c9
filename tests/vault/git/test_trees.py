"""The index and a revision as trees: exactly what a commit holds, byte for byte."""

import os
import random
import shutil
import threading
from pathlib import Path

import pytest

from vaultkit.errors import TreeError, UsageError
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.files.unseen import Unseen, Why
from vaultkit.vault.git.git_tree import GitTree, Snapshot
from vaultkit.vault.git.listing import Listing
from vaultkit.vault.git.repository import Repository
from vaultkit.vault.vault import Vault

ODD_NAMES = ['a "b" c.md', "back\\slash.md", "line\nend.md", "tab\t.md", "Über ☃ 日本.md", "-x.md"]


def index_of(repository, folder: str = "") -> GitTree:
    found = Repository.of(repository.top)
    return Snapshot(found, found.index()).tree(repository.top / folder)


def at(repository, revision: str, folder: str = "") -> GitTree:
    found = Repository.of(repository.top)
    return Snapshot(found, found.revision(revision)).tree(repository.top / folder)


def contents(tree) -> dict[str, bytes]:
    return {entry.path: tree.read(entry.path) for entry in tree.entries()}


def test_the_index_holds_what_was_staged_not_what_lies_on_disk(repository) -> None:
    repository.stage({"A.md": "staged", "B.md": "b"})
    repository.write({"A.md": "edited since", "C.md": "not added"})

    assert contents(index_of(repository)) == {"A.md": b"staged", "B.md": b"b"}


def test_a_revision_is_read_without_being_checked_out(repository) -> None:
    first = repository.commit({"A.md": "one", "gone.md": "x"})
    repository.commit({"A.md": "two", "gone.md": None})

    assert contents(at(repository, first)) == {"A.md": b"one", "gone.md": b"x"}
    assert contents(at(repository, "HEAD")) == {"A.md": b"two"}
    assert repository.git("status", "--porcelain") == ""


def test_names_with_quotes_line_ends_and_letters_of_any_script(repository) -> None:
    repository.commit({name: name for name in ODD_NAMES})

    expected = {name: name.encode() for name in ODD_NAMES}
    assert contents(index_of(repository)) == expected
    assert contents(at(repository, "HEAD")) == expected


def test_names_that_are_no_unicode(repository) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    try:
        repository.stage({name: "x"})
    except OSError:
        pytest.skip("this file system takes no such name")

    assert contents(index_of(repository)) == {name: b"x"}


def test_a_vault_below_the_top_sees_only_itself(repository) -> None:
    repository.commit({"notes/A.md": "a", "notesB.md": "b", "README.md": "r"})

    tree = index_of(repository, "notes")

    assert contents(tree) == {"A.md": b"a"}
    assert tree.exists("../README.md")
    assert not tree.exists("../LICENSE")


def test_settings_come_from_the_index_and_hidden_files_are_not_listed(repository) -> None:
    repository.stage({".obsidian/app.json": '{"useMarkdownLinks": true}', "A.md": ""})
    repository.write({".obsidian/app.json": "{}"})

    vault = Vault(index_of(repository))

    assert vault.settings.markdown_links
    assert vault.files == ("A.md",)


def test_bytes_are_those_of_the_object_whatever_filters_do_on_disk(repository) -> None:
    repository.git("config", "core.autocrlf", "true")
    repository.git("config", "core.safecrlf", "false")
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    repository.commit({"A.md": b"one\r\ntwo\r\n", "big.png": pointer})

    assert contents(index_of(repository)) == {"A.md": b"one\ntwo\n", "big.png": pointer}


def test_files_only_meant_to_be_added_are_not_in_the_commit(repository) -> None:
    repository.write({"later.md": "x"})
    repository.stage({"empty.md": ""})
    repository.git("add", "--intent-to-add", "later.md")

    assert contents(index_of(repository)) == {"empty.md": b""}


def test_before_the_first_commit_head_is_empty(repository) -> None:
    assert contents(at(repository, "HEAD")) == {}


@pytest.mark.parametrize("unknown", ["nowhere", "HEAD~5", "-x", "", "a\0b", "HEAD:A.md"])
def test_an_unknown_revision_is_named(repository, unknown: str) -> None:
    repository.commit({"A.md": ""})

    with pytest.raises(UsageError, match="commit, branch or tag"):
        at(repository, unknown)


def test_unmerged_files_are_named(repository) -> None:
    repository.commit({"A.md": "one\n"})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit({"A.md": "side\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"A.md": "main\n"})
    repository.git("merge", "side", check=False)

    with pytest.raises(UsageError, match=r"unmerged files \(A.md\): resolve and add them"):
        index_of(repository)
    repository.stage({"A.md": "both\n"})
    assert contents(index_of(repository)) == {"A.md": b"both\n"}


class TestLinks:
    """Links to files and folders, and submodules: as on disk."""

    def links(self, repository, targets: dict[str, str]) -> None:
        for name, target in targets.items():
            path = repository.top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(target)
        repository.git("add", "--all")

    def test_a_link_to_a_file_has_its_bytes(self, repository) -> None:
        repository.write({"real/A.md": "a"})
        self.links(repository, {"B.md": "real/A.md", "sub/C.md": "../B.md"})

        assert contents(index_of(repository)) == contents(FolderTree(repository.top))
        assert contents(index_of(repository))["sub/C.md"] == b"a"

    def test_a_link_to_nothing_or_to_itself_is_no_file(self, repository) -> None:
        self.links(repository, {"B.md": "gone.md", "C.md": "C.md"})

        tree = index_of(repository)

        assert contents(tree) == {}
        assert sorted(item.why for item in tree.unseen) == [Why.DANGLING, Why.LOOP]

    def test_a_folder_outside_of_the_vault_is_listed_below_its_link(self, repository) -> None:
        repository.write({"shared/A.md": "a", "shared/.x/B.md": "b", "notes/N.md": "n"})
        self.links(repository, {"notes/s": "../shared", "notes/own": "."})

        tree = index_of(repository, "notes")

        assert contents(tree) == contents(FolderTree(repository.top / "notes"))
        assert contents(tree) == {"N.md": b"n", "s/A.md": b"a"}

    @pytest.mark.parametrize("folder", ["", "notes", "notes/deep"])
    @pytest.mark.parametrize("seed", range(12))
    def test_links_at_random_are_followed_as_on_disk(self, repository, folder, seed) -> None:
        dice = random.Random(seed)
        folders = ["", "notes", "notes/deep", "notes/deep/er", "else", "else/where", "a b"]
        repository.write({f"{place or '.'}/N{seed}.md": place for place in folders})
        for number in range(9):
            place, target = dice.choice(folders), dice.choice([*folders, "gone", "l0", "l1/l2"])
            file = dice.choice(["", "", f"/N{seed}.md", f"/../N{seed}.md", "/gone.md"])
            up = "../" * len([part for part in place.split("/") if part])
            name = repository.top / place / f"l{number}"
            name.symlink_to(f"{up}{target}".rstrip("/") + file or ".")
        repository.git("add", "--all")

        tree, disk = index_of(repository, folder), FolderTree(repository.top / folder)

        assert contents(tree) == contents(disk)
        gone = {Why.OUTSIDE: Why.DANGLING}  # what leaves the repository leads nowhere, too
        unseen = [(item.path, gone.get(item.why, item.why)) for item in tree.unseen]
        assert sorted(unseen) == sorted((item.path, item.why) for item in disk.unseen)

    @pytest.mark.parametrize("target", ["{tmp}/other", "../other", "/", "..", "in/../../other"])
    def test_what_lies_outside_of_the_repository_is_not_looked_at(
        self, repository, tmp_path: Path, target: str, monkeypatch
    ) -> None:
        for folder in ("other", "vault/in"):
            (tmp_path / folder).mkdir()
        (tmp_path / "other" / "O.md").write_text("o")
        target = target.format(tmp=tmp_path)
        repository.stage({"in/.keep": ""})
        self.links(repository, {"A.md": f"{target}/O.md", "all": target, "B.md": "all/O.md"})

        def refused(*_: object) -> None:
            raise AssertionError("nothing on disk is listed")

        monkeypatch.setattr(os, "scandir", refused)
        tree = index_of(repository)

        assert contents(tree) == {}
        around = ["all"] * (target not in ("/", ".."))  # the app follows no link to what holds it
        assert sorted(tree.unseen) == [
            Unseen(path, Why.OUTSIDE) for path in ("A.md", "B.md", *around)
        ]
        assert tree.errors == []
        for path in ("A.md", "all/O.md"):
            assert not tree.is_file(path)
            with pytest.raises(TreeError, match="no such file"):
                tree.read(path)

    def test_links_in_a_row_without_end(self, repository) -> None:
        repository.write({"A.md": "a"})
        chain = {f"{number}.md": f"{number + 1}.md" for number in range(60)}
        many = {"x": "x/" * 3, "y": "./" * 2000, "z": "n" * 4095, "60.md": "A.md"}
        self.links(repository, {**chain, **many})

        tree = index_of(repository)

        assert {path for path in contents(tree) if path != "A.md"} == {
            f"{number}.md" for number in range(21, 61)
        }
        assert {item.why for item in tree.unseen if item.path in "xy"} == {Why.LOOP}

    def test_the_work_does_not_grow_with_links_times_files(self, repository, monkeypatch) -> None:
        files = {f"else/{number}.md": "x" for number in range(300)}
        repository.write({**files, "notes/N.md": "n"})
        self.links(repository, {f"notes/{number}": "../else" for number in range(300)})
        added = []
        add = Listing._add
        monkeypatch.setattr(
            Listing, "_add", lambda self, *paths: (added.append(paths), add(self, *paths))
        )

        tree = index_of(repository, "notes")

        assert len(contents(tree)) == 301
        assert len(added) == 601
        assert {item.why for item in tree.unseen} == {Why.OVERLAP}

    def module(self, repository, tmp_path: Path, files: dict[str, str]) -> Path:
        """Add a submodule to a repository; give where it lies."""
        other = type(repository)(tmp_path / "other")
        other.commit(files)
        allowed = ("-c", "protocol.file.allow=always")
        repository.git(*allowed, "submodule", "--quiet", "add", other.top, "mod")
        return repository.top / "mod"

    def test_no_link_leads_out_of_a_submodule(self, repository, tmp_path) -> None:
        module = self.module(repository, tmp_path, {"sub/M.md": "m"})
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "O.md").write_text("o")
        for name, target in {"O.md": "../../out/O.md", "out": "../../out", "up": ".."}.items():
            (module / name).symlink_to(target)
        (module / "own.md").symlink_to("sub/M.md")
        (module / "sub" / "own").symlink_to("..")

        tree = index_of(repository)

        assert contents(tree) == {"mod/sub/M.md": b"m", "mod/own.md": b"m"}
        assert sorted(tree.unseen) == [
            Unseen(f"mod/{name}", Why.OUTSIDE) for name in ("O.md", "out", "up")
        ]

    def test_a_link_on_disk_in_place_of_a_submodule(self, repository, tmp_path) -> None:
        shutil.rmtree(self.module(repository, tmp_path, {"M.md": "m"}))
        (repository.top / "mod").symlink_to(tmp_path / "other")

        tree = index_of(repository)

        assert contents(tree) == {}
        assert list(tree.unseen) == [Unseen("mod", Why.SUBMODULE)]
        assert not tree.exists("mod/M.md")

    def test_a_submodule_is_neither_read_from_git_nor_missed(self, repository, tmp_path) -> None:
        other = type(repository)(tmp_path / "other")
        other.commit({"M.md": "m"})
        repository.commit({"A.md": "[[M]]"})
        allowed = ("-c", "protocol.file.allow=always")
        repository.git(*allowed, "submodule", "--quiet", "add", other.top, "mod")

        tree = index_of(repository)

        assert contents(tree) == {"A.md": b"[[M]]", "mod/M.md": b"m"}
        assert tree.exists("mod")
        assert tree.exists("mod/M.md")
        shutil.rmtree(repository.top / "mod")
        tree = index_of(repository)
        assert contents(tree) == {"A.md": b"[[M]]"}
        assert list(tree.unseen) == [Unseen("mod", Why.SUBMODULE)]


def test_no_name_of_a_made_up_tree_leads_elsewhere(repository, tmp_path) -> None:
    other = type(repository)(tmp_path / "other")
    other.commit({"O.md": "o"})
    repository.commit({"A.md": "a"})
    blob = bytes.fromhex(repository.git("rev-parse", "HEAD:A.md"))
    odd = ("..", ".", "/x", "x/../../other", "../other", str(other.top), "x//y", f"x{other.top}")
    entries = [(b"160000 ", os.fsencode(name), b"\1" * 20) for name in odd]
    entries += [(b"100644 ", os.fsencode(f"{name}/O.md"), blob) for name in odd]
    entries.append((b"100644 ", b"N.md", blob))
    raw = tmp_path / "tree"
    raw.write_bytes(b"".join(b"%b%b\0%b" % entry for entry in entries))
    made = repository.git("hash-object", "-t", "tree", "-w", "--literally", raw)

    tree = at(repository, made)

    assert set(contents(tree)) == {"N.md", f"x{other.top}/O.md"}
    assert {item.why for item in tree.unseen} <= {Why.SUBMODULE}


class TestEnvironment:
    """What git tells its hooks, and what else may be set."""

    def test_the_index_that_a_partial_commit_makes_is_the_one_read(
        self, repository, monkeypatch
    ) -> None:
        repository.commit({"A.md": "a", "B.md": "b"})
        repository.stage({"A.md": "staged"})
        shutil.copy(repository.top / ".git/index", repository.top / ".git/other")
        repository.git("reset", "--quiet")
        monkeypatch.chdir(repository.top)
        monkeypatch.setenv("GIT_INDEX_FILE", ".git/other")

        assert contents(index_of(repository))["A.md"] == b"staged"

    def test_a_hook_in_another_work_tree_reads_that_one(
        self, repository, tmp_path, monkeypatch
    ) -> None:
        repository.commit({"A.md": "main"})
        repository.git("worktree", "add", "--quiet", tmp_path / "tree")
        (tmp_path / "tree" / "A.md").write_text("there")
        repository.git("-C", tmp_path / "tree", "add", "A.md")
        git_dir = repository.git("-C", tmp_path / "tree", "rev-parse", "--absolute-git-dir")
        monkeypatch.chdir(tmp_path / "tree")
        monkeypatch.setenv("GIT_DIR", git_dir)

        found = Repository.of(tmp_path / "tree")

        assert contents(Snapshot(found, found.index()).tree(tmp_path / "tree")) == {
            "A.md": b"there"
        }

    def test_what_another_repositorys_hook_was_told_is_ignored(
        self, repository, tmp_path, monkeypatch
    ) -> None:
        other = type(repository)(tmp_path / "other")
        repository.commit({"A.md": "a"})
        monkeypatch.chdir(other.top)
        monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))

        assert contents(index_of(repository)) == {"A.md": b"a"}

    def test_other_settings_do_no_harm(self, repository, monkeypatch) -> None:
        repository.commit({"sub/ä.md": "a"})
        for name in ("GIT_GLOB_PATHSPECS", "GIT_LITERAL_PATHSPECS", "GIT_TRACE"):
            monkeypatch.setenv(name, "1")
        monkeypatch.setenv("GIT_PREFIX", "sub/")
        monkeypatch.setenv("GIT_PAGER", "false")
        monkeypatch.chdir(repository.top / "sub")

        assert contents(index_of(repository)) == {"sub/ä.md": b"a"}
        assert contents(at(repository, "HEAD", "sub")) == {"ä.md": b"a"}

    def test_a_vault_reached_through_a_link_is_the_one_it_leads_to(
        self, repository, tmp_path
    ) -> None:
        repository.commit({"notes/A.md": "a"})
        (tmp_path / "here").symlink_to(repository.top / "notes")

        found = Repository.of(tmp_path / "here")

        assert contents(Snapshot(found, found.index()).tree(tmp_path / "here")) == {"A.md": b"a"}


class TestTroubles:
    """One sentence each."""

    def test_no_repository(self, tmp_path) -> None:
        with pytest.raises(UsageError, match="is not in a git repository"):
            Repository.of(tmp_path)

    def test_a_bare_repository(self, repository, tmp_path) -> None:
        repository.git("clone", "--quiet", "--bare", ".", tmp_path / "bare")

        with pytest.raises(UsageError, match="is in a bare repository"):
            Repository.of(tmp_path / "bare")

    def test_no_git(self, repository, monkeypatch) -> None:
        monkeypatch.setenv("PATH", "")

        with pytest.raises(UsageError, match="git is not installed"):
            Repository.of(repository.top)

    def test_a_lost_object(self, repository) -> None:
        repository.stage({"A.md": "a"})
        tree = index_of(repository)
        name = tree.names["A.md"]
        (repository.top / ".git/objects" / name[:2] / name[2:]).unlink()

        with pytest.raises(TreeError, match=r"A.md cannot be read: the repository has lost"):
            tree.read("A.md")
        assert [entry.size for entry in tree.entries()] == [0]

    @pytest.mark.parametrize("lost", ["HEAD", "HEAD^{tree}", "HEAD:sub"])
    def test_a_lost_commit_is_not_taken_for_none(self, repository, lost) -> None:
        repository.commit({"A.md": "a", "sub/B.md": "b"})
        name = repository.git("rev-parse", lost)
        (repository.top / ".git/objects" / name[:2] / name[2:]).unlink()

        with pytest.raises(UsageError, match=r"has lost a part of it|git ls-tree failed"):
            at(repository, "HEAD")

    def test_a_git_that_ends(self, repository) -> None:
        repository.stage({"A.md": "a", "B.md": "b"})
        tree = index_of(repository)
        tree.read("A.md")
        process = tree.repository.objects._helper._process
        process.kill()
        process.wait()

        with pytest.raises(TreeError, match=r"B.md cannot be read: git ended"):
            tree.read("B.md")

    def test_no_such_file(self, repository) -> None:
        with pytest.raises(TreeError, match="cannot be read: no such file"):
            index_of(repository).read("A.md")

    def test_a_shallow_clone_says_what_to_fetch(self, repository, tmp_path) -> None:
        for text in "abc":
            repository.commit({"A.md": text})
        url = f"file://{repository.top}"
        repository.git("clone", "--quiet", "--depth=1", url, tmp_path / "clone")
        found = Repository.of(tmp_path / "clone")

        with pytest.raises(UsageError, match="fetch-depth: 0"):
            found.revision("HEAD~1")
        with pytest.raises(UsageError, match="fetch-depth: 0"):
            found.merge_base("origin/other")

    def test_no_common_history(self, repository) -> None:
        repository.commit({"A.md": "a"})
        repository.git("checkout", "--quiet", "--orphan", "other")
        repository.commit({"B.md": "b"})

        with pytest.raises(UsageError, match=r"no history in common with HEAD$"):
            Repository.of(repository.top).merge_base("main")


def test_the_merge_base_is_where_two_branches_parted(repository) -> None:
    base = repository.commit({"A.md": "a"})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit({"B.md": "b"})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"C.md": "c"})

    assert Repository.of(repository.top).merge_base("side") == base


def test_several_processes_read_at_once(repository) -> None:
    notes = {f"{number}.md": f"# {number}\n\n{'[[1]] ' * number}\n" for number in range(400)}
    repository.stage(notes)

    many = Vault(index_of(repository), processes=3)

    assert len(many.documents) == 400
    assert all(
        document.facts == other.facts
        for document, other in zip(
            many.documents.values(), Vault.from_texts(notes).documents.values(), strict=True
        )
    )


def test_a_changed_object_has_another_stamp_and_the_same_object_the_same(repository) -> None:
    repository.commit({"A.md": "a", "B.md": "a", "C.md": "c"})

    stamps = {entry.path: entry.stamp for entry in index_of(repository).entries()}

    assert stamps["A.md"] == stamps["B.md"] != stamps["C.md"]
    assert {stamp.size for stamp in stamps.values()} == {1}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_nobody_waits_for_a_git_whose_pipe_a_forked_process_holds(repository) -> None:
    repository.stage({"A.md": "a"})
    tree = index_of(repository)
    assert tree.read("A.md") == b"a"
    wait, release = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(release)
        os.read(wait, 1)
        os._exit(0)
    freed = [tree]
    del tree
    ending = threading.Thread(target=freed.clear)
    ending.start()
    ending.join(60)
    waited = ending.is_alive()
    os.close(release)
    os.close(wait)
    os.waitpid(worker, 0)
    ending.join()

    assert not waited
