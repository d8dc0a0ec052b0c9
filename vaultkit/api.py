"""What other programs use: a vault, a check of it, and the report.

Everything that is not named here or in ``vaultkit.plugin`` is private and may move.
"""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.config.settings import Settings
from vaultkit.config.vault_root import find_home, past_of
from vaultkit.errors import UsageError, VaultkitError
from vaultkit.lint import check as linter
from vaultkit.report.record import Finding, Report, timed
from vaultkit.rules.base.problem import Severity
from vaultkit.vault import vault as core
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.history.past import LatePast

__all__ = ["Finding", "Report", "Severity", "Vault", "VaultkitError", "check"]


class Vault(core.Vault):
    """A vault as it was when it was read; it never changes.

    ``documents`` are its Markdown files by path, ``notes`` what they hold, both in the order of
    paths; ``files`` are the paths of all files. ``config_file`` is the configuration that the vault
    was opened with, None for a vault without one.
    """

    config_file: Path | None = None

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Self:
        """Read the vault that a folder is, or is part of, as its configuration says.

        Args:
            path: the folder.

        Raises:
            VaultkitError: the folder or its configuration cannot be used.
        """
        home = find_home(_folder(path))
        return cls._read(home.root, home.config_file, read_settings(home.config_file, Choices()))

    @classmethod
    def _read(cls, root: Path, config_file: Path | None, settings: Settings) -> Self:
        tree = FolderTree(root, past=LatePast(lambda: past_of(root)))
        vault = cls(tree, settings.plan(), name=str(root))
        vault.config_file = config_file
        return vault

    def with_changes(self, changes: Mapping[str, bytes | None]) -> Self:
        """Return the vault with other contents in some files; None deletes a file.

        What does not change is not parsed again.
        """
        later = super().with_changes(changes)
        later.config_file = self.config_file
        return later


def check(
    vault: core.Vault | str | os.PathLike[str] | Mapping[str, str | bytes],
    *,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
) -> Report:
    """Check a vault and return the report.

    Args:
        vault: a vault, the path of a folder, or contents by path.
        select: names or codes of the rules to run; those on by default (or configured) when None.
        ignore: names or codes of rules not to run.

    Raises:
        VaultkitError: the folder or its configuration cannot be used.
    """
    started = time.perf_counter()
    choices = Choices(select=select, ignore=ignore or ())
    if isinstance(vault, str | os.PathLike):
        home = find_home(_folder(vault))
        settings = read_settings(home.config_file, choices)
        read: core.Vault = Vault._read(home.root, home.config_file, settings)  # noqa: SLF001
    elif isinstance(vault, core.Vault):
        settings = read_settings(getattr(vault, "config_file", None), choices)
        read = vault
    else:
        settings = read_settings(None, choices)
        read = Vault.from_texts(vault)
    report = linter.check(read, settings)
    return timed(report, time.perf_counter() - started)


def _folder(path: str | os.PathLike[str]) -> Path:
    """Return a path that is one of a folder.

    Raises:
        UsageError: there is no such folder.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    return folder
