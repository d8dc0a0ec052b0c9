"""Time checks beside other linters, in turn, in one run: medians, ratios, machine, versions.

    python bench/compare.py VAULT [--runs 5] [--with 'NAME=COMMAND ...']

Every command is timed as a whole process: cold without a cache, cold writing it, with nothing
changed, and with one note changed. The vault is copied for that; it and the user's own caches stay
as they are. rumdl joins in when it is installed; further peers can be given with --with, where
{vault} stands for the vault, and are timed cold.
"""

import argparse
import importlib.util
import json
import os
import platform
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUMDL = "rumdl check --isolated --flavor obsidian {vault}"
Times = dict[str, list[tuple[float, float]]]


def measured(command: list[str]) -> tuple[float, float]:
    """Give the wall and CPU seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def version(command: list[str]) -> str:
    """Give what a tool says of its version."""
    said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    return said.stdout.strip() or "version unknown"


def contenders(vault: Path, extra: list[str]) -> dict[str, list[str]]:
    """Give the commands to time cold, ours first."""
    ours = [sys.executable, "-m", "vaultkit", "check", "--root", str(vault), str(vault)]
    found = {"vaultkit": [*ours, "--no-cache"]}
    beside = Path(sys.executable).parent / "rumdl"
    rumdl = str(beside) if beside.exists() else shutil.which("rumdl")
    if rumdl:
        command = RUMDL.replace("rumdl", shlex.quote(rumdl), 1) + " --no-cache"
        links = f"{command} --enable MD051,MD057"
        for name, line in (("rumdl", command), ("rumdl, link rules", links)):
            found[name] = shlex.split(line.format(vault=shlex.quote(str(vault))))
    for item in extra:
        name, _, line = item.partition("=")
        found[name] = shlex.split(line.format(vault=shlex.quote(str(vault))))
    return found


def with_cache(command: list[str], folder: Path) -> list[str]:
    """Give the command as it runs with a cache in a folder."""
    return [*(word for word in command if word != "--no-cache"), "--cache-dir", str(folder)]


def timed(
    commands: dict[str, list[str]], runs: int, prepare: Callable[[int], object] = lambda _: None
) -> Times:
    """Time the commands in turn, preparing before each; the first round is not counted."""
    times: Times = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            prepare(number)
            result = measured(command)
            if number:
                times[name].append(result)
    return times


def show(title: str, times: Times) -> None:
    """Print the medians, and what ours are of each."""
    own = [statistics.median(column) for column in zip(*times["vaultkit"], strict=True)]
    print(f"{title:24}{'wall s':>8}{'CPU s':>8}   vaultkit takes")
    for name, runs in times.items():
        wall, cpu = (statistics.median(column) for column in zip(*runs, strict=True))
        ratio = f"{own[0] / wall:5.2f} x the wall, {own[1] / cpu:5.2f} x the CPU time"
        print(f"{name:24}{wall:8.3f}{cpu:8.3f}   {ratio if name != 'vaultkit' else ''}")
    print()


def compare(vault: Path, scratch: Path, runs: int, extra: list[str]) -> None:
    """Run the comparison and print the tables."""
    commands = contenders(vault, extra)
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    print(
        f"Python {platform.python_version()}; {version([sys.executable, '-m', 'vaultkit'])}", end=""
    )
    print(f"; {version(commands['rumdl'][:1])}" if "rumdl" in commands else "")
    report = subprocess.run(
        [*commands["vaultkit"], "--format", "json"], capture_output=True, check=False
    )
    summary = json.loads(report.stdout)["summary"]
    print(f"{summary['notes']:,} notes, {summary['links']:,} links; {runs} runs each\n")
    show("cold, no cache", timed(commands, runs))
    cached = {
        name: with_cache(command, scratch / "cache")
        for name, command in commands.items()
        if name.startswith(("vaultkit", "rumdl"))
    }
    notes = sorted(vault.rglob("*.md"))
    one = notes[len(notes) // 2]

    def clear(_: int) -> None:
        shutil.rmtree(scratch / "cache", ignore_errors=True)

    def edit(number: int) -> None:
        with one.open("a", encoding="utf-8") as file:
            file.write(f"\nline {number}\n")

    show("cold, writing the cache", timed(cached, runs, clear))
    time.sleep(3)
    show("nothing changed", timed(cached, runs))
    show("one note changed", timed(cached, runs, edit))


def main() -> None:
    """Read the arguments and compare on a copy of the vault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--with", dest="extra", action="append", default=[])
    options = parser.parse_args()
    if importlib.util.find_spec("vaultkit") is None:
        parser.error("install vaultkit into this Python first")
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "vault"
        shutil.copytree(options.vault, copy)
        compare(copy, Path(scratch), options.runs, options.extra)


if __name__ == "__main__":
    main()
