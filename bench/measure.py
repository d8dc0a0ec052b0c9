"""What the benchmarks share: whole processes timed, the machine named, tables in Markdown."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

SETTLED_SECONDS = 3
"""So old must a file be, at least, for a cache to trust its time stamp; vaultkit wants 2."""

_LIBRARIES = ("pyromark", "PyYAML", "click", "rich", "rapidfuzz", "markdown-it-py", "networkx")
_MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


class Cost(NamedTuple):
    """What a run took: seconds, processor seconds of all its processes, KB of the largest."""

    wall: float
    cpu: float
    kilobytes: float


def vaultkit(*arguments: object) -> list[str]:
    """Return the command that runs this checkout's vaultkit."""
    return [sys.executable, "-m", "vaultkit", *map(str, arguments)]


def cost(command: Sequence[str]) -> Cost:
    """Run a command, which may find something, and give what it took.

    Of memory it is never less than what this process has itself, which is about 20 MB.

    Raises:
        SystemExit: it went wrong, and its time would say nothing.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment()
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"exit code {process.returncode}: {' '.join(command)}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * _MAXRSS_BYTES / 1000)


def _environment() -> dict[str, str]:
    """Return the environment without what makes Python compile itself again or write in drops."""
    slow = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    return {name: value for name, value in os.environ.items() if name not in slow}


def costs_in_turn(
    commands: Mapping[str, Sequence[str]],
    runs: int,
    prepare: Callable[[str, int], object] = lambda *_: None,
) -> dict[str, list[Cost]]:
    """Run commands in turn, each round beginning with another one; the first does not count.

    Args:
        commands: what to run, by name.
        runs: how many rounds count.
        prepare: what to do before each run, told its name and the number of the round.
    """
    names = list(commands)
    found: dict[str, list[Cost]] = {name: [] for name in names}
    for number in range(runs + 1):
        start = number % len(names)
        for name in (*names[start:], *names[:start]):
            prepare(name, number)
            result = cost(commands[name])
            if number:
                found[name].append(result)
    return found


def median(costs: Iterable[Cost]) -> Cost:
    """Return the median of each column."""
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


def machine() -> str:
    """Say what all this was measured on, and with what."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    parts = (
        time.strftime("%Y-%m-%d"),
        f"{system}, {_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        f"{platform.python_implementation()} {platform.python_version()}",
        _said(vaultkit("--version")),
        ", ".join(filter(None, map(_version_of, _LIBRARIES))),
    )
    return "; ".join(parts)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown, all but its first column to the right."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _said(command: Sequence[str]) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.stdout.strip() or "version unknown"


def _version_of(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123
            names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or "processor unknown"
