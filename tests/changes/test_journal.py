"""The undo journal: complete before anything else happens, and trusted with nothing."""

import json
import os
from pathlib import Path

import pytest

from vaultkit.changes.disk.write import write_files
from vaultkit.changes.undo.journal import Journal
from vaultkit.changes.undo.run_record import RunState, digest
from vaultkit.changes.undo.undo import undo
from vaultkit.errors import VaultkitError


@pytest.fixture
def journal(vault, fill, change) -> Journal:
    """Return the journal of a vault in which one note was changed and one created."""
    fill({"A.md": b"old"})
    write_files(vault, change({"A.md": (b"old", b"new"), "sub/B.md": (None, b"b")}))
    return Journal(vault)


@pytest.fixture
def tampered(journal):
    """Return a function that changes the journal's JSON."""

    def changed(edit) -> Journal:
        path = journal.runs / "1" / "run.json"
        data = json.loads(path.read_bytes())
        edit(data)
        path.write_text(json.dumps(data))
        return journal

    return changed


def test_what_a_run_holds(journal, vault) -> None:
    folder = journal.runs / "1"
    data = json.loads((folder / "run.json").read_bytes())

    assert data["version"] == 1
    assert data["root"] == str(vault.resolve())
    assert data["time"].endswith("+00:00")
    assert (data["state"], data["folders"]) == ("done", ["sub"])
    assert [entry["path"] for entry in data["entries"]] == ["A.md", "sub/B.md"]
    assert data["entries"][0]["before"] == digest(b"old")
    assert data["entries"][0]["after"] == digest(b"new")
    assert (data["entries"][1]["before"], data["entries"][1]["mode"]) == (None, None)
    assert {path.name for path in folder.iterdir()} == {"run.json", digest(b"old")}


def test_it_reads_back_what_was_written(journal) -> None:
    run = journal.read(1)

    assert (run.number, run.state) == (1, RunState.DONE)
    assert journal.settle(run, RunState.UNDONE, run.entries) == journal.read(1)


@pytest.mark.skipif(os.name == "nt", reason="names that are no text exist on POSIX alone")
def test_a_name_that_is_no_text(vault, change) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    try:
        (vault / name).write_bytes(b"old")
    except OSError:
        pytest.skip("a file system that takes only text for names")
    write_files(vault, change({name: (b"old", b"new")}))

    assert undo(vault).restored == (name,)
    assert (vault / name).read_bytes() == b"old"


@pytest.mark.parametrize(
    "path",
    ["../out.md", "/tmp/out.md", "a/../../out.md", "./A.md", ".git/hooks/x", "", "a\0", 7, None],
)
def test_paths_outside_the_vault_are_refused(tampered, vault, tmp_path, path) -> None:
    tampered(lambda data: data["entries"][0].update(path=path))

    with pytest.raises(VaultkitError, match="it names a path outside the vault"):
        undo(vault)
    assert not (tmp_path / "out.md").exists()
    assert (vault / "A.md").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (lambda data: data.update(version=2), "it was written by another version of vaultkit"),
        (lambda data: data.update(root="/elsewhere"), "it belongs to another vault"),
        (lambda data: data.update(state="odd"), "'odd' is not a valid RunState"),
        (lambda data: data.update(time="2026-01-01"), "its time has no time zone"),
        (lambda data: data.update(time=3), "it is not a journal"),
        (lambda data: data.update(entries=3), "it is not a journal"),
        (lambda data: data.update(entries=["x"]), "it is not a journal"),
        (lambda data: data.update(folders=[".."]), "it names a path outside the vault"),
        (lambda data: data.pop("state"), "it is not a journal"),
        (
            lambda data: data["entries"][0].update(temp="A.md"),
            "a temporary file that is not vaultkit's",
        ),
        (lambda data: data["entries"][0].update(temp="../.vk-00000000"), "not vaultkit's"),
        (lambda data: data["entries"][0].update(before="../../x"), "it has no valid digest"),
        (lambda data: data["entries"][0].update(after=[1]), "it is not a journal"),
        (lambda data: data.update(renames=[1]), "it is not a journal"),
        (lambda data: data.update(renames={"A.md": "../out.md"}), "it names a path outside"),
        (lambda data: data["entries"][0].update(lines=7), "it is not a journal"),
        (lambda data: data["entries"][0].update(lines=["x"]), "it is not a journal"),
        (lambda data: data["entries"][0]["lines"][0].update(at="x"), "it names no valid lines"),
        (lambda data: data["entries"][0].update(mode=True), "it has no valid permissions"),
        (lambda data: data["entries"][0].update(mode=1 << 40), "it has no valid permissions"),
    ],
)
def test_values_that_are_not_ours(tampered, edit, why) -> None:
    with pytest.raises(VaultkitError, match=why):
        tampered(edit).read(1)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"null", b"[]", b"\xff", b"7", b"[" * 100_000, b'{"version": 1}']
)
def test_no_journal_at_all(journal, content) -> None:
    (journal.runs / "1" / "run.json").write_bytes(content)

    with pytest.raises(VaultkitError, match="run 1 has a broken journal") as said:
        journal.read(1)
    assert "\n" not in str(said.value)


def test_other_names_among_the_runs_are_no_runs(journal) -> None:
    for name in ("0", "01", "x", "-3", "2.part", "٣", "9" * 5000):
        try:
            (journal.runs / name).mkdir()
        except OSError:
            assert len(name) > 255

    assert journal.numbers() == [1]


def test_what_was_half_written_is_swept(journal, vault, fill, change) -> None:
    (journal.runs / "2.part").mkdir()
    (journal.runs / "2.part" / "run.json").write_bytes(b"half")
    write_files(vault, change({"A.md": (b"new", b"newer")}))

    assert sorted(path.name for path in journal.runs.iterdir()) == ["1", "2"]


def test_a_vault_is_known_by_its_real_folder(vault, tmp_path) -> None:
    link = tmp_path / "link"
    try:
        link.symlink_to(vault)
    except OSError:
        pytest.skip("no links here")

    assert Journal(link).folder == Journal(vault).folder
    assert Journal(tmp_path).folder != Journal(vault).folder
    assert Journal(Path(vault, "sub", "..")).folder == Journal(vault).folder
