"""Processes that share a long list of jobs with this one.

A worker takes a share of the jobs after the other, sends each result back through a pipe and ends.
Whatever happens to it, the outcome is the same: a job whose result does not arrive is done here.
Where that is safe, a worker is this process forked; elsewhere it is a program that is started.
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


class Errand(NamedTuple):
    """Work that another program can do: all of it is JSON.

    ``function``, a ``module:name``, takes what ``terms`` gives and gives the function that does the
    work: it takes what ``item`` gives for a number, and gives the packed result, or None where this
    process has to do it.
    """

    function: str
    terms: Callable[[], Any]
    item: Callable[[int], Any]


class Job(Generic[_T]):
    """One kind of work: a result for each number, and its form on the way through a pipe."""

    def __init__(
        self,
        do: Callable[[int], _T],
        pack: Callable[[_T], bytes | None],
        unpack: Callable[[bytes], _T],
        errand: Errand | None = None,
    ) -> None:
        """Take the work; a result that packs to None is worked out here, not sent.

        Args:
            do: gives the result for a number.
            pack: gives its form on the way.
            unpack: gives the result of that.
            errand: how another program is told to do and pack the same, where one can.
        """
        self.do = do
        self.pack = pack
        self.unpack = unpack
        self.errand = errand


def spread(job: Job[_T], count: int, processes: int) -> Iterator[tuple[int, _T]]:
    """Yield the results for the numbers below ``count``, in no particular order.

    Where no other process can do it, this one does all the work.
    """
    done = bytearray(count)
    if processes > 1:
        for number, result in _together(job, count, processes):
            if not done[number]:
                done[number] = 1
                yield number, result
    for number in range(count):
        if not done[number]:
            yield number, job.do(number)


def can_fork() -> bool:
    """Return whether this process can be forked safely.

    Another thread may hold a lock that nobody would ever release in the fork, and macOS has threads
    of its own.
    """
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def can_start() -> bool:
    """Return whether there is a Python to start: a program in one file holds none."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def _together(job: Job[_T], count: int, processes: int) -> Iterator[tuple[int, _T]]:
    if can_fork():
        return _with_forked(job, count, processes)
    if job.errand is not None and can_start():
        return _with_started(job, job.errand, count, processes)
    return iter(())


def _with_started(
    job: Job[_T], errand: Errand, count: int, processes: int
) -> Iterator[tuple[int, _T]]:
    from vaultkit.vault.index.spawned_workers import Crew

    crew = Crew(errand, count, min(_SHARES, count), processes - 1)
    try:
        for number in crew.taken():
            yield number, job.do(number)
            yield from _unpacked(job, crew.arrived(wait=False))
        yield from _unpacked(job, crew.arrived(wait=True))
    finally:
        crew.stop()


def _unpacked(job: Job[_T], messages: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, _T]]:
    for number, packed in messages:
        try:
            result = job.unpack(packed)
        except Exception:  # noqa: BLE001, S112
            continue
        yield number, result


def _with_forked(job: Job[_T], count: int, processes: int) -> Iterator[tuple[int, _T]]:
    shares = min(_SHARES, count)
    waiting, fill = os.pipe()
    os.write(fill, bytes(range(shares)))
    os.close(fill)
    workers: list[_Worker] = []
    try:
        with contextlib.suppress(OSError):
            while len(workers) < processes - 1:
                workers.append(_Worker(job, count, shares, waiting))
        for number in _taken(waiting, count, shares):
            yield number, job.do(number)
            for worker in workers:
                yield from _arrived(job, count, worker.receive(wait=False))
        for worker in workers:
            while not worker.ended:
                yield from _arrived(job, count, worker.receive(wait=True))
    finally:
        os.close(waiting)
        for worker in workers:
            worker.stop()


def _arrived(
    job: Job[_T], count: int, messages: Iterator[tuple[int, bytes]]
) -> Iterator[tuple[int, _T]]:
    for number, packed in messages:
        if number < count:
            yield number, job.unpack(packed)


def _taken(waiting: int, count: int, shares: int) -> Iterator[int]:
    """Yield the numbers of one share after the other, as long as nobody else has taken them."""
    while share := os.read(waiting, 1):
        yield from range(share[0], count, shares)


class _Worker:
    """A forked process and the pipe through which its results come."""

    def __init__(self, job: Job[_T], count: int, shares: int, waiting: int) -> None:
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
            _work(job, count, shares, waiting, end)
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
        """End the process, if it has not ended, and forget it."""
        os.close(self.pipe)
        with contextlib.suppress(OSError):
            if not self.ended:
                os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _work(job: Job[_T], count: int, shares: int, waiting: int, end: int) -> None:
    """Do shares of the work, then leave without a trace of the process this was forked from."""
    try:
        for number in _taken(waiting, count, shares):
            packed = job.pack(job.do(number))
            if packed is not None:
                _send(end, _HEAD.pack(number, len(packed)) + packed)
    finally:
        os._exit(0)


def _send(end: int, message: bytes) -> None:
    left = memoryview(message)
    while left:
        left = left[os.write(end, left) :]
