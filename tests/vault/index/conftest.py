"""A vault on disk that is read with and without its cache."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from vaultkit import Report, Vault, check
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.index.facts_cache import FactsCache

LINES = [
    "# Heading {n}",
    "[[Note {m}#Heading {m}|see]] and ![[map.png]]",
    "[a](Note%20{m}.md) #tag{n} ^block{n}",
    "%% vaultkit: allow broken-link %%",
    "[[gone/Note {m}]] [^1]",
    "## Part\n\nwords 中文 😀",
]


def made_up(chance: random.Random) -> str:
    """Return a made-up note."""
    front = chance.choice(["", "---\naliases: [A{n}, null]\nup: '[[Note {m}]]'\n---\n"])
    body = "\n\n".join(chance.choices(LINES, k=chance.randrange(8)))
    return (
        (front + body)
        .replace("{n}", str(chance.randrange(9)))
        .replace("{m}", str(chance.randrange(50)))
    )


@pytest.fixture
def chance() -> random.Random:
    """Return a source of chance that is the same every time."""
    return random.Random(8)


@pytest.fixture
def vault(tmp_path: Path, chance: random.Random) -> Path:
    """Return a folder with forty notes, and a picture that makes it worth a cache."""
    root = tmp_path / "vault"
    root.mkdir()
    (root / "map.png").write_bytes(b"\x89PNG" + bytes(300_000))
    for number in range(40):
        (root / f"Note {number}.md").write_text(made_up(chance), encoding="utf-8")
    (root / "Binary.md").write_bytes(b"\0\1\2")
    (root / "Latin.md").write_bytes(b"na\xefve [[Note 1]]")
    return root


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return the folder of the cache."""
    return tmp_path / "kept"


@pytest.fixture
def read(vault: Path, kept: Path) -> Callable[..., Vault]:
    """Return a function that reads the vault, with its cache unless told otherwise."""

    def reading(*, cached: bool = True, processes: int = 1) -> Vault:
        cache = FactsCache(kept) if cached else None
        return Vault(FolderTree(vault), cache=cache, processes=processes)

    return reading


@pytest.fixture
def said() -> Callable[[Vault], tuple[Report, dict[str, object]]]:
    """Return a function for all that a vault says: its report and its facts."""

    def saying(vault: Vault) -> tuple[Report, dict[str, object]]:
        facts = {path: document.facts for path, document in vault.documents.items()}
        return replace(check(vault), seconds=0.0), facts

    return saying


@pytest.fixture
def text(chance: random.Random) -> Callable[[], str]:
    """Return a function that makes up a note."""
    return lambda: made_up(chance)
