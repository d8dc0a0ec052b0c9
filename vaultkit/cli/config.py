"""``vaultkit config``: what is in force, and where each value comes from."""

import os
from pathlib import Path

import click

from vaultkit.config import Settings, read_settings
from vaultkit.errors import UsageError
from vaultkit.printable import printable
from vaultkit.roots import Home, find_home
from vaultkit.vault.app_settings import AppSettings, read_app_settings
from vaultkit.vault.tree import FolderTree


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
    click.echo("# rules in force")
    for rule in settings.rules:
        level = settings.severity.get(rule.name, rule.severity)
        changed = "" if level == rule.severity else f"  # {settings.origins['severity']}"
        click.echo(f"{rule.code} {rule.name} = {level}{changed}")
        for option, value in vars(rule.options).items():
            default = getattr(type(rule).Options(), option)
            where = "default" if value == default else settings.origins.get("rules", "entry-points")
            click.echo(f"    {option.replace('_', '-')} = {_toml(value)}  # {where}")


def _values(settings: Settings) -> list[tuple[str, str]]:
    overrides = [
        f"{', '.join(item.paths)}: "
        + "; ".join(
            part
            for part in (
                f"ignore {', '.join(sorted(item.ignore))}" if item.ignore else "",
                f"dialect {item.dialect}" if item.dialect else "",
                f"severity of {', '.join(sorted(item.severity))}" if item.severity else "",
            )
            if part
        )
        for item in settings.overrides
    ]
    flattened = "by their looks" if settings.flattened is None else settings.flattened
    return [
        ("dialect", _toml(str(settings.dialect))),
        ("must-open-in", _toml(settings.must_open_in)),
        ("flattened", _toml(flattened)),
        ("fail-on", _toml(str(settings.fail_on))),
        ("exclude", _toml(settings.exclude)),
        ("overrides", _toml(overrides)),
    ]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(f'"{item}"' for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _root_origin(home: Home, app: AppSettings, root: Path | None) -> str:
    if root is not None:
        return "--root"
    if app.present:
        return "it has .obsidian"
    if home.config_file is None:
        return "the folder named"
    return "where the config lies" if home.config_file.parent == home.root else "set by the config"


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
            parts.append(f"{label}: {', '.join(value)}")
    return "; ".join(parts)
