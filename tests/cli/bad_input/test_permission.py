"""What may not be read is named, and the rest is done."""

import os
from pathlib import Path
from typing import ClassVar

import pytest

from vaultkit import Vault, check
from vaultkit.errors import TreeError
from vaultkit.vault.files import disk
from vaultkit.vault.files.regular_files import read_regular
from vaultkit.vault.files.tree import FolderTree, MemoryTree


class _Locked(MemoryTree):
    """A tree in which one file cannot be read."""

    def read(self, path: str) -> bytes:
        if path.startswith("Locked"):
            raise TreeError(f"{path} cannot be read: permission denied")
        return super().read(path)


class TestPermission:
    """What may not be read is named, and the rest is done."""

    FILES: ClassVar = {"A.md": "[[Locked]] [[Locked#Head]] [[/ab]]\n", "Locked.md": "# Head\n"}

    def test_a_note_in_any_tree(self) -> None:
        report = check(Vault(_Locked(self.FILES)))
        found = [(item.path, item.code, item.message) for item in report.findings]

        assert ("A.md", "VK101", 'no note "/ab"') in found
        assert ("Locked.md", "VK901", "the file cannot be read: permission denied") in found
        assert "VK104" not in [code for _, code, _ in found]
        assert "VK301" not in [code for _, code, _ in found]

    def test_a_canvas_in_any_tree(self) -> None:
        report = check(Vault(_Locked({"A.md": "x", "Locked.canvas": "{}"})))
        found = [(item.path, item.message) for item in report.findings if item.code == "VK502"]

        assert found == [("Locked.canvas", "the canvas cannot be read: permission denied")]

    def test_a_base_in_any_tree(self) -> None:
        assert check(Vault(_Locked({"A.md": "x", "Locked.base": ""}))).notes == 1

    def test_a_note_on_the_command_line(self, write, run, monkeypatch) -> None:
        """Input and output that fails is exit code 2, by the design's section 5."""
        read = FolderTree.read

        def locked(tree: FolderTree, path: str) -> bytes:
            if path == "Locked.md":
                raise TreeError(f"{path} cannot be read: permission denied")
            return read(tree, path)

        monkeypatch.setattr(FolderTree, "read", locked)
        write(self.FILES)
        ran = run("check", "--format=concise")

        assert {"A.md:1:28 VK101", "Locked.md:1:1 VK901"} <= {*ran.found}
        assert ran.code == 2

    def test_a_folder_on_the_command_line(self, write, run, lock) -> None:
        root = write({"A.md": "x [[/a/b]] [[a/b/c]]\n", "locked/B.md": "[[/ac]]\n"})
        lock(root / "locked")
        ran = run("check", "--format=concise", "--select=VK1")

        assert ran.found == ["A.md:1:3 VK101"]
        assert (ran.code, ran.problems) == (
            2,
            [
                "1 link may lead into locked/, which cannot be listed",
                "locked cannot be listed: permission denied",
            ],
        )

    def test_a_file_that_goes_while_we_look(self, write, run, monkeypatch) -> None:
        root = write({"A.md": "x [[/ab]]\n", "B.md": "y\n"})
        entries = FolderTree.entries

        def vanishing(tree: FolderTree):
            found = [*entries(tree)]
            (root / "B.md").unlink()
            return iter(found)

        monkeypatch.setattr(FolderTree, "entries", vanishing)
        ran = run("check", "--format=concise")

        assert "A.md:1:3 VK101" in ran.found
        assert "B.md:1:1 VK901" in ran.found
        assert "the file cannot be read: no such file or directory" in ran.out

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
    )
    def test_on_disk(self, write, run) -> None:
        root = write({**self.FILES, "shut/B.md": "x\n", "vault.md": "x\n"})
        (root / "Locked.md").chmod(0)
        (root / "shut").chmod(0)
        try:
            ran = run("check", "--format=concise")
        finally:
            (root / "shut").chmod(0o700)

        assert ran.code == 2
        assert "Locked.md:1:1 VK901" in ran.found
        assert "shut cannot be listed: permission denied" in ran.problems

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
    )
    def test_a_config_on_disk(self, write, run) -> None:
        (write({"vaultkit.toml": ""}) / "vaultkit.toml").chmod(0)
        ran = run("check")

        assert (ran.code, ran.problems) == (
            2,
            ["TMP/vault/vaultkit.toml: cannot be read: permission denied"],
        )

    def test_a_config(self, write, run, monkeypatch) -> None:
        write({"vaultkit.toml": ""})

        def locked(path: Path) -> bytes:
            if path.name == "vaultkit.toml":
                raise PermissionError(13, "Permission denied", str(path))
            return read_regular(path)

        monkeypatch.setattr(disk, "read_regular", locked)
        ran = run("check")

        assert (ran.code, ran.problems) == (
            2,
            ["TMP/vault/vaultkit.toml: cannot be read: permission denied"],
        )
