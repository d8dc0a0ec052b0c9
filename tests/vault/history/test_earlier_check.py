"""Whatever is done to files between checks, none is taken for another one."""

import itertools
import os
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.history.earlier_check import EarlierChecks, look_again
from vaultkit.vault.index.facts_cache import FactsCache
from vaultkit.vault.vault import Vault

STEPS = 150
TEMPLATES = ["", "# Day\n", "---\ntype: x\n---\n## Log\n\n- [ ] Call\n", "![[a.png]]\n"]
NAMES = [
    f"{folder}{name}"
    for folder in ("", "a/", "b/")
    for name in ("One.md", "Two.md", "Three.md", "p.png", "q.png")
]


@dataclass
class Author:
    """Does things to files, and knows which is which.

    ``identity`` says of each file which it is: one number, of a copy those of all it comes from.
    """

    root: Path
    chance: random.Random
    identity: dict[str, frozenset[int]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    made: int = 0

    def act(self) -> None:
        acts = [self.create, self.move, self.move, self.delete, self.copy, self.edit, self.swap]
        self.chance.choice(acts)()

    def free(self, like: str = "") -> str | None:
        """Return a path that no file has, nor had since the last check."""
        ending = like[-3:] or self.chance.choice([".md", "png"])
        names = [
            name
            for name in NAMES
            if name.endswith(ending) and name not in self.taken and name not in self.identity
        ]
        return self.chance.choice(names) if names else None

    def any(self) -> str | None:
        return self.chance.choice(sorted(self.identity)) if self.identity else None

    def fresh(self) -> str:
        self.made += 1
        return f"Something that was said but once, the {self.made}th time.\n"

    def put(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(exist_ok=True)
        (self.root / path).write_text(text)
        stamp = 1_000_000_000 + self.chance.randrange(10**9)
        os.utime(self.root / path, (stamp, stamp))

    def create(self) -> None:
        path = self.free()
        if path is not None:
            self.put(path, self.chance.choice([*TEMPLATES, *(self.fresh() for _ in TEMPLATES)]))
            self.identity[path] = frozenset([self.made])
            self.made += 1

    def move(self) -> None:
        path = self.any()
        new = self.free(path) if path is not None else None
        if path is not None and new is not None:
            (self.root / new).parent.mkdir(exist_ok=True)
            (self.root / path).rename(self.root / new)
            self.identity[new] = self.identity.pop(path)
            self.taken.add(path)

    def copy(self) -> None:
        path = self.any()
        new = self.free(path) if path is not None else None
        if path is not None and new is not None:
            (self.root / new).parent.mkdir(exist_ok=True)
            shutil.copyfile(self.root / path, self.root / new)
            self.identity[new] = self.identity[path] | {self.made}
            self.made += 1

    def delete(self) -> None:
        path = self.any()
        if path is not None:
            (self.root / path).unlink()
            del self.identity[path]
            self.taken.add(path)

    def edit(self) -> None:
        path = self.any()
        if path is not None:
            self.put(path, self.chance.choice([*TEMPLATES, self.fresh()]))

    def swap(self) -> None:
        one = self.any()
        other = self.chance.choice([p for p in self.identity if p[-3:] == one[-3:]]) if one else one
        if one is not None and other is not None and one != other:
            (self.root / one).rename(self.root / "aside")
            (self.root / other).rename(self.root / one)
            (self.root / "aside").rename(self.root / other)
            identity = self.identity
            identity[one], identity[other] = identity[other], identity[one]


@dataclass
class Checks:
    """Looks at a vault again and again."""

    root: Path
    kept: FactsCache

    def look(self) -> EarlierChecks:
        tree = FolderTree(self.root)
        entries = sorted(tree.entries(), key=lambda entry: entry.path)
        vault = Vault(tree, cache=FactsCache(self.kept.file.parent), entries=entries)
        known = look_again(vault, entries, self.kept.kept_files)
        assert known is not None
        return known


@pytest.mark.parametrize("seed", range(6))
def test_no_file_is_taken_for_another_one(tmp_path, seed, monkeypatch) -> None:
    moments = itertools.count(1)  # a fast machine looks twice in one millisecond
    for module in ("vault.index.kept_files", "vault.history.earlier_check"):
        monkeypatch.setattr(f"vaultkit.{module}.now", lambda: next(moments))
    (tmp_path / "vault").mkdir()
    author = Author(tmp_path / "vault", random.Random(seed))
    checks = Checks(tmp_path / "vault", FactsCache(tmp_path / "kept"))
    then: dict[int, dict[str, frozenset[int]]] = {}
    told = 0
    author.put("stays.md", "It stays.\n")
    for _ in range(STEPS):
        for _ in range(author.chance.randrange(1, 4)):
            author.act()
        author.taken.clear()
        known = checks.look()
        kept = checks.kept.kept_files.load()
        assert kept is not None
        then[kept.at] = dict(author.identity)
        for row in (*kept.gone, *kept.exchanged):
            assert (row.path in author.identity) == (row in kept.exchanged)
            if row.became in author.identity:
                assert author.identity[row.became] & then[row.last][row.path], row
        for row in kept.gone:
            moved = known.moved(f"/{row.path}", "")
            assert (moved and moved.path) == (row.became if row.became in kept.files else None)
            told += moved is not None
    assert told > STEPS / 10


@pytest.fixture
def checks(tmp_path) -> Checks:
    (tmp_path / "vault/a/b").mkdir(parents=True)
    for name in ("A.md", "a/A.md", "a/b/C.md", "p.png"):
        (tmp_path / "vault" / name).write_text(f"Words of {name}.\n")
    found = Checks(tmp_path / "vault", FactsCache(tmp_path / "kept"))
    found.look()
    return found


@pytest.mark.parametrize(
    ("linkpath", "folder", "to"),
    [
        ("C", "", "New.md"),
        ("c.MD", "x/", "New.md"),
        ("b/C", "", "New.md"),
        ("a/b/C.md", "", "New.md"),
        ("/a/b/C", "x/", "New.md"),
        ("../b/C.md", "a/x/", "New.md"),
        ("./C", "a/b/", "New.md"),
        ("./b/C", "", None),
        ("/b/C", "", None),
        ("/C", "", None),
        ("x/C", "", None),
        ("C.png", "", None),
        ("p.png", "", "q.png"),
        ("p", "", None),
        ("A", "", None),
        ("a/A", "", "Other.md"),
        ("/A", "", "One.md"),
        ("", "", None),
        ("/", "", None),
    ],
)
def test_what_a_link_once_opened(checks, linkpath, folder, to) -> None:
    renames = {"A.md": "One.md", "a/A.md": "Other.md", "a/b/C.md": "New.md", "p.png": "q.png"}
    for old, new in renames.items():
        (checks.root / old).rename(checks.root / new)
    moved = checks.look().moved(linkpath, folder)

    assert (moved and moved.path) == to


def test_files_replaced_as_a_whole_may_get_the_numbers_of_others(checks) -> None:
    names = [f"Note {number}.md" for number in range(40)]
    for name in names:
        (checks.root / name).write_text(f"Words of {name}, told once.\n")
    checks.look()
    for name in names:
        (checks.root / name).rename(checks.root / f"New {name}")
    checks.look()
    for name in names:
        (checks.root / "new").write_text(f"Other words of {name}.\n")
        (checks.root / "new").replace(checks.root / f"New {name}")
    known = checks.look()

    assert all(known.moved(name, "") for name in names)


def test_an_empty_folder_may_be_a_disk_that_is_not_there(checks) -> None:
    before = checks.kept.kept_files.load()
    shutil.rmtree(checks.root)
    checks.root.mkdir()
    vault = Vault(FolderTree(checks.root))

    assert look_again(vault, [], checks.kept.kept_files) is None
    assert checks.kept.kept_files.load() == before


def test_what_lies_in_memory_is_not_kept(tmp_path) -> None:
    vault = Vault.from_texts({"A.md": "words"})
    files = FactsCache(tmp_path).kept_files

    assert look_again(vault, list(vault.tree.entries()), files) is None
    assert files.load() is None
