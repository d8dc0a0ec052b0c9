"""The user's export repaired: as it is, and taken apart into a folder of notes."""

import re
from pathlib import Path

import pytest

from vaultkit.api import Vault
from vaultkit.changes.disk.write import write_files
from vaultkit.changes.undo.undo import undo
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import repair
from vaultkit.markdown.facts import LinkKind
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.notes.slug import slug
from vaultkit.vault.resolver.outcome import State

TITLE = re.compile(r"(?m)^# (.+?) \{#([^\s{}]+)\}[ \t]*\n")
LINK = re.compile(r"\[([^\[\]\n]+)\]\(#([^()\s]+)\)")
WIKILINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]*)\]\]")


@pytest.fixture
def export(corpora: Path) -> bytes:
    (source,) = (corpora / "seeds").glob("000_*.txt")
    return source.read_bytes()


def repaired(vault: Vault):
    settings = read_settings(None, Choices())
    done = repair(vault, settings)
    assert not done.refusals
    assert not repair(done.vault, settings).changes
    return done


def test_the_flattened_export(export: bytes, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "vault"
    root.mkdir()
    (root / "export.md").write_bytes(export)
    done = repaired(Vault(FolderTree(root)))
    write_files(root, list(done.changes.values()))

    expected = export
    for old, new in (
        (
            b"[Markov Decision Processes|MDP](#markov-decision-processesmdp)",
            b"[MDP](#markov-decision-processes)",
        ),
        (
            b"[Model Optimisation|Optimisation](#model-optimisationoptimisation)",
            b"[Optimisation](#model-optimisation)",
        ),
    ):
        expected = expected.replace(old, new)
    assert [item.rule for item in done.done] == ["slug-link"] * 3
    assert (root / "export.md").read_bytes() == expected
    undo(root)
    assert (root / "export.md").read_bytes() == export


def test_the_export_taken_apart(export: bytes) -> None:
    """One note a section, slug links kept; then each whose note is there leads to it."""
    pieces = TITLE.split(export.decode())
    texts = {f"{title}.md": body for title, body in zip(pieces[1::3], pieces[3::3], strict=True)}
    assert len(texts) == 54
    names = {slug(name[:-3]): name for name in texts}
    meant = [
        (path, text, names[target])
        for path, body in texts.items()
        for text, target in LINK.findall(body)
        if target in names
    ]
    done = repaired(Vault.from_texts({".obsidian/app.json": "{}", **texts}))

    opened = [
        (note.path, link.text or link.target, outcome.files[0])
        for note in done.vault.notes
        for link, outcome in done.vault.outcomes(note)
        if link.kind is LinkKind.WIKILINK and outcome.state is State.RESOLVED
    ]
    lost = list(meant)
    for item in opened:
        if item in lost:
            lost.remove(item)
    assert lost == []
    assert len(meant) == 28
    assert len(opened) == 28 + 3 + 1  # by slug, by the exporter's A|B, and one to a heading
    for path, before in texts.items():
        after = done.vault.source(path).data.decode()
        assert as_read(after) == as_read(before, restored=True), path


def as_read(text: str, *, restored: bool = False) -> str:
    """Return a note with its links as what a reader sees of them; of ``A|B`` restored, B."""
    shown = WIKILINK.sub(r"\1", text)
    if restored:
        shown = re.sub(
            r"\[(?:Markov Decision Processes|Model Optimisation)\|([^\]]+)\]\(#", r"[\1](#", shown
        )
    return LINK.sub(r"\1", shown)
