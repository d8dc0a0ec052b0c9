"""pandoc follows every link of a flattened file; skipped where it is not installed."""

import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

from vaultkit.flatten.flatten import flatten
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.resolver.dialect import DialectPlan
from vaultkit.vault.vault import Vault

GARDEN = Path(__file__).parents[2] / "examples" / "garden"


@pytest.mark.parametrize("form", ["markdown", "gfm+attributes"])
def test_pandoc_follows_the_links_of_a_flattened_vault(tmp_path: Path, form: str) -> None:
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        pytest.skip("pandoc is not installed")
    vault = Vault(FolderTree(GARDEN), DialectPlan(flattened=lambda _: False))
    made = flatten(vault, "garden")
    (tmp_path / "flat.md").write_bytes(made.text)
    page = subprocess.run(
        [pandoc, "--from", form, "--to", "html", tmp_path / "flat.md"],
        check=True,
        capture_output=True,
    ).stdout.decode()

    targets = re.findall(r'href="#([^"]*)"', page)
    headings = set(re.findall(r'<h1\s+id="([^"]*)"', page))
    places = set(re.findall(r'\sid="([^"]*)"', page))
    flat = Vault.from_texts({"flat.md": made.text})
    broken = {
        link.target
        for note in flat.notes
        for link, outcome in flat.outcomes(note)
        if outcome.is_broken
    }
    titles = set(re.findall(r"(?m)^# .* \{#(.*)\}$", made.text.decode()))
    assert len(titles) == len(made.notes)
    assert titles <= headings
    assert {unquote(target) for target in targets} - places <= {item[1:] for item in broken}
