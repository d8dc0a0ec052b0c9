"""Workers that are programs of their own, for where a process cannot be forked safely.

A worker is another Python that is told what to do in JSON through its standard input. It imports
from where this one does, never from the folder it is started in.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from vaultkit.vault.index.worker_main import HEAD, MAGIC, NO_NUMBER

if TYPE_CHECKING:
    from vaultkit.vault.index.workers import SpawnedTask

_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from vaultkit.vault.index.worker_main import main; main()"
)

Message = tuple[int, bytes]


class WorkerPool:
    """Started workers, and the shares of the work that no one has taken yet."""

    def __init__(self, spawned: "SpawnedTask", count: int, shares: int, size: int) -> None:
        """Start as many workers as can be had, up to ``size``."""
        self.spawned = spawned
        self.count = count
        self.shares = shares
        self.waiting = deque(range(shares))
        self._arrived: SimpleQueue[Message | None] = SimpleQueue()
        self._workers: list[_SpawnedWorker] = []
        self._working = 0
        with contextlib.suppress(OSError):
            while len(self._workers) < size:
                self._workers.append(_SpawnedWorker(self))
        with contextlib.suppress(RuntimeError):
            for worker in self._workers:
                worker.thread.start()
                self._working += 1

    def taken(self) -> Iterator[int]:
        """Yield the numbers of one share after the other, as long as no one else has taken them."""
        while (share := self.take()) is not None:
            yield from range(share, self.count, self.shares)

    def take(self) -> int | None:
        """Return a share that is not taken yet, and take it."""
        with contextlib.suppress(IndexError):
            return self.waiting.popleft()
        return None

    def arrived(self, *, wait: bool) -> Iterator[Message]:
        """Yield what has arrived since; all that will arrive, if asked to wait."""
        with contextlib.suppress(Empty):
            while self._working:
                message = self._arrived.get(block=wait)
                if message is None:
                    self._working -= 1
                else:
                    yield message

    def put(self, message: Message | None) -> None:
        """Return what a worker answered, or None when it will not answer any more."""
        self._arrived.put(message)

    def stop(self) -> None:
        """Stop all workers, whatever they are doing."""
        self.waiting.clear()
        for worker in self._workers:
            worker.stop()


class _SpawnedWorker:
    """A started program, and the thread that talks with it."""

    def __init__(self, pool: WorkerPool) -> None:
        self.pool = pool
        self.process = subprocess.Popen(  # noqa: S603
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.thread = threading.Thread(target=self._talk, daemon=True)

    def stop(self) -> None:
        self.process.kill()
        if self.thread.ident is not None:
            self.thread.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self.process.wait()

    def _talk(self) -> None:
        """Hand out shares; a worker that does not keep to the form is asked for nothing more."""
        try:
            spawned = self.pool.spawned
            self._say({"function": spawned.function, "terms": spawned.terms()})
            while (share := self.pool.take()) is not None:
                numbers = range(share, self.pool.count, self.pool.shares)
                self._say([(number, spawned.item(number)) for number in numbers])
                for number, packed in self._answers():
                    if number not in numbers:
                        return
                    self.pool.put((number, packed))
        except (OSError, ValueError):
            pass
        finally:
            self.pool.put(None)

    def _say(self, said: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(said).encode() + b"\n")
        self.process.stdin.flush()

    def _answers(self) -> Iterator[Message]:
        """Yield the answers up to the end of a share.

        Raises:
            ValueError: what comes is no answer.
        """
        assert self.process.stdout is not None
        while True:
            head = self.process.stdout.read(HEAD.size)
            if len(head) < HEAD.size or not head.startswith(MAGIC):
                raise ValueError("no answer")
            _, number, size, checksum = HEAD.unpack(head)
            packed = self.process.stdout.read(size)
            if len(packed) < size or zlib.crc32(packed) != checksum:
                raise ValueError("an incomplete answer")
            if number == NO_NUMBER:
                return
            yield number, packed


def _command() -> list[str]:
    """Return what starts a worker: alone, and with the import path of this process.

    The folder that vaultkit is in is last; the current one is none of it, unless it is that.
    """
    own = str(Path(os.path.abspath(__file__)).parents[3])
    path = [*(os.path.abspath(folder) for folder in sys.path if folder), own]
    return [sys.executable, "-I", "-c", _PROGRAM, *path]
