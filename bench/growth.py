"""Show that time grows with the vault and no faster, on made vaults of 1, 4 and 16 times a size.

    python bench/growth.py [--notes 500] [--runs 3]

The vault has what could go quadratic: broken links and anchors that want suggestions, names that
are many times alike, long notes, one flattened file that grows as well. Besides the time it prints
the work done, which does not depend on the machine. After them come the vaults of the test suite,
each full of one thing: the tests count the lines of Python that a check runs, this shows the time,
which libraries take as well. At the end stand commands that change much, with --dry-run.
"""

import argparse
import contextlib
import gc
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from vaultkit import Vault, check
from vaultkit.config.read import read_settings
from vaultkit.lint.check import check as check_vault
from vaultkit.version import __version__

sys.path.insert(0, str(Path(__file__).parents[1]))
from measure import cost, vaultkit

from tests.growing import CHANGES, SHAPES, Texts

WORDS = (
    "amber birch cedar delta ember fjord grove heath islet jetty knoll larch mould north".split()
)


def text(chance: random.Random, names: list[str], sentences: int) -> str:
    """Return sentences with good, broken and misspelt links in them."""
    lines = []
    for _ in range(sentences):
        name = chance.choice(names)
        wrong = name[:4] + chance.choice("xyz") + name[5:]
        lines.append(
            f"{' '.join(chance.choices(WORDS, k=8))} [[{name}]], [[{wrong}]], "
            f"[[{name}#{chance.choice(WORDS)} {chance.choice(WORDS)}]] and ![[{wrong}.png]]."
        )
    return "\n\n".join(lines)


def make(folder: Path, notes: int) -> None:
    """Write a vault of so many notes, always the same for the same number."""
    chance = random.Random(notes)
    names = [f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}" for number in range(notes)]
    (folder / ".obsidian").mkdir(parents=True)
    for number, name in enumerate(names):
        place = folder / f"part {number % 40}"
        place.mkdir(exist_ok=True)
        heading = f"{chance.choice(WORDS)} {chance.choice(WORDS)}"
        body = text(chance, names, 5)
        (place / f"{name}.md").write_text(f"# {name}\n\n## {heading}\n\n{body}\n", "utf-8")
        (place / "index.md").write_text("# Same name everywhere\n\n[[index]]\n", "utf-8")


def make_flat(folder: Path, notes: int) -> None:
    """Write a flattened vault of so many notes into one file."""
    chance = random.Random(notes)
    titles = [f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}" for number in range(notes)]
    parts = []
    for title in titles:
        slug = title.replace(" ", "-")
        other = chance.choice(titles).replace(" ", "-")
        links = f"[a](#{other}), [b](#{other[:4]}x{other[5:]}), [c|d](#cd)"
        parts.append(f"# {title} {{#{slug}}}\n\n## Example\n\n{links}\n")
    folder.mkdir()
    (folder / "export.md").write_text("\n".join(parts), "utf-8")


def timed(folder: Path, runs: int) -> tuple[float, int, int]:
    """Return the median CPU seconds of a check, the links resolved and the findings."""
    seconds = []
    for _ in range(runs):
        started = time.process_time()
        report = check(folder)
        seconds.append(time.process_time() - started)
    return statistics.median(seconds), report.links, len(report.findings)


def timed_in_memory(texts: Texts, runs: int) -> float:
    """Return the median CPU seconds of reading and checking a vault that is not on a disk.

    Python's collector of cycles is off, as it is in the command.
    """
    seconds = []
    for _ in range(runs):
        gc.collect()
        gc.disable()
        started = time.process_time()
        check_vault(Vault.from_texts(texts), read_settings())
        seconds.append(time.process_time() - started)
        gc.enable()
    return statistics.median(seconds)


def timed_command(command: Sequence[str], texts: Texts, runs: int) -> float:
    """Return the median CPU seconds of a command that changes a vault, without changing it."""
    with tempfile.TemporaryDirectory() as parent:
        for path, content in texts.items():
            file = Path(parent, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, "utf-8")
        asked = vaultkit(*command, "--dry-run", "--no-cache")
        with contextlib.chdir(parent):
            return statistics.median(cost(asked).cpu for _ in range(runs))


def print_growth(label: str, size: int, times: Iterable[float]) -> None:
    """Print a row: the time at a size, and how much longer 4 and 16 times that take."""
    first, *later = times
    print(f"{label:<32}{size:8,}{first:9.3f}", end="")
    print("".join(f"{seconds / first:8.2f}x" for seconds in later))


def main() -> None:
    """Print a table for the folder vault, one for the flattened one, and two for the others."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"vaultkit {__version__}, Python {platform.python_version()}, ", end="")
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    for label, maker in (("a folder vault", make), ("a flattened vault", make_flat)):
        print(f"\n{label}\n{'notes':>8}{'links':>10}{'findings':>10}{'CPU s':>9}{'growth':>9}")
        before = None
        for factor in (1, 4, 16):
            with tempfile.TemporaryDirectory() as parent:
                folder = Path(parent) / "vault"
                maker(folder, options.notes * factor)
                seconds, links, findings = timed(folder, options.runs)
            growth = f"{seconds / before:8.2f}x" if before else ""
            row = f"{options.notes * factor:8,}{links:10,}{findings:10,}"
            print(f"{row}{seconds:9.3f}{growth:>9}")
            before = seconds
    print(f"\n{'each full of one thing':<32}{'size':>8}{'CPU s':>9}{'x 4':>9}{'x 16':>9}")
    for make_texts, size in SHAPES.items():
        size = max(1, size * options.notes // 500)
        times = (timed_in_memory(make_texts(size * factor), options.runs) for factor in (1, 4, 16))
        print_growth(make_texts.__name__, size, times)
    print(f"\n{'changes, starting included':<32}{'size':>8}{'CPU s':>9}{'x 4':>9}{'x 16':>9}")
    for command, (make_texts, size) in CHANGES.items():
        size = max(1, 20 * size * options.notes // 500)
        times = (
            timed_command(command, make_texts(size * factor), options.runs) for factor in (1, 4, 16)
        )
        print_growth(" ".join(command), size, times)


if __name__ == "__main__":
    main()
