"""What the command line finds out of a vault: the report and, where that is asked for, the rest."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from vaultkit.cli.cache import Caching
from vaultkit.cli.job import Job
from vaultkit.cli.progress_bar import JUDGING, READING, Progress
from vaultkit.config.file import Choices, table_of
from vaultkit.errors import ConfigError
from vaultkit.report.record import Report
from vaultkit.source import Source
from vaultkit.vault.files.disk import INDEX
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.tree import Tree
from vaultkit.vault.index import facts_cache, workers

if TYPE_CHECKING:
    from vaultkit.config.settings import Settings
    from vaultkit.vault.vault import Vault


class CheckSession:
    """One vault as the command line wants it checked; each thing is found out when needed."""

    def __init__(
        self, job: Job, choices: Choices, kept: Caching, progress: Progress | None = None
    ) -> None:
        """Store the vault, what was chosen, whether anything is kept, and who waits for it."""
        self.job = job
        self.choices = choices
        self.kept = job.caching(kept)
        self.progress = progress or Progress()

    @cached_property
    def settings(self) -> "Settings":
        """Return the settings.

        Raises:
            ConfigError: they cannot be used.
        """
        from vaultkit.config.read import read_settings

        return read_settings(self.job.home.config_file, self.choices, self.job.disk)

    @cached_property
    def vault(self) -> "Vault":
        """Return the vault.

        Raises:
            VaultkitError: it cannot be read.
        """
        return self.job.read(self.choices, self.kept, self.entries, self.progress)[0]

    @cached_property
    def entries(self) -> list[Entry]:
        """Return the vault's files, in order of paths."""
        return self.job.listed()

    def source(self, path: str) -> Source:
        """Return a file's text.

        Raises:
            TreeError: it cannot be read.
        """
        return Source(self.job.tree.read(path))

    def check(self) -> Report:
        """Check the vault, with what an earlier check left where there is such a thing.

        Raises:
            VaultkitError: the vault or its settings cannot be used, or a path is no file of it.
        """
        job = self.job
        job.find_named({entry.path for entry in self.entries})
        report = self._check_kept(job.tree, self.entries, job.disk.name, job.wanted)
        if report is None:
            from vaultkit.lint import check as linter

            vault = self.vault
            with self.progress as progress:
                report = linter.check(
                    vault,
                    self.settings,
                    job.wanted,
                    named=job.named,
                    processes=workers.available(),
                    step=progress(JUDGING),
                )
        return report

    def check_revision(self, tree: Tree) -> Report | None:
        """Check all of the vault as a revision of git's holds it, with today's settings.

        Returns:
            What was found; None where nothing of it is kept, so that it is better read beside the
            vault as it is.
        """
        return self._check_kept(tree, _in_order(tree), INDEX, None)

    def _check_kept(
        self,
        tree: Tree,
        entries: Sequence[Entry],
        part: str,
        wanted: Callable[[str], bool] | None,
    ) -> Report | None:
        """Check a vault's files, wherever they come from, if anything is kept of such a vault.

        Args:
            tree: where the files come from.
            entries: the files, in order of paths.
            part: what to call the part of the cache that is about such files.
            wanted: says on which paths to report; on all when None.
        """
        home = self.job.home
        cache = self.kept.of(home.root, part)
        if cache is None or not facts_cache.is_worthwhile(entry.size for entry in entries):
            return None
        self.job.keep_past(self.kept, entries)
        from vaultkit.lint.incremental import recheck as incremental
        from vaultkit.lint.incremental.cache_key import cache_name, key_of
        from vaultkit.lint.incremental.check_run import CheckRequest
        from vaultkit.lint.incremental.results_cache import SUFFIX

        config = [home.config_file, self.choices]
        with self.progress as progress:
            request = CheckRequest(
                name=str(home.root),
                key=key_of([str(home.root), *config, *self._plugins()], self._config_text),
                settings=lambda: self.settings,
                wanted=wanted,
                named=self.job.named,
                processes=workers.available(),
                progress=progress(READING),
                judging=progress(JUDGING),
            )
            file = cache.file.with_name(cache_name(config) + SUFFIX)
            report = incremental.recheck(tree, entries, request, cache, file)
        self.kept.tell(cache)
        return report

    def _plugins(self) -> Sequence[str]:
        """Return what tells one state of the plug-ins from another."""
        if b"plugins" not in self._config_text or self.job.home.config_file is None:
            return []
        from vaultkit.config.plugins.installed import plugin_names, state_of

        try:
            table = table_of(self.job.home.config_file, self.job.disk)
        except ConfigError:
            return []
        return state_of(plugin_names(table))

    @cached_property
    def _config_text(self) -> bytes:
        file = self.job.home.config_file
        try:
            return self.job.disk.read(file) if file is not None else b""
        except OSError as error:
            return str(error).encode("utf-8", "surrogatepass")


def _in_order(tree: Tree) -> list[Entry]:
    return sorted(tree.entries(), key=lambda entry: entry.path)
