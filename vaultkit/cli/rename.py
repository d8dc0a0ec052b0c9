"""``vaultkit rename``, ``move``, ``rename-heading`` and ``rename-tag``."""

from collections.abc import Sequence

from vaultkit.cli.options import RenameOptions
from vaultkit.cli.rename_session import finish_rename, open_vault
from vaultkit.errors import UsageError
from vaultkit.rename import operations


def run_rename(old: str, new: str, options: RenameOptions) -> int:
    """Rename a file or folder and return the exit code.

    Raises:
        VaultkitError: the vault, or one of the names, cannot be used.
    """
    opened = open_vault(options, old)
    with opened.progress as progress:
        done = operations.rename(
            opened.vault, opened.named(old), new, progress, unseen_stays=options.unseen_stays
        )
    return finish_rename(done, opened, options, "renamed")


def run_move(sources: Sequence[str], destination: str, options: RenameOptions) -> int:
    """Move files and folders; return the exit code.

    Raises:
        VaultkitError: the vault, or one of the places, cannot be used.
    """
    opened = open_vault(options, sources[0])
    olds = list(dict.fromkeys(opened.named(said) for said in sources))
    to = opened.destination(destination)
    with opened.progress as progress:
        done = operations.move(opened.vault, olds, to, progress, unseen_stays=options.unseen_stays)
    return finish_rename(done, opened, options, "moved")


def run_rename_heading(heading: str, new: str, options: RenameOptions) -> int:
    """Rename a heading and return the exit code.

    Raises:
        VaultkitError: the vault, the heading or the text cannot be used.
    """
    note, mark, subpath = heading.partition("#")
    if not note or not mark:
        raise UsageError(f'{heading}: name the note and the heading, as in "Note#Heading"')
    opened = open_vault(options, note)
    path = opened.named(note)
    with opened.progress as progress:
        done = operations.rename_heading(
            opened.vault, path, f"#{subpath}", new, progress, unseen_stays=options.unseen_stays
        )
    return finish_rename(done, opened, options, "renamed")


def run_rename_tag(old: str, new: str, options: RenameOptions, *, merge: bool) -> int:
    """Call a tag something else; return the exit code.

    Raises:
        VaultkitError: the vault or one of the tags cannot be used.
    """
    opened = open_vault(options)
    with opened.progress as progress:
        done = operations.rename_tag(
            opened.vault, old, new, progress, merge=merge, unseen_stays=options.unseen_stays
        )
    return finish_rename(done, opened, options, "renamed")
