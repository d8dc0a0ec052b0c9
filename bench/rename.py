"""Rename and move what is most linked in vaults, and see by other means that nothing is lost.

    python bench/rename.py ~/notes [...] [--most 50]

In each vault the most linked notes get another name, one by one, and another folder; so do headings
that are linked, and a folder. After each, all links are resolved again and held against where they
led; text is searched for links that still write the old name and were not listed. Three renames a
vault are written to a copy on disk and undone. A folder of vaults is measured vault by vault.
"""

import argparse
import os
import platform
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fix import contents, vaults_in

from vaultkit.changes.disk.write import write_files
from vaultkit.changes.undo.undo import undo
from vaultkit.errors import VaultkitError
from vaultkit.rename import operations as moves
from vaultkit.vault.files.tree import MemoryTree
from vaultkit.vault.vault import Vault
from vaultkit.version import __version__

READ = (".md", ".canvas", ".base")
WRITTEN_AND_UNDONE = 3
_CODE = re.compile(
    r"(?ms)^[ \t>]*(```+|~~~+)(?!\s*(?:dataview|dataviewjs|tasks|base|query)\b)[^\n]*\n"
    r".*?^[ \t>]*\1"
    r"|(`+)(?!`)[^\n]*?(?<!`)\2(?!`)"
)
Edges = dict[str, list[tuple[object, ...]]]


@dataclass
class Measured:
    """What renames did in a vault; ``wrong`` names every promise that one broke."""

    name: str
    notes: int = 0
    links: int = 0
    made: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    rewritten: int = 0
    told: int = 0
    undone: int = 0
    wrong: list[str] = field(default_factory=list)


def edges(vault: Vault, renames: Mapping[str, str]) -> Edges:
    """Return where all links lead, by file and in order, with the files under their new names."""
    found: Edges = {}
    for path, document in vault.documents.items():
        outcomes = [outcome for note in document.notes for _, outcome in vault.outcomes(note)]
        found[renames.get(path, path)] = [
            (
                outcome.state,
                *sorted(renames.get(file, file) for file in outcome.files),
                outcome.heading and outcome.heading.start > 0,
            )
            for outcome in outcomes
        ]
    for canvas in vault.canvases:
        found[renames.get(canvas.path, canvas.path)] = [
            tuple(sorted(renames.get(file, file) for file in vault.index.twins(card.path)))
            for card in canvas.cards
        ]
    return found


def most_linked(vault: Vault, most: int) -> list[str]:
    counts = Counter(
        outcome.documents[0].path
        for note in vault.notes
        for _, outcome in vault.outcomes(note)
        if len(outcome.files) == 1 and outcome.documents
    )
    return [path for path, _ in counts.most_common(most)]


def linked_headings(vault: Vault, most: int) -> list[tuple[str, str]]:
    counts = Counter(
        (outcome.documents[0].path, f"#{outcome.heading.text}")
        for note in vault.notes
        for _, outcome in vault.outcomes(note)
        if len(outcome.documents) == 1 and outcome.heading is not None
    )
    return [place for place, _ in counts.most_common(most)]


def tries(vault: Vault, most: int) -> Iterator[tuple[str, str, Callable[[], moves.RenameResult]]]:
    """Yield what is tried: the kind, the old path or "", and what does it."""
    notes = most_linked(vault, most)
    for number, path in enumerate(notes):
        name = f"Größe {number} (neu) 100% & so"
        yield "note", path, lambda path=path, name=name: moves.rename(vault, path, name)
    for path in notes[:: max(most // 10, 1)]:
        yield "move", path, lambda path=path: moves.move(vault, [path], "a new/place/")
    for path, subpath in linked_headings(vault, most):
        yield (
            "heading",
            "",
            lambda path=path, subpath=subpath: moves.rename_heading(
                vault, path, subpath, "All new: a [heading]"
            ),
        )
    folders = Counter(path.split("/")[0] for path in vault.documents if "/" in path)
    if folders:
        folder = f"{max(folders, key=lambda name: folders[name])}/"
        yield "folder", folder, lambda: moves.rename(vault, folder, "A new name")


def measure(name: str, files: Mapping[str, bytes], most: int) -> Measured:
    """Try all in memory, each on the vault as it is, and a few on disk as well."""
    vault = Vault(MemoryTree(files))
    result = Measured(name, len(vault.documents))
    result.links = sum(vault.outgoing(note).links for note in vault.notes)
    for kind, old, act in tries(vault, most):
        try:
            done = act()
        except VaultkitError as error:
            result.refused.append(f"{kind} {old}: {error}")
            continue
        if done.conflicts or done.faults:
            said = [*(place.said for place in done.conflicts), *map(str, done.faults)]
            result.refused.append(f"{kind} {old}: {said[0]}")
            continue
        result.made[kind] += 1
        result.rewritten += len(done.rewrites)
        result.told += len(done.told)
        after = vault.with_changes({change.path: change.after for change in done.changes})
        if edges(after, {}) != edges(vault, dict(done.renames)):
            result.wrong.append(f"{kind} {old}: a link leads elsewhere")
        if kind in ("note", "move") and old.lower().endswith(".md"):
            result.wrong += [f"{kind} {old}: silent: {line}" for line in silent(after, old, done)]
        if kind == "note" and result.undone < WRITTEN_AND_UNDONE:
            comes_back(files, done, result)
    return result


def silent(after: Vault, old: str, done: moves.RenameResult) -> list[str]:
    """Return the lines that still write a link to an old path, and were not listed.

    Code is left out, except for queries: what it writes is an example.
    """
    parts = old.removesuffix(".md").split("/")
    kept = 1 if done.renames[old].endswith(f"/{old.rpartition('/')[2]}") else 0
    tails = ["/".join(parts[at:]) for at in range(len(parts) - kept)]
    if not tails:
        return []
    written = "|".join(map(re.escape, tails))
    still = re.compile(rf"\[\[/?(?:{written})(?:\.md)?\s*(?:[|#][^\[\]]*)?\]\]", re.IGNORECASE)
    listed = {(place.path, place.line) for place in done.told}
    found = []
    for path in after.files:
        if path.lower().endswith(READ):
            text = after.tree.read(path).decode("utf-8", "replace")
            found += [
                f"{path}:{number}"
                for number, line in enumerate(_without_code(text).split("\n"), 1)
                if still.search(line) and (path, number) not in listed
            ]
    return found


def _without_code(text: str) -> str:
    return _CODE.sub(lambda found: "\n" * found[0].count("\n"), text)


def comes_back(files: Mapping[str, bytes], done: moves.RenameResult, result: Measured) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["XDG_STATE_HOME"] = str(Path(temporary, "state"))
        root = Path(temporary, "vault")
        for path, data in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        write_files(root, done.changes)
        if contents(root) == files:
            result.wrong.append("nothing was written")
        undo(root, None)
        if contents(root) != files:
            result.wrong.append("undo did not give the vault back")
        result.undone += 1


def main() -> None:
    """Measure and print the table; exit 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("vaults", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=50, help="how many notes, and headings")
    options = parser.parse_args()
    found = [vault for path in options.vaults for vault in vaults_in(path.resolve())]
    print(f"Python {platform.python_version()}; vaultkit {__version__}\n")
    print(
        "| vault | notes | links | renamed: notes | moved | headings | folders | refused ", end=""
    )
    print("| rewritten | listed | undone |", "|---|" + "--:|" * 10, sep="\n")
    wrong: list[str] = []
    refused: list[str] = []
    for path in found:
        row = measure(path.name, contents(path), options.most)
        made = " | ".join(f"{row.made[kind]:,}" for kind in ("note", "move", "heading", "folder"))
        print(
            f"| {row.name} | {row.notes:,} | {row.links:,} | {made} | {len(row.refused):,} "
            f"| {row.rewritten:,} | {row.told:,} | {row.undone} |",
            flush=True,
        )
        wrong += [f"{row.name}: {item}" for item in row.wrong]
        refused += [f"{row.name}: {item}" for item in row.refused]
    print("\nrefused:", *refused, sep="\n")
    print("\n".join(wrong) if wrong else "no promise was broken")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
