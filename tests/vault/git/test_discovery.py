"""Which repository a folder lies in: the one that holds it, as far as git would look."""

import os
from pathlib import Path

import pytest

from vaultkit.errors import UsageError
from vaultkit.vault.git.repository import Repository

ODD_NAMES = ("a b", "a:b", "line\nend", "'a' \"b\"", "-x", "Über ☃", os.fsdecode(b"caf\xe9"))


def index_at(folder: Path) -> list[str]:
    return sorted(Repository.of(folder).index())


@pytest.mark.parametrize("name", ODD_NAMES)
def test_folders_of_any_name(repository, tmp_path, name) -> None:
    try:
        other = type(repository)(tmp_path / name / name)
    except OSError:
        pytest.skip("this file system takes no such name")
    other.stage({f"{name}/A.md": ""})

    found = Repository.of(other.top / name)

    assert found.top == other.top
    assert sorted(found.index()) == [f"{name}/A.md"]


@pytest.mark.parametrize("empty", [True, False])
def test_a_folder_called_so_that_is_no_repository_is_passed_over(repository, empty) -> None:
    repository.stage({"A.md": ""})
    inner = repository.top / "sub" / "er"
    (inner / ".git").mkdir(parents=True)
    if not empty:
        (inner / ".git" / "config").write_text("[core]\n\tbare = false\n")

    assert Repository.of(inner).top == repository.top


def test_one_that_is_in_a_git_directory_by_its_looks_is_passed_over(repository) -> None:
    repository.stage({"A.md": ""})
    inner = repository.top / "inner"
    for folder in ("objects", "refs", ".git"):
        (inner / folder).mkdir(parents=True)
    (inner / "HEAD").write_text("ref: refs/heads/main\n")

    assert Repository.of(inner).top == repository.top


def test_a_file_called_so_that_names_no_repository_is_told(repository) -> None:
    inner = repository.top / "inner"
    inner.mkdir()
    (inner / ".git").write_text("gitdir: nowhere\n")

    with pytest.raises(UsageError, match="git cannot read its repository: not a git"):
        Repository.of(inner)


def test_the_git_directory_may_lie_elsewhere(repository, tmp_path) -> None:
    repository.stage({"A.md": ""})
    (repository.top / ".git").rename(tmp_path / "elsewhere")
    (repository.top / ".git").write_text(f"gitdir: {tmp_path / 'elsewhere'}\n")

    assert index_at(repository.top) == ["A.md"]
    (repository.top / ".git").unlink()
    (repository.top / ".git").symlink_to(tmp_path / "elsewhere")
    assert index_at(repository.top) == ["A.md"]


def test_a_work_tree_beside_a_bare_repository(repository, tmp_path) -> None:
    repository.commit({"A.md": "a"})
    bare = tmp_path / "project" / ".bare"
    repository.git("clone", "--quiet", "--bare", ".", bare)
    (bare.parent / ".git").write_text("gitdir: ./.bare\n")
    repository.git("-C", bare.parent, "worktree", "add", "--quiet", "tree", "main")

    found = Repository.of(bare.parent / "tree")

    assert found.top == bare.parent / "tree"
    assert sorted(found.index()) == ["A.md"]
    with pytest.raises(UsageError, match="is in a bare repository"):
        Repository.of(bare.parent)


def test_a_submodule_is_a_repository_of_its_own(repository, tmp_path) -> None:
    other = type(repository)(tmp_path / "other")
    other.commit({"M.md": "m"})
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.top)
    repository.stage({"A.md": ""})

    assert index_at(repository.top / "other") == ["M.md"]


def test_the_index_of_a_hook_is_not_that_of_another_repository(
    repository, tmp_path, monkeypatch
) -> None:
    repository.stage({"A.md": ""})
    other = type(repository)(tmp_path / "other")
    other.stage({"O.md": ""})
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository.top / ".git/index"))
    monkeypatch.chdir(repository.top)

    assert index_at(other.top) == ["O.md"]
    assert index_at(repository.top) == ["A.md"]
    (repository.top / ".git/index").rename(tmp_path / "index")
    monkeypatch.setenv("GIT_INDEX_FILE", "../index")
    assert index_at(repository.top) == ["A.md"]


def test_it_is_looked_for_no_higher_than_is_allowed(repository, monkeypatch) -> None:
    repository.stage({"sub/er/A.md": ""})
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", f"/nowhere{os.pathsep}{repository.top}")

    assert index_at(repository.top) == ["sub/er/A.md"]
    with pytest.raises(UsageError, match="is not in a git repository"):
        Repository.of(repository.top / "sub")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.top / "sub" / "er"))
    assert index_at(repository.top / "sub" / "er") == ["sub/er/A.md"]


@pytest.mark.parametrize("across", ["", "0", "false", "1", "true"])
def test_it_is_looked_for_on_one_file_system(repository, monkeypatch, across) -> None:
    repository.stage({"sub/A.md": ""})
    stat = Path.stat

    def other(path: Path, **options: bool) -> os.stat_result:
        found = list(stat(path, **options))
        found[2] += path.name == "sub"
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", other)
    monkeypatch.setenv("GIT_DISCOVERY_ACROSS_FILESYSTEM", across)

    if across in ("1", "true"):
        assert index_at(repository.top / "sub") == ["sub/A.md"]
    else:
        with pytest.raises(UsageError, match="is not in a git repository"):
            Repository.of(repository.top / "sub")


@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_what_is_only_meant_to_be_added_is_told_from_what_is_empty(tmp_path, kind, repository):
    top = tmp_path / kind
    repository.git("init", "--quiet", f"--object-format={kind}", top)
    for name in ("empty.md", "meant.md", "meant and empty.md", "other.md"):
        (top / name).write_text("" if "empty" in name else "x")
    repository.git("-C", top, "add", "empty.md", "other.md")
    repository.git("-C", top, "add", "--intent-to-add", "--all")
    for name in ("other.md", "meant.md"):
        (top / name).unlink()

    assert index_at(top) == ["empty.md", "other.md"]


def test_heads_that_are_no_file_are_not_read(repository) -> None:
    repository.commit({"A.md": ""})
    found = Repository.of(repository.top)
    file = repository.top / ".git/MERGE_HEAD"
    os.mkfifo(file)
    assert found.merged() == []
    file.unlink()
    file.symlink_to("/dev/zero")
    assert found.merged() == []
