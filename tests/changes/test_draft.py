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
    assert done.changes["Home.md"].after == working(text, end)


def working(text, end):
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
    assert done.changes["Home.md"].after == working(text, end)


@pytest.mark.parametrize(
    "link",
    [
        "[a](\n#red-roses 't')",
        "[a](#red-roses (title))",
        "[a](#red-roses\n'title')",
        '[a](#red-roses "a \\" b")',
    ],
)
def test_a_destination_is_replaced_however_the_link_is_written(link):
    texts = {"Home.md": f"# Red roses\n\n{link}\n", ".obsidian/app.json": "{}"}
    done = repair(Vault.from_texts(texts), read_settings())

    written = link.replace("#red-roses", "#Red%20roses")
    assert done.refusals == []
    assert done.changes["Home.md"].after.decode() == f"# Red roses\n\n{written}\n"
