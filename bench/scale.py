"""Show how time and memory grow with the vault: made vaults of 10,000 and 100,000 notes.

    python bench/scale.py [--notes 10000 100000] [--runs 3] [--folder FOLDER]

A note has 3 to 5 KB, front matter, headings, nine links and now and then a mistake. Each vault
is checked as whole processes: without a cache, writing the cache, with nothing changed, and with
one note changed. Memory is that of the largest process; what a note takes of it is counted above a
vault of one note. The last lines draw the straight line through the two largest vaults on to
1,000,000 notes. A hundred thousand notes need 500 MB of disk, twice.
"""

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import made
from measure import SETTLED_SECONDS, Cost, cost, machine, median, table, vaultkit

COLD, WRITING = "cold, no cache", "cold, writing the cache"
SAME, CHANGED = "nothing changed", "one note changed"
FAR = 1_000_000
Measured = dict[int, dict[str, Cost]]


def costs(vault: Path, cache: Path, notes: int, runs: int) -> Iterator[tuple[str, Cost]]:
    """Yield the median costs of a check in each situation."""
    command = vaultkit("check", "--root", vault, vault)
    cached = [*command, "--cache-dir", str(cache)]

    def writing() -> Cost:
        shutil.rmtree(cache, ignore_errors=True)
        return cost(cached)

    def changed(number: int) -> Cost:
        with (vault / made.path(number * 7919 % notes)).open("a", encoding="utf-8") as file:
            file.write(f"\nline {number} [[{made.name(number)}]]\n")
        return cost(cached)

    yield COLD, median(cost([*command, "--no-cache"]) for _ in range(runs))
    yield WRITING, median(writing() for _ in range(runs))
    cost(cached)
    yield SAME, median(cost(cached) for _ in range(runs))
    yield CHANGED, median(changed(number) for number in range(runs))


def work(vault: Path) -> dict[str, int]:
    """Return how many notes, links and findings a check has to do with."""
    command = vaultkit("check", "--root", vault, vault, "--no-cache", "--format", "json")
    ran = subprocess.run(command, capture_output=True, check=False)
    summary: dict[str, int] = json.loads(ran.stdout)["summary"]
    return summary


def measured(notes: int, runs: int, scratch: Path) -> dict[str, Cost]:
    """Make a vault, check it in all situations, and say what there was to do."""
    vault, cache = scratch / "vault", scratch / "cache"
    made.make(vault, notes)
    time.sleep(SETTLED_SECONDS if notes > 1 else 0)
    found = dict(costs(vault, cache, notes, runs))
    if notes > 1:
        size = sum(file.stat().st_size for file in vault.rglob("*.md"))
        kept = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file())
        done = work(vault)
        print(
            f"- {done['notes']:,} notes of {size / notes / 1000:.1f} KB: {done['links']:,} links, "
            f"{done['findings']:,} findings; a cache of {kept / size:.0%} of the vault",
            flush=True,
        )
    return found


def show(found: Measured, base: dict[str, Cost]) -> None:
    """Print what each vault takes, how that grows, and where it leads."""
    head = ("", "notes", "wall s", "CPU s", "peak MB", "KB a note", "CPU grows", "memory grows")
    print("\n" + table(head, (row for name in base for row in _rows(name, found, base[name]))))
    if len(found) > 1:
        (few, less), (many, more) = list(found.items())[-2:]
        print(f"As a straight line from {few:,} over {many:,} to {FAR:,} notes:\n")
        reach = (FAR - many) / (many - few)
        rows = [_far(name, less[name], more[name], reach) for name in base]
        print(table(("", "wall s", "CPU s", "peak GB"), rows))


def _rows(situation: str, found: Measured, least: Cost) -> Iterator[Sequence[str]]:
    """Yield what each vault takes in one situation."""
    before: tuple[int, Cost] | None = None
    for notes, by_situation in found.items():
        now = by_situation[situation]
        above = (now.kilobytes - least.kilobytes) / notes
        grows = ["", ""]
        if before is not None:
            times = f"x for {notes / before[0]:.0f}x"
            grows = [f"{now[at] / before[1][at]:.1f}{times}" for at in (1, 2)]
        figures = (f"{now.wall:.2f}", f"{now.cpu:.2f}", f"{now.kilobytes / 1000:.0f}")
        yield (situation, f"{notes:,}", *figures, f"{above:.2f}", *grows)
        before = notes, now


def _far(situation: str, less: Cost, more: Cost, reach: float) -> Sequence[str]:
    """Return what is on the line through two costs, so many times their distance further on."""
    wall, cpu, size = (
        after + (after - before) * reach for before, after in zip(less, more, strict=True)
    )
    return situation, f"{wall:.1f}", f"{cpu:.1f}", f"{size / 1e6:.2f}"


def main() -> None:
    """Read the arguments and measure one vault after the other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="Where to make the vaults, for a time.")
    options = parser.parse_args()
    print(f"{machine()}; medians of {options.runs} runs\n", flush=True)
    found = {}
    for notes in (1, *sorted(options.notes)):
        with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
            found[notes] = measured(notes, options.runs, Path(scratch))
    base = found.pop(1)
    show(found, base)


if __name__ == "__main__":
    main()
