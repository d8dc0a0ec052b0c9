"""Whatever cannot be seen: nothing that it makes whole is called broken, and no fix breaks it."""

import random

import pytest

from tests.rounds import rounds
from vaultkit import Vault
from vaultkit.config.read import Choices, read_settings
from vaultkit.fix.repair import repair
from vaultkit.vault.files.tree import MemoryTree
from vaultkit.vault.files.unseen import Unseen, Why
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.resolver.outcome import State

NAMES = ["Plan", "Tea", "Green Tea", "green-tea", "Plna", "Note.v2", "Ünder", "pic.png", "a b.png"]
FOLDERS = ["", "archive/", "z/", "archive/deep/", "z/archive/", "long/way/down/", "z/deep/"]
HEADS = ["Part", "Other Part", "part two"]
HIDDEN = [
    Unseen("archive", Why.BLOCKED, "permission denied"),
    Unseen("archive/deep", Why.SUBMODULE),
    Unseen("z", Why.DANGLING),
    Unseen("z/archive", Why.DANGLING),
    Unseen("long", Why.OUTSIDE),
    Unseen("archive/Plan.md", Why.DANGLING),
    Unseen("Tea.md", Why.CLOUD),
    Unseen("z/pic.png", Why.DANGLING),
]


def a_vault(chance: random.Random) -> dict[str, str]:
    files = {".obsidian/app.json": chance.choice(['{"useMarkdownLinks": true}', "{}"])}
    for _ in range(chance.randint(4, 12)):
        name = chance.choice(NAMES)
        path = chance.choice(FOLDERS) + (name if "png" in name else f"{name}.md")
        files[path] = "\n".join(a_line(chance) for _ in range(chance.randint(0, 6)))
        if chance.random() < 0.3 and path.endswith(".md"):
            files[path] = f"---\naliases: [{chance.choice(NAMES)}]\n---\n{files[path]}"
    return files


def a_line(chance: random.Random) -> str:
    kind = chance.randint(0, 7)
    if kind == 0:
        return f"## {chance.choice(HEADS)}"
    folder, name = chance.choice([*FOLDERS, "", "", "./", "../", "/", "no/"]), chance.choice(NAMES)
    if chance.random() < 0.3:
        name = name.lower()
    subpath = f"#{chance.choice([*HEADS, 'other-part', 'No'])}" if chance.random() < 0.3 else ""
    if kind < 5:
        return f"{'!' * (kind == 1)}[[{folder}{name}{subpath}]] text"
    url = f"{folder}{name if 'png' in name else name + '.md'}{subpath.replace(' ', '%20')}"
    return f"[text]({url if kind == 7 else url.replace(' ', '%20')}) text"


def seen_of(files: dict[str, str], unseen: Unseen, plan: DialectPlan) -> Vault:
    tree = MemoryTree({path: text for path, text in files.items() if not unseen.hides(path)})
    tree.unseen = [unseen]
    return Vault(tree, plan)


def whole_links(vault: Vault, paths) -> dict[tuple[str, int], tuple]:
    """Return where the links of some files lead that are whole, by their file and number."""
    found = {}
    for path in paths:
        note = vault.documents[path].notes[0]
        for number, (_, outcome) in enumerate(vault.outcomes(note)):
            if outcome.state is State.RESOLVED:
                heading = outcome.heading.start if outcome.heading else None
                found[path, number] = outcome.files, heading
    return found


SEEDS = range(rounds(25))
SETTINGS = read_settings(None, Choices(ignore=["unencoded-link"]))
"""All rules but one, whose fixes make new links, so that the others count otherwise."""


@pytest.mark.parametrize("unseen", HIDDEN, ids=str)
@pytest.mark.parametrize("dialect", [Dialect.OBSIDIAN, Dialect.EITHER])
def test_what_is_whole_is_never_called_broken_nor_changed(unseen, dialect) -> None:
    plan = DialectPlan(dialect)
    for seed in SEEDS:
        chance = random.Random(f"{seed} {unseen.path} {dialect}")
        files = a_vault(chance)
        whole = Vault.from_texts(files, plan)
        part = seen_of(files, unseen, plan)
        links = whole_links(whole, part.documents)
        for path, document in part.documents.items():
            for number, (link, outcome) in enumerate(part.outcomes(document.notes[0])):
                if (path, number) in links:
                    assert not outcome.is_broken, (seed, path, link.target, files)
        done = repair(part, SETTINGS, unsafe=True)
        assert not done.refusals, (seed, done.refusals, files)
        after = whole.with_changes({path: made.after for path, made in done.changes.items()})
        kept = whole_links(after, (path for path in part.documents if path in after.documents))
        for place, led in links.items():
            assert kept.get(place, (None,))[0] == led[0], (seed, place, led, files, done.done)
