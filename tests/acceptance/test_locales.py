"""The official help in thirty languages: one link graph, by each page's ``permalink``."""

from pathlib import Path

import pytest

from vaultkit.api import Vault
from vaultkit.vault.files.tree import FolderTree

# Edges of the English graph that a translation lost: links to a title that has since been
# translated anew, two pages given one name, a table cell with a bare pipe.
SLIPS = {
    "ar": 70, "bn": 7, "ca": 5, "cs": 8, "da": 371, "de": 12, "es": 7, "fa": 18, "fi": 6, "fr": 7,
    "hu": 11, "id": 11, "it": 13, "ja": 10, "ko": 16, "nl": 9, "no": 13, "pl": 11, "pt": 9,
    "pt-br": 18, "ro": 8, "ru": 13, "sk": 34, "sv": 7, "th": 10, "tr": 7, "uk": 12, "zh": 77,
    "zh-TW": 16,
}  # fmt: skip


def edges(root: Path) -> set[tuple[str, str]]:
    """Return who links to whom, by permalink."""
    vault = Vault(FolderTree(root))
    names = {
        note.key: value.text.strip()
        for note in vault.notes
        for value in note.document.facts.property_values("permalink")
    }
    return {
        (names[source], names[target])
        for source, targets in vault.graph.links.items()
        for target in targets
        if source in names and target in names
    }


@pytest.fixture(scope="module")
def english() -> dict[Path, set[tuple[str, str]]]:
    return {}


@pytest.mark.parametrize("locale", sorted(SLIPS))
def test_a_translation_links_as_the_english_help_does(
    corpora: Path, english: dict[Path, set[tuple[str, str]]], locale: str
) -> None:
    help_ = corpora / "vaults" / "obsidian-help"
    if help_ not in english:
        english[help_] = edges(help_ / "en")
    missing = english[help_] - edges(help_ / locale)

    assert len(missing) == SLIPS[locale]
