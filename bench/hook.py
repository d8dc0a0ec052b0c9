"""Time what a commit waits for: one changed note named on the command line, the vault cached.

    python bench/hook.py [--notes 1200] [--runs 7] [VAULT]

The vault is a made one, or a copy of VAULT. Before each run another note is changed; the run is a
whole process, and its CPU time that of all its processes.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import made
from measure import SETTLED_SECONDS, Cost, cost, machine, median, table, vaultkit


def hooks(vault: Path, cache: Path, notes: list[Path], runs: int) -> Iterator[Cost]:
    """Yield what each run of the hook took, a note having been changed before."""
    command = vaultkit("check", "--root", vault, "--cache-dir", cache)
    cost([*command, str(vault)])
    for number in range(runs + 1):
        note = notes[number * 7919 % len(notes)]
        with note.open("a", encoding="utf-8") as file:
            file.write(f"\nline {number} [[gone/{number}]]\n")
        took = cost([*command, str(note)])
        if number:
            yield took


def main() -> None:
    """Read the arguments, make or copy the vault, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault", type=Path, nargs="?")
    parser.add_argument("--notes", type=int, default=1200)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        vault = Path(scratch) / "vault"
        if options.vault:
            shutil.copytree(options.vault, vault)
        else:
            made.make(vault, options.notes)
        time.sleep(SETTLED_SECONDS)
        notes = sorted(vault.rglob("*.md"))
        costs = list(hooks(vault, Path(scratch) / "cache", notes, options.runs))
    middle, slowest = median(costs), max(each.cpu for each in costs)
    print(f"{machine()}; medians of {options.runs} runs\n")
    head = ("", "notes", "wall s", "CPU s", "slowest, CPU s", "peak MB")
    figures = f"{middle.wall:.3f}", f"{middle.cpu:.3f}", f"{slowest:.3f}"
    megabytes = f"{middle.kilobytes / 1000:.0f}"
    print(table(head, [("one changed note named", f"{len(notes):,}", *figures, megabytes)]))


if __name__ == "__main__":
    main()
