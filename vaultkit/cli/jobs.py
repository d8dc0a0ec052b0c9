"""From the words on the command line to the vaults they mean, with their settings."""

import os
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vaultkit import linter
from vaultkit.cli.cache import Caching
from vaultkit.cli.progress import ReadingProgress
from vaultkit.config import Choices, read_settings
from vaultkit.errors import ConfigError, UsageError
from vaultkit.index import cache as facts_cache
from vaultkit.index import workers
from vaultkit.index.cache import FactsCache
from vaultkit.report import Report
from vaultkit.roots import Home, find_home
from vaultkit.settings import Settings
from vaultkit.vault.tree import Entry, FolderTree, OverlayTree, Tree
from vaultkit.vault.vault import Vault


@dataclass
class Job:
    """One vault to look at: what lies over it, and the paths to report on (None: all)."""

    home: Home
    overlay: dict[str, bytes] = field(default_factory=dict)
    paths: list[str] | None = field(default_factory=list)

    @property
    def named(self) -> Sequence[str]:
        """Give the paths that were asked for one by one."""
        return self.paths or ()

    @property
    def wanted(self) -> Callable[[str], bool] | None:
        """Give a test for the paths to report on; None for all."""
        if self.paths is None:
            return None
        files = {path for path in self.paths if not path.endswith("/")}
        folders = tuple(path for path in self.paths if path.endswith("/"))
        return lambda path: path in files or path.startswith(folders)

    @property
    def tree(self) -> Tree:
        """Give where the files come from."""
        tree: Tree = FolderTree(self.home.root)
        return OverlayTree(tree, self.overlay) if self.overlay else tree

    def check(self, choices: Choices, kept: Caching) -> Report:
        """Check the vault, with what an earlier check left where there is such a thing.

        Raises:
            VaultkitError: the vault or its settings cannot be used, or a path is no file of it.
        """
        cache = kept.of(self.home.root)
        if cache is not None:
            tree = self.tree
            entries = sorted(tree.entries(), key=lambda entry: entry.path)
            if sum(entry.size for entry in entries) >= facts_cache.LEAST_BYTES:
                return self._check_again(tree, entries, choices, kept, cache)
        vault, settings = self.read(choices, kept)
        return linter.check(
            vault, settings, self.wanted, named=self.named, processes=workers.available()
        )

    def _check_again(
        self,
        tree: Tree,
        entries: Sequence[Entry],
        choices: Choices,
        kept: Caching,
        cache: FactsCache,
    ) -> Report:
        """Check the vault, starting from what the last check found."""
        from vaultkit.incremental import check as incremental
        from vaultkit.incremental.key import key_of, name_of
        from vaultkit.incremental.ledger import SUFFIX as LEDGER
        from vaultkit.incremental.run import Request

        config_file = self.home.config_file
        self._find_named({entry.path for entry in entries})
        with ReadingProgress() as progress:
            request = Request(
                name=str(self.home.root),
                key=key_of(self.home.root, config_file, [choices]),
                settings=lambda: read_settings(config_file, choices),
                wanted=self.wanted,
                named=self.named,
                processes=workers.available(),
                progress=progress,
            )
            file = cache.file.with_name(f"{name_of(config_file, [choices])}{LEDGER}")
            report = incremental.check(tree, entries, request, cache, file)
        kept.tell(cache)
        return report

    def read(self, choices: Choices, kept: Caching) -> tuple[Vault, Settings]:
        """Read the vault and its settings.

        Raises:
            VaultkitError: either cannot be used, or a path is no file of the vault.
        """
        settings = read_settings(self.home.config_file, choices)
        cache = kept.of(self.home.root)
        with ReadingProgress() as progress:
            vault = Vault(
                self.tree,
                settings.plan(),
                name=str(self.home.root),
                progress=progress,
                cache=cache,
                processes=workers.available(),
            )
        kept.tell(cache)
        self._find_named(set(vault.files))
        return vault, settings

    def _find_named(self, files: Collection[str]) -> None:
        for path in self.named:
            if not path.endswith("/") and path not in files:
                raise UsageError(f"{path}: is no file of the vault {self.home.root}")


def choices_of(
    select: Sequence[str],
    extend_select: Sequence[str],
    ignore: Sequence[str],
    fail_on: str | None,
    dialect: str | None,
) -> Choices:
    """Give what the options choose.

    Raises:
        UsageError: --select is there and names nothing.
    """
    if select and not _words(select):
        raise UsageError("--select: names no rule; `vaultkit rules` lists them")
    return Choices(
        select=_words(select) or None,
        extend_select=_words(extend_select),
        ignore=_words(ignore),
        fail_on=fail_on,
        dialect=dialect,
    )


def jobs_of(
    paths: Sequence[Path], root: Path | None, config_file: Path | None, stdin_filename: str | None
) -> list[Job]:
    """Sort the paths into the vaults they lie in.

    Raises:
        VaultkitError: a path, or the configuration named, cannot be used.
    """
    if config_file is not None and not config_file.is_file():
        raise ConfigError([f"--config {config_file}: no such file"])
    if stdin_filename is not None and Path("-") not in paths:
        raise UsageError(
            "--stdin-filename: nothing is read from standard input; add - to the paths"
        )
    jobs: dict[Path, Job] = {}
    for path in paths or [Path()]:
        from_stdin = str(path) == "-"
        if from_stdin:
            path = Path(stdin_filename or "stdin.md")
        elif not os.path.lexists(path):
            raise UsageError(f"{path}: no such file or folder")
        elif not path.exists():
            raise UsageError(f"{path}: a link that leads nowhere")
        if not path.is_dir() and path.suffix.lower() not in (".md", ".canvas"):
            raise UsageError(f"{path}: not a note; name a folder, a .md or a .canvas file")
        home = find_home(path, root, config_file)
        job = jobs.setdefault(home.root, Job(home))
        relative = _relative(path, home.root)
        if from_stdin:
            if relative is None:
                raise UsageError(f"--stdin-filename {path}: lies outside the vault {home.root}")
            if relative not in job.overlay:
                job.overlay[relative] = _read_stdin()
        if relative is None:
            job.paths = None
        elif job.paths is not None:
            job.paths.append(relative + "/" if path.is_dir() else relative)
    return list(jobs.values())


def _words(given: Sequence[str]) -> list[str]:
    return [word.strip() for item in given for word in item.split(",") if word.strip()]


def _read_stdin() -> bytes:
    if sys.stdin is None or sys.stdin.closed:
        raise UsageError("-: standard input is closed; send it a note")
    return sys.stdin.buffer.read()


def _relative(path: Path, root: Path) -> str | None:
    """Give a path from the vault's root; None for the root itself or a folder above it."""
    absolute = Path(os.path.abspath(path))
    if absolute == root or absolute in root.parents:
        return None
    try:
        relative = absolute.relative_to(root).as_posix()
    except ValueError as error:
        raise UsageError(f"{path}: lies outside the vault {root}") from error
    if any(part.startswith(".") for part in relative.split("/")):
        raise UsageError(f"{path}: lies in a hidden folder, which is no part of the vault")
    return relative
