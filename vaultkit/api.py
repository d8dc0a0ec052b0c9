"""What other programs use: a vault, a check of it, and the report."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

from vaultkit.config import read_settings
from vaultkit.config_file import Choices
from vaultkit.diagnostic import Severity
from vaultkit.errors import UsageError
from vaultkit.linter import check as linter
from vaultkit.report import Finding, Report, timed
from vaultkit.roots import find_home, past_of
from vaultkit.vault.past import LatePast
from vaultkit.vault.tree import FolderTree
from vaultkit.vault.vault import Vault

__all__ = ["Finding", "Report", "Severity", "Vault", "check"]


def check(
    vault: Vault | str | os.PathLike[str] | Mapping[str, str | bytes],
    *,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
) -> Report:
    """Check a vault and give the report.

    Args:
        vault: a vault, the path of a folder, or contents by path.
        select: names or codes of the rules to run; those on by default (or configured) when None.
        ignore: names or codes of rules not to run.

    Raises:
        vaultkit.errors.VaultkitError: the folder or its configuration cannot be used.
    """
    started = time.perf_counter()
    choices = Choices(select=select, ignore=ignore or ())
    if isinstance(vault, str | os.PathLike):
        folder = Path(vault)
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder")
        home = find_home(folder)
        settings = read_settings(home.config_file, choices)
        tree = FolderTree(home.root, past=LatePast(lambda: past_of(home.root)))
        read = Vault(tree, settings.plan(), name=str(home.root))
    else:
        settings = read_settings(None, choices)
        read = vault if isinstance(vault, Vault) else Vault.from_texts(vault)
    report = linter.check(read, settings)
    return timed(report, time.perf_counter() - started)
