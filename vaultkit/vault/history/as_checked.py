"""A vault as earlier checks knew it, to find what links led to where there is no git."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vaultkit.vault.files.tree import OverlayTree
from vaultkit.vault.history.file_names import name_key
from vaultkit.vault.history.same_files import bytes_of, file_identity
from vaultkit.vault.index.kept_files import NS, GoneFile, Kept
from vaultkit.vault.vault import Vault

_REFERRING = (".md", ".canvas", ".base")


@dataclass(frozen=True, slots=True)
class Checked:
    """A vault as earlier checks knew it: with the files that are gone, and without what they are.

    Files that exchanged names have them back; others that were written since are empty then.

    ``renames`` are the new paths of files by the old ones; ``doubtful`` are, for files of which it
    is not certain what they are, those that may be them. ``since`` are the files that came when
    the first of those gone was there no more. ``first`` and ``last`` are the times of the checks
    that saw the files last.
    """

    vault: Vault
    renames: dict[str, str]
    doubtful: dict[str, list[str]]
    since: set[str]
    first: int
    last: int


def as_checked(vault: Vault, kept: Kept) -> Checked:
    """Return a vault as earlier checks knew it.

    Args:
        vault: the vault as it is.
        kept: what is kept, brought up to date.
    """
    gone = [row for row in kept.gone if row.path not in kept.files]
    contested = _contested(gone)
    rows = [*(row for row in gone if row.became and row.path not in contested), *kept.exchanged]
    renames = {row.path: row.became for row in rows}
    fits = {row.path: _fits(row, kept, contested) for row in gone if row.path not in renames}
    stale = _written_since(kept, min((row.last for row in kept.exchanged), default=None))
    changes: dict[str, bytes | None] = dict.fromkeys(stale, b"")
    changes |= dict.fromkeys(renames.values())
    changes |= dict.fromkeys((row.path for row in gone), b"")
    known = {path: item.facts for path, item in vault.documents.items() if path not in changes}
    for old, new in renames.items():
        changes[old] = b""
        if new not in stale and new.lower().endswith(_REFERRING):
            changes[old] = bytes_of(vault, new)
            if new in vault.documents:
                known[old] = vault.documents[new].facts
    times = [row.last for row in (*gone, *kept.exchanged)] or [kept.at]
    return Checked(
        Vault(OverlayTree(vault.tree, changes), vault.plan, name=vault.name, known=known),
        renames,
        {path: some for path, some in fits.items() if some},
        {path for path, file in kept.files.items() if file.since > min(times)},
        min(times),
        max(times),
    )


def _written_since(kept: Kept, last: int | None) -> set[str]:
    """Return the files that may hold links and have been written since a check, if there was."""
    return {
        path
        for path, file in kept.files.items()
        if last is not None and file.modified_ns // NS >= last and path.lower().endswith(_REFERRING)
    }


def _contested(rows: Sequence[GoneFile]) -> set[str]:
    """Return the files of one name that were gone at several times, and became several files.

    A link may have meant any of them.
    """
    groups: dict[str, list[GoneFile]] = defaultdict(list)
    for row in rows:
        groups[name_key(row.path)].append(row)
    return {
        row.path
        for group in groups.values()
        if len({row.became for row in group}) > 1 and len({row.last for row in group}) > 1
        for row in group
    }


def _fits(row: GoneFile, kept: Kept, contested: Collection[str]) -> list[str]:
    """Return what a file may be now."""
    if row.path in contested and row.became:
        return [row.became]
    known, name = file_identity(row.path, row.file), name_key(row.path)
    return sorted(
        path
        for path, file in kept.files.items()
        if file.since > row.last
        and (file_identity(path, file) == known is not None or name_key(path) == name)
    )
