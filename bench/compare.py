"""Time a cold check beside other linters, in turn, in one run: medians, ratios, machine, versions.

    python bench/compare.py VAULT [--runs 5] [--with 'NAME=COMMAND ...']

Every command is timed as a whole process. rumdl joins in when it is installed; further peers can be
given with --with, where {vault} stands for the vault.
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
import time
from pathlib import Path

RUMDL = "rumdl check --no-cache --isolated --flavor obsidian {vault}"


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
    """Give the commands to time, ours first."""
    ours = [sys.executable, "-m", "vaultkit", "check", "--no-cache", str(vault)]
    found = {"vaultkit": ours}
    beside = Path(sys.executable).parent / "rumdl"
    rumdl = str(beside) if beside.exists() else shutil.which("rumdl")
    if rumdl:
        command = RUMDL.replace("rumdl", shlex.quote(rumdl), 1)
        links = f"{command} --enable MD051,MD057"
        for name, line in (("rumdl", command), ("rumdl, link rules", links)):
            found[name] = shlex.split(line.format(vault=shlex.quote(str(vault))))
    for item in extra:
        name, _, line = item.partition("=")
        found[name] = shlex.split(line.format(vault=shlex.quote(str(vault))))
    return found


def main() -> None:
    """Run the comparison and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--with", dest="extra", action="append", default=[])
    options = parser.parse_args()
    if importlib.util.find_spec("vaultkit") is None:
        parser.error("install vaultkit into this Python first")
    commands = contenders(options.vault, options.extra)
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    print(
        f"Python {platform.python_version()}; {version([sys.executable, '-m', 'vaultkit'])}", end=""
    )
    print(f"; {version(commands['rumdl'][:1])}" if "rumdl" in commands else "")
    report = subprocess.run(
        [*commands["vaultkit"], "--format", "json"], capture_output=True, check=False
    )
    summary = json.loads(report.stdout)["summary"]
    print(f"{summary['notes']:,} notes, {summary['links']:,} links; {options.runs} runs each\n")
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for number in range(options.runs + 1):
        for name, command in commands.items():
            result = measured(command)
            if number:
                times[name].append(result)
    own = [statistics.median(column) for column in zip(*times["vaultkit"], strict=True)]
    print(f"{'':24}{'wall s':>8}{'CPU s':>8}   vaultkit takes")
    for name, runs in times.items():
        wall, cpu = (statistics.median(column) for column in zip(*runs, strict=True))
        ratio = f"{own[0] / wall:5.2f} x the wall, {own[1] / cpu:5.2f} x the CPU time"
        print(f"{name:24}{wall:8.3f}{cpu:8.3f}   {ratio if name != 'vaultkit' else ''}")


if __name__ == "__main__":
    main()
