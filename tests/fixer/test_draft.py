"""What a draft must not offer."""

from vaultkit.api import Vault
from vaultkit.config import read_settings
from vaultkit.repair import repair


def test_a_link_in_a_heading_does_not_come_to_name_that_heading():
    texts = {"Home.md": "# [Roses text](#roses-text)", ".obsidian/app.json": "{}"}
    done = repair(Vault.from_texts(texts), read_settings(), unsafe=True)

    assert (done.refusals, done.changes) == ([], {})
