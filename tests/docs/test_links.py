"""The tables of links: what opens where is what vaultkit finds, row by row and dialect by dialect.

``VAULTKIT_UPDATE_PAGES=1`` rewrites the cells.
"""

import os
import re
from pathlib import Path

import pytest

from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.lint.check import check
from vaultkit.vault.resolver.dialect import Dialect
from vaultkit.vault.resolver.outcome import State
from vaultkit.vault.vault import Vault

CHECKOUT = Path(__file__).parents[2]
UPDATE = bool(os.environ.get("VAULTKIT_UPDATE_PAGES"))
PAGES = [
    page for page in sorted((CHECKOUT / "docs").glob("*.md")) if "<!-- links: " in page.read_text()
]
_TABLE = re.compile(r"<!-- links: (.+) -->\n\n((?:\|.*\n)+)")
_CELL = re.compile(r"(?<!\\)\|")


def cells(row: str) -> list[str]:
    """Split a row of a table; a bar in a cell is escaped."""
    return [cell.strip() for cell in _CELL.split(row)[1:-1]]


def verdict(files: dict[str, str], source: str, link: str, reader: str, folder: Path) -> str:
    """Say as a cell does what a link opens for one reader, or which rules report it."""
    word = reader.strip("`").partition(",")[0]
    config = None
    if word == "both":
        config = folder / "vaultkit.toml"
        config.write_text('must-open-in = ["obsidian", "github"]\n')
    dialect = str(Dialect.AUTO) if word in ("both", "either") else word
    settings = read_settings(config, Choices(select=["VK1"], dialect=dialect))
    vault = Vault.from_texts({**files, source: f"{link}\n"}, settings.plan())
    report = check(vault, settings, lambda path: path == source)
    rules = sorted({found.rule for found in report.findings})
    if rules:
        return ", ".join(f"[{rule}](../rules/{rule}.md)" for rule in rules)
    opened = [outcome for _, outcome in vault.outcomes(vault.documents[source].notes[0])]
    opened = [outcome for outcome in opened if outcome.state is State.RESOLVED]
    if not opened:
        return "*text*"
    (outcome,) = opened
    heading = f", {outcome.heading.text}" if outcome.heading else ""
    return f"`{outcome.files[0]}`{heading}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_opens_where_the_table_says(page, blocks, tmp_path) -> None:
    text = page.read_text("utf-8")
    files = {block.name: block.text for block in blocks(page) if block.name}
    wrong = []
    assert _TABLE.search(text)
    for source, table in _TABLE.findall(text):
        header, rule, *rows = table.splitlines()
        readers = cells(header)[1:]
        said = [header, rule]
        for row in rows:
            shown = cells(row)
            link = shown[0].strip("`").replace("\\|", "|")
            found = [verdict(files, source, link, reader, tmp_path) for reader in readers]
            wrong += [(link, shown[1:], found)] * (shown[1:] != found)
            said.append(f"| {' | '.join([shown[0], *found])} |")
        text = text.replace(table, "\n".join([*said, ""]), 1)
    if UPDATE:
        page.write_text(text, "utf-8")
        return

    assert wrong == []
