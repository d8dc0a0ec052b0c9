"""From the words on the command line to the vaults they mean, with their settings."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from vaultkit.cli.job import Job
from vaultkit.config.vault_root import Home, find_home
from vaultkit.errors import ConfigError, UsageError
from vaultkit.vault.files.disk import DISK, Disk

if TYPE_CHECKING:
    pass


def jobs_of(
    paths: Sequence[Path],
    root: Path | None,
    config_file: Path | None,
    stdin_filename: str | None,
    disk: Disk = DISK,
    stdin: bytes | None = None,
) -> list[Job]:
    """Sort the paths into the vaults they are in.

    Args:
        paths: as they were typed; ``-`` is a note on standard input.
        root: the vault's folder, if it was named.
        config_file: the configuration, if it was named.
        stdin_filename: where the note on standard input is, or will be.
        disk: where the files come from.
        stdin: that note, if it has been read.

    Raises:
        VaultkitError: a path, or the configuration named, cannot be used.
    """
    if config_file is not None and not disk.is_file(config_file):
        raise ConfigError([f"--config {config_file}: no such file{disk.where}"])
    if stdin_filename is not None and Path("-") not in paths:
        raise UsageError(
            "--stdin-filename: nothing is read from standard input; add - to the paths"
        )
    jobs: dict[Path, Job] = {}
    for path in paths or [Path()]:
        from_stdin = str(path) == "-"
        if from_stdin:
            path = Path(stdin_filename or (root or Path()) / "stdin.md")
            if disk.is_dir(path):
                raise UsageError(f"--stdin-filename {path}: is a folder; name the note")
        elif not disk.exists(path):
            raise UsageError(f"{path}: no such file or folder{disk.where}")
        elif not disk.is_file(path) and not disk.is_dir(path):
            raise UsageError(f"{path}: a broken symbolic link")
        if not disk.is_dir(path) and path.suffix.lower() not in (".md", ".canvas"):
            raise UsageError(f"{path}: not a note; name a folder, a .md or a .canvas file")
        home = find_home(path, root, config_file, disk)
        job = jobs.setdefault(home.root, Job(home, disk=disk))
        relative = _relative(path, home.root)
        if from_stdin:
            if relative is None:
                raise UsageError(f"--stdin-filename {path}: is outside the vault {home.root}")
            if relative not in job.overlay:
                job.overlay[relative] = read_stdin() if stdin is None else stdin
        if relative is None:
            job.paths = None
        elif job.paths is not None:
            job.paths.append(relative + "/" if disk.is_dir(path) else relative)
    return list(jobs.values())


def refuse_led_out(home: Home) -> None:
    """Refuse to write to a vault that only a configuration says is elsewhere than it does.

    Whoever wrote the configuration may be another than who runs the command.

    Raises:
        UsageError: its ``root`` leads out of the folder that it is in.
    """
    if not home.is_led_out:
        return
    context = click.get_current_context()
    command = context.info_name or ""
    typed = f"vaultkit {command}{' --fix' * (command == 'check')} --root {quote(str(home.root))}"
    if any(option.name == "config_file" for option in context.command.params):
        typed += f" --config {quote(str(home.config_file))}"
    raise UsageError(
        f"{home.config_file}: root: points outside its folder, to {home.root}, where nothing is "
        f"written unless you name that yourself: {typed}"
    )


def whole_vault(path: Path, root: Path | None, config_file: Path | None) -> Job:
    """Return all of the vault that a path is in.

    Raises:
        VaultkitError: the path, or the configuration named, cannot be used.
    """
    if str(path) == "-":
        raise UsageError("-: this command needs a whole vault; name its folder")
    (job,) = jobs_of([path], root, config_file, None)
    job.paths = None
    return job


def read_stdin() -> bytes:
    """Return what is sent to standard input.

    Raises:
        UsageError: it is closed.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise UsageError("-: standard input is closed; send it a note")
    return sys.stdin.buffer.read()


def _relative(path: Path, root: Path) -> str | None:
    """Return a path from the vault's root; None for the root itself or a folder above it."""
    absolute = Path(os.path.abspath(path))
    if absolute == root or absolute in root.parents:
        return None
    try:
        relative = absolute.relative_to(root).as_posix()
    except ValueError as error:
        raise UsageError(f"{path}: is outside the vault {root}") from error
    if any(part.startswith(".") for part in relative.split("/")):
        raise UsageError(f"{path}: is in a hidden folder, which is not part of the vault")
    return relative
