"""``vaultkit undo``: what a run has written is taken back, listed or shown."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

import click

from vaultkit.changes.diff import unified
from vaultkit.changes.undo import json
from vaultkit.changes.undo.undo import Preview, Summary, Undone, preview, runs, undo
from vaultkit.cli.app import complain
from vaultkit.cli.progress_bar import Progress
from vaultkit.cli.terminal import write_diff, write_exactly
from vaultkit.cli.vaults import refuse_led_out
from vaultkit.config.vault_root import Home, below_repository, find_home
from vaultkit.errors import UsageError
from vaultkit.text import below_home, counted_files, json_document, printable


def run_undo(
    run: int | None,
    path: Path,
    root: Path | None,
    vault_was: Path | None,
    *,
    listed: bool,
    show: bool,
    force: bool,
    output_format: str = "text",
) -> int:
    """Take a run back, or list the runs, or show one; return the exit code.

    Raises:
        UsageError: the options contradict each other, or there is no such run.
    """
    if listed and (show or force or run is not None):
        raise UsageError("--list: lists all runs; leave out RUN, --diff and --force")
    home = find_home(path, root)
    vault = home.root
    as_json = output_format == "json"
    if listed and as_json:
        write_exactly(json_document(json.listed(runs(vault, was=vault_was), vault)))
        return 0
    elsewhere = _elsewhere(home, run, listed=listed) if vault_was is None else ""
    if listed:
        found = runs(vault, was=vault_was)
        nothing = f"there is nothing to undo in the vault {printable(str(vault_was or vault))}"
        _print_runs(found, elsewhere or nothing)
        return 0
    if elsewhere:
        raise UsageError(elsewhere)
    if show:
        shown = preview(vault, run, force=force, was=vault_was)
        if as_json:
            return _print_document(shown, vault)
        if shown.changes:
            files = counted_files([change.path for change in shown.changes])
            click.echo(f"undo of run {shown.run}{_named(vault)} would restore {files}", err=True)
        for change in shown.changes:
            write_diff(unified(change, folder=below_repository(vault)))
        return _complain(shown.refused, shown.failed, whole=shown.whole)
    refuse_led_out(home)
    with Progress() as progress:
        undone = undo(vault, run, force=force, was=vault_was, step=progress("restoring notes"))
    return _print_document(undone, vault) if as_json else _report(undone, _named(vault))


def _elsewhere(home: Home, run: int | None, *, listed: bool) -> str:
    """Return where else there is something to undo, if this is no vault and has nothing."""
    vault = home.root
    if not (home.is_guess or home.is_alone) or runs(vault):
        return ""
    from vaultkit.changes.undo.known_vaults import last_changed_around
    from vaultkit.cli.next_commands import shell_word

    here, other = below_home(str(vault)), last_changed_around(vault)
    if other is None:
        return (
            f"there is nothing to undo in {here}, which is not a vault, nor in one below it: name "
            "the vault (vaultkit undo PATH), or with --vault-was where this one was before"
        )
    place = shell_word(str(other))
    words = f"{run} --root {place}" if run is not None else f"{'--list ' * listed}{place}"
    there = below_home(str(other))
    return f"{here} is not a vault; the last run here was in {there}: run vaultkit undo {words}"


def _named(vault: Path) -> str:
    """Return words that name a vault, unless it is the one of the current folder."""
    with contextlib.suppress(UsageError):
        if os.path.realpath(find_home(Path()).root) == os.path.realpath(vault):
            return ""
    return f" in {below_home(str(vault))}"


def _print_document(found: Undone | Preview, vault: Path) -> int:
    """Print what came of an undo, or would come, for programs; return the exit code."""
    write_exactly(json_document(json.document(found, vault)))
    nothing = found.whole and not found.files
    if found.failed or (nothing and found.refused):
        done = "not" if nothing else "only partly"
        complain(f"run {found.run} {'is' if isinstance(found, Preview) else 'was'} {done} undone")
        return 2
    return int(bool(found.refused))


def _print_runs(found: list[Summary], nothing: str) -> None:
    """Print a table of runs, or the sentence that there is nothing to undo."""
    if not found:
        click.echo(printable(nothing))
        return
    click.echo("run  time              files  state")
    for item in reversed(found):
        time = item.time.astimezone().strftime("%Y-%m-%d %H:%M") if item.time else "?"
        click.echo(f"{item.number:>3}  {time:<16}  {item.files:>5}  {_STATES[item.state]}")


_STATES = {
    "started": "interrupted: undo reverts it",
    "done": "done",
    "undone": "undone",
    "broken": "its journal is broken",
}


def _report(undone: Undone, place: str) -> int:
    """Print what came of an undo; return the exit code.

    Args:
        undone: what came of it.
        place: words on where that was, if they are needed.
    """
    whole = undone.whole and not undone.files
    code = _complain(undone.refused, undone.failed, whole=whole)
    for path in undone.merged:
        click.echo(f"{printable(path)}: later changes to it were kept")
    for path, copy in undone.kept.items():
        click.echo(f"{printable(path)}: your edit was kept in {printable(str(copy))}")
    run = f"run {undone.run}{place}"
    cut_short = ", which was interrupted," if undone.was_unfinished else ""
    files = f"{counted_files(undone.files)} restored"
    if code == 0:
        click.echo(f"{run}{cut_short} was undone: {files}")
    elif whole:
        complain(f"{run}{cut_short} was not undone; nothing was changed")
    else:
        left = len(undone.refused) + len(undone.failed)
        click.echo(f"{run}{cut_short} was partly undone: {files}, {left} left")
    return code


def _complain(refused: Mapping[str, str], failed: Mapping[str, str], *, whole: bool) -> int:
    """Print which files are left alone, and return the exit code for it.

    Args:
        refused: those edited since, and how.
        failed: those that cannot be read or written, and why.
        whole: whether all files are left alone with them.
    """
    for path, why in {**refused, **failed}.items() if whole else refused.items():
        complain(f"{path}: {why}" if whole else f"{path} was left unchanged: {why}")
    if refused and whole:
        complain(
            "this run is undone completely or not at all: revert those edits, or use "
            "--force, which restores everything and keeps a copy of the edits"
        )
    elif refused:
        complain("--force restores them anyway and keeps a copy of the edits")
    if not whole:
        for path, why in failed.items():
            complain(f"{path} was left unchanged: {why}")
    return 2 if failed or (whole and refused) else int(bool(refused))
