"""What is kept of a vault's files from one check to the next."""

import subprocess
import sys

import pytest

from vaultkit.vault.index.kept_files import LEAST_GONE, GoneFile, Kept, KeptFile, KeptFiles, bounded

FILE = KeptFile(5, 10, 20, 30, "ab" * 16)
KEPT = Kept(
    1000,
    {"A.md": FILE, "b/\ud800 \n.md": FILE._replace(since=7), "p.png": FILE._replace(digest="")},
    (GoneFile("Old.md", 900, "A.md", FILE), GoneFile("Gone.md", 900, "", FILE)),
    (GoneFile("A.md", 900, "B.md", FILE), GoneFile("B.md", 900, "A.md", FILE)),
)
SAVE = """
import sys
from pathlib import Path
from vaultkit.vault.index.kept_files import Kept, KeptFile, KeptFiles
files = {f"{sys.argv[2]} {n}.md": KeptFile(1, 2, 3, 4, "") for n in range(2000)}
for _ in range(50):
    KeptFiles(Path(sys.argv[1])).save(Kept(1, files))
    assert len(KeptFiles(Path(sys.argv[1])).load().files) == 2000
"""


@pytest.fixture
def files(tmp_path) -> KeptFiles:
    return KeptFiles(tmp_path / "kept")


def test_there_and_back(files) -> None:
    files.save(KEPT)

    assert files.load() == KEPT
    assert files.gone() == KEPT.gone
    assert files.at == 1000


def test_nothing_is_kept_at_first(files) -> None:
    assert (files.load(), files.gone(), files.key, files.at) == (None, (), "", None)
    files.seen_again()
    files.changed({"A.md": FILE}, 1)

    assert files.load() is None
    assert files.errors == []


def test_the_same_files_were_seen_again(files) -> None:
    files.save(KEPT)
    key = files.key
    files.seen_again()

    assert files.at is not None
    assert files.at > 1_000_000
    assert files.key == key
    assert files.load() == Kept(files.at, KEPT.files, KEPT.gone, KEPT.exchanged)


def test_what_changed_is_there_since_it_was(files) -> None:
    files.save(KEPT)
    new = KeptFile(0, 11, 21, 31, "cd" * 16)
    files.changed({"A.md": new}, len(KEPT.files))

    loaded = files.load()
    assert loaded is not None
    assert loaded.files == {**KEPT.files, "A.md": new._replace(since=5)}
    assert loaded.gone == KEPT.gone


def test_many_changes_take_no_room(files) -> None:
    files.save(KEPT)
    for number in range(20_000):
        files.changed({"A.md": FILE._replace(size=number)}, len(KEPT.files))

    loaded = files.load()
    assert loaded is not None
    assert loaded.files["A.md"] == FILE._replace(size=19_999)
    assert files.file.stat().st_size < 1_500_000


def test_the_key_is_that_of_what_is_gone(files) -> None:
    keys = set()
    for gone in ((), KEPT.gone[:1], KEPT.gone):
        files.save(Kept(1000, KEPT.files, gone))
        keys.add(files.key)
    files.save(Kept(2000, {}, KEPT.gone))

    assert files.key in keys
    assert len(keys) == 3


def test_any_other_byte_and_nothing_is_kept(files) -> None:
    files.save(KEPT)
    content = files.file.read_bytes()
    time = range(content.index(b"0000"), content.index(b"\n"))
    for at in set(range(len(content))) - set(time):
        damaged = bytearray(content)
        damaged[at] ^= 1
        files.file.write_bytes(damaged)

        assert files.load() in (None, KEPT)
    files.file.write_bytes(content[:-20])

    assert files.load() is None


def test_only_those_are_kept_that_were_there_last() -> None:
    gone = [GoneFile(f"{n}.md", n, "", FILE) for n in range(LEAST_GONE + 100)]

    assert bounded(reversed(gone), 3) == tuple(gone[100:])
    assert bounded(gone, LEAST_GONE + 50) == tuple(gone[50:])


def test_two_processes_at_once(tmp_path) -> None:
    folder = tmp_path / "kept"
    started = [
        subprocess.Popen([sys.executable, "-c", SAVE, str(folder), name]) for name in ("A", "B")
    ]

    assert [process.wait() for process in started] == [0, 0]
    assert [path.name for path in folder.iterdir()] == ["files.kept"]
