"""The health report of real vaults."""

from datetime import UTC, datetime

import pytest

from tests.acceptance.vaults import VAULTS
from vaultkit import Vault
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.explore.health import health_note
from vaultkit.explore.health.about import About
from vaultkit.explore.health.address import AppVault
from vaultkit.explore.health.count import health_of
from vaultkit.explore.health.html import page
from vaultkit.lint import check as linter
from vaultkit.markdown.report_mark import MARK
from vaultkit.vault.files.tree import FolderTree

ABOUT = About("V", AppVault("V"), datetime(2024, 5, 6, tzinfo=UTC), "1")


@pytest.mark.parametrize("name", [*VAULTS, "obsidian-help/ar"])
def test_the_note_is_clean_and_changes_nothing(corpora, name) -> None:
    settings = read_settings(None, Choices())
    vault = Vault(FolderTree(corpora / "vaults" / name), settings.plan())
    before = linter.check(vault, settings)
    health = health_of(vault, before, settings.rules)
    text = health_note.render(health, ABOUT)
    path = "Vault health of a day.md"

    assert path not in vault.files
    assert page.render(health, ABOUT).count("<table") >= 3
    after = linter.check(vault.with_changes({path: text.encode()}), settings)
    assert (after.findings, after.notes, after.links) == (
        before.findings,
        before.notes,
        before.links,
    )
    ordinary = vault.with_changes({path: text.replace(MARK, "").encode()})
    found = linter.check(ordinary, settings, lambda other: other == path).findings
    assert [item.sentence for item in found if item.rule != "orphan-note"] == []
