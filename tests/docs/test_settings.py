"""The page on configuration names every setting, with the defaults of the code."""

import re
from pathlib import Path

from vaultkit.config import read
from vaultkit.config.read import read_settings

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text("utf-8")


def rows(title: str) -> list[list[str]]:
    """Return the cells of the table in the section of a title, without its head."""
    section = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    table = re.findall(r"^\| (.+) \|$", section, re.MULTILINE)
    return [[cell.strip() for cell in row.split(" | ")] for row in table[1:]]


def first(title: str) -> list[str]:
    return [cells[0].strip("`") for cells in rows(title)]


def test_every_setting_has_its_row() -> None:
    assert first("The settings") == list(read._KEYS)


def test_every_key_of_an_override_has_its_row() -> None:
    assert first("Overrides") == list(read._OVERRIDE_KEYS)


def test_the_defaults_of_settings_are_those_of_the_code() -> None:
    shown = {cells[0].strip("`"): cells[1].strip('`"') for cells in rows("The settings")}
    settings = read_settings()

    assert shown["fail-on"] == settings.fail_on
    assert shown["dialect"] == settings.dialect
    empty = [key for key, default in shown.items() if default == "none"]
    values = [getattr(settings, key.replace("-", "_"), ()) for key in empty]
    assert not any(values)
    assert settings.flattened is None
