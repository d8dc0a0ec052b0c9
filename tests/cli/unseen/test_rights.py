"""The same with rights that the system really refuses, in processes that may not pass them over."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import warm

FILES = {
    ".obsidian/app.json": "{}",
    "sub/Diary.md": "See [[Tea]] and [[Tea#Green]] #drink\n",
    "sub/Map.canvas": '{"nodes":[{"id":"1","type":"file","file":"Tea.md"}],"edges":[]}',
    "sub/Plan.md": "# Plan of 2019\n\nthe old one\n",
    "Tea.md": "# Tea\n\n## Green\n\ntext #drink\n",
    "Home.md": "[[Tea#Green]] [[Diary]] [[sub/Plan]]\n",
    "z/Plan.md": "# Plan\n\nanother\n",
}
COMMANDS = (
    ["rename", "Tea", "Chai"],
    ["move", "Tea.md", "z/"],
    ["rename-tag", "drink", "beverage"],
    ["rename-heading", "Tea#Green", "Black"],
    ["heal"],
)
REFUSED = {"folder": "sub", "note": "sub/Diary.md", "canvas": "sub/Map.canvas"}
PATIENCE = 30


@pytest.fixture
def bound() -> list[str]:
    """Return what makes rights concern a program; root has to drop what passes them over."""
    if not hasattr(os, "geteuid"):
        pytest.skip("there are no such rights here")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("nothing here takes from root what root may do")
    dropped = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}"]


@pytest.fixture
def ran(bound, repository) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs a command on a vault."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*warm.command(*bound), *arguments],
            cwd=repository.top,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    return run


@pytest.fixture(params=REFUSED)
def refused(request, repository) -> Iterator[Path]:
    """Write a vault of which something may not be read."""
    repository.commit({**FILES, "Water.md": "# Water, and what it is good for\n"})
    repository.git("mv", "Water.md", "Rain.md")
    path = repository.top / REFUSED[request.param]
    mode = path.stat().st_mode
    path.chmod(0)
    yield path
    path.chmod(mode)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_name_is_changed(refused, ran, command, held, repository) -> None:
    done = ran(*command)
    refused.chmod(0o700)
    whole = {path: text.encode() for path, text in FILES.items()}

    assert done.returncode == 2
    assert refused.relative_to(repository.top).as_posix() in done.stderr
    assert done.stderr.count("\n") == 1
    assert held(repository.top).items() >= whole.items()


@pytest.mark.parametrize("options", [[], ["--unsafe-fixes"], ["--dry-run"], ["--diff"]])
def test_no_link_is_changed(refused, ran, options, held, repository) -> None:
    done = ran("fix", *options)
    refused.chmod(0o700)

    if refused.suffix == ".canvas":  # a finding says so
        assert done.returncode == int("--diff" not in options)
    else:
        assert done.returncode == 2
    assert held(repository.top)["Home.md"] == FILES["Home.md"].encode()


@pytest.mark.parametrize("command", ["check", "stats", "graph", "report", "baseline"])
def test_every_command_ends_well(refused, ran, command) -> None:
    done = ran(command)

    assert done.returncode in {0, 1, 2}
    assert "Traceback" not in done.stderr


def test_a_watch_goes_on(refused, bound, repository) -> None:
    with subprocess.Popen(
        [*bound, sys.executable, "-m", "vaultkit", "watch"],
        cwd=repository.top,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as watching:
        lines = iter(watching.stdout.readline, "")
        begun = next((line for line in lines if "watching" in line), None)
        (repository.top / "Tea.md").write_text("# Tea\n\n[[/z/No]]\n")
        told = next((line for line in lines if "/z/No" in line), None)
        watching.send_signal(signal.SIGINT)
        watching.wait(PATIENCE)

    assert (begun, told) != (None, None)
    assert told is not None
