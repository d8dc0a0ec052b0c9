"""What the pages say exists: settings, commands, options, links, and nothing is left unsaid."""

import json
import re
import tomllib
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import click
import pytest
import yaml

from vaultkit import Vault, check
from vaultkit.cli.app import COMMANDS, as_meant, main
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.errors import ConfigError
from vaultkit.lint import check as linter
from vaultkit.vault.files.tree import FolderTree

CHECKOUT = Path(__file__).parents[2]
ENTRY = [CHECKOUT / name for name in ("README.md", "CONTRIBUTING.md")]
PAGES = [*ENTRY, *sorted((CHECKOUT / "docs").glob("*.md"))]
every_page = pytest.mark.parametrize(
    "page", PAGES, ids=[page.relative_to(CHECKOUT).as_posix() for page in PAGES]
)
COMMAND = re.compile(r"(?<!`)`vaultkit ([a-z][^`]*)`(?!`)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


@every_page
def test_what_a_page_would_have_you_write_can_be_read(page, blocks, tmp_path) -> None:
    offered = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    hooks = {hook["id"] for hook in offered}
    for block in blocks(page):
        if "not run" in block.marks:
            continue
        if block.language == "toml" and "wrong" in block.marks:
            with pytest.raises(ConfigError):
                parsed(block, tmp_path)
        elif block.language == "toml":
            parsed(block, tmp_path)
        elif block.language == "json":
            assert json.loads(block.text), str(block)
        elif block.language == "yaml":
            for words in commands_within(yaml.safe_load(block.text)):
                assert unknown_words(words) == [], str(block)
            assert set(re.findall(r"id: (vaultkit[\w-]*)", block.text)) <= hooks, str(block)


@every_page
def test_commands_in_the_text_exist(page) -> None:
    for said in COMMAND.findall(page.read_text("utf-8")):
        assert unknown_words(said) == [], said


@pytest.mark.parametrize(
    ("said", "unknown"),
    [
        ("check --quiet -q [PATHS] -", []),
        ("check --output-file sarif=x", []),
        ("check --dry-run", ["--dry-run"]),
        ("explain broken-link --all", []),
        ("help fixx", ["fixx"]),
        ("chekc --quiet", ["chekc"]),
        ("cache info --cache-dir x", []),
        ("cache inf", ["cache inf"]),
    ],
)
def test_what_does_not_exist_is_found(said, unknown) -> None:
    assert unknown_words(said) == unknown


def test_links_between_pages_and_to_rules_are_whole() -> None:
    """On a forge, that is, where they are read; `.pre-commit-config.yaml` asks for the same."""
    settings = read_settings(None, Choices(dialect="github", ignore=["orphan-note"]))
    shown = {page.relative_to(CHECKOUT).as_posix() for page in PAGES}
    report = linter.check(
        Vault(FolderTree(CHECKOUT), settings.plan()), settings, shown.__contains__
    )

    assert [str(found) for found in report.findings] == []


def test_what_the_tables_of_the_api_name_exists() -> None:
    page = (CHECKOUT / "docs" / "api.md").read_text("utf-8")
    vault = Vault.from_texts({"Home.md": "[[/ab]]"})
    report = check(vault)
    known = {"Report": report, "Finding": report.findings[0], "Vault": vault}
    tables = re.findall(r"\| of a `(\w+)` \| \|\n\|.*\n((?:\|.*\n)+)", page)

    assert [name for name, _ in tables] == list(known)
    for name, rows in tables:
        cells = [row.split("|")[1] for row in rows.splitlines()]
        for shown in re.findall(r"`(?:Vault\.)?([\w.]+)", " ".join(cells)):
            attrgetter(shown)(known[name])  # raises where there is none


def test_the_docs_import_the_facade_alone() -> None:
    """Everything else is private, so that it may move."""
    facade = {"vaultkit", "vaultkit.api", "vaultkit.plugin"}
    imports = r"(?:from|import) (vaultkit[\w.]*)|\bvaultkit\.(?:[a-z_]+\.)*[A-Z]\w*"
    text = "".join(page.read_text("utf-8") for page in PAGES)
    named = {"vaultkit" if "." not in name else name for name in re.findall(imports, text)}
    pages = (CHECKOUT / "docs" / name for name in ("api.md", "own-rules.md"))
    named |= set(re.findall(r"`(vaultkit\.[a-z_.]+)`", "".join(map(Path.read_text, pages))))

    others = {"", "vaultkit.rules", "vaultkit.toml"}  # a group of entry points, and a file
    assert named - others == facade
    for name in facade:
        module = import_module(name)
        assert [each for each in module.__all__ if not hasattr(module, each)] == []


def test_every_page_is_in_the_table_of_contents() -> None:
    contents = (CHECKOUT / "docs" / "README.md").read_text("utf-8")

    assert {page.name for page in PAGES if f"]({page.name})" not in contents} == {
        "README.md",
        "CONTRIBUTING.md",
    }


def test_every_option_is_documented() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    shown = set(OPTION.findall(text))

    missing = {
        f"{name} {option}"
        for name in COMMANDS
        for command in (main.get_command(click.Context(main), name),)
        for item in [command, *getattr(command, "commands", {}).values()]
        for parameter in item.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--") and option not in shown
    }
    assert missing == set()


def test_every_command_is_documented() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)

    assert [name for name in COMMANDS if f"vaultkit {name}" not in text] == []


def parsed(block, folder: Path) -> None:
    """Read a block as the configuration that it is."""
    ours = "tool" not in tomllib.loads(block.text)
    config = folder / ("vaultkit.toml" if ours else "pyproject.toml")
    config.write_text(block.text, "utf-8")
    read_settings(config)


def commands_within(value: object) -> list[str]:
    """Return the vaultkit commands, without its name, that strings in YAML hold."""
    if isinstance(value, dict):
        return commands_within(list(value.values()))
    if isinstance(value, list):
        return [words for item in value for words in commands_within(item)]
    lines = str(value).splitlines()
    return [line.removeprefix("vaultkit ") for line in lines if line.startswith("vaultkit ")]


def unknown_words(said: str) -> list[str]:
    """Return the command or the options of a command line that do not exist."""
    name, *words = as_meant(said.split())
    command: click.Command | None = main.get_command(click.Context(main), name)
    if command is None:
        return [name]
    if isinstance(command, click.Group):
        sub, *words = words or ["--help"]
        known = command.commands.get(sub)
        if known is None:
            return [f"{name} {sub}"]
        command = known
    options = {option for item in command.params for option in item.opts} | {"--help", "-h", "-"}
    return [word for word in words if word.startswith("-") and word.split("=")[0] not in options]
