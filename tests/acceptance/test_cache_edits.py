"""Two hundred edits to a copy of a real vault, which the cache must not make any difference to."""

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from vaultkit.changes.undo.user_folders import cache_folder
from vaultkit.cli.app import main
from vaultkit.vault.index import facts_cache as cache_module
from vaultkit.vault.index.kept_files import KeptFiles
from vaultkit.vault.vault import Vault

EDITS = 200
TOGETHER = 8
CONFIGS = ('extend-select = ["VK1", "VK2", "VK3"]\n', 'exclude = ["pages/**"]\n', "")
SETTINGS = ("{}", '{"userIgnoreFilters": ["categories/"]}')


class Author:
    """Edits a vault at random, always in the same way."""

    def __init__(self, vault: Path) -> None:
        self.vault = vault
        self.chance = random.Random(5)

    def edit(self) -> None:
        """Make one edit of any kind."""
        self.chance.choice(
            [
                *([self.append] * 6 + [self.insert] * 4 + [self.drop_line] * 4),
                *(self.repeat_a_heading, self.name_otherwise, self.allow, self.rename, self.rename),
                *(self.delete, self.create, self.touch, self.swap, self.rename_a_folder),
                *(self.lose_a_picture, self.configure, self.exclude),
            ]
        )()

    def any(self, pattern: str = "*.md") -> Path:
        return self.chance.choice(sorted(self.vault.rglob(pattern)))

    def link(self) -> str:
        note = self.any()
        lines = note.read_text("utf-8", "replace").splitlines()
        headings = [line.lstrip("# ") for line in lines if line.startswith("#")] or ["Nothing"]
        name, heading = note.stem, self.chance.choice(headings)
        wrong = name[:-1] + self.chance.choice("aeiou")
        forms = [f"[[{name}]]", f"[[{name}#{heading}]]", f"[[{wrong}]]", f"![[{name}#{heading} x]]"]
        return self.chance.choice([*forms, f"[x]({name.replace(' ', '%20')}.md)", f"[[no/{name}]]"])

    def change(self, what: Callable[[list[bytes]], list[bytes]]) -> None:
        note = self.any()
        note.write_bytes(b"".join(what(note.read_bytes().splitlines(keepends=True))))

    def append(self) -> None:
        self.change(lambda lines: [*lines, f"\n\n{self.link()} and {self.link()}\n".encode()])

    def insert(self) -> None:
        at = self.chance.randrange(20)
        self.change(lambda lines: [*lines[:at], f"\n{self.link()}\n\n".encode(), *lines[at:]])

    def drop_line(self) -> None:
        at = self.chance.randrange(20)
        self.change(lambda lines: [*lines[:at], *lines[at + 1 :]])

    def repeat_a_heading(self) -> None:
        self.change(lambda lines: [*lines, b"\n", *[x for x in lines if x.startswith(b"#")][:1]])

    def name_otherwise(self) -> None:
        front = f"---\naliases: [{self.any().stem}, null]\ntag: x\n---\n".encode()
        self.change(lambda lines: [front, *lines])

    def allow(self) -> None:
        self.change(lambda lines: [*lines, b"\n%% vaultkit: allow-file VK1, stub-note %%\n"])

    def rename(self) -> None:
        note = self.any()
        note.rename(note.with_name(f"{note.stem[:-1]}{self.chance.randrange(10)}.md"))

    def delete(self) -> None:
        self.any().unlink()

    def create(self) -> None:
        near = self.any()
        near.with_name(f"{near.stem}s.md").write_text(f"# {near.stem}\n\n{self.link()}\n")

    def touch(self) -> None:
        at = self.chance.randrange(10**9)
        os.utime(self.any(), (at, at))

    def swap(self) -> None:
        one, other = self.any(), self.any()
        text = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(text)

    def rename_a_folder(self) -> None:
        folder = self.any("*.md").parent
        if folder != self.vault:
            folder.rename(folder.with_name(f"{folder.name}{self.chance.randrange(10)}"))

    def lose_a_picture(self) -> None:
        self.any("*.png").unlink()

    def configure(self) -> None:
        (self.vault / "vaultkit.toml").write_text(self.chance.choice(CONFIGS))

    def exclude(self) -> None:
        (self.vault / ".obsidian/app.json").write_text(self.chance.choice(SETTINGS))


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list to which each vault read adds how many notes were parsed."""
    counts: list[int] = []
    read = Vault.__init__

    def counting(vault, *arguments, **options) -> None:
        read(vault, *arguments, **options)
        counts.append(vault.work.parsed)

    monkeypatch.setattr(Vault, "__init__", counting)
    return counts


def said(vault: Path, *options: str) -> tuple[int, object]:
    """Return the exit code of a check, and its report without the time."""
    ran = CliRunner().invoke(
        main, ["check", str(vault), "--format", "json", *options], standalone_mode=False
    )
    assert ran.exception is None
    report = json.loads(ran.stdout)
    report["summary"].pop("seconds", None)
    return ran.return_value, report


def told(vault: Path, folder: Path) -> tuple[str, str]:
    """Return the options of a run that knows nothing but what is gone, as the other cache says."""
    shutil.rmtree(folder / "cold", ignore_errors=True)
    cold = cache_folder(vault, folder / "cold")
    cold.mkdir(parents=True)
    shutil.copy(KeptFiles(cache_folder(vault, folder / "kept")).file, cold)
    return "--cache-dir", str(folder / "cold")


def test_no_edit_shows(copied, tmp_path, monkeypatch, parsed) -> None:
    monkeypatch.setattr(cache_module, "RACY_NS", 0)
    vault = copied("data-archive")
    author = Author(vault)
    monkeypatch.setattr(
        "vaultkit.vault.index.workers.available", lambda: author.chance.choice([1, 2])
    )
    kept = ("--cache-dir", str(tmp_path / "kept"))
    said(vault, *kept)
    notes = parsed.pop()
    reused = []
    for step in range(EDITS):
        author.edit()
        if step % TOGETHER == 0:
            parsed.clear()
            warm = said(vault, *kept)
            reused += parsed

            assert warm == said(vault, *told(vault, tmp_path)), step

    assert notes > 1000
    assert sum(reused) <= EDITS
