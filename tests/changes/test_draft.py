"""What a draft must not offer."""

import pytest

from vaultkit.api import Vault
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import repair


def test_a_link_in_a_heading_does_not_come_to_name_that_heading():
    texts = {"Home.md": "# [Roses text](#roses-text)", ".obsidian/app.json": "{}"}
    done = repair(Vault.from_texts(texts), read_settings(), unsafe=True)

    assert (done.refusals, done.changes) == ([], {})


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_pipe_in_a_table_is_escaped_whatever_ends_a_line(end):
    text = "# Red roses\n\n| a | b |\n|---|---|\n| c | [[#red-roses]] |\n\n[[#red-roses]]\n"
    texts = {"Home.md": text.replace("\n", end).encode(), ".obsidian/app.json": "{}"}
    done = repair(Vault.from_texts(texts), read_settings())

    assert done.refusals == []
    assert done.changes["Home.md"].after == mended(text, end)


def mended(text, end):
    """Return a note with its slugs as headings, and their pipes escaped in a table alone."""
    return (
        text.replace("[[#red-roses]] |", "[[#Red roses\\|red-roses]] |")
        .replace("\n[[#red-roses]]", "\n[[#Red roses|red-roses]]")
        .replace("\n", end)
        .encode()
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_begins_with_its_head_and_ends_with_a_blank_line(end):
    table = "| [[#red-roses]] |\n|---|\n"
    text = f"{table}\n[[#red-roses]]\n# Red roses\n{table}| x |\n \n[[#red-roses]]\n"
    texts = {"Home.md": text.replace("\n", end).encode(), ".obsidian/app.json": "{}"}
    done = repair(Vault.from_texts(texts), read_settings())

    assert done.refusals == []
    assert done.changes["Home.md"].after == mended(text, end)
