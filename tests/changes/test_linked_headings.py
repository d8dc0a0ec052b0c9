"""A heading that holds a link keeps its text as long as any link names it."""

from vaultkit.api import Vault
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import repair

APP = {".obsidian/app.json": "{}"}


def repaired(texts):
    made = repair(Vault.from_texts({**APP, **texts}), read_settings(None, Choices()))
    assert made.refusals == []
    return {path: change.after.decode() for path, change in made.changes.items()}


def test_a_link_in_the_heading_that_it_means():
    texts = {"A.md": "# [Some Thing](#some-thing)\n\n[x](#two-words)\n\n# Two Words\n"}

    assert repaired(texts) == {
        "A.md": "# [Some Thing](#some-thing)\n\n[[#Two Words|x]]\n\n# Two Words\n"
    }


def test_a_heading_that_changes_is_named_afterwards():
    texts = {
        "A.md": "# Some [Thing](#two-words)\n\n# Two Words\n",
        "C.md": "[x](A.md#some-thing)\n",
    }

    assert repaired(texts) == {
        "A.md": "# Some [[#Two Words|Thing]]\n\n# Two Words\n",
        "C.md": "[[A#Some Two Words Thing|x]]\n",
    }


def test_a_heading_that_a_dead_link_would_come_to_name():
    texts = {
        "A.md": "# [Old plan](#old-plan)\n",
        "Old plan.md": "x [[A]]\n",
        "S.md": "[[A#Old plan]]\n",
    }

    assert "A.md" not in repaired(texts)


def test_a_dead_link_in_the_heading_itself_is_mended():
    texts = {"A.md": "# About [Old plan](#old-plan)\n", "Old plan.md": "x [[A]]\n"}

    assert repaired(texts) == {"A.md": "# About [[Old plan]]\n"}
