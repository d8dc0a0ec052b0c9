"""``vaultkit watch``: what it prints when notes are saved."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading

import pytest

FILES = {
    "Home.md": "# Home\n\nTo [[Soil#Clay]].\n",
    "Soil.md": "# Soil\n\n## Clay\n\nBack [[Home]].\n",
    ".obsidian/app.json": "{}",
}
PATIENCE = 60
"""How many seconds a line may take to come; on a busy machine even the start takes some."""


def heed_interrupts() -> None:
    """Undo what a shell does to programs that it runs in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Watching:
    """A running watch, whose lines can be waited for."""

    def __init__(self, folder, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "vaultkit", "watch", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=heed_interrupts if os.name == "posix" else None,  # noqa: PLW1509
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line.decode().rstrip("\n"))

    def until(self, end: str) -> list[str]:
        """Return the lines up to the first that holds a text."""
        found = []
        while not found or end not in found[-1]:
            found.append(self.lines.get(timeout=PATIENCE))
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def watching(write):
    root = write(FILES)
    started = []

    def watch(*arguments: str) -> Watching:
        started.append(Watching(root, *arguments))
        started[-1].until("watching ")
        return started[-1]

    yield watch
    for item in started:
        item.process.kill()
        item.process.wait()
        item.process.stdout.close()


def test_a_save_shows_what_it_changed_and_no_more(watching, write) -> None:
    watch = watching()
    write({"Soil.md": "# Soil\n\n## Sand\n\nBack [[Home]].\n"})
    broken = watch.until("new, ")
    write({"Soil.md": "# Soil\n\nAbove.\n\n## Clay\n\nBack [[Home]].\n"})
    working = watch.until("new, ")

    assert broken[0] == 'Home.md:3:4: error: broken-anchor: no heading "Clay" in "Soil"'
    assert "Soil.md: 1 new, 0 gone; 1 error, 0 warnings" in broken[-1]
    assert working[:-1] == ['gone: Home.md:3: broken-anchor: no heading "Clay" in "Soil"']
    assert "0 new, 1 gone; no findings" in working[-1]
    assert watch.stop() == 0


def test_what_is_not_listed_is_counted_apart(watching, write) -> None:
    watch = watching()
    write({"Soil.md": "# Soil\n\n## Sand\n\nBack [[Home]], on to [[Sand]] and [[Silt]].\n"})
    lines = watch.until("new, ")

    assert "Soil.md: 1 new, 0 gone (info: 2 new, 0 gone); 1 error, 0 warnings" in lines[-1]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("vaultkit.toml", 'ignore = ["VK104"]\n'),
        (".obsidian/app.json", '{"userIgnoreFilters": ["Home"]}'),
    ],
)
def test_settings_are_heeded_at_once(watching, write, file, text) -> None:
    write({"Soil.md": "# Soil\n", "vaultkit.toml": ""})
    watch = watching()
    write({file: text})

    assert "1 gone" in watch.until("new, ")[-1]


def test_what_git_ignores_from_now_on_counts_at_once(watching, write) -> None:
    root = write({"Home.md": "![[media/soil.png]] [[Soil]]\n", "Soil.md": "# Soil\n\n[[Home]]\n"})
    subprocess.run(["git", "init", "-q", root], check=True)
    watch = watching()
    write({".gitignore": "media/\n"})

    assert ".gitignore: 0 new, 0 gone; 0 errors, 0 warnings, 1 info" in watch.until("new, ")[-1]


def test_a_broken_configuration_is_spoken_of_and_waited_for(watching, write) -> None:
    write({"vaultkit.toml": ""})
    watch = watching()
    write({"vaultkit.toml": "slect = []\n"})
    said = watch.until("slect")
    write({"Home.md": "[[Soil]] [[/one/Note]]\n"})
    write({"vaultkit.toml": ""})

    assert len(said) == 1
    assert "1 new" in watch.until("new, ")[-1]


def test_what_an_editor_writes_on_the_way_is_not_named(watching, write) -> None:
    watch = watching()
    write({"Home.md~": "", "4913": "", "Home.md": "[[Soil]] [[/one/Note]]\n"})

    assert " Home.md: 1 new, 0 gone" in watch.until("new, ")[-1]


def test_what_lies_in_hidden_folders_is_of_no_interest(watching, write) -> None:
    watch = watching()
    write({".obsidian/workspace.json": "{}", ".git/index": "", ".vk-1234abcd": ""})
    write({"Home.md": "[[Soil]] [[/one/Note]]\n"})

    assert "Home.md: 1 new, 0 gone" in watch.until("new, ")[-1]


def test_without_a_cache_nothing_is_left_behind(watching, write, tmp_path) -> None:
    watch = watching("--no-cache")
    write({"Home.md": "[[/one/Note]]\n"})
    watch.until("new, ")

    assert watch.stop() == 0
    assert list(tmp_path.rglob("*.sqlite")) == list(tmp_path.rglob("*.ledger")) == []


def test_a_vault_that_goes_away(watching, tmp_path) -> None:
    watch = watching()
    os.chdir(tmp_path)
    shutil.rmtree(tmp_path / "vault")
    watch.until("is gone; nothing is left to watch")

    assert watch.process.wait(PATIENCE) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-"], "-: standard input cannot be watched; name the note or the folder"),
        (["nowhere"], "nowhere: no such file or folder"),
        ([".", "../other"], "2 vaults: watch one at a time, each in a terminal of its own"),
    ],
)
def test_bad_input(write, run, arguments, said) -> None:
    write(FILES)
    write(FILES, "other")

    ran = run("watch", *arguments)

    assert (ran.code, ran.problems) == (2, [said])
