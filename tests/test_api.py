"""What programs import: a vault opened from disk is the one that its configuration describes."""

from pathlib import Path

import pytest

from vaultkit import Vault, VaultkitError, check

FILES = {
    "vaultkit.toml": 'root = "notes"\nignore = ["orphan-note"]\n[severity]\nbroken-link = "info"\n',
    "notes/Home.md": "[tea](plans/Tea.md)\n",
    "notes/sub/Cup.md": "Text.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder whose vault is another one, by its configuration."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def found(vault: Vault | Path) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in check(vault).findings]


def test_an_opened_vault_is_the_configured_one(folder) -> None:
    vault = Vault.open(folder / "notes" / "sub")

    assert vault.config_file == folder / "vaultkit.toml"
    assert sorted(vault.documents) == ["Home.md", "sub/Cup.md"]
    assert found(vault) == found(folder) == [("broken-link", "info")]


def test_its_configuration_holds_after_changes(folder) -> None:
    vault = Vault.open(folder).with_changes({"New.md": b"[tea](plans/Tea.md) and text.\n"})

    assert found(vault) == [("broken-link", "info")] * 2
    assert found(vault.with_changes({"plans/Tea.md": b"Tea.\n"})) == []


def test_a_vault_of_texts_has_no_configuration() -> None:
    vault = Vault.from_texts({"Home.md": "[tea](plans/Tea.md)\n"})

    assert isinstance(vault, Vault)
    assert vault.config_file is None
    assert found(vault) == [("broken-link", "error")]


@pytest.mark.parametrize("text", ["ignore = 3\n", "nonsense"])
def test_what_cannot_be_used_is_one_sentence(folder, text) -> None:
    (folder / "vaultkit.toml").write_text(text, "utf-8")

    for path in (folder, folder / "gone"):
        with pytest.raises(VaultkitError):
            Vault.open(path)
