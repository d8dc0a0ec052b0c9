"""Work that is shared gives the same results, whatever becomes of a worker."""

import os
import signal
import sys

import pytest

from vaultkit.vault.index import reader, workers
from vaultkit.vault.index.workers import Task, spread

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


def shared(do, count: int, processes: int, pack=None) -> dict[int, bytes]:
    task = Task(do, pack or (lambda result: result), lambda packed: packed)
    results = list(spread(task, count, processes))
    assert len(results) == len(dict(results))
    return dict(results)


def square(number: int) -> bytes:
    return b"%d" % number**2 + bytes(number % 7 * 30_000)


@pytest.mark.parametrize("processes", [1, 2, 4])
@pytest.mark.parametrize("count", [0, 1, 3, 500])
def test_every_result_arrives_once(count, processes) -> None:
    assert shared(square, count, processes) == {number: square(number) for number in range(count)}


def test_the_work_is_shared() -> None:
    def who(_: int) -> bytes:
        sum(range(20_000))
        return b"%d" % os.getpid()

    assert len(set(shared(who, 600, 4).values())) > 1


def _raise(parent: int) -> None:
    if os.getpid() != parent:
        raise ValueError("in a worker")


def _exit(parent: int) -> None:
    if os.getpid() != parent:
        os._exit(7)


def _kill(parent: int) -> None:
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("fault", [_raise, _exit, _kill])
@pytest.mark.parametrize("at", [0, 1, 100, 250])
def test_what_a_worker_leaves_undone_is_done_here(fault, at, capfd) -> None:
    parent, asked = os.getpid(), [0]

    def do(number: int) -> bytes:
        asked[0] += 1
        if asked[0] > at:
            fault(parent)
        return square(number)

    assert shared(do, 300, 3) == {number: square(number) for number in range(300)}
    assert capfd.readouterr() == ("", "")


def test_a_message_cut_off_is_no_result(monkeypatch) -> None:
    def killed(end, message):
        os.write(end, message[:9])
        os._exit(1)

    monkeypatch.setattr(workers, "_send", killed)

    assert shared(square, 90, 2) == {number: square(number) for number in range(90)}


def test_a_fault_here_is_raised_and_leaves_no_process(monkeypatch) -> None:
    parent, fork = os.getpid(), os.fork
    forked = []

    def noted() -> int:
        forked.append(fork())
        return forked[-1]

    def do(number: int) -> bytes:
        if os.getpid() == parent:
            raise KeyboardInterrupt
        return square(number)

    monkeypatch.setattr(os, "fork", noted)
    with pytest.raises(KeyboardInterrupt):
        shared(do, 300, 4)

    assert forked
    for process in forked:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def test_no_more_processes_to_be_had(monkeypatch) -> None:
    def refused() -> int:
        raise BlockingIOError("too many")

    monkeypatch.setattr(os, "fork", refused)

    assert shared(square, 20, 4) == {number: square(number) for number in range(20)}


@pytest.mark.parametrize("processes", [2, 4])
@pytest.mark.parametrize("cached", [False, True])
def test_a_vault_says_the_same(read, said, monkeypatch, processes, cached) -> None:
    expected = said(read(cached=False))
    monkeypatch.setattr(reader, "FEWEST_TO_SHARE", 0)

    assert said(read(cached=cached, processes=processes)) == expected
    assert said(read(cached=cached, processes=processes)) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell")
def test_as_many_as_the_process_may_use() -> None:
    assert workers.available() == min(16, len(os.sched_getaffinity(0)))


def test_what_workers_only_read_stays_cached(read, monkeypatch) -> None:
    monkeypatch.setattr(reader, "FEWEST_TO_SHARE", 0)
    parsed = [read(processes=4).work.parsed for _ in range(3)]

    assert parsed == [42, 0, 0]
