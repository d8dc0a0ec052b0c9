"""Folders whose notes are made from others: backups, what a site's generator builds, copies."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from vaultkit.errors import TreeError
from vaultkit.text import printable
from vaultkit.vault.vault import Vault

_DEEPEST = 3
_FEWEST = 5
_MOST_ALIKE = 20
_COMPARED = 20
_BUILT = (
    ("_site", ("_config.yml", "_config.yaml", "_config.toml"), "built by Jekyll"),
    ("_site", (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs"), "built by Eleventy"),
    ("_site", ("eleventy.config.cjs", "eleventy.config.ts"), "built by Eleventy"),
    ("_site", ("_quarto.yml",), "built by Quarto"),
    ("_book", ("_quarto.yml",), "built by Quarto"),
    ("public", ("quartz.config.ts", "quartz.config.yaml"), "built by Quartz"),
    ("public", ("hugo.toml", "hugo.yaml", "hugo.json"), "built by Hugo"),
    ("public", ("config/_default",), "built by Hugo"),
    ("public", ("gatsby-config.js", "gatsby-config.ts"), "built by Gatsby"),
    ("public", ("_config.yml",), "built by Hexo"),
    ("site", ("mkdocs.yml", "mkdocs.yaml"), "built by MkDocs"),
    ("build", ("docusaurus.config.js", "docusaurus.config.ts"), "built by Docusaurus"),
    ("book", ("book.toml",), "built by mdBook"),
    ("_build", ("conf.py",), "built by Sphinx"),
    ("dist", ("astro.config.mjs", "astro.config.ts"), "built by Astro"),
)
"""What generators write by default, and what is beside it that says so."""
_COPY = re.compile(
    r"\b(copy|copies|backups?|bak|kopie|old|archived?|export|conflict)\b|\(\d+\)|sicherung",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Derived:
    """A folder of such notes: its path with a slash at its end, and what it is, in words.

    ``certain`` says that its name and what is beside it leave no doubt.
    """

    folder: str
    what: str
    notes: int
    certain: bool


def find_derived(vault: Vault) -> list[Derived]:
    """Find the folders of a vault whose notes are made from others, in order; no inner ones."""
    within: dict[str, list[str]] = {}
    for path in vault.documents:
        parts = path.split("/")[:-1]
        for depth in range(1, min(len(parts), _DEEPEST) + 1):
            within.setdefault("/".join(parts[:depth]) + "/", []).append(path)
    by_name: dict[str, list[str]] = {}
    for path in vault.documents:
        by_name.setdefault(path.rpartition("/")[2], []).append(path)
    found: list[Derived] = []
    for folder in sorted(within):
        inner = folder.startswith(tuple(item.folder for item in found))
        if inner or printable(folder) != folder:
            continue
        count = len(within[folder])
        if built := _built(vault, folder):
            found.append(Derived(folder, built, count, certain=True))
        elif copied := _copied(vault, folder, within[folder], by_name):
            found.append(Derived(folder, copied, count, certain=False))
    return found


def _built(vault: Vault, folder: str) -> str | None:
    above, _, name = folder[:-1].rpartition("/")
    if (above.rpartition("/")[2], name) == ("logseq", "bak"):
        return "Logseq's backups"
    beside = f"{above}/" if above else ""
    for output, marks, what in _BUILT:
        if name == output and any(vault.tree.exists(f"{beside}{mark}") for mark in marks):
            return what
    return None


def _copied(
    vault: Vault, folder: str, notes: Sequence[str], by_name: dict[str, list[str]]
) -> str | None:
    """Return what a folder is if most of its notes are also in another, with the same text."""
    if len(notes) < _FEWEST:
        return None
    others = Counter(
        base for path in notes for base in _bases(path, folder, by_name[path.rpartition("/")[2]])
    )
    named = _COPY.search(folder[:-1].rpartition("/")[2]) or vault.tree.exists(f"{folder}.obsidian")
    for base, count in others.most_common():
        if 2 * count < len(notes):
            return None
        if not (named or folder.startswith(base)):
            continue
        pairs = ((path, base + path[len(folder) :]) for path in notes)
        known = [pair for pair in pairs if pair[1] in vault.documents]
        if _alike(vault, known):
            return f"a copy of {base or 'the vault'}"
    return None


def _bases(path: str, folder: str, namesakes: Sequence[str]) -> Iterator[str]:
    """Yield the folders outside of a folder that have a note of the same path from there."""
    tail = path[len(folder) :]
    for other in islice(namesakes, _MOST_ALIKE):
        base = other.removesuffix(tail)
        outside = base != other and not base.startswith(folder)
        if outside and (not base or base.endswith("/")):
            yield base


def _alike(vault: Vault, pairs: Sequence[tuple[str, str]]) -> bool:
    """Return whether at least half of some pairs of notes hold the same bytes."""
    step = max(1, len(pairs) // _COMPARED)
    compared = pairs[::step]
    try:
        same = sum(vault.tree.read(one) == vault.tree.read(other) for one, other in compared)
    except TreeError:
        return False
    return 2 * same >= len(compared)
