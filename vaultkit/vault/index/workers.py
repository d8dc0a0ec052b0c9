"""Processes that share a long list of numbered work with this one.

A worker takes one share of the work after the other, sends each result back through a pipe and
ends. Whatever happens to it, the outcome is the same: what does not arrive is done here.
Where that is safe, a worker is this process forked; elsewhere it is a program that is started.

``concurrent.futures.ProcessPoolExecutor`` was measured instead (13,415 notes, two processes, median
of three on a busy machine): forked, it is as fast (9.9 s against 11.3 s, of processor time 4.2 s
against 3.9 s). Where a process cannot be forked, it runs the main module of the program that
imports ``vaultkit.api`` again in every worker: without an ``if __name__ == "__main__"`` that
program does all that it does three times, and its check fails. It also needs semaphores, which a
system without ``/dev/shm`` lacks.
"""

import contextlib
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

_T = TypeVar("_T")
_HEAD = struct.Struct("<II")
_MOST = 16
_SHARES = 128  # each is named by one byte, and reading one byte from a pipe is never shared


def available() -> int:
    """Return how many processes can run at once: as many as the processors this one may use."""
    try:
        count = len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        count = os.cpu_count() or 1
    return min(count, _MOST)


class SpawnedTask(NamedTuple):
    """Work that another program can do: all of it is JSON.

    ``function``, a ``module:name``, takes what ``terms`` gives and gives the function that does the
    work: it takes what ``item`` gives for a number, and gives the packed result, or None where this
    process has to do it.
    """

    function: str
    terms: Callable[[], Any]
    item: Callable[[int], Any]


class Task(Generic[_T]):
    """One kind of work: a result for each number, and its form on the way through a pipe."""

    def __init__(
        self,
        do: Callable[[int], _T],
        pack: Callable[[_T], bytes | None],
        unpack: Callable[[bytes], _T],
        spawned: SpawnedTask | None = None,
    ) -> None:
        """Store the work; a result that packs to None is worked out here, not sent.

        Args:
            do: gives the result for a number.
            pack: gives its form on the way.
            unpack: gives the result of that.
            spawned: how another program is told to do and pack the same, where one can.
        """
        self.do = do
        self.pack = pack
        self.unpack = unpack
        self.spawned = spawned


def spread(task: Task[_T], count: int, processes: int) -> Iterator[tuple[int, _T]]:
    """Yield the results for the numbers below ``count``, in no particular order.

    Where no other process can do it, this one does all the work.
    """
    done = bytearray(count)
    if processes > 1:
        for number, result in _together(task, count, processes):
            if not done[number]:
                done[number] = 1
                yield number, result
    for number in range(count):
        if not done[number]:
            yield number, task.do(number)


def can_fork() -> bool:
    """Return whether this process can be forked safely.

    Another thread may hold a lock that no one would ever release in the fork, and macOS has threads
    of its own.
    """
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def can_start() -> bool:
    """Return whether there is a Python to start: a program in one file holds none."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def _together(task: Task[_T], count: int, processes: int) -> Iterator[tuple[int, _T]]:
    if can_fork():
        return _with_forked(task, count, processes)
    if task.spawned is not None and can_start():
        return _with_started(task, task.spawned, count, processes)
    return iter(())


def _with_started(
    task: Task[_T], spawned: SpawnedTask, count: int, processes: int
) -> Iterator[tuple[int, _T]]:
    from vaultkit.vault.index.spawned_workers import WorkerPool

    pool = WorkerPool(spawned, count, min(_SHARES, count), processes - 1)
    try:
        for number in pool.taken():
            yield number, task.do(number)
            yield from _unpacked(task, pool.arrived(wait=False))
        yield from _unpacked(task, pool.arrived(wait=True))
    finally:
        pool.stop()


def _unpacked(task: Task[_T], messages: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, _T]]:
    for number, packed in messages:
        try:
            result = task.unpack(packed)
        except Exception:  # noqa: BLE001, S112
            continue
        yield number, result


def _with_forked(task: Task[_T], count: int, processes: int) -> Iterator[tuple[int, _T]]:
    shares = min(_SHARES, count)
    waiting, fill = os.pipe()
    os.write(fill, bytes(range(shares)))
    os.close(fill)
    workers: list[_ForkedWorker] = []
    try:
        with contextlib.suppress(OSError):
            while len(workers) < processes - 1:
                workers.append(_ForkedWorker(task, count, shares, waiting))
        for number in _taken(waiting, count, shares):
            yield number, task.do(number)
            for worker in workers:
                yield from _arrived(task, count, worker.receive(wait=False))
        for worker in workers:
            while not worker.ended:
                yield from _arrived(task, count, worker.receive(wait=True))
    finally:
        os.close(waiting)
        for worker in workers:
            worker.stop()


def _arrived(
    task: Task[_T], count: int, messages: Iterator[tuple[int, bytes]]
) -> Iterator[tuple[int, _T]]:
    for number, packed in messages:
        if number < count:
            yield number, task.unpack(packed)


def _taken(waiting: int, count: int, shares: int) -> Iterator[int]:
    """Yield the numbers of one share after the other, as long as no one else has taken them."""
    while share := os.read(waiting, 1):
        yield from range(share[0], count, shares)


class _ForkedWorker:
    """A forked process and the pipe through which its results come."""

    def __init__(self, task: Task[_T], count: int, shares: int, waiting: int) -> None:
        self.pipe, end = os.pipe()
        self.received = bytearray()
        self.ended = False
        try:
            self.process = os.fork()
        except OSError:
            os.close(self.pipe)
            os.close(end)
            raise
        if self.process == 0:
            _work(task, count, shares, waiting, end)
        os.close(end)

    def receive(self, *, wait: bool) -> Iterator[tuple[int, bytes]]:
        """Yield the results that have arrived since; all of a result that is cut off is lost."""
        os.set_blocking(self.pipe, wait)
        with contextlib.suppress(BlockingIOError):
            piece = os.read(self.pipe, 1 << 20)
            self.ended = not piece
            self.received += piece
        at = 0
        while len(self.received) - at >= _HEAD.size:
            number, size = _HEAD.unpack_from(self.received, at)
            if len(self.received) - at - _HEAD.size < size:
                break
            at += _HEAD.size + size
            yield number, bytes(self.received[at - size : at])
        del self.received[:at]

    def stop(self) -> None:
        """Stop the process, if it has not ended, and forget it."""
        os.close(self.pipe)
        with contextlib.suppress(OSError):
            if not self.ended:
                os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _work(task: Task[_T], count: int, shares: int, waiting: int, end: int) -> None:
    """Run shares of the work, then leave without a trace of the process this was forked from."""
    try:
        for number in _taken(waiting, count, shares):
            packed = task.pack(task.do(number))
            if packed is not None:
                _send(end, _HEAD.pack(number, len(packed)) + packed)
    finally:
        os._exit(0)


def _send(end: int, message: bytes) -> None:
    left = memoryview(message)
    while left:
        left = left[os.write(end, left) :]
