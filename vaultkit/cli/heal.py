"""``vaultkit heal``."""

from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.cli.options import RenameOptions
from vaultkit.cli.rename_session import ADD_FIRST, OpenVault, finish_rename, open_vault
from vaultkit.errors import UsageError
from vaultkit.rename import operations

if TYPE_CHECKING:
    from vaultkit.vault.git.git_tree import GitTree


def run_heal(since: str | None, path: Path, options: RenameOptions) -> int:
    """Fix what worked at a revision, or without git at an earlier check; return the exit code.

    Raises:
        VaultkitError: the vault cannot be used, or nothing is known of what was whole.
    """
    from vaultkit.vault.history.moved_files import moved_files
    from vaultkit.vault.history.revision import vault_at

    opened = open_vault(options, str(path))
    tree = _tree_at(since, opened.root)
    has_none = since is None and tree is not None and not tree.names
    if tree is None or (has_none and opened.checked_at is not None):
        return _heal_as_checked(opened, options)
    with opened.progress as progress:
        then = vault_at(tree, opened.vault, progress)
        found = moved_files(then, opened.vault, exchanged=True)
        done = operations.healed(
            then,
            opened.vault,
            found.renames,
            found.doubtful,
            progress,
            unseen_stays=options.unseen_stays,
        )
    return finish_rename(done, opened, options, "healed", dry_run_fails=True, then=ADD_FIRST)


def _tree_at(since: str | None, root: Path) -> "GitTree | None":
    """Return a vault's files at a revision; None where none is named, and there is no git.

    Raises:
        UsageError: there is no such revision, or no repository to find it in.
    """
    from vaultkit.vault.git.discovery import NoRepositoryError
    from vaultkit.vault.git.git_tree import Snapshot
    from vaultkit.vault.git.repository import Repository

    try:
        repository = Repository.of(root)
    except NoRepositoryError:
        if since is None:
            return None
        raise
    revision = repository.revision("HEAD" if since is None else since, "--since")
    return Snapshot(repository, revision).tree(root)


def _heal_as_checked(opened: OpenVault, options: RenameOptions) -> int:
    """Fix what worked at an earlier check; return the exit code.

    Raises:
        VaultkitError: there was none, or nothing is kept of it.
    """
    from vaultkit.vault.history.as_checked import as_checked
    from vaultkit.vault.index.kept_files import said_time

    kept = opened.files.load() if opened.files is not None else None
    if opened.checked_at is None or kept is None:
        raise UsageError(
            f"{opened.root}: is not in a git repository, so there is nothing to "
            "compare with but an earlier check, and none is kept"
            f"{'; leave out --no-cache' * options.no_cache}: run `vaultkit check` before files are "
            "moved, and `vaultkit heal` after that"
        )
    with opened.progress as progress:
        checked = as_checked(opened.vault, kept)
        done = operations.healed(
            checked.vault,
            opened.vault,
            checked.renames,
            checked.doubtful,
            progress,
            since=checked.since,
            unseen_stays=options.unseen_stays,
        )
    times = (checked.first, checked.last) if checked.renames else (opened.checked_at,) * 2
    first, last = map(said_time, times)
    said = f"check of {last}" if first == last else f"checks of {first} to {last}"
    remark = f"without git, link targets are those of the {said}"
    return finish_rename(done, opened, options, "healed", dry_run_fails=True, remarks=[remark])
