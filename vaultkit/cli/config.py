"""``vaultkit config``: what is in force, and where each value comes from."""

import json
import os
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import click

from vaultkit.config.file import configured_root
from vaultkit.config.read import read_settings
from vaultkit.config.settings import Settings
from vaultkit.config.vault_root import Home, find_home
from vaultkit.errors import UsageError
from vaultkit.rules.base.problem import Severity
from vaultkit.rules.base.rule import Rule
from vaultkit.text import escaped_json, printable
from vaultkit.vault.files.app_settings import AppSettings, read_app_settings
from vaultkit.vault.files.tree import FolderTree

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def print_config(path: Path, root: Path | None, config_file: Path | None) -> None:
    """Print the settings for a path as commented TOML.

    Raises:
        UsageError: there is nothing at that path.
    """
    if not os.path.lexists(path):
        raise UsageError(f"{path}: no such file or folder")
    home = find_home(path, root, config_file)
    settings = read_settings(home.config_file)
    app = read_app_settings(FolderTree(home.root))
    click.echo(f"vault   {printable(str(home.root))}  ({_root_origin(home, app, root)})")
    click.echo(f"config  {printable(str(home.config_file or 'none'))}")
    click.echo(f"app     {_app(app)}")
    click.echo()
    for key, value in _values(settings):
        origin = settings.origins.get(key, "default")
        click.echo(f"{key} = {value}  # {origin}")
    click.echo()
    known = settings.catalog.rules
    off = [rule.name for rule in known if rule.default and rule.name not in _names(settings)]
    if off:
        who = settings.origins.get("ignore", settings.origins.get("select", ""))
        click.echo(f"# turned off: {', '.join(off)}  # {who}")
    click.echo("# rules in effect")
    for rule in settings.rules:
        level = settings.severity.get(rule.name, rule.severity)
        changed = _rule_origin(rule, level, settings)
        click.echo(f"{rule.code} {rule.name} = {level}{changed}")
        for option, given in _options(rule):
            default = getattr(type(rule).Options(), option)
            keys = ("rules", "entry-points") if option == "entry_points" else ("rules",)
            said = next((settings.origins[key] for key in keys if key in settings.origins), "")
            where = "default" if given == default else said
            click.echo(f"    {_key(option)} = {_toml(given)}  # {where}")


def _rule_origin(rule: Rule, level: Severity, settings: Settings) -> str:
    """Return who changed a rule's severity or turned it on; nothing when no one did."""
    keys = ["severity"] if level != rule.severity else []
    if not rule.default:
        keys += ["rules"] if rule.on_by_options else []
        keys += ["select", "extend-select"]
    said = [settings.origins[key] for key in keys if key in settings.origins]
    return f"  # {said[0]}" if said else ""


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


def _names(settings: Settings) -> set[str]:
    return {rule.name for rule in settings.rules}


def _options(rule: Rule) -> list[tuple[str, object]]:
    return [(field.name, getattr(rule.options, field.name)) for field in fields(rule.options)]


def _key(option: str) -> str:
    return option.replace("_", "-")


def _toml(value: object) -> str:
    """Return a value as TOML writes it on one line."""
    if is_dataclass(value) and not isinstance(value, type):
        return _toml({_key(item.name): getattr(value, item.name) for item in fields(value)})
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
