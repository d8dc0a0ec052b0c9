"""A vaultkit that has started already: a run is a fork of it, and imports nothing anew.

``command`` gives what to type in place of ``python -m vaultkit``: ``warm_client.py``, which hands
its folder, environment, arguments and streams to the process that this module then is. Where none
can be forked, or Python would start otherwise in that environment, vaultkit starts as usual. What
a test holds of the start itself, or of signals, it holds without this.
"""

import atexit
import importlib
import io
import marshal
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

CLIENT = Path(__file__).with_name("warm_client.py")
CHECKOUT = str(Path(__file__).parents[1])
LOCALE = "C.UTF-8"
MODULES = """
cli.app cli.commands.check cli.commands.fix cli.check cli.fix config.read lint.check
lint.incremental.recheck lint.incremental.cache_key lint.incremental.results_cache vault.vault
vault.index.workers vault.history.earlier_check vault.history.revision vault.git.repository
vault.git.git_tree report.formats.text report.formats.json report.formats.concise
""".split()
"""Below ``vaultkit``; none of them imports a slow library."""


@cache
def command(*under: str) -> tuple[str, ...]:
    """Return what runs vaultkit, or ``-c`` and code, under another program where one is given.

    It begins the process that forks.
    """
    if not hasattr(os, "fork"):
        return (*under, sys.executable, "-m", "vaultkit")
    folder = tempfile.mkdtemp(prefix="vk")
    process = subprocess.Popen(
        [*under, sys.executable, __file__, f"{folder}/s"],
        env={**os.environ, "LC_ALL": LOCALE, "PYTHONPATH": CHECKOUT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout.read(1) == b"."
    atexit.register(_end, process, folder)
    return (*under, sys.executable, "-I", "-S", str(CLIENT), f"{folder}/s", sys.executable)


def _end(process: subprocess.Popen, folder: str) -> None:
    process.communicate()
    shutil.rmtree(folder, ignore_errors=True)


def _serve(place: str) -> None:
    """Fork for each client, until the process that began this one is gone."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(place)
        listener.listen(16)
        for name in MODULES:
            importlib.import_module(f"vaultkit.{name}")
        os.write(1, b".")
        handlers: set[int] = set()
        while listener in select.select([listener, 0], [], [])[0]:
            client, _ = listener.accept()
            with client:
                handler = os.fork()
                if handler == 0:
                    listener.close()
                    _handle(client)
            handlers.add(handler)
            handlers = {each for each in handlers if not os.waitpid(each, os.WNOHANG)[0]}


def _handle(client: socket.socket) -> None:
    """Run what a client asks for and tell how it ended; nothing where Python must start anew."""
    length, streams, _, _ = socket.recv_fds(client, 8, 3)
    with client.makefile("rb") as said:
        folder, environment, arguments, numbers = marshal.loads(said.read(int.from_bytes(length)))
    if _would_start_alike(environment):
        run = os.fork()
        if run == 0:
            client.close()
            _become(folder, environment, dict(zip(numbers, streams, strict=True)))
            _run(arguments)
        for stream in streams:
            os.close(stream)
        client.sendall(os.waitpid(run, 0)[1].to_bytes(4, "big"))
    os._exit(0)


def _would_start_alike(environment: Mapping[bytes, bytes]) -> bool:
    names = (b"LC_ALL", b"LC_CTYPE", b"LANG")
    language = next((environment[name] for name in names if environment.get(name)), None)
    return language in (None, LOCALE.encode()) and _of_python(environment) == _of_python(
        os.environb
    )


def _of_python(environment: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    return {name: value for name, value in environment.items() if name.startswith(b"PYTHON")}


def _become(folder: bytes, environment: Mapping[bytes, bytes], streams: dict[int, int]) -> None:
    """Take over a client's folder, environment and streams, as Python does at its start."""
    for number in range(3):
        if number in streams:
            os.dup2(streams[number], number)
            os.close(streams[number])
        else:
            os.close(number)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = None
        if number in streams:
            stream = open(  # noqa: SIM115
                number,
                "w" if number else "r",
                buffering=1 if number == 2 else -1,
                encoding="utf-8",
                errors="backslashreplace" if number == 2 else "surrogateescape",
                closefd=False,
            )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    os.environ.clear()
    os.environb.update(environment)
    time.tzset()
    os.chdir(folder)
    sys.path[0] = os.getcwd()  # noqa: PTH109


def _run(arguments: Sequence[str]) -> None:
    code = 1
    try:
        if arguments[:1] == ["-c"]:
            sys.argv[:] = ["-c", *arguments[2:]]
            sys.modules["__main__"] = module = ModuleType("__main__")
            exec(arguments[1], vars(module))
        else:
            sys.modules["__main__"] = module = importlib.import_module("vaultkit.__main__")
            sys.argv[:] = [module.__file__, *arguments]
            module.main()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1])
