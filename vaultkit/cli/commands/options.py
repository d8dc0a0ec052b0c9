"""Options that several commands have."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vaultkit.cli.formats import FORMATS, HYPERLINKS, OutputFileType
from vaultkit.cli.rule_names import RuleNames

if TYPE_CHECKING:
    from vaultkit.cli.since_options import Since

_RULES = RuleNames(several=True)
PATH = click.Path(path_type=Path)
COUNT = click.IntRange(min=0)
_DIALECT = click.option(
    "--dialect",
    type=click.Choice(["auto", "obsidian", "flat", "github", "either"]),
    help="Whose rules decide whether a link is broken.  [default: auto]",
)


def choosing(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that say what is checked, in this order."""
    for option in reversed(_CHOOSING):
        command = option(command)
    return command


def _set_color(context: click.Context, _: click.Parameter, value: str) -> None:
    context.color = {"always": True, "never": False}.get(value)


def _set_hyperlinks(context: click.Context, _: click.Parameter, value: str) -> None:
    context.meta[HYPERLINKS] = value


color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    expose_value=False,
    callback=_set_color,
    help="Whether to colour; auto does where the terminal can and no one asked for none.",
)
hyperlinks = click.option(
    "--hyperlinks",
    type=click.Choice(["auto", "file", "obsidian", "vscode", "never"]),
    default="auto",
    show_default=True,
    envvar="VAULTKIT_HYPERLINKS",
    expose_value=False,
    callback=_set_hyperlinks,
    help="What places open by a click; auto is the file, in terminals that are known to do it.",
)


def take_since(options: dict[str, Any]) -> "Since":
    """Take from the options what they say of time."""
    from vaultkit.cli.since_options import Since

    return Since(**{field.name: options.pop(field.name, False) for field in fields(Since)})


_CHOOSING = (
    click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True)),
    click.option("--root", type=PATH, help="The vault's folder; detected by default."),
    click.option("--config", "config_file", type=PATH, help="Use this configuration file."),
    click.option("--select", multiple=True, type=_RULES, help="Run only these rules."),
    click.option("--extend-select", multiple=True, type=_RULES, help="Also run these rules."),
    click.option("--ignore", multiple=True, type=_RULES, help="Do not run these rules."),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "info"]),
        help="The lowest severity that makes the exit code 1.  [default: warning]",
    ),
    _DIALECT,
    color,
    hyperlinks,
)


def caching(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options about the cache, and `--verbose`."""
    for option in reversed(_CACHING):
        command = option(command)
    return command


_CACHING = (
    click.option("-v", "--verbose", is_flag=True, help="Also list info findings."),
    click.option(
        "--no-cache",
        is_flag=True,
        help="Read and parse everything, and keep nothing for the next run.",
    ),
    click.option(
        "--cache-dir",
        type=PATH,
        help="Keep the cache here.  [default: the user's cache folder]",
    ),
)


TEXT_OR_JSON = click.option(
    "--format",
    "output_format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Output format.",
)


def moving(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of all commands that change names, in this order."""
    for option in reversed(_MOVING):
        command = option(command)
    return command


_MOVING = (
    click.option("--dry-run", is_flag=True, help="Show what would be done, write nothing."),
    click.option("--diff", is_flag=True, help="Show a diff of what would change, write nothing."),
    click.option(
        "--unseen-stays",
        is_flag=True,
        help="Continue even if files that may refer to it cannot be seen; they stay unchanged.",
    ),
    TEXT_OR_JSON,
    click.option("-q", "--quiet", is_flag=True, help="Do not list updated links."),
    click.option("--root", type=PATH, help="The vault's folder; detected by default."),
    click.option("--config", "config_file", type=PATH, help="Use this configuration file."),
    _DIALECT,
    color,
    *_CACHING[1:],
)


def common(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of a check, in this order."""
    for option in reversed(_REPORTING):
        command = option(command)
    return choosing(command)


_REPORTING = (
    click.option(
        "--format",
        "output_format",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="Output format.",
    ),
    click.option(
        "--output-file",
        "output_files",
        type=OutputFileType(),
        multiple=True,
        help="Also write the findings to a file, in its own format; repeatable.",
    ),
    click.option("--stdin-filename", metavar="PATH", help="Path of the note read from -."),
    click.option(
        "--statistics", is_flag=True, help="Print the number of findings per rule instead."
    ),
    click.option("-q", "--quiet", is_flag=True, help="Print only the findings."),
    caching,
    click.option("--staged", is_flag=True, help="Check what git would commit and what it breaks."),
    click.option(
        "--new-since", metavar="REV", help="Report only findings new since a git revision."
    ),
    click.option(
        "--new-since-merge-base",
        metavar="REF",
        help="The same, since HEAD branched off from REF.",
    ),
    click.option(
        "--no-baseline", is_flag=True, help="Also report findings in vaultkit-baseline.json."
    ),
    click.option(
        "--unsafe-fixes", is_flag=True, help="When fixing, also make fixes that may be wrong."
    ),
    click.option("--diff", is_flag=True, help="When fixing, show a diff and write nothing."),
)


def of_vault(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of commands that explore a vault: which, and how."""
    for option in reversed(_OF_VAULT):
        command = option(command)
    return command


_OF_VAULT = (
    click.argument("path", type=PATH, default="."),
    click.option("--root", type=PATH, help="The vault's folder; detected by default."),
    click.option("--config", "config_file", type=PATH, help="Use this configuration file."),
    click.option(
        "--dialect",
        type=click.Choice(["auto", "obsidian", "flat", "github"]),
        help="Whose rules decide whether a link is broken.  [default: auto]",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Show no progress."),
    *_CACHING[1:],
)
