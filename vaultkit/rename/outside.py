"""What is outside the vault's folder, behind symbolic links: it is read, and refers to files.

Nothing there is written, moved or made; a reference there to what gets another name would break.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from vaultkit.errors import UsageError
from vaultkit.rename.request import Wanted
from vaultkit.report.formats.renames import ReportedReference
from vaultkit.rules.base.problem import Edit
from vaultkit.text import printable
from vaultkit.vault.vault import Vault

_MOST_NAMED = 20
_IS_OUTSIDE = "is outside the vault's folder, where nothing is written"
REFERS = f"{_IS_OUTSIDE}; --unseen-stays leaves it unchanged"
"""What is said of a reference there that keeps something from being renamed."""


def refuse_moves_outside(vault: Vault, renames: Mapping[str, str], whole: Iterable[str]) -> None:
    """Refuse to move what is outside the vault's folder, or to move anything there.

    Args:
        vault: where the files are.
        renames: the new paths of files by the old ones.
        whole: the files and folders that were named, folders with a slash at their end.

    Raises:
        UsageError: a path is outside.
    """
    root = vault.tree.on_disk
    for path in whole:
        if root and vault.tree.is_outside(path) and (root / path.rstrip("/")).is_symlink():
            kind = "folder" if path.endswith("/") else "file"
            raise UsageError(f"{printable(path)}: is a link to another {kind}; move it by hand")
    for old, new in renames.items():
        if vault.tree.is_outside(old):
            raise UsageError(f"{printable(old)}: {_IS_OUTSIDE}; move it by hand")
        if vault.tree.is_outside(new):
            raise UsageError(f"{printable(new)}: {_IS_OUTSIDE}; choose another place")


def refuse_edit(vault: Vault, path: str) -> None:
    """Refuse to edit a note that is outside the vault's folder.

    Raises:
        UsageError: it does.
    """
    if vault.tree.is_outside(path):
        raise UsageError(f"{printable(path)}: {_IS_OUTSIDE}; edit it by hand")


def without_outside(vault: Vault, wanted: Wanted) -> tuple[Wanted, list[Edit]]:
    """Return what is wanted without the edits of files outside, and those edits."""
    outside = [path for path in wanted.edits if vault.tree.is_outside(path)]
    left = [edit for path in outside for edit in wanted.edits[path]]
    kept = {path: edits for path, edits in wanted.edits.items() if path not in outside}
    return (replace(wanted, edits=kept) if outside else wanted), left


def sentences_of(places: list[ReportedReference]) -> list[str]:
    """Return sentences about references outside that stay as they are."""
    said = [
        f"{place.path}:{place.line}: {place.written} is outside the vault's folder and stays "
        "as it is"
        for place in places[:_MOST_NAMED]
    ]
    more = len(places) - _MOST_NAMED
    return [*said, f"and {more:,} more like these"] if more > 0 else said
