"""Whatever is done to a vault, a check with its cache says what one without says.

Where files are gone that an earlier check saw, the one without is told what was kept of these, and
nothing else. Random edits are made to a small vault. After each it is checked with caches that have
seen every step, by 1 process and by 2; now and then a part of it with one that knows but parts, by
4; and seldom with another one. ``VAULTKIT_THOROUGH=1`` makes four times the edits, and
``VAULTKIT_EDITS=20000`` so many, other ones each time.
"""

import difflib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.cli.editable import (
    APP_FILES,
    BLOCKS,
    CHANGES,
    CONFIGS,
    CORE,
    FLATTENED,
    FOLDERS,
    FRONTS,
    NAMES,
    NOTES,
    OPTIONS,
    OTHERS,
    PLACES,
    QUESTIONS,
    REPAIRS,
)
from tests.rounds import rounds
from vaultkit import Vault
from vaultkit.changes.undo.user_folders import cache_folder
from vaultkit.vault.index.kept_files import KeptFiles

LONG = int(os.environ.get("VAULTKIT_EDITS", "0"))
STEPS = 30
FEWEST = 50
PARTS = 4
SEEDS = (4, 0, 5, 9)[: PARTS if LONG else rounds(PARTS)]
"""Of the parts that the edits are made in; with these each sees a link to what has moved."""
BALLAST = 1_000_000
ON_ITS_OWN = """
from vaultkit.vault.index import facts_cache
facts_cache.RACY_NS = 0
from vaultkit.__main__ import main
main()
"""


class Said(NamedTuple):
    """What came of a command."""

    code: int
    out: str
    err: str


@dataclass
class Tally:
    """What was done in all machines together.

    ``told`` counts the runs that were told what is gone, ``moved`` the findings on links to it of
    which it is known what it is now. ``vaults`` are those read in the last run. Of the runs with a
    cache, ``parsed`` counts the notes parsed, ``spared`` those that were not, ``quick`` the runs in
    which no vault was read whole.
    """

    edits: int = 0
    forks: int = 0
    told: int = 0
    moved: int = 0
    runs: int = 0
    quick: int = 0
    parsed: int = 0
    spared: int = 0
    vaults: list[Vault] = field(default_factory=list)


def drawn(choose: Callable[["RandomEdits"], Any]) -> st.SearchStrategy[Any]:
    """Choose from what the machine holds at that moment."""
    return st.runner().flatmap(lambda machine: st.sampled_from(choose(machine)))


NOTE = drawn(lambda machine: machine.core) | drawn(lambda machine: machine.notes)
FOLDER = drawn(lambda machine: machine.folders)
BLOCK = st.sampled_from(BLOCKS)
HEADING = st.sampled_from([block for block in BLOCKS if block.startswith("#")])
LINE = st.integers(0, 12)


class RandomEdits(RuleBasedStateMachine):
    """A vault on disk, what can be done to it, and what must hold after each step."""

    def __init__(self, folder: Path, run: Callable[..., Any], tally: Tally) -> None:
        super().__init__()
        self.run, self.tally = run, tally
        self.home = folder
        self.vault = folder / "vault"
        self.kept: dict[str, bytes] = {}
        self.place: tuple[str, ...] = ()
        self.options: tuple[str, ...] = ()
        self.steps = 0
        self.seen: dict[Path, tuple[int, ...]] = {}
        self.clock = folder / "clock"
        folder.mkdir()
        for path, content in NOTES.items():
            self.put(path, content)
        with (self.vault / "ballast.bin").open("wb") as file:
            file.truncate(BALLAST)

    @property
    def notes(self) -> list[str]:
        """Return the paths of the notes there are."""
        return sorted(
            path.relative_to(self.vault).as_posix()
            for path in self.vault.rglob("*.[mM][dD]")
            if path.is_file() and not any(part.startswith(".") for part in path.parts[-3:])
        )

    @property
    def core(self) -> list[str]:
        """Return the notes to which most of the links lead that are put in."""
        return [note for note in self.notes if note in CORE] or self.notes

    @property
    def folders(self) -> list[str]:
        """Return the folders on the first level that hold something Obsidian shows."""
        return sorted(
            path.name
            for path in self.vault.iterdir()
            if path.is_dir() and not path.name.startswith(".")
        ) or ["Beds"]

    def put(self, path: str, content: str | bytes) -> None:
        """Write a file, making its folders; nothing where a folder or file is in the way."""
        self.later()
        place = self.vault / path
        if not place.is_dir() and not any(each.is_file() for each in place.parents):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)

    def look(self) -> dict[Path, tuple[int, ...]]:
        """Return all there is in the vault, with what tells that it has changed."""
        found = [path for path in self.vault.rglob("*") if path.exists()]
        stats = [path.stat() for path in found]
        return {
            path: (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) if path.is_file() else ()
            for path, stat in zip(found, stats, strict=True)
        }

    def lines(self, note: str) -> list[bytes]:
        return (self.vault / note).read_bytes().splitlines(keepends=True)

    def later(self) -> None:
        """Wait until the file system's clock has moved on since the last step."""
        before = self.clock.stat().st_ctime_ns if self.clock.exists() else 0
        while True:
            self.clock.touch()
            if self.clock.stat().st_ctime_ns > before:
                return
            time.sleep(0.001)

    @initialize(
        config=st.sampled_from(CONFIGS[:5]),
        place=st.sampled_from(PLACES),
        options=st.sampled_from(OPTIONS[:4]),
        in_app=st.sampled_from([True, False]),
    )
    def begin(
        self, config: str, place: tuple[str, ...], options: tuple[str, ...], *, in_app: bool
    ) -> None:
        self.place, self.options = place, options
        if config:
            self.configure(config)
        if not in_app:
            self.set_in_the_app(None)

    # what an author does

    @rule(note=NOTE, block=BLOCK)
    def append(self, note: str, block: str) -> None:
        self.put(note, b"".join(self.lines(note)) + f"\n{block}\n".encode())

    @rule(note=NOTE, line=LINE, block=BLOCK)
    def insert(self, note: str, line: int, block: str) -> None:
        lines = self.lines(note)
        self.put(note, b"".join([*lines[:line], f"{block}\n\n".encode(), *lines[line:]]))

    @rule(note=NOTE, line=LINE)
    def drop_line(self, note: str, line: int) -> None:
        lines = self.lines(note)
        self.put(note, b"".join([*lines[:line], *lines[line + 1 :]]))

    @rule(note=NOTE, line=LINE, block=BLOCK)
    def replace_line(self, note: str, line: int, block: str) -> None:
        lines = self.lines(note)
        self.put(note, b"".join([*lines[:line], f"{block}\n".encode(), *lines[line + 1 :]]))

    @rule(note=NOTE, front=st.sampled_from(FRONTS))
    def front_matter(self, note: str, front: str) -> None:
        text = b"".join(self.lines(note))
        if text.startswith(b"---\n") and b"\n---\n" in text:
            text = text.partition(b"\n---\n")[2]
        self.put(note, front.encode() + text)

    @rule(note=NOTE, number=st.integers(0, 3), heading=HEADING)
    def rename_a_heading(self, note: str, number: int, heading: str) -> None:
        lines = self.lines(note)
        for at, line in enumerate(lines):
            if line.startswith(b"#"):
                if number == 0:
                    lines[at] = f"{heading}\n".encode()
                number -= 1
        self.put(note, b"".join(lines))

    @rule(note=NOTE, lines=st.integers(1, 3))
    def move_down(self, note: str, lines: int) -> None:
        """Put lines before all others, or comments before the properties, that say nothing."""
        text = b"".join(self.lines(note))
        front = text.startswith(b"---\n")
        self.put(note, b"---\n" + b"#\n" * lines + text[4:] if front else b"\n" * lines + text)

    @rule(note=NOTE, end=st.sampled_from([b"\xff\xfe", b"\0", b"\r\n", b"\xed\xa0\x80"]))
    def spoil(self, note: str, end: bytes) -> None:
        self.put(note, b"".join(self.lines(note)) + end)

    @rule(note=NOTE, text=st.sampled_from(["", "# Soil\n", FLATTENED]))
    def write_anew(self, note: str, text: str) -> None:
        self.put(note, text)

    @rule(path=st.sampled_from(NAMES), blocks=st.lists(BLOCK, max_size=3))
    def create(self, path: str, blocks: list[str]) -> None:
        self.put(path, "\n\n".join(blocks))

    @rule(note=NOTE)
    def delete(self, note: str) -> None:
        if len(self.notes) > 3:
            (self.vault / note).unlink()

    @rule(note=NOTE, path=st.sampled_from(NAMES) | NOTE)
    def rename(self, note: str, path: str) -> None:
        """Rename a note; one that has the name already takes that which is free now."""
        self.later()
        place = self.vault / path
        (self.vault / note).rename(self.home / "moved")
        if place.is_file():
            place.rename(self.vault / note)
        if place.exists() or any(each.is_file() for each in place.parents):
            place = self.vault / note
        place.parent.mkdir(parents=True, exist_ok=True)
        (self.home / "moved").rename(place)

    @rule(note=NOTE, path=st.sampled_from(NAMES))
    def copy_with_its_times(self, note: str, path: str) -> None:
        shutil.copystat(self.vault / note, shutil.copyfile(self.vault / note, self.home / "copy"))
        self.put(path, b"")
        if (self.vault / path).is_file():
            (self.home / "copy").replace(self.vault / path)

    # what other programs do

    @rule(note=NOTE, seconds=st.sampled_from([1, 1_000_000_000, 4_000_000_000, None]))
    def touch(self, note: str, seconds: int | None) -> None:
        self.later()
        os.utime(self.vault / note, None if seconds is None else (seconds, seconds))

    @rule(path=NOTE | st.sampled_from(["Map.canvas", "Plan.base", "vaultkit.toml"]))
    def change_under_the_same_time_and_size(self, path: str) -> None:
        place = self.vault / path
        if place.exists():
            before = place.stat()
            self.put(path, place.read_bytes().swapcase())
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule()
    def keep_as_it_is(self) -> None:
        self.kept = {note: (self.vault / note).read_bytes() for note in self.notes}

    @precondition(lambda self: self.kept)
    @rule(deleting=st.booleans())
    def revert(self, *, deleting: bool) -> None:
        for note in self.notes if deleting else ():
            (self.vault / note).unlink()
        for note, content in self.kept.items():
            self.put(note, content)

    @rule(folder=FOLDER, name=st.sampled_from(FOLDERS) | FOLDER)
    def rename_folder(self, folder: str, name: str) -> None:
        """Rename a folder; one that has the name already takes that which is free now."""
        self.later()
        if folder != name and (self.vault / folder).exists() and not (self.vault / name).is_file():
            (self.vault / folder).rename(self.home / "moved")
            if (self.vault / name).exists():
                (self.vault / name).rename(self.vault / folder)
            (self.home / "moved").rename(self.vault / name)

    @rule(name=st.sampled_from(FOLDERS))
    def make_or_remove_an_empty_folder(self, name: str) -> None:
        place = self.vault / name
        if not place.exists():
            place.mkdir()
        elif place.is_dir() and not any(place.iterdir()):
            place.rmdir()

    @rule(path=st.sampled_from(OTHERS))
    def add_or_remove_a_file(self, path: str) -> None:
        if (self.vault / path).is_file():
            (self.vault / path).unlink()
        else:
            self.put(path, FLATTENED if path == "Export.md" else b"")

    @rule(note=NOTE, path=st.sampled_from(NAMES))
    def link_a_note(self, note: str, path: str) -> None:
        self.put(path, b"")
        place, target = self.vault / path, self.vault / note
        if place.is_file() and not place.samefile(target):
            place.unlink()
            place.symlink_to(os.path.relpath(target, place.parent))

    @rule(change=st.sampled_from(CHANGES))
    def change_another_file(self, change: tuple[str, str]) -> None:
        self.put(*change)

    @rule()
    def commit(self) -> None:
        """Commit all there is, so that what was renamed since is a part of the history."""
        if not (self.vault / ".git").exists():
            self.git("init", "--quiet")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "--message=x")

    @precondition(lambda self: (self.vault / ".git").exists())
    @rule(back=st.integers(1, 2))
    def take_commits_back(self, back: int) -> None:
        self.git("reset", "--quiet", "--soft", f"HEAD~{back}", check=False)

    def git(self, command: str, *arguments: str, check: bool = True) -> None:
        self.later()
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")
        done = subprocess.run(
            ["git", *who, command, *arguments],
            cwd=self.vault,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stderr

    # what an owner changes

    @rule(config=st.sampled_from(CONFIGS))
    def configure(self, config: str) -> None:
        self.put("vaultkit.toml", config)
        if not config:
            (self.vault / "vaultkit.toml").unlink()

    @rule(chosen=st.sampled_from([*APP_FILES, None]))
    def set_in_the_app(self, chosen: tuple[str, str] | None) -> None:
        if chosen is None:
            shutil.rmtree(self.vault / ".obsidian", ignore_errors=True)
        else:
            self.put(f".obsidian/{chosen[0]}", chosen[1])

    # what is asked

    @rule(question=st.sampled_from(QUESTIONS))
    def ask(self, question: tuple[str, ...]) -> None:
        self.compare("check", *question)

    @rule(repair=st.sampled_from(REPAIRS))
    def ask_what_would_be_repaired(self, repair: tuple[str, ...]) -> None:
        self.compare(*repair)

    @rule(note=NOTE, block=BLOCK)
    def ask_about_unsaved_text(self, note: str, block: str) -> None:
        self.compare("check", "-", "--stdin-filename", note, "--format", "json", stdin=block)

    @rule(unsafe=st.booleans())
    def repair(self, *, unsafe: bool) -> None:
        self.later()
        options = ("--unsafe-fixes",) if unsafe else ()
        twin = shutil.copytree(self.vault, self.home / "twin" / "vault", symlinks=True)
        if (self.home / "beside.txt").exists():
            shutil.copy(self.home / "beside.txt", twin.parent)
        cold = self.said(1, "fix", *options, *self.told("2", twin), cwd=twin)
        warm = self.said(2, "fix", *options, *self.caching("2"))
        contents = [
            {p.relative_to(top): p.read_bytes() for p in sorted(top.rglob("*.md")) if p.is_file()}
            for top in (twin, self.vault)
        ]
        shutil.rmtree(twin.parent)

        assert not differences([line.replace("/twin/vault", "/vault") for line in cold], warm)
        assert contents[0] == contents[1]

    @rule(cache=st.sampled_from("12"))
    def ask_on_its_own(self, cache: str) -> None:
        """Ask in a process that knows nothing but what the cache holds."""
        self.compare("check", "--format", "json", caches=((1, cache),), alone=True)

    @rule(cache=st.sampled_from("12"), at=st.floats(0, 1, exclude_max=True))
    def damage(self, cache: str, at: float) -> None:
        for file in sorted((self.home / f"kept {cache}").rglob("*.*")):
            content = bytearray(file.read_bytes())
            if content:
                content[int(at * len(content))] ^= 0x10
            file.write_bytes(content)
        self.compare("check", "--format", "json")

    @rule()
    def ask_again(self) -> None:
        """Ask about all twice, without an edit between: nothing is parsed."""
        question = ("check", "--root", ".", "--format", "json", *self.caching("1"))
        self.said(1, *question)
        before = self.tally.parsed
        self.said(1, *question)

        assert self.tally.parsed == before

    @invariant()
    def no_edit_shows(self) -> None:
        before, self.seen = self.seen, self.look()
        if self.seen == before:
            return
        self.tally.edits += 1
        self.steps += 1
        seldom = ((3, "seldom"),) if self.steps % 5 == 0 else ()
        self.compare("check", "--format", "json", caches=((1, "1"), (2, "2"), *seldom))
        if self.steps % 2:
            question = (*(self.place if self.steps % 6 > 1 else ()), *self.options)
            self.compare("check", *question, "--format", "json", caches=((4, "4"),))

    def caching(self, name: str) -> tuple[str, ...]:
        return ("--cache-dir", str(self.home / f"kept {name}"))

    def compare(
        self,
        *arguments: str,
        stdin: str = "",
        caches: tuple[tuple[int, str], ...] = ((1, "1"), (2, "2")),
        alone: bool = False,
    ) -> None:
        """Hold what is said with caches, and so many processes, against what is said without."""
        warm = [
            self.said(count, *arguments, *self.caching(name), stdin=stdin, alone=alone)
            for count, name in caches
        ]
        cold: dict[tuple[str, ...], list[str]] = {}
        for (count, name), lines in zip(caches, warm, strict=True):
            told = self.told(name, self.vault)
            if told not in cold or "--cache-dir" in told:
                cold[told] = self.said(1, *arguments, *told, stdin=stdin)
            assert not differences(cold[told], lines), (
                f"cache {name}, {count} processes: {arguments}"
            )

    def told(self, name: str, vault: Path) -> tuple[str, ...]:
        """Return the options of a run of which another one's cache has to say what is gone."""
        kept = KeptFiles(cache_folder(self.vault, self.home / f"kept {name}"))
        if not kept.gone():
            return ("--no-cache",)
        self.tally.told += 1
        shutil.rmtree(self.home / "cold", ignore_errors=True)
        folder = cache_folder(vault, self.home / "cold")
        folder.mkdir(parents=True)
        shutil.copy(kept.file, folder)
        return ("--cache-dir", str(self.home / "cold"))

    def said(
        self,
        processes: int,
        *arguments: str,
        stdin: str = "",
        alone: bool = False,
        cwd: Path | None = None,
    ) -> list[str]:
        """Run a command and give its exit code and all it prints, a finding a line."""
        self.tally.vaults.clear()
        ran = self.run(
            *arguments, processes=processes, stdin=stdin, alone=alone, cwd=cwd or self.vault
        )
        is_warm = any(f"{self.home}/kept " in argument for argument in arguments)
        if is_warm and ran.code < 2:
            work = [vault.work for vault in self.tally.vaults]
            self.tally.moved += ran.out.count(" since the check of ")
            quick = not any(each.read + each.reused for each in work)
            self.tally.runs += 1
            self.tally.quick += quick
            self.tally.parsed += sum(each.parsed for each in work)
            self.tally.spared += len(self.notes) if quick else sum(each.reused for each in work)
        return [f"exit code {ran.code}", *ran.err.splitlines(), *findings(ran.out)]


def findings(out: str) -> list[str]:
    """Return the lines of a report; of one in JSON, a line for each finding, without the time."""
    if not out.startswith(("{", "[")):
        return out.splitlines()
    reports = json.loads(out)
    lines = []
    for report in reports if isinstance(reports, list) else [reports]:
        report["summary"].pop("seconds", None)
        lines += [json.dumps(found, ensure_ascii=False) for found in report.pop("findings")]
        lines.append(json.dumps(report, ensure_ascii=False))
    return lines


def differences(cold: list[str], warm: list[str]) -> list[str]:
    """Return the lines that only one of two runs has printed."""
    return list(difflib.unified_diff(cold, warm, "without a cache", "with it", n=0, lineterm=""))


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> Tally:
    """Return the counts of work, which vaults read and processes forked from now on add to."""
    tally = Tally()
    read, fork = Vault.__init__, os.fork

    def counting(vault: Vault, *arguments: Any, **options: Any) -> None:
        read(vault, *arguments, **options)
        tally.vaults.append(vault)

    def forking() -> int:
        tally.forks += 1
        return fork()

    monkeypatch.setattr(Vault, "__init__", counting)
    monkeypatch.setattr(os, "fork", forking)
    return tally


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is one process only")
@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("chance", SEEDS)
def test_no_edit_shows(run, run_process, tally, tmp_path, monkeypatch, chance) -> None:
    edits = max(LONG // PARTS, FEWEST)
    folders = iter(range(1_000_000))

    def ran(*arguments: str, processes: int, alone: bool, cwd: Path, stdin: str) -> Any:
        if alone:
            process = run_process("-c", ON_ITS_OWN, *arguments, cwd=cwd)
            done = process.returncode, process.stdout, process.stderr
            texts = (text.decode().replace(str(tmp_path), "TMP") for text in done[1:])
            return Said(done[0], *texts)
        monkeypatch.setattr("vaultkit.vault.index.workers.available", lambda: processes)
        return run(*arguments, cwd=cwd, stdin=stdin)

    def machine() -> RandomEdits:
        return RandomEdits(tmp_path / str(next(folders)), ran, tally)

    run_state_machine_as_test(
        machine if LONG else seed(chance)(machine),
        settings=settings(
            max_examples=edits * 2 // STEPS + 1,  # the first is the same in all parts
            stateful_step_count=STEPS,
            derandomize=not LONG,
            database=None,
            deadline=None,
            phases=set(Phase) - {Phase.explain},
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert tally.edits >= edits
    assert tally.forks > tally.edits
    assert tally.told > tally.edits / 3
    assert tally.moved
    assert tally.spared > 10 * tally.runs
