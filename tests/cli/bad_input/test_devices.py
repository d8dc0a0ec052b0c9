"""Devices and named pipes in place of the files that are read besides notes."""

import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no named pipes here")


def put(root: Path, name: str, kind: str) -> None:
    """Put something that never ends, or never begins, where a file is looked for."""
    file = root / name
    file.parent.mkdir(exist_ok=True)
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to("/dev/zero")


@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize(
    "name", [".obsidian/app.json", ".obsidian/types.json", ".gitmodules", "Map.canvas", "B.md"]
)
def test_is_not_waited_for(write, run, name: str, kind: str) -> None:
    root = write({"A.md": "[[/ab]]\n"})
    put(root, name, kind)
    ran = run("check", "--format=concise", "--select=VK1,VK6")

    assert ran.found == ["A.md:1:1 VK101"]
    assert ran.code == 1


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_is_no_configuration(write, run, kind: str) -> None:
    root = write({"A.md": "x\n"})
    put(root, "vaultkit.toml", kind)
    ran = run("check", "--config", "vaultkit.toml")

    assert ran.code == 2
    assert len(ran.problems) == 1
