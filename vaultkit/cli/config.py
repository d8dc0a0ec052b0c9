"""``vaultkit config``: what is in force, and where each value comes from."""

import json
import os
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import click

from vaultkit.cli.terminal import write_exactly
from vaultkit.config.catalog import Catalog
from vaultkit.config.documents.effective import DEFAULT, rule_from, rule_options, turned_off
from vaultkit.config.documents.option_texts import key_of
from vaultkit.config.file import configured_root
from vaultkit.config.read import read_settings
from vaultkit.config.settings import Settings
from vaultkit.config.vault_root import Home, find_home
from vaultkit.errors import UsageError
from vaultkit.text import escaped_json, json_document, printable
from vaultkit.vault.files.app_settings import AppSettings, read_app_settings
from vaultkit.vault.files.tree import FolderTree

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def print_config(
    path: Path, root: Path | None, config_file: Path | None, output_format: str, *, schema: bool
) -> None:
    """Print the settings for a path, as commented TOML or for programs; or the schema of the file.

    Raises:
        UsageError: there is nothing at that path.
    """
    if not os.path.lexists(path):
        raise UsageError(f"{path}: no such file or folder")
    home = find_home(path, root, config_file)
    if schema:
        from vaultkit.cli.rule_pages import plugin_rules
        from vaultkit.config.documents.toml_schema import toml_schema

        added = [rule for rules in plugin_rules(home.config_file).values() for rule in rules]
        project = home.config_file is not None and home.config_file.name == "pyproject.toml"
        write_exactly(json_document(toml_schema(Catalog(added), pyproject=project)))
        return
    settings = read_settings(home.config_file)
    app = read_app_settings(FolderTree(home.root))
    if output_format == "json":
        from vaultkit.config.documents.effective import document

        write_exactly(json_document(document(settings, home, app, _root_origin(home, app, root))))
        return
    click.echo(f"vault   {printable(str(home.root))}  ({_root_origin(home, app, root)})")
    click.echo(f"config  {printable(str(home.config_file or 'none'))}")
    click.echo(f"app     {_app(app)}")
    click.echo()
    for key, value in _values(settings):
        origin = settings.origins.get(key, DEFAULT)
        click.echo(f"{key} = {value}  # {origin}")
    click.echo()
    if off := turned_off(settings):
        who = settings.origins.get("ignore", settings.origins.get("select", ""))
        click.echo(f"# turned off: {', '.join(off)}  # {who}")
    click.echo("# rules in effect")
    for rule in settings.rules:
        level = settings.severity.get(rule.name, rule.severity)
        changed = rule_from(rule, level, settings)
        click.echo(f"{rule.code} {rule.name} = {level}{f'  # {changed}' if changed else ''}")
        for option, given, where in rule_options(rule, settings):
            click.echo(f"    {option} = {_toml(given)}  # {where}")


def _values(settings: Settings) -> list[tuple[str, str]]:
    overrides = [
        f"{', '.join(item.paths)}: "
        + "; ".join(
            part
            for part in (
                f"ignore {', '.join(sorted(item.ignore))}" if item.ignore else "",
                f"dialect {item.dialect}" if item.dialect else "",
                f"severity of {', '.join(sorted(item.severity))}" if item.severity else "",
                f"fix {', '.join(sorted(item.fix))}" if item.fix else "",
            )
            if part
        )
        for item in settings.overrides
    ]
    flattened = "detected" if settings.flattened is None else settings.flattened
    return [
        ("dialect", _toml(str(settings.dialect))),
        ("must-open-in", _toml(settings.must_open_in)),
        ("flattened", _toml(flattened)),
        ("fail-on", _toml(str(settings.fail_on))),
        ("exclude", _toml(settings.exclude)),
        ("fix", _toml(sorted(settings.fix))),
        ("plugins", _toml(settings.plugins)),
        ("overrides", _toml(overrides)),
    ]


def _toml(value: object) -> str:
    """Return a value as TOML writes it on one line."""
    if is_dataclass(value) and not isinstance(value, type):
        return _toml({key_of(item.name): getattr(value, item.name) for item in fields(value)})
    if isinstance(value, dict):
        pairs = (
            f"{key if _BARE.fullmatch(key) else escaped_json(json.dumps(key))} = {_toml(item)}"
            for key, item in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    return (
        escaped_json(json.dumps(value, ensure_ascii=False))
        if isinstance(value, str)
        else str(value)
    )


def _root_origin(home: Home, app: AppSettings, root: Path | None) -> str:
    if root is not None:
        return "--root"
    if home.config_file is not None and configured_root(home.config_file) is not None:
        return "set by the config"
    if app.present:
        return "it has .obsidian"
    if home.is_alone:
        return "the note's folder; no vault is above it"
    return "where the config is" if home.config_file else "the folder named"


def _app(app: AppSettings) -> str:
    if not app.present:
        return "no .obsidian here"
    style = "Markdown links" if app.markdown_links else "wikilinks"
    parts = [f"{style}, {app.link_format}"]
    for label, value in (
        ("excluded", app.excluded),
        ("templates", app.templates),
        ("daily notes", (app.daily_notes,) if app.daily_notes else ()),
    ):
        if value:
            parts.append(f"{label}: {', '.join(map(printable, value))}")
    return "; ".join(parts)
