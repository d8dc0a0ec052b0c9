"""Whatever a vault holds, and whatever it is called, no operation on it ends in an error of ours.

Vaults put together from all that has ever failed are fixed, renamed, moved, healed and flattened in
memory. What is done is proven, a second fix does nothing, and what was whole stays whole. Then some
are written to disk, where the commands do the same, and `undo` gives back every byte.
``VAULTKIT_OPERATIONS=200000`` does so many, beginning at the vault ``VAULTKIT_SEED``, and prints
how many of each; what falls is named by its vault.
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from itertools import count

import pytest

from tests.folders import contents
from tests.random_vaults import HEADINGS, Files, Maker
from vaultkit.changes.diff import unified
from vaultkit.changes.file_change import FileChange
from vaultkit.cli import rename_output
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.errors import VaultkitError
from vaultkit.fix.repair import repair
from vaultkit.flatten.flatten import flatten
from vaultkit.flatten.unflatten import unflatten
from vaultkit.rename import operations as moves
from vaultkit.rename.new_paths import named
from vaultkit.rename.proven import RenameResult
from vaultkit.vault.history.moved_files import moved_files
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.vault import Vault

LONG = int(os.environ.get("VAULTKIT_OPERATIONS", "0"))
FIRST = int(os.environ.get("VAULTKIT_SEED", "0"))
FEWEST = 400
ON_ONE_VAULT = 5
SETTINGS = [
    read_settings(),
    read_settings(None, Choices(select=["all"])),
    read_settings(None, Choices(select=["all"], dialect="github")),
    read_settings(None, Choices(select=["all"], dialect="either")),
    read_settings(None, Choices(select=["all"], dialect="flat")),
]
NO_EXPORT = DialectPlan(Dialect.OBSIDIAN, flattened=lambda _: False)

Changes = list[FileChange]


class Fallen(Exception):  # noqa: N818
    """What an operation came to that none should."""


class Operations:
    """What is done to one vault, one after another."""

    def __init__(self, seed: int) -> None:
        self.maker = Maker(seed)
        self.chance = self.maker.chance
        self.files = self.maker.vault()
        self.settings = self.chance.choices(SETTINGS, [4, 4, 1, 1, 1])[0]
        self.done: Counter[str] = Counter()
        self.read: tuple[Files, Vault] | None = None

    @property
    def vault(self) -> Vault:
        """Return the vault of the files as they are, read once."""
        if self.read is None or self.read[0] is not self.files:
            self.read = self.files, Vault.from_texts(self.files, self.settings.plan())
        return self.read[1]

    def run(self) -> None:
        """Do something, and see that what came of it is as it should be.

        Raises:
            Fallen: it is not.
        """
        operation = self.chance.choice(
            [
                *(self.fix, self.fix_unsafely, self.rename, self.rename, self.move),
                *(self.rename_heading, self.rename_tag, self.heal, self.flatten, self.unflatten),
            ]
        )
        name = operation.__name__
        try:
            operation()
        except VaultkitError:
            name += ": refused"
        self.done[name] += 1

    # the operations

    def fix(self, *, unsafe: bool = False) -> None:
        vault = self.vault
        done = repair(vault, self.settings, unsafe=unsafe)
        if done.refusals:
            self.done["fix: left out"] += 1
        expect(not done.cycle, f"a cycle of {done.cycle}")
        expect(not done.moved, f"changed meanwhile: {done.moved}")
        shown = sum(len(each.facts.parted_links) for each in vault.documents.values())
        allowed = broken(vault) + (shown if unsafe else 0)  # dead links that pipes took apart
        expect(broken(done.vault) <= allowed, "more links are broken")
        self.write(list(done.changes.values()))
        again = repair(self.vault, self.settings, unsafe=unsafe)
        expect(again.changes == {}, f"a second fix changes {list(again.changes)}")

    def fix_unsafely(self) -> None:
        self.fix(unsafe=True)

    def rename(self) -> None:
        vault = self.vault
        old = self.place(vault)
        self.finish(moves.rename(vault, named(vault, old), self.maker.name()), vault)

    def move(self) -> None:
        vault = self.vault
        olds = list(dict.fromkeys(named(vault, self.place(vault)) for _ in range(2)))
        olds = olds[: self.chance.randrange(1, 3)]
        places = ["/", "z/", "a", "[c]/", "50%/"]
        if olds[0].lower().endswith(".md"):
            places.append(f"z/{self.maker.name()}.md")
        to = self.chance.choice(places)
        done = moves.move(vault, olds, to)
        self.finish(done, vault, more=2)  # a link to a folder that is left empty, which is on disk

    def rename_heading(self) -> None:
        vault = self.vault
        headed = [item for item in vault.documents.values() if item.root_headings]
        if headed:
            note = self.chance.choice(headed)
            text = self.chance.choice(note.root_headings).text
            new = self.chance.choice([*HEADINGS, self.maker.name(), self.maker.link()])
            done = moves.rename_heading(vault, note.path, f"#{text}", new)
            self.finish(done, vault, more=new.count("["))

    def rename_tag(self) -> None:
        vault = self.vault
        old, new = self.chance.sample(
            ["tag", "a", "a/b", "b", "é", "x/y/z", "#t", "1", "no tag"], 2
        )
        merge = self.chance.random() < 0.7
        self.finish(moves.rename_tag(vault, old, new, merge=merge), vault)

    def heal(self) -> None:
        then, files = self.vault, dict(self.files)
        for path in self.chance.sample(sorted(files), min(2, len(files))):
            new = self.maker.path()
            if not path.startswith(".") and new.lower() not in {one.lower() for one in files}:
                files[new] = files.pop(path)
        now = Vault.from_texts(files, self.settings.plan())
        found = moved_files(then, now, exchanged=True)
        done = moves.healed(then, now, found.renames, found.doubtful)
        self.files = files
        self.finish(done, now, "healed", more=2)

    def flatten(self) -> None:
        vault = Vault.from_texts(self.files, NO_EXPORT)
        made = flatten(vault, self.chance.choice(["", "../vault", "a b"]))
        again = unflatten(made.text, name="flat", folder="/top/one", target="/top/back").notes
        if {path: self.files[path] for path in made.notes} != again:
            self.done["flatten: not to the letter"] += 1  # which the command says

    def unflatten(self) -> None:
        raw = self.maker.flattened()
        made = unflatten(raw, name="x", folder="/top", target="/top/x", exists=lambda _: False)
        Vault.from_texts(made.notes)

    # what all need

    def place(self, vault: Vault) -> str:
        """Return a file or, with a slash, a folder of a vault."""
        path = self.chance.choice([path for path in vault.files if not path.startswith(".")])
        folder = path.rpartition("/")[0]
        return f"{folder}/" if folder and self.chance.random() < 0.3 else path

    def finish(
        self, done: RenameResult, before: Vault, verb: str = "renamed", *, more: int = 0
    ) -> None:
        """Make a change that is proven; no more links but so many are broken then."""
        if done.faults:
            self.done["not proven"] += 1
        if done.conflicts or done.faults:
            raise VaultkitError
        rename_output.rename_summary(done, verb, dry=True, quiet=False)
        self.write(done.changes)
        expect(broken(self.vault) <= broken(before) + more, "more links are broken")

    def write(self, changes: Changes) -> None:
        """Put changes into the vault, and see that they can be shown and taken back."""
        before, after = dict(self.files), dict(self.files)
        for change in changes:
            unified(change)
            expect(before.get(change.path) == change.before, f"not as it was: {change.path}")
            if change.after is None:
                after.pop(change.path, None)
        after |= {one.path: one.after for one in changes if one.after is not None}
        if changes:
            self.files = after


def expect(holds: bool, otherwise: str) -> None:  # noqa: FBT001
    if not holds:
        raise Fallen(otherwise)


def broken(vault: Vault) -> int:
    return sum(outcome.is_broken for note in vault.notes for _, outcome in vault.outcomes(note))


def tried(seed: int, tell: Callable[[str], None]) -> Counter[str]:
    """Do some operations on one vault; say what fell, and give how many there were of each kind."""
    operations = Operations(seed)
    for number in range(ON_ONE_VAULT):
        try:
            operations.run()
        except Exception as error:  # noqa: BLE001
            kind = "" if isinstance(error, Fallen) else f"{type(error).__name__}: "
            tell(f"vault {seed}, operation {number}: {kind}{error}")
            operations.done["fallen"] += 1
            break
    return operations.done


def test_no_operation_ends_in_an_error_of_ours(capsys) -> None:
    done: Counter[str] = Counter()
    fallen: list[str] = []
    for seed in count(FIRST):
        done += tried(seed, fallen.append)
        if done.total() >= max(LONG, FEWEST):
            break
    if LONG:
        with capsys.disabled():
            sys.stdout.write(
                "".join(f"\n{number:9,} {name}" for name, number in sorted(done.items()))
            )

    assert fallen == []
    assert done["fix: left out"] + done["not proven"] <= LONG // 500  # in what is garbled


COMMANDS = [
    "fix",
    "fix --unsafe-fixes",
    "rename OLD NEW",
    "move OLD z/",
    "rename-tag tag NEW --merge",
]


@pytest.mark.skipif(os.name == "nt", reason="such names are POSIX's")
def test_no_command_ends_in_an_error_of_ours(write, run, tmp_path) -> None:
    for seed in range(FIRST, FIRST + max(LONG // 40, FEWEST // 20)):
        maker = Maker(seed)
        root = write(maker.vault(), f"vault {seed}")
        before = contents(root)
        words = {"OLD": maker.one(maker.paths), "NEW": maker.name()}
        command = [words.get(word, word) for word in maker.one(COMMANDS).split()]
        done = run(*command, cwd=root)
        changed = contents(root) != before
        back = run("undo", cwd=root)

        assert done.code < 3, (seed, command, done.err)
        assert back.code == (0 if changed else 2), (seed, command, back.err)
        assert contents(root) == before, (seed, command)
        shutil.rmtree(root)
        shutil.rmtree(tmp_path / "home", ignore_errors=True)
