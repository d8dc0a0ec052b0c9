"""Real vaults as one file and back: nothing lost, no link broken that was not."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.acceptance.vaults import VAULTS
from vaultkit.flatten.flatten import flatten
from vaultkit.flatten.unflatten import unflatten
from vaultkit.markdown.facts import Link, LinkKind, Place
from vaultkit.markdown.witness import witness
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.resolver.outcome import State
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_open_to_doubt

_ABOVE = re.compile(rb"(?s)(# [^\n]*) \{#[^}\n]*\}\n(\n<!-- note\n.*?-->\n)?")
_MARKUP = re.compile(r"\x1c[^\x1e]*\x1e|[\x1c-\x1f]|\\")


def read(root: Path) -> Vault:
    return Vault(FolderTree(root), DialectPlan(flattened=lambda _: False))


def broken(vault: Vault) -> Counter[str]:
    """Count by note the links that lead nowhere, those in properties left out."""
    return Counter(
        note.path
        for note in vault.notes
        for link, outcome in vault.outcomes(note)
        if outcome.is_broken and link.place is not Place.PROPERTY and is_judged(link)
    )


def is_judged(link: Link) -> bool:
    """Return whether a rule would look at a link: Obsidian has no reference links."""
    return link.kind is not LinkKind.REFERENCE and not is_open_to_doubt(link)


@pytest.mark.parametrize("name", VAULTS)
def test_a_vault_as_one_file_and_back(corpora: Path, tmp_path: Path, name: str) -> None:
    root = corpora.resolve() / "vaults" / name
    vault = read(root)
    file = tmp_path / "flat.md"
    base = Path(*[".."] * (len(tmp_path.resolve().parts) - 1), *root.parts[1:]).as_posix()
    made = flatten(vault, base)
    file.write_bytes(made.text)

    flat = Vault(FolderTree(tmp_path), DialectPlan())
    (document,) = flat.documents.values()
    assert flat.dialect("flat.md") is Dialect.FLAT
    sections = document.notes[1:]
    assert len(sections) == len(made.notes) == len(vault.documents)
    now = Counter(
        path
        for path, section in zip(made.notes, sections, strict=True)
        for link, outcome in flat.outcomes(section)
        if outcome.is_broken and is_judged(link)
    )
    assert now - broken(vault) == Counter()

    ids = [mark.name for mark in document.facts.html_ids]
    ours = [item for item in ids if f'<a id="{item}"></a>\n\n#'.encode() in made.text]
    assert len(ours) == len(set(ours)) >= len(sections)

    back = unflatten(
        made.text, name="flat", folder=tmp_path.resolve().as_posix(), target=str(tmp_path / "new")
    )
    different = [path for path in made.notes if back.notes.get(path) != vault.tree.read(path)]
    assert list(back.notes) == list(made.notes)
    assert different == []


def test_the_users_export_as_a_vault_and_back(corpora: Path) -> None:
    (seed,) = (corpora / "seeds").glob("000_*.txt")
    made = unflatten(seed.read_bytes(), name="export", folder="/one", target="/one/vault")
    notes = {path: data.decode() for path, data in made.notes.items()}
    vault = Vault.from_texts(made.notes)

    assert len(notes) == 54
    assert not made.renamed
    assert "([[Markov Decision Processes|MDP]])" in notes["Markov Decision Processes.md"]
    assert "[[Transformer]]" in notes["Mathematical Reasoning In Transformers.md"]
    assert "# [[Supervised Learning]]" in notes["Machine Learning Algorithms.md"]
    assert "![Pasted image 20241231142918.png](" in notes["Model Parameters Tuning.md"]
    found = [outcome for note in vault.notes for _, outcome in vault.outcomes(note)]
    states = Counter(outcome.state for outcome in found)
    assert states[State.NO_HEADING] == 0
    unwritten = {o.linkpath.lower() for o in found if o.state is State.NO_FILE}
    assert not unwritten & {path[:-3].lower() for path in notes}

    again = flatten(vault, "vault")
    flat = Vault.from_texts({"flat.md": again.text})
    dead = [
        link.target
        for note in flat.notes
        for link, outcome in flat.outcomes(note)
        if outcome.is_broken and link.target.startswith("#")
    ]
    titles = {note.key.partition("#")[2] for note in flat.notes}
    assert len(flat.notes) - 1 == 54
    assert not {target[1:] for target in dead} & titles
    assert unflatten(again.text, name="x", folder="/one", target="/two").notes == made.notes


def test_a_reader_sees_the_same_words(corpora: Path, tmp_path: Path) -> None:
    """By markdown-it, note by note: all but what links show of their targets."""
    root = corpora.resolve() / "vaults" / "data-archive"
    vault = read(root)
    made = flatten(vault, "vault")
    parts = re.split(rb'(?m)^<a id="[^"\n]+"></a>\n\n(?=# [^\n]*\{#)', made.text)[1:]
    assert len(parts) == len(made.notes)
    for path, part in zip(made.notes, parts, strict=True):
        above = _ABOVE.match(part)
        assert above is not None
        title = above[1] if b"\nheading: " in (above[2] or b"") else b""
        body = title + b"\n" + part[above.end() :]
        text = vault.source(path).data
        assert words(body) == words(text), path


def words(data: bytes) -> list[str]:
    seen = re.sub(r"\x1c![^\x1d]*\x1d", "", witness(data))  # what an image shows is no text
    seen = re.sub(r"\x1c[^\x1e]*\x1e(?:!?(?:\[\[|\()[^\x1d\x1e]*\x1e)?", "", seen)
    seen = re.sub(r"<a id=\"[^\"]*\"></a>|\{#[^}]*\}", " ", seen)
    return re.findall(r"\w+", _MARKUP.sub("", seen))
