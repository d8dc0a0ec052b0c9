"""Fix copies of vaults and measure, by other means than the guard's, that nothing was hurt.

    python bench/fix.py ../shared/vaults/data-archive [...] [--twins] [--unsafe-fixes]

A folder of vaults is measured vault by vault. With --twins each vault is measured with CRLF line
ends, with byte order marks and in NFD as well. With --extend-select VK4 what these rules find is
fixed although it is for information only. Nothing but temporary copies is written.
"""

import argparse
import os
import platform
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

from vaultkit import check
from vaultkit.api import Vault
from vaultkit.changes.disk.write import write_files
from vaultkit.changes.fix import Fix
from vaultkit.changes.undo.undo import undo
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.config.vault_root import find_home
from vaultkit.fix.repair import Repair, repair
from vaultkit.vault.files.tree import FolderTree
from vaultkit.version import __version__

BROKEN = (
    "broken-link",
    "unwritten-note",
    "broken-embed",
    "broken-anchor",
    "broken-block",
    "slug-link",
    "alias-link",
    "broken-canvas-node",
)
TEXTS = (".md", ".canvas", ".base", ".json", ".toml")
_FRONT_MATTER = re.compile(r"\A---\n(?:.*\n)*?---[^\n]*(?:\n|\Z)")  # as Obsidian ends it
_WIKILINK = re.compile(r"!?\[\[([^\[\]\n|]+?)(?:\\?\|([^\[\]\n]*))?\]\]")

Pair = tuple[str, str]
Lead = tuple[bool, tuple[str, ...], str]


def _crlf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _bom(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content.removeprefix(b"\xef\xbb\xbf")


def _nfd(content: bytes) -> bytes:
    return unicodedata.normalize("NFD", content.decode("utf-8", "surrogateescape")).encode(
        "utf-8", "surrogateescape"
    )


TWINS: Mapping[str, Callable[[bytes], bytes]] = {"CRLF": _crlf, "BOM": _bom, "NFD": _nfd}


@dataclass
class Measured:
    """What a fix did to a copy of a vault; ``wrong`` names every promise that it broke."""

    name: str
    notes: int = 0
    changed: int = 0
    fixes: Counter[str] = field(default_factory=Counter)
    links: tuple[int, int] = (0, 0)
    broken: tuple[int, int] = (0, 0)
    declared: int = 0
    texts_changed: int = 0
    deleted: int = 0
    wrong: list[str] = field(default_factory=list)
    undone: bool = False


def contents(root: Path) -> dict[str, bytes]:
    """Read a vault; of an attachment the name alone counts."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        if path.name.lower().endswith(TEXTS)
        else b""
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def twin(files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    """Return the same vault with other bytes: CRLF, BOM or NFD (names as well)."""
    return {
        unicodedata.normalize("NFD", path) if kind == "NFD" else path: (
            TWINS[kind](content) if path.lower().endswith(".md") else content
        )
        for path, content in files.items()
    }


def measure(
    name: str,
    files: Mapping[str, bytes],
    folder: Path,
    *,
    unsafe: bool,
    extend_select: Sequence[str] = (),
) -> Measured:
    """Write a vault into an empty folder, fix it there, look at it again, and undo it."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    result = Measured(name)
    reports, led = [check(folder)], leads(folder)
    asked: list[Fix] = []
    choices = Choices(extend_select=extend_select)
    repaired = _repair(folder, choices, unsafe=unsafe, asked=asked)
    result.wrong += [
        f"refused: {item.path}:{item.line}: {item.rule}: {item.reason}"
        for item in repaired.refusals
    ]
    if repaired.cycle:
        result.wrong.append(f"a cycle of {repaired.cycle}")
    written = write_files(folder, list(repaired.changes.values()))
    result.wrong += [f"not written: {path}: {why}" for path, why in written.skipped.items()]
    reports.append(check(folder))
    after, leading = contents(folder), leads(folder)
    again = _repair(folder, choices, unsafe=unsafe, asked=[])
    if again.changes:
        result.wrong.append(f"the second run changes {sorted(again.changes)[:3]}")
    result.notes = reports[0].notes
    result.changed = len(written.paths)
    result.fixes = Counter(item.rule for item in repaired.done)
    result.links = reports[0].links, reports[1].links
    result.broken = _broken(reports[0].by_rule), _broken(reports[1].by_rule)
    gone = set(files) - set(after)
    result.deleted = len(gone)
    if gone != {path for fix in asked for path in fix.deletes} or (not unsafe and gone):
        result.wrong.append(f"gone: {sorted(gone)[:3]}")
    for path in sorted(set(led) - gone):
        lost = led[path] - leading.get(path, Counter())
        result.wrong += [f"leads elsewhere: {path}: {item!r}" for item in list(lost)[:3]]
    if result.links[1] < result.links[0] and not gone:
        result.wrong.append(f"links went from {result.links[0]} to {result.links[1]}")
    if result.broken[1] > result.broken[0]:
        result.wrong.append(f"broken links went from {result.broken[0]} to {result.broken[1]}")
    declared = _declared(asked)
    result.declared = sum(map(len, declared.values()))
    for path in sorted(set(files) & set(after)):
        if files[path] != after[path] and path.lower().endswith(".md"):
            pairs = declared.get(path, [])
            was = files[path]
            if any(path in fix.lifts for fix in asked):
                was = without_blanks_above(was)
            count, undeclared = compare(was, after[path], pairs)
            result.texts_changed += count
            keys = _declared_keys(asked, path)
            result.wrong += [f"{path}: {item}" for item in other_damage(was, after[path], keys)]
            result.wrong += [f"undeclared: {path}: {item!r}" for item in undeclared[:3]]
        elif files[path] != after[path]:
            result.wrong.append(f"{path} is no note and changed")
    if written.run is not None:
        undo(folder, None)
    result.undone = contents(folder) == dict(files)
    if not result.undone:
        result.wrong.append("undo did not give the vault back")
    return result


def _repair(folder: Path, choices: Choices, *, unsafe: bool, asked: list[Fix]) -> Repair:
    home = find_home(folder)
    settings = read_settings(home.config_file, choices)
    vault = Vault(FolderTree(home.root), settings.plan(), name=str(home.root))

    def note_down(fixes: Sequence[Fix], _waiting: int, _vault: Vault) -> Sequence[Fix]:
        asked.extend(fixes)
        return fixes

    return repair(vault, settings, unsafe=unsafe, ask=note_down)


def _broken(by_rule: Mapping[str, int]) -> int:
    return sum(by_rule.get(rule, 0) for rule in BROKEN)


def _declared(fixes: Sequence[Fix]) -> dict[str, list[Pair]]:
    """Return the declared differences of visible text: by note, what stood there and what does."""
    found: dict[str, list[Pair]] = {}
    for fix in fixes:
        for link in fix.links:
            shown = tuple(
                seen.rpartition("\x1e")[2].rstrip("\x1d")
                for seen in (link.seen_before, link.seen_after)
            )
            if shown[0] != shown[1]:
                found.setdefault(link.path, []).append(shown)  # type: ignore[arg-type]
    return found


def _declared_keys(fixes: Sequence[Fix], path: str) -> set[str]:
    changes = [item for fix in fixes for item in fix.properties if item.path == path]
    return {key for item in changes for key in (item.key_before, item.key_after)}


def leads(folder: Path) -> dict[str, Counter[Lead]]:
    """Return where the links of each note lead that lead anywhere, and whether they embed it."""
    vault = Vault(FolderTree(folder))
    found: dict[str, Counter[Lead]] = {}
    for note in vault.notes:
        opened = found.setdefault(note.path, Counter())
        for link, outcome in vault.outcomes(note):
            if not outcome.is_broken:
                heading = outcome.heading.text if outcome.heading else ""
                opened[link.embed, tuple(outcome.files), heading] += 1
    return found


def other_damage(before: bytes, after: bytes, declared_keys: set[str]) -> list[str]:
    """Return what else of a note changed, no text: properties not declared, its form in bytes."""
    old, new = properties(before), properties(after)
    keys = [*old, *(key for key in new if key not in old)]
    changed = [key for key in keys if old.get(key, old) != new.get(key, new)]
    wrong = [f"the property {key!r} changed" for key in changed if key not in declared_keys]
    if before.startswith(b"\xef\xbb\xbf") != after.startswith(b"\xef\xbb\xbf"):
        wrong.append("the byte order mark changed")
    if before.endswith(b"\n") != after.endswith(b"\n"):
        wrong.append("the final newline changed")
    return wrong


def properties(content: bytes) -> dict[object, object]:
    """Return the front matter as PyYAML reads it; of what it cannot read, the text alone."""
    found = _FRONT_MATTER.match(_text(content))
    if found is None:
        return {}
    text = found.group().removeprefix("---\n").rpartition("---")[0]
    try:
        read = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        read = text
    return read if isinstance(read, dict) else {"": read}


def _text(content: bytes) -> str:
    text = content.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shown_blocks(content: bytes) -> list[str]:
    """Return what a reader sees of a note, a block an item; links show their text."""
    text = _text(content)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
    blocks = []
    for token in parser.parse(_WIKILINK.sub(_link_text, _FRONT_MATTER.sub("", text))):
        if token.type == "inline":
            blocks.append("".join(_texts(token.children or [])))
        else:
            blocks.append(f"{token.type} {token.tag}:{token.content}")
    return blocks


def _link_text(found: re.Match[str]) -> str:
    return found[2] if found[2] is not None else found[1].strip("#").replace("#", " > ")


def _texts(tokens: Sequence) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield from _texts(token.children)
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
        else:
            yield token.content


def compare(before: bytes, after: bytes, declared: Sequence[Pair]) -> tuple[int, list[Pair]]:
    """Return how many blocks show another text, and those of them that were not declared."""
    old, new = shown_blocks(before), shown_blocks(after)
    if len(old) != len(new):
        return 1, [(f"{len(old)} blocks", f"{len(new)} blocks")]
    different = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    return len(different), [pair for pair in different if not _explained(*pair, declared)]


def without_blanks_above(content: bytes) -> bytes:
    """Return a note without the blanks that keep its front matter from being any."""
    return re.sub(rb"\A(\xef\xbb\xbf)?\s*---[ \t]*(?=[\r\n])", rb"\1---", content)


def _explained(old: str, new: str, declared: Sequence[Pair]) -> bool:
    """Return whether a block differs in declared places alone."""
    for one, other in declared:
        if old != new and one in old:
            shared = os.path.commonprefix([old, new])  # noqa: RUF071
            at = max(old.rfind(one, 0, len(shared) + len(one)), 0)
            old = old[:at] + old[at:].replace(one, other, 1)
    return old == new


def vaults_in(folder: Path) -> list[Path]:
    """Return the vaults under a folder: itself, those in it, and one level down where they are."""
    inner = [path for path in sorted(folder.iterdir()) if path.is_dir() and path.name[0] != "."]
    if any(folder.glob("*.md")) and folder.name not in ("vaults", "obsidian-help"):
        return [folder]
    if (folder / ".obsidian").is_dir():
        return [folder]
    if folder.name == "vaults":
        return [vault for path in inner for vault in vaults_in(path)]
    return inner if folder.name == "obsidian-help" else [folder]


def rows(
    vaults: Sequence[Path], extend_select: Sequence[str], *, twins: bool, unsafe: bool
) -> Iterator[Measured]:
    """Measure vaults one by one, each in a temporary folder and with an undo journal of its own."""
    for vault in vaults:
        files = contents(vault)
        label = f"{vault.parent.name}/{vault.name}"
        name = label if vault.parent.name == "obsidian-help" else vault.name
        for kind in ("", *TWINS) if twins else ("",):
            with tempfile.TemporaryDirectory() as temporary:
                os.environ["XDG_STATE_HOME"] = str(Path(temporary, "state"))
                folder = Path(temporary, "vault")
                folder.mkdir()
                given = twin(files, kind) if kind else files
                yield measure(
                    f"{name} {kind}".strip(),
                    given,
                    folder,
                    unsafe=unsafe,
                    extend_select=extend_select,
                )


def main() -> None:
    """Measure and print the table; exit 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("vaults", type=Path, nargs="+")
    parser.add_argument("--twins", action="store_true", help="CRLF, BOM and NFD as well")
    parser.add_argument("--unsafe-fixes", action="store_true")
    parser.add_argument("--extend-select", action="append", default=[], metavar="RULE")
    options = parser.parse_args()
    found = [vault for path in options.vaults for vault in vaults_in(path.resolve())]
    print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}", end="; ")
    names = ("markdown-it-py", "pyromark", "PyYAML")
    print(f"vaultkit {__version__};", ", ".join(f"{name} {version(name)}" for name in names), "\n")
    head = "| vault | notes | changed | fixes | links | broken | texts: declared | seen | undo |"
    print(head, "|---|---|---|---|---|---|---|---|---|", sep="\n")
    wrong: list[str] = []
    fixes: Counter[str] = Counter()
    measured = rows(found, options.extend_select, twins=options.twins, unsafe=options.unsafe_fixes)
    for row in measured:
        undone = "exact" if row.undone else "NOT EXACT"
        print(
            f"| {row.name} | {row.notes:,} | {row.changed:,} | {row.fixes.total():,} "
            f"| {row.links[0]:,} -> {row.links[1]:,} | {row.broken[0]:,} -> {row.broken[1]:,} "
            f"| {row.declared:,} | {row.texts_changed:,} | {undone} |",
            flush=True,
        )
        fixes += row.fixes
        wrong += [f"{row.name}: {item}" for item in row.wrong]
    print("\nfixes:", ", ".join(f"{rule} {count:,}" for rule, count in fixes.most_common()))
    print("\n".join(wrong) if wrong else "no promise was broken")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
