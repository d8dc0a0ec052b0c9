"""A vault put together again from what obsidiantools' tests say about theirs.

Their links by note make the vault; their existence and backlink counts are what must come out.
"""

import json
from collections import Counter

import pytest

from vaultkit import Vault
from vaultkit.markdown.facts import LinkKind
from vaultkit.vault.resolver.outcome import State


@pytest.fixture
def stub(corpora):
    return json.loads((corpora / "oracles/obsidiantools-vault-stub.json").read_text())


@pytest.fixture
def vault(stub):
    tables = stub["tables"]
    links = stub["literals_in_tests"]["test_wikilink_counts"][0]
    texts = {}
    for note, path in tables["expected_metadata_dict"]["rel_filepath"].items():
        if path is None:
            continue
        lines = [f"[[{name}]]" for name, times in links.get(note, {}).items() for _ in range(times)]
        lines += [f"![[{name}]]" for name in tables["expected_embedded_files_index"][note]]
        lines += [f"[text]({url})" for url in tables["expected_md_links_index"][note]]
        lines += [f"#{tag}" for tag in tables["expected_tags_main_only_index"][note]]
        texts[path] = "\n\n".join(lines)
    return Vault.from_texts({".obsidian/app.json": "{}", **texts})


def test_notes_exist(stub, vault):
    metadata = stub["tables"]["expected_metadata_dict"]
    exists = {name: bool(vault.index.find(name, "")[0]) for name in metadata["note_exists"]}
    assert exists == metadata["note_exists"]


def test_counts_of_wikilinks_embeds_and_tags(stub, vault):
    metadata = stub["tables"]["expected_metadata_dict"]
    for name, path in metadata["rel_filepath"].items():
        if path is None:
            continue
        facts = vault.documents[path].facts
        wikilinks = [link for link in facts.links if link.kind is LinkKind.WIKILINK]
        embeds = [link for link in wikilinks if link.embed]
        assert len(wikilinks) - len(embeds) == metadata["n_wikilinks"][name]
        assert len(embeds) == metadata["n_embedded_files"][name]
        assert len(facts.tags) == metadata["n_tags"][name]


def test_counts_of_backlinks(stub, vault):
    metadata = stub["tables"]["expected_metadata_dict"]
    sources = Counter()
    for note in vault.notes:
        for link, outcome in vault.outcomes(note):
            if not link.embed:
                sources[outcome.files[0] if outcome.files else outcome.linkpath] += 1
    for name, path in metadata["rel_filepath"].items():
        assert sources[path or name] == metadata["n_backlinks"][name], name


def test_missing_notes(stub, vault):
    missing = {
        outcome.linkpath
        for note in vault.notes
        for link, outcome in vault.outcomes(note)
        if outcome.state is State.NO_FILE and not link.embed
    }
    assert sorted(missing) == sorted(stub["literals_in_tests"]["test_nonexistent_notes"][0])


def test_isolated_notes(stub, vault):
    """Theirs have no links at all, in or out; two notes of one name stand apart by their paths."""
    paths = stub["tables"]["expected_metadata_dict"]["rel_filepath"]
    names = stub["literals_in_tests"]["test_isolated_notes"][0]
    isolated = [
        note.key for note in vault.notes if vault.incoming.is_orphan(note.key) and not note.links
    ]
    assert sorted(isolated) == sorted(paths[name] for name in names)
