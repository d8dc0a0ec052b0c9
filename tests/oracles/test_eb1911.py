"""The published totals of the EB1911 vault, which another program counted."""

import json

from vaultkit import Vault
from vaultkit.markdown.facts import LinkKind
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.resolver.outcome import State


def test_notes_and_wikilinks_are_as_many_as_published(corpora):
    profiles = json.loads((corpora / "oracles/seekstone-eb1911-profile.json").read_text())
    profile = profiles["vault-1k"]
    vault = Vault(FolderTree(corpora / "vaults/eb1911-1k"))
    outcomes = [
        outcome
        for note in vault.notes
        for link, outcome in vault.outcomes(note)
        if link.kind is LinkKind.WIKILINK
    ]
    states = [outcome.state for outcome in outcomes]
    assert len(vault.notes) == profile["counts"]["notes"] == 1000
    assert len(states) == profile["links"]["totalWikilinks"] == 3133
    assert states.count(State.NO_FILE) == profile["links"]["unresolvedWikilinks"] == 1171
    assert sum(outcome.is_broken for outcome in outcomes) == 1171
    with_front_matter = [note for note in vault.notes if note.front_matter is not None]
    assert len(with_front_matter) == profile["frontmatter"]["notesWithFrontmatter"]


def test_each_property_stands_in_as_many_notes_as_published(corpora):
    profiles = json.loads((corpora / "oracles/seekstone-eb1911-profile.json").read_text())
    vault = Vault(FolderTree(corpora / "vaults/eb1911-1k"))
    for item in profiles["vault-1k"]["frontmatter"]["keyFrequency"]:
        notes = [
            document
            for document in vault.documents.values()
            if any(found.key == item["key"] for found in document.facts.properties)
        ]
        assert len(notes) == item["count"], item["key"]
