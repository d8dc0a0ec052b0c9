"""What ``vaultkit rename`` and the other commands that change names say."""

from collections.abc import Collection, Mapping

from vaultkit.changes.diff import unified
from vaultkit.changes.file_change import FileChange
from vaultkit.cli.app import complain
from vaultkit.cli.terminal import has_color, write_diff
from vaultkit.rename.proven import RenameResult
from vaultkit.report.formats import renames as reporter
from vaultkit.text import counted, printable

_MOST_CONFLICTS = 50
_MOST_TOLD = 20


def say_why_not(done: RenameResult, verb: str) -> int:
    """Print what is in the way, and return the exit code.

    Args:
        done: what a command would come to, with conflicts or with faults in its proof.
        verb: what is said that was to be done.
    """
    if not done.conflicts:
        for fault in done.faults[:_MOST_CONFLICTS]:
            where = f"{fault.path}:{fault.line}: " if fault.line else f"{fault.path}: "
            complain(f"{where if fault.path else ''}{fault.reason}")
        complain(why_not(done, verb))
        return 2
    for conflict in done.conflicts[:_MOST_CONFLICTS]:
        written = f" {conflict.written}" if conflict.written else ""
        complain(f"{conflict.path}:{conflict.line}:{written} {conflict.said}")
    more = len(done.conflicts) - _MOST_CONFLICTS
    if more > 0:
        complain(f"and {more:,} more like these")
    complain(why_not(done, verb))
    return 2


def why_not(done: RenameResult, verb: str) -> str:
    """Return in one sentence why nothing is done, once each thing in the way has been named."""
    count = len(done.conflicts)
    if not count:
        return (
            f"not {verb}: more would change than was asked for; edit what is named above, "
            "then run the command again"
        )
    prevent = "1 reference prevents" if count == 1 else f"{count:,} references prevent"
    return f"not {verb}: {prevent} it"


def rename_summary(done: RenameResult, verb: str, *, dry: bool, quiet: bool) -> str:
    """Return what was done as text.

    Args:
        done: what came of a command.
        verb: what is said that was done.
        dry: whether nothing was written, so that it says what would be done.
        quiet: whether to leave out the lists.
    """
    pieces = [] if quiet else [reporter.render(done.rewrites, color=has_color())]
    would = {"renamed": "would rename", "moved": "would move", "healed": "would heal"}[verb]
    count = len(done.rewrites)
    files = len({place.path for place in done.rewrites})
    kind = "reference" if done.title.startswith("#") else "link"
    updated = f"{counted(count, kind)} in {counted(files, 'file')}"
    if done.title:
        moved = f" ({len(done.renames):,} files)" if len(done.renames) > 1 else ""
        pieces.append(f"{would if dry else verb} {printable(done.title)}{moved}")
        pieces.append(f"{' and update' if dry else ', updated'} {updated}\n" if count else "\n")
    elif count:
        pieces.append(f"{would if dry else verb} {updated}\n")
    else:
        pieces.append("nothing to heal\n")
    if done.now_resolving and not quiet:
        one = len(done.now_resolving) == 1
        what = "1 broken link works" if one else f"{len(done.now_resolving)} broken links work"
        pieces.append(f"{what} now:\n{reporter.listed(done.now_resolving, most=_MOST_TOLD)}")
    if done.unquoted and not quiet:
        unquoted = reporter.listed(done.unquoted, most=_MOST_TOLD)
        pieces.append(f"updated, but not links yet:\n{unquoted}")
    if done.told and not quiet:
        head = (
            "also mentioned, but not in a working link; left unchanged"
            if done.title
            else "still broken"
        )
        pieces.append(f"{head}:\n{reporter.listed(done.told, most=_MOST_TOLD)}")
    return "".join(pieces)


def print_diff(done: RenameResult, folder: str) -> None:
    """Print all changes as one diff, of files whose names begin with the folder."""
    for text in _diffs(done.changes, done.renames, folder):
        write_diff(text)


def _diffs(changes: Collection[FileChange], renames: Mapping[str, str], folder: str) -> list[str]:
    """Return the diffs; of a renamed file what changes in it, and not all of it twice."""
    by_path = {change.path: change for change in changes}
    former = {new: old for old, new in renames.items()}
    texts = []
    for path in sorted(by_path):
        change = by_path[path]
        old = former.get(path)
        if old is not None:
            was = by_path[old].before
            texts.append(unified(FileChange(path, was, change.after), folder=folder, was=old))
        elif path not in renames:
            texts.append(unified(change, folder=folder))
    return texts
