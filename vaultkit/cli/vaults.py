"""From the words on the command line to the vaults they mean, with their settings."""

import os
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from vaultkit.cli.cache import Caching
from vaultkit.cli.progress_bar import READING, Progress
from vaultkit.config.file import Choices
from vaultkit.config.vault_root import Home, find_home, past_of, vaults_among
from vaultkit.errors import ConfigError, TreeError, UsageError
from vaultkit.text import some_of
from vaultkit.vault.files.disk import DISK, Disk
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.lone_files import LoneFiles
from vaultkit.vault.files.tree import OverlayTree, Tree
from vaultkit.vault.history.past import LatePast, Past
from vaultkit.vault.index.facts_cache import is_worthwhile

if TYPE_CHECKING:
    from vaultkit.config.settings import Settings
    from vaultkit.vault.vault import Vault

_DEEPEST = 3
_NAMED = 3


@dataclass
class Job:
    """One vault to look at: what is over it, and the paths to report on (None: all).

    ``keep`` is where what its history tells is kept, and how many bytes of it at most.
    """

    home: Home
    overlay: dict[str, bytes] = field(default_factory=dict)
    paths: list[str] | None = field(default_factory=list)
    disk: Disk = DISK
    keep: tuple[Path, int] | None = None

    @property
    def named(self) -> Sequence[str]:
        """Return the paths that were asked for one by one."""
        return self.paths or ()

    @property
    def is_lone(self) -> bool:
        """Return whether these are notes of which nothing says what vault they are in."""
        return self.home.is_alone and bool(self.paths)

    def caching(self, kept: Caching) -> Caching:
        """Return whether anything is kept: not of notes without a vault, which are read at once."""
        return replace(kept, wanted=False) if self.is_lone else kept

    @property
    def wanted(self) -> Callable[[str], bool] | None:
        """Return a test for the paths to report on; None for all."""
        if self.paths is None:
            return None
        files = {path for path in self.paths if not path.endswith("/")}
        folders = tuple(path for path in self.paths if path.endswith("/"))
        return lambda path: path in files or path.startswith(folders)

    @cached_property
    def past(self) -> Past:
        """Return what is known of files that are gone; nothing is read before it is asked."""
        return LatePast(lambda: past_of(self.home.root, *(self.keep or ())))

    def keep_past(self, kept: Caching, entries: Sequence[Entry]) -> None:
        """Keep what the history tells where other things are kept of the vault, if any are."""
        cache = self.caching(kept).of(self.home.root)
        size = sum(entry.size for entry in entries)
        if cache is not None and is_worthwhile([size]):
            self.keep = cache.file.parent, size

    @cached_property
    def tree(self) -> Tree:
        """Return where the files come from."""
        tree = self.disk.tree(self.home.root, self.past)
        if self.is_lone:
            whole = all(self._is_flattened(path, tree) for path in self.named)
            tree = LoneFiles(self.home.root, self.named, self.overlay, whole=whole)
        return OverlayTree(tree, self.overlay) if self.overlay else tree

    def listed(self) -> list[Entry]:
        """Return the vault's files, in order of paths.

        A flattened file that is beside vaults is none of theirs: their files are left out.

        Raises:
            UsageError: the folder is no vault but holds vaults, whose links it would mix up.
        """
        entries = sorted(self.tree.entries(), key=lambda entry: entry.path)
        if not (self.home.is_guess or self.home.is_alone):
            return entries
        found = self._vaults_within(entries)
        if found and self.home.is_guess:
            held = "vaults" if len(found) > 1 else "a vault"
            name = f"name {'one of them' if len(found) > 1 else 'that'}"
            if not _takes_vault():
                name = f"run this within {'one of them' if len(found) > 1 else 'it'}"
            raise UsageError(
                f"{self.home.root}: holds {held} ({some_of(found, _NAMED)}) and is not one itself; "
                f"{name}, or use --root to treat it as one"
            )
        if found and all(self._is_flattened(path, self.tree) for path in self.named):
            theirs = tuple(f"{folder}/" for folder in found)
            return [entry for entry in entries if not entry.path.startswith(theirs)]
        return entries

    def _vaults_within(self, entries: Sequence[Entry]) -> list[str]:
        folders = {entry.path.rpartition("/")[0] for entry in entries}
        near = {"/".join(folder.split("/")[:_DEEPEST]) for folder in folders if folder}
        above = {"/".join(folder.split("/")[:depth]) for folder in near for depth in (1, 2)}
        return vaults_among(near | above, self.home.root, self.disk)

    def _is_flattened(self, path: str, tree: Tree) -> bool:
        from vaultkit.markdown.parser import parse
        from vaultkit.source import Source
        from vaultkit.vault.notes.note import looks_flattened

        try:
            content = self.overlay[path] if path in self.overlay else tree.read(path)
            return looks_flattened(parse(Source(content)).headings)
        except TreeError:
            return False

    def wanted_among(self, paths: Collection[str] | None) -> Callable[[str], bool] | None:
        """Return a test for those of some paths (None: of all) to report on."""
        wanted = self.wanted
        if paths is None:
            return wanted
        return lambda path: path in paths and (wanted is None or wanted(path))

    def read(
        self,
        choices: Choices,
        kept: Caching,
        entries: Sequence[Entry] | None = None,
        progress: Progress | None = None,
    ) -> "tuple[Vault, Settings]":
        """Read the vault and its settings.

        Args:
            choices: what the command line asks for.
            kept: whether parsed notes are kept.
            entries: the files, in order, where they have been listed before.
            progress: told how far it is; shown for this alone when None.

        Raises:
            VaultkitError: either cannot be used, or a path is no file of the vault.
        """
        from vaultkit.config.read import read_settings
        from vaultkit.vault.history.earlier_check import look_again
        from vaultkit.vault.index import workers
        from vaultkit.vault.vault import Vault

        settings = read_settings(self.home.config_file, choices, self.disk)
        kept = self.caching(kept)
        cache = kept.of(self.home.root, self.disk.name)
        entries = self.listed() if entries is None else entries
        self.keep_past(kept, entries)
        with progress or Progress() as told:
            vault = Vault(
                self.tree,
                settings.plan(),
                name=str(self.home.root),
                progress=told(READING),
                cache=cache,
                processes=workers.available(),
                entries=entries,
            )
        if cache is not None:
            known = look_again(vault, entries, cache.kept_files)
            if known is not None:
                vault.recall(known)
        kept.tell(cache)
        self.find_named(set(vault.files))
        return vault, settings

    def find_named(self, files: Collection[str]) -> None:
        """Make sure that the files asked for one by one are there.

        Raises:
            UsageError: one is no file of the vault.
        """
        for path in self.named:
            if not path.endswith("/") and path not in files:
                raise UsageError(f"{path}: is not a file in the vault {self.home.root}")


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


def _takes_vault() -> bool:
    """Return whether the command takes paths that name a vault, as a check does."""
    context = click.get_current_context(silent=True)
    return context is None or any(
        parameter.name in ("path", "paths") for parameter in context.command.params
    )


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
