"""Workers that are programs of their own give the same results as forked ones, or none at all."""

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vaultkit import Vault
from vaultkit.vault.files.tree import FolderTree, MemoryTree, OverlayTree
from vaultkit.vault.index import reader, spawned_workers, worker_main, workers
from vaultkit.vault.index.workers import SpawnedTask, Task, spread

WORK = """
import os, signal, sys, time

FAULTS = {
    "raise": lambda: 1 / 0,
    "exit": lambda: os._exit(7),
    "kill": lambda: os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM)),
    "print": lambda: print("rubbish", file=sys.__stdout__, flush=True),
    "write": lambda: os.write(1, b"rubbish"),
    "none": lambda: None,
}

def squares(terms):
    asked = iter(range(10_000))

    def work(number):
        if next(asked) >= terms["at"]:
            FAULTS[terms["fault"]]()
        for sign in terms.get("wait", ()):
            while not os.path.exists(sign):
                time.sleep(0.001)
        for sign in terms.get("give", ()):
            open(sign, "w").close()
        return b"%d" % number**2 + bytes(number % 7 * 30_000)

    return work
"""


@pytest.fixture(autouse=True)
def no_fork(monkeypatch, tmp_path) -> None:
    """Make this a system on which processes cannot be forked, and give the workers their work."""
    monkeypatch.setattr(workers, "can_fork", lambda: False)
    (tmp_path / "work_of_the_test.py").write_text(WORK)
    monkeypatch.syspath_prepend(tmp_path)


@pytest.fixture(autouse=True)
def together(monkeypatch) -> Callable[[spawned_workers.WorkerPool], Iterator[int]]:
    """Leave to this process only what the workers have not done; give what it does otherwise."""
    taken = spawned_workers.WorkerPool.taken

    def waiting(pool: spawned_workers.WorkerPool) -> Iterator[int]:
        for worker in pool._workers:
            worker.thread.join()
        yield from taken(pool)

    monkeypatch.setattr(spawned_workers.WorkerPool, "taken", waiting)
    return taken


@pytest.fixture
def begun(monkeypatch) -> list[subprocess.Popen]:
    """Return the programs that are started."""
    programs = []

    class Popen(subprocess.Popen):
        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            programs.append(self)

    monkeypatch.setattr(subprocess, "Popen", Popen)
    return programs


def square(number: int) -> bytes:
    return b"%d" % number**2 + bytes(number % 7 * 30_000)


def same(result: bytes) -> bytes:
    return result


def shared(count: int, processes: int, fault: str = "none", at: int = 0) -> int:
    """Return how many of the squares are left to this process, when all have arrived, each once."""
    here = itertools.count()

    def do(number: int) -> bytes:
        next(here)
        return square(number)

    terms = {"fault": fault, "at": at}
    told = SpawnedTask("work_of_the_test:squares", lambda: terms, int)
    results = list(spread(Task(do, same, same, told), count, processes))
    assert sorted(results) == [(number, square(number)) for number in range(count)]
    return next(here)


@pytest.mark.parametrize("processes", [2, 4])
@pytest.mark.parametrize("count", [0, 1, 3, 500])
def test_every_result_arrives_once(count, processes, begun) -> None:
    assert shared(count, processes) == 0
    assert len(begun) == processes - 1


def test_one_process_starts_no_other(begun) -> None:
    assert shared(500, 1) == 500
    assert begun == []


def test_this_process_works_too(monkeypatch, together, tmp_path) -> None:
    """It and a worker wait for each other, so that both have something to do."""
    here, there = tmp_path / "here", tmp_path / "there"

    def waiting(_: int) -> bytes:
        here.touch()
        while not there.exists():
            time.sleep(0.001)
        return b"here"

    monkeypatch.setattr(spawned_workers.WorkerPool, "taken", together)
    terms = {"fault": "none", "at": 0, "wait": [str(here)], "give": [str(there)]}
    told = SpawnedTask("work_of_the_test:squares", lambda: terms, int)
    found = dict(spread(Task(waiting, same, same, told), 600, 3))

    assert len(found) == 600
    assert 0 < list(found.values()).count(b"here") < 600


@pytest.mark.parametrize("fault", ["raise", "exit", "kill"])
@pytest.mark.parametrize("at", [0, 1, 100])
def test_what_a_worker_leaves_undone_is_done_here(fault, at, capfd, begun) -> None:
    assert shared(300, 3, fault, at) > 0
    assert capfd.readouterr() == ("", "")
    assert all(program.returncode is not None for program in begun)


@pytest.mark.parametrize("fault", ["print", "write"])
def test_what_a_worker_prints_does_no_harm(fault, capfd) -> None:
    assert shared(300, 3, fault) == 0
    assert capfd.readouterr() == ("", "")


RUBBISH = {
    "text": b"Welcome!\n" * 9,
    "nothing": b"",
    "half a head": worker_main.message(0, b"x")[:9],
    "half an answer": worker_main.message(0, b"abc")[:-1],
    "wrong checksum": worker_main.message(0, b"abc")[:-1] + b"x",
    "no such number": worker_main.message(999, b"abc"),
    "an empty share": worker_main.message(worker_main.NO_NUMBER, b"") * 200,
}


@pytest.mark.parametrize("rubbish", RUBBISH.values(), ids=RUBBISH)
def test_rubbish_is_no_result(rubbish, monkeypatch, begun) -> None:
    program = f"import sys; sys.stdout.buffer.write({rubbish!r})"
    monkeypatch.setattr(spawned_workers, "_command", lambda: [sys.executable, "-c", program])

    assert shared(90, 3) == 90
    assert len(begun) == 2


def test_a_result_that_cannot_be_read_is_worked_out_here() -> None:
    here = itertools.count()

    def do(number: int) -> bytes:
        next(here)
        return square(number)

    def unpack(_: bytes) -> bytes:
        raise ValueError("rubbish")

    told = SpawnedTask("work_of_the_test:squares", lambda: {"fault": "none", "at": 0}, int)

    assert dict(spread(Task(do, same, unpack, told), 90, 3)) == {n: square(n) for n in range(90)}
    assert next(here) == 90


def test_a_fault_here_is_raised_and_leaves_no_process(begun) -> None:
    def do(_: int) -> bytes:
        raise KeyboardInterrupt

    told = SpawnedTask("work_of_the_test:squares", lambda: {"fault": "exit", "at": 9}, int)

    with pytest.raises(KeyboardInterrupt):
        list(spread(Task(do, same, same, told), 300, 4))
    assert [program.returncode is None for program in begun] == [False] * 3


@pytest.mark.parametrize("refusal", ["Popen", "executable", "frozen"])
def test_no_program_to_be_had(refusal, monkeypatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise FileNotFoundError("no such program")

    if refusal == "Popen":
        monkeypatch.setattr(subprocess, "Popen", refused)
    elif refusal == "executable":
        monkeypatch.setattr(sys, "executable", "")
    else:
        monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert shared(20, 4) == 20


def test_nothing_is_imported_from_where_one_stands(tmp_path, monkeypatch) -> None:
    vault = tmp_path / "vault"
    (vault / "vaultkit").mkdir(parents=True)
    for name in ("json.py", "struct.py", "vaultkit/__init__.py", "sitecustomize.py"):
        (vault / name).write_text(f"open({str(tmp_path / 'taken')!r}, 'w')")
    monkeypatch.chdir(vault)
    monkeypatch.setenv("PYTHONPATH", str(vault))

    assert shared(90, 2) == 0
    assert not (tmp_path / "taken").exists()


@pytest.mark.parametrize("processes", [1, 2, 4])
@pytest.mark.parametrize("cached", [False, True])
def test_a_vault_says_the_same(read, said, monkeypatch, processes, cached, begun) -> None:
    expected = said(read(cached=False))
    monkeypatch.setattr(reader, "FEWEST_TO_SHARE", 0)

    assert said(read(cached=cached, processes=processes)) == expected
    assert said(read(cached=cached, processes=processes)) == expected
    assert len(begun) == 2 * (processes - 1)


def test_workers_read_files_wherever_they_are_named_from(vault, said, read, monkeypatch) -> None:
    expected = said(read(cached=False))
    monkeypatch.setattr(reader, "FEWEST_TO_SHARE", 0)
    monkeypatch.chdir(vault.parent)

    assert said(Vault(FolderTree(Path(vault.name)), processes=3)) == expected


def test_what_workers_only_read_stays_cached(read, vault, monkeypatch) -> None:
    monkeypatch.setattr(reader, "FEWEST_TO_SHARE", 0)
    read(processes=3)
    for note in vault.glob("*.md"):
        os.utime(note, (1, 1))
    again = read(processes=3)

    assert (again.work.read, again.work.parsed) == (42, 0)


@pytest.mark.parametrize("kind", ["memory", "overlay"])
def test_files_that_no_other_process_sees_are_read_here(kind, vault, monkeypatch, begun) -> None:
    monkeypatch.setattr(reader, "FEWEST_TO_SHARE", 0)
    texts = {f"{number}.md": f"[[{number + 1}]]".encode() for number in range(9)}
    tree = MemoryTree(texts) if kind == "memory" else OverlayTree(FolderTree(vault), texts)

    found = Vault(tree, processes=4)

    assert [link.target for link in found.documents["3.md"].facts.links] == ["4"]
    assert begun == []
