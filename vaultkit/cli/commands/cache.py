"""``vaultkit cache``."""

from collections.abc import Callable
from pathlib import Path

import click

from vaultkit.cli.commands.options import PATH, TEXT_OR_JSON


@click.group(short_help="Show where a vault's cache is, or remove it.")
def cache() -> None:
    """Show where a vault's cache is, or remove it; no result depends on it."""


def _of_vault(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which vault's cache a command is about."""
    for option in reversed(_CACHE):
        command = option(command)
    return command


_CACHE = (
    click.argument("path", type=PATH, default="."),
    click.option("--root", type=PATH, help="The vault's folder; detected by default."),
    click.option("--cache-dir", type=PATH, help="The --cache-dir that the check used."),
    TEXT_OR_JSON,
)


@cache.command("info")
@_of_vault
def cache_info(path: Path, root: Path | None, cache_dir: Path | None, output_format: str) -> None:
    """Show where the cache of PATH's vault is, and what it contains."""
    from vaultkit.cli.cache import print_cache

    print_cache(path, root, cache_dir, as_json=output_format == "json")


@cache.command("clean")
@_of_vault
def cache_clean(path: Path, root: Path | None, cache_dir: Path | None, output_format: str) -> None:
    """Remove the cache of PATH's vault."""
    from vaultkit.cli.cache import clean_cache

    clean_cache(path, root, cache_dir, as_json=output_format == "json")
