"""What was typed, as a record for each command; each field has the name of click's parameter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.cli.cache import Caching
from vaultkit.cli.output_files import expect_inside
from vaultkit.config.file import Choices
from vaultkit.errors import UsageError

if TYPE_CHECKING:
    from vaultkit.cli.formats import OutputFile
    from vaultkit.cli.since_options import Since


@dataclass(frozen=True, kw_only=True)
class VaultOptions:
    """Which vault to look at, what its settings are, and what is kept of it between runs."""

    root: Path | None = None
    config_file: Path | None = None
    dialect: str | None = None
    no_cache: bool = False
    cache_dir: Path | None = None
    verbose: bool = False

    def caching(self) -> Caching:
        """Return what the options say of the cache.

        Raises:
            UsageError: they contradict each other, or a link leads out to the folder.
        """
        if self.no_cache and self.cache_dir is not None:
            raise UsageError("--cache-dir: cannot be used with --no-cache")
        if self.cache_dir is not None:
            expect_inside(self.cache_dir, f"--cache-dir {self.cache_dir}")
        return Caching(not self.no_cache, self.cache_dir, self.verbose)


@dataclass(frozen=True, kw_only=True)
class RuleOptions(VaultOptions):
    """What of the vault is checked, and by which rules."""

    paths: Sequence[Path]
    select: Sequence[str]
    extend_select: Sequence[str]
    ignore: Sequence[str]
    fail_on: str | None

    def choices(self) -> Choices:
        """Return what the options choose.

        Raises:
            UsageError: --select is there and names nothing.
        """
        if self.select and not _words(self.select):
            raise UsageError("--select: names no rule; `vaultkit rules` lists them")
        return Choices(
            select=_words(self.select) or None,
            extend_select=_words(self.extend_select),
            ignore=_words(self.ignore),
            fail_on=self.fail_on,
            dialect=self.dialect,
        )


@dataclass(frozen=True, kw_only=True)
class CheckOptions(RuleOptions):
    """The options of ``check``."""

    output_format: str
    output_files: "Sequence[OutputFile]"
    since: "Since"
    statistics: bool
    quiet: bool
    stdin_filename: str | None = None


@dataclass(frozen=True, kw_only=True)
class FixOptions(CheckOptions):
    """The options of ``fix``."""

    unsafe_fixes: bool
    diff: bool
    dry_run: bool = False
    interactive: bool = False
    fix_only: bool = False

    @property
    def dry(self) -> bool:
        """Return whether nothing is to be written."""
        return self.diff or self.dry_run


@dataclass(frozen=True, kw_only=True)
class RenameOptions(VaultOptions):
    """The options of the commands that change names, and of ``heal``."""

    diff: bool
    dry_run: bool
    quiet: bool
    unseen_stays: bool
    output_format: str = "text"

    @property
    def as_json(self) -> bool:
        """Return whether a program reads what is printed."""
        return self.output_format == "json"

    @property
    def dry(self) -> bool:
        """Return whether nothing is to be written."""
        return self.diff or self.dry_run


@dataclass(frozen=True, kw_only=True)
class StatsOptions(VaultOptions):
    """The options of ``stats``."""

    path: Path
    output_format: str
    top: int
    words: bool
    quiet: bool


@dataclass(frozen=True, kw_only=True)
class GraphOptions(VaultOptions):
    """The options of ``graph``; ``limits`` are those of ``GATES`` that are given, by name."""

    path: Path
    output_format: str
    output: Path | None
    top: int
    island: str | None
    quiet: bool
    limits: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class ReportOptions(VaultOptions):
    """The options of ``report``."""

    path: Path
    html_file: Path | None
    note_file: Path | None
    is_opened: bool
    compare: str | None


def _words(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip() for item in given for word in item.split(",") if word.strip())
