"""Time checks beside other linters, in turn, in one run: medians, ratios, machine, versions.

    python bench/compare.py VAULT [--runs 7] [--with 'NAME=COMMAND ...']

Every command is timed as a whole process in four situations: cold without a cache, cold writing it,
with nothing changed, and with one note changed. Each tool has a cache of its own, and the rounds
begin with another tool each time. A command that goes wrong ends the benchmark: it would look fast.
The vault is copied; it and the user's own caches stay as they are. rumdl joins in when it is
installed; further peers can be given with --with, where {vault} stands for the vault, and are timed
cold. The tables are Markdown.
"""

import argparse
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from measure import SETTLED_SECONDS, Cost, costs_in_turn, machine, median, table, vaultkit

OURS = "vaultkit"
RUMDL_ISSUES = re.compile(r"Found ([\d,]+) issue")
Commands = Mapping[str, Sequence[str]]


def contenders(vault: Path) -> dict[str, list[str]]:
    """Return the commands that are timed in all situations, ours first."""
    found = {OURS: vaultkit("check", "--root", vault, vault)}
    beside = Path(sys.executable).parent / "rumdl"
    rumdl = str(beside) if beside.exists() else shutil.which("rumdl")
    if rumdl:
        found["rumdl"] = [rumdl, "check", "--isolated", "--flavor", "obsidian", str(vault)]
        found["rumdl, its link rules"] = [*found["rumdl"], "--enable", "MD051,MD057"]
    return found


def further(extra: list[str], vault: Path) -> dict[str, list[str]]:
    """Return the commands that the user has named."""
    named = (item.partition("=") for item in extra)
    return {name: shlex.split(line.replace("{vault}", str(vault))) for name, _, line in named}


def situation(title: str, costs: Mapping[str, Sequence[Cost]]) -> str:
    """Return a table of medians, the range of the CPU times, and what ours takes of each."""
    own = median(costs[OURS])
    rows = []
    for name, each in costs.items():
        middle, times = median(each), sorted(one.cpu for one in each)
        ratios = [f"{own.wall / middle.wall:.2f}", f"{own.cpu / middle.cpu:.2f}"]
        rows.append(
            (
                name,
                f"{middle.wall:.3f}",
                f"{middle.cpu:.3f}",
                f"{times[0]:.3f}, {times[-1]:.3f}",
                f"{middle.kilobytes / 1000:.0f}",
                *(ratios if name != OURS else ("", "")),
            )
        )
    ours = "vaultkit / this:"
    return table(
        (title, "wall s", "CPU s", "lowest, highest", "peak MB", f"{ours} wall", "CPU"), rows
    )


def done(commands: Commands) -> str:
    """Say what each tool finds, which is what its time is spent on."""
    lines = []
    for name, command in commands.items():
        if name == OURS:
            told = _output([*command, "--no-cache", "--format", "json"])
            summary = json.loads(told)["summary"]
            what = f"{summary['links']:,} links, {summary['findings']:,} findings"
            lines.append(f"- {name}: {summary['notes']:,} notes, {what}")
        else:
            issues = RUMDL_ISSUES.search(_output([*command, "--no-cache"]))
            lines.append(f"- {name}: {issues[1] if issues else 'no'} issues")
    return "\n".join(lines) + "\n"


def compare(vault: Path, scratch: Path, runs: int, extra: list[str]) -> None:
    """Run the comparison and print the tables."""
    commands = contenders(vault)
    print(f"{machine()}; medians of {runs} rounds\n\n{done(commands)}", flush=True)
    caches = {name: scratch / f"cache {number}" for number, name in enumerate(commands)}
    cached = {name: [*line, "--cache-dir", str(caches[name])] for name, line in commands.items()}
    bare = {name: [*line, "--no-cache"] for name, line in commands.items()}
    notes = sorted(vault.rglob("*.md"))
    edited = -1

    def clear(name: str, _: int) -> None:
        shutil.rmtree(caches[name], ignore_errors=True)

    def edit(_: str, number: int) -> None:
        nonlocal edited
        if edited != number:
            edited = number
            with notes[number * 7919 % len(notes)].open("a", encoding="utf-8") as file:
                file.write(f"\nline {number}\n")

    cold = costs_in_turn({**bare, **further(extra, vault)}, runs)
    print(situation("cold, no cache", cold), flush=True)
    print(situation("cold, writing the cache", costs_in_turn(cached, runs, clear)), flush=True)
    print(situation("nothing changed", costs_in_turn(cached, runs)), flush=True)
    print(situation("one note changed", costs_in_turn(cached, runs, edit)), flush=True)


def _output(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, check=False).stdout.decode()


def main() -> None:
    """Read the arguments and compare on a copy of the vault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--with", dest="extra", action="append", default=[])
    options = parser.parse_args()
    if importlib.util.find_spec("vaultkit") is None:
        parser.error("install vaultkit into this Python first")
    if not options.vault.is_dir():
        parser.error(f"{options.vault}: no such folder")
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "vault"
        shutil.copytree(options.vault, copy)
        time.sleep(SETTLED_SECONDS)
        compare(copy, Path(scratch), options.runs, options.extra)


if __name__ == "__main__":
    main()
