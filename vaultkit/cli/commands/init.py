"""``vaultkit init``."""

from pathlib import Path

import click

from vaultkit.cli.commands.options import PATH


@click.command(short_help="Write a configuration, and offer a hook, CI and a baseline.")
@click.argument("path", type=PATH, default=".")
@click.option("--root", type=PATH, help="The vault's folder; detected by default.")
@click.option(
    "--pre-commit/--no-pre-commit", default=None, help="Add the hook to .pre-commit-config.yaml."
)
@click.option("--ci", type=click.Choice(["github", "gitlab", "none"]), help="Add a check in CI.")
@click.option("--baseline/--no-baseline", default=None, help="Record current findings as known.")
@click.option("-y", "--yes", is_flag=True, help="Add everything that is not refused; do not ask.")
@click.option("--dry-run", is_flag=True, help="Print what would be written, write nothing.")
def init(
    path: Path,
    root: Path | None,
    pre_commit: bool | None,  # noqa: FBT001
    ci: str | None,
    baseline: bool | None,  # noqa: FBT001
    *,
    yes: bool,
    dry_run: bool,
) -> int:
    """Look at the vault of PATH and write a commented vaultkit.toml for it.

    On a terminal it asks whether to add a pre-commit hook, a check in CI and a baseline of current
    findings; elsewhere it adds what the options name. Existing files are never overwritten.
    """
    from vaultkit.cli.init import run_init
    from vaultkit.cli.init_offers import Wishes

    return run_init(path, root, Wishes(pre_commit, ci, baseline, yes), dry_run=dry_run)
