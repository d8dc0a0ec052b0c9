"""Listing a vault's folder: what is followed, what is passed over, what cannot be seen."""

import os
from pathlib import Path

import pytest

from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.files.unseen import Unseen, Why, module_paths


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "around" / "vault"
    put(folder / "Home.md")
    put(folder / "sub" / "Note.md")
    return folder


def put(path: Path, text: str = "x\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def listed(folder: Path) -> tuple[list[str], list[Unseen]]:
    tree = FolderTree(folder)
    paths = sorted(entry.path for entry in tree.entries())
    return paths, [Unseen(item.path, item.why) for item in tree.unseen]


OWN = ["Home.md", "sub/Note.md"]


@pytest.mark.parametrize(
    "target", ["..", "../..", "/", ".", "sub", "sub/..", "../vault", "../../around/vault/sub"]
)
def test_a_link_to_the_vault_or_to_what_holds_it_is_passed_over(vault: Path, target: str) -> None:
    (vault / "link").symlink_to(target)
    (vault / "sub" / "link").symlink_to(os.path.relpath(vault / target, vault / "sub"))

    assert listed(vault) == (OWN, [])


def test_a_link_elsewhere_is_followed(vault: Path) -> None:
    put(vault.parent / "other" / "deep" / "Note.md")
    (vault / "link").symlink_to("../other")

    assert listed(vault) == ([*OWN[:1], "link/deep/Note.md", *OWN[1:]], [])


def test_a_name_that_merely_begins_alike_is_elsewhere(vault: Path) -> None:
    put(vault.parent / "vault2" / "Note.md")
    (vault / "link").symlink_to("../vault2")

    assert listed(vault)[0] == ["Home.md", "link/Note.md", "sub/Note.md"]


@pytest.mark.parametrize("second", ["../other", "../other/deep"])
def test_of_two_links_into_each_other_the_first_is_followed(vault: Path, second: str) -> None:
    put(vault.parent / "other" / "deep" / "Note.md")
    (vault / "b").symlink_to(second)
    (vault / "a").symlink_to("../other")

    paths, unseen = listed(vault)
    assert paths == ["Home.md", "a/deep/Note.md", "sub/Note.md"]
    assert unseen == [Unseen("b", Why.OVERLAP)]


def test_a_link_back_into_the_vault_from_elsewhere_is_passed_over(vault: Path) -> None:
    put(vault.parent / "other" / "Note.md")
    (vault.parent / "other" / "back").symlink_to(vault)
    (vault / "link").symlink_to("../other")

    assert listed(vault) == (["Home.md", "link/Note.md", "sub/Note.md"], [])


def test_a_vault_behind_a_link_is_itself(vault: Path) -> None:
    (vault.parent / "here").symlink_to("vault")
    (vault / "up").symlink_to("..")

    assert listed(vault.parent / "here") == (OWN, [])


def test_a_link_to_a_file_is_a_file(vault: Path) -> None:
    put(vault.parent / "Real.md")
    (vault / "In.md").symlink_to("Home.md")
    (vault / "Out.md").symlink_to("../Real.md")

    tree = FolderTree(vault)
    paths = sorted(entry.path for entry in tree.entries())
    assert paths == ["Home.md", "In.md", "Out.md", "sub/Note.md"]
    assert [path for path in paths if tree.is_outside(path)] == ["Out.md"]


def test_what_lies_behind_a_link_that_leaves_is_outside(vault: Path) -> None:
    put(vault.parent / "other" / "Note.md")
    (vault / "link").symlink_to("../other")

    tree = FolderTree(vault)
    assert tree.is_outside("link/Note.md")
    assert tree.is_outside("link/new/Not there yet.md")
    assert not tree.is_outside("sub/Not there yet.md")


def test_dead_links_are_unseen(vault: Path) -> None:
    (vault / "Gone.md").symlink_to("nowhere.md")
    (vault / "archive").symlink_to("/not/mounted")
    (vault / "loop").symlink_to("loop")

    unseen = {item.path: item.why for item in listed(vault)[1]}
    assert unseen == {"Gone.md": Why.DANGLING, "archive": Why.DANGLING, "loop": Why.LOOP}


def test_submodules_that_were_not_fetched_are_unseen(vault: Path) -> None:
    modules = '[submodule "a"]\n\tpath = a\n\turl = x\n[submodule "b"]\n\tpath = "deep/b c"\n'
    put(vault / ".gitmodules", f"{modules}[submodule]\n\tpath = full\n\tpath = .hidden\n")
    (vault / "a").mkdir()
    put(vault / "full" / "Note.md")

    assert listed(vault)[1] == [Unseen("a", Why.SUBMODULE), Unseen("deep/b c", Why.SUBMODULE)]


def test_submodules_are_named_at_the_top_of_the_repository(vault: Path) -> None:
    (vault.parent / ".git").mkdir()
    put(vault.parent / ".gitmodules", "[submodule]\npath = vault/a\npath = elsewhere\n")

    assert listed(vault)[1] == [Unseen("a", Why.SUBMODULE)]


def test_a_link_to_an_empty_folder_may_be_one_to_a_disk_that_is_not_mounted(vault: Path) -> None:
    (vault.parent / "disk").mkdir()
    (vault / "link").symlink_to("../disk")

    assert listed(vault) == (OWN, [Unseen("link", Why.EMPTY)])
    (vault.parent / "disk" / ".mounted").touch()
    assert listed(vault) == (OWN, [])


def test_what_a_cloud_drive_has_not_downloaded_is_unseen(vault: Path) -> None:
    put(vault / "sub" / ".Plan.md.icloud")

    assert listed(vault)[1] == [Unseen("sub/Plan.md", Why.CLOUD)]


@pytest.mark.parametrize(
    ("unseen", "hidden", "seen"),
    [
        (Unseen("a", Why.BLOCKED), ["a", "a/b.md", "A/x/y"], ["ab", "b/a"]),
        (Unseen("", Why.BLOCKED), ["a", "a/b.md"], []),
        (Unseen("a.b", Why.BLOCKED), ["a.b/c"], ["a"]),
        (Unseen("Gone.md", Why.DANGLING), ["Gone.md", "gone.md"], ["Gone", "Gone.md/a"]),
        (Unseen("disk", Why.DANGLING), ["disk", "disk.md", "disk/a/b"], ["disks"]),
        (Unseen("v1.2 notes", Why.DANGLING), ["v1.2 notes/a"], []),
    ],
)
def test_what_it_hides(unseen: Unseen, hidden: list[str], seen: list[str]) -> None:
    assert [path for path in [*hidden, *seen] if unseen.hides(path)] == hidden


def test_paths_of_modules() -> None:
    text = rb"""
[submodule "x"]
    path = plain/one
    url = path
	PATH2 = no
  path="with \"quotes\" and \\ and spaces"
 path = slash/
 path =
"""
    found = [b"plain/one", b'with "quotes" and \\ and spaces', b"slash"]
    assert module_paths(text) == found
