"""What real vaults hold, held against totals that another program published and against a check."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.vaults import ENCYCLOPEDIA, HELP
from vaultkit.api import Vault, check
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.explore.stats.census import RULES, Census, take
from vaultkit.vault.files.tree import FolderTree

NOWHERE = [
    "broken-link",
    "unwritten-note",
    "broken-embed",
    "slug-link",
    "alias-link",
    "broken-anchor",
    "broken-block",
]


def census_of(root: Path) -> tuple[Vault, Census]:
    tree = FolderTree(root)
    vault = Vault(tree)
    settings = read_settings(None, Choices(select=RULES))
    return vault, take(vault, tree.entries(), settings, words=True)


def test_the_encyclopedia_holds_what_seekstone_counted(corpora: Path) -> None:
    """They name 25 tags, and of the properties those that are not rare."""
    profiles = json.loads((corpora / "oracles/seekstone-eb1911-profile.json").read_text())
    known: dict[str, Any] = profiles["vault-1k"]
    _, census = census_of(corpora / "vaults" / ENCYCLOPEDIA)
    kinds = known["counts"]["attachmentsByKind"]
    tags, properties = dict(census.tags), dict(census.properties)

    assert census.notes == known["counts"]["notes"]
    assert census.links.wikilinks == known["links"]["totalWikilinks"]
    assert len(census.tags) == known["tags"]["distinctTags"]
    assert sum(tags.values()) == sum(
        known["tags"][f"{place}TagOccurrences"] for place in ("inline", "frontmatter")
    )
    for item in known["tags"]["topTags"]:
        assert tags[item["tag"]] == item["count"]
    for item in known["frontmatter"]["keyFrequency"]:
        assert properties[item["key"]] == item["count"]
    assert census.canvases.count == kinds["canvas"]
    assert census.attachments.count == sum(
        kinds[kind] for kind in ("audio", "image", "pdf", "video")
    )
    assert census.largest[:10] == [
        (item["relPath"], item["sizeBytes"]) for item in known["largestNotes"]
    ]


@pytest.mark.parametrize(
    "name", [HELP, "data-archive", "thahir-notes", "13th-age-srd", ENCYCLOPEDIA]
)
def test_links_to_nowhere_are_those_of_a_check(corpora: Path, name: str) -> None:
    vault, census = census_of(corpora / "vaults" / name)
    report = check(vault, select=[*NOWHERE, "unused-attachment"])
    unused = [item.path for item in report.findings if item.rule == "unused-attachment"]
    links = census.links

    assert links.total == report.links
    assert links.no_file + links.no_heading + links.no_block == len(report.findings) - len(unused)
    assert census.unused == unused
