"""One vault that a command is for: where its files come from, and what of it is wanted."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultkit.cli.cache import Caching
from vaultkit.cli.progress_bar import READING, Progress
from vaultkit.config.file import Choices
from vaultkit.config.vault_root import Home, past_of, vaults_among
from vaultkit.errors import TreeError, UsageError
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


def _takes_vault() -> bool:
    """Return whether the command takes paths that name a vault, as a check does."""
    context = click.get_current_context(silent=True)
    return context is None or any(
        parameter.name in ("path", "paths") for parameter in context.command.params
    )
