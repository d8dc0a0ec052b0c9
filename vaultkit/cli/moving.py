"""``vaultkit rename``, ``move``, ``rename-heading``, ``rename-tag`` and ``heal``."""

import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from vaultkit.cli.app import complain
from vaultkit.cli.cache import caching
from vaultkit.cli.jobs import Job, choices_of
from vaultkit.cli.output import has_color, write
from vaultkit.errors import UsageError
from vaultkit.fixer.atomic import remove_empty
from vaultkit.fixer.change import FileChange
from vaultkit.fixer.diff import unified
from vaultkit.fixer.undo import pending, undo
from vaultkit.fixer.writer import write as write_files
from vaultkit.moves import run as moves
from vaultkit.moves.names import named
from vaultkit.moves.run import Outcome
from vaultkit.printable import printable
from vaultkit.reporters import moves as reporter
from vaultkit.reporters import repairs
from vaultkit.roots import find_wide_home
from vaultkit.vault.vault import Vault

_MOST_TROUBLES = 50
_MOST_TOLD = 20


@dataclass(frozen=True)
class How:
    """How a command is to be carried out: which vault, and whether anything is written."""

    root: Path | None
    config_file: Path | None
    dialect: str | None
    diff: bool
    dry_run: bool
    quiet: bool
    no_cache: bool
    cache_dir: Path | None

    @property
    def dry(self) -> bool:
        """Say whether nothing is to be written."""
        return self.diff or self.dry_run


@dataclass(frozen=True)
class _Open:
    """A vault that was read, and where it lies."""

    vault: Vault
    root: Path

    def named(self, said: str) -> str:
        """Give the file or folder that a person means: as the shell sees it, else as the vault.

        Raises:
            UsageError: there is none.
        """
        return named(self.vault, self._from_here(said) or said)

    def destination(self, said: str) -> str:
        """Give a place to move to, from the vault's root; ``/`` is that itself.

        Raises:
            UsageError: it lies outside.
        """
        here = Path(os.path.abspath(said))
        slash = "/" * said.endswith("/")
        if Path(said).is_absolute() and here.is_relative_to(self.root):
            relative = here.relative_to(self.root).as_posix()
        elif said.startswith("/") or not Path.cwd().is_relative_to(self.root):
            relative = said.strip("/")
        elif here.is_relative_to(self.root):
            relative = here.relative_to(self.root).as_posix()
        else:
            raise UsageError(f"{said}: lies outside the vault {self.root}")
        relative = "" if relative == "." else relative
        return f"{relative}{slash}" if relative else "/"

    def _from_here(self, said: str) -> str | None:
        """Give the path from the root of something that lies where the shell would look for it."""
        for form in (said, f"{said}.md"):
            path = Path(os.path.abspath(form))
            if os.path.lexists(path) and path.is_relative_to(self.root):
                relative = path.relative_to(self.root).as_posix()
                return f"{relative}/" if path.is_dir() else relative
        return None


def run_rename(old: str, new: str, how: How) -> int:
    """Give a file or folder another name; give the exit code.

    Raises:
        VaultkitError: the vault, or one of the names, cannot be used.
    """
    opened = _open(how, old)
    return _finish(moves.rename(opened.vault, opened.named(old), new), opened, how, "renamed")


def run_move(sources: Sequence[str], destination: str, how: How) -> int:
    """Move files and folders; give the exit code.

    Raises:
        VaultkitError: the vault, or one of the places, cannot be used.
    """
    opened = _open(how, sources[0])
    olds = list(dict.fromkeys(opened.named(said) for said in sources))
    to = opened.destination(destination)
    return _finish(moves.move(opened.vault, olds, to), opened, how, "moved")


def run_rename_heading(heading: str, new: str, how: How) -> int:
    """Give a heading another text; give the exit code.

    Raises:
        VaultkitError: the vault, the heading or the text cannot be used.
    """
    note, mark, subpath = heading.partition("#")
    if not note or not mark:
        raise UsageError(f'{heading}: name the note and the heading, as in "Note#Heading"')
    opened = _open(how, note)
    path = opened.named(note)
    done = moves.rename_heading(opened.vault, path, f"#{subpath}", new)
    return _finish(done, opened, how, "renamed")


def run_rename_tag(old: str, new: str, how: How, *, merge: bool) -> int:
    """Call a tag something else; give the exit code.

    Raises:
        VaultkitError: the vault or one of the tags cannot be used.
    """
    opened = _open(how)
    done = moves.rename_tag(opened.vault, old, new, merge=merge)
    return _finish(done, opened, how, "renamed")


def run_heal(since: str, path: Path, how: How) -> int:
    """Mend what was whole at a revision; give the exit code.

    Raises:
        VaultkitError: the vault cannot be used, or there is no such revision.
    """
    from vaultkit.git.repository import Repository
    from vaultkit.git.tree import Snapshot
    from vaultkit.history.renames import certain
    from vaultkit.history.since import vault_at

    opened = _open(how, str(path))
    repository = Repository.of(opened.root)
    tree = Snapshot(repository, repository.revision(since, "--since")).tree(opened.root)
    then = vault_at(tree, opened.vault)
    renames, doubtful = certain(then, opened.vault)
    done = moves.healed(then, opened.vault, renames, doubtful)
    return _finish(done, opened, how, "healed", verdict=True)


def _open(how: How, said: str | None = None) -> _Open:
    """Read the vault in which something lies, or the one around the current folder."""
    there = [form for form in (said, f"{said}.md") if said and form and os.path.lexists(form)]
    path = Path(there[0]) if there else Path()
    home = find_wide_home(path, how.root, how.config_file)
    kept = caching(no_cache=how.no_cache, cache_dir=how.cache_dir, verbose=False)
    vault, _ = Job(home).read(choices_of((), (), (), None, how.dialect), kept)
    return _Open(vault, home.root)


def _finish(done: Outcome, opened: _Open, how: How, verb: str, *, verdict: bool = False) -> int:
    """Write what is to be written, say what was done, and give the exit code.

    Args:
        done: what the command comes to.
        opened: the vault.
        how: whether anything is written and said.
        verb: what is said that was done.
        verdict: whether a dry run that would change something fails, as a check does.
    """
    if done.troubles:
        return _refuse(done, verb)
    if done.faults:
        for fault in done.faults:
            complain(fault)
        complain(f"nothing is {verb}: the change did not pass its proof; this is a bug")
        return 3
    number = None
    if done.changes and not how.dry:
        number = _write(opened.root, done, verb)
    if how.diff:
        _print_diff(done)
    else:
        write(_said(done, verb, dry=how.dry, quiet=how.quiet))
    if number is not None:
        files = len({change.path for change in done.changes})
        said = f"run {number} changed {_count(files, 'file')}"
        click.echo(f"vaultkit: {said}; `vaultkit undo` takes it back", err=True)
    return int(verdict and how.dry and bool(done.changes))


def _refuse(done: Outcome, verb: str) -> int:
    for trouble in done.troubles[:_MOST_TROUBLES]:
        written = f" {trouble.written}" if trouble.written else ""
        complain(f"{trouble.path}:{trouble.line}:{written} {trouble.said}")
    more = len(done.troubles) - _MOST_TROUBLES
    if more > 0:
        complain(f"and {more:,} more like these")
    count = len(done.troubles)
    stand = "a reference stands" if count == 1 else f"{count:,} references stand"
    complain(f"nothing is {verb}: {stand} in the way")
    return 2


def _write(root: Path, done: Outcome, verb: str) -> int | None:
    """Write all or nothing; give the number of the run.

    Raises:
        UsageError: a file changed meanwhile or cannot be written; all is as it was.
    """
    unfinished = pending(root)
    if unfinished is not None:
        complain(f"run {unfinished} was cut short: `vaultkit undo` takes it back")
    _refuse_odd_files(root, done.renames)
    written = write_files(root, done.changes, like={new: old for old, new in done.renames.items()})
    if written.skipped:
        if written.run is not None:
            undo(root, written.run)
        path, why = next(iter(written.skipped.items()))
        raise UsageError(f"nothing is {verb}: {path}: {why}")
    remove_empty(root / folder for folder in done.folders)
    return written.run


def _refuse_odd_files(root: Path, renames: Mapping[str, str]) -> None:
    """Refuse links, and a change of case on a disk that does not tell names apart by it."""
    for old, new in renames.items():
        if (root / old).is_symlink():
            raise UsageError(f"{old}: is a link to another file; move it by hand")
        if os.path.lexists(root / new) and (root / new).samefile(root / old):
            raise UsageError(
                f"{new}: this disk takes it for the same name as {old}; give it another name first"
            )


def _said(done: Outcome, verb: str, *, dry: bool, quiet: bool) -> str:
    pieces = [] if quiet else [reporter.render(done.rewrites, color=has_color())]
    would = {"renamed": "would rename", "moved": "would move", "healed": "would heal"}[verb]
    count = len(done.rewrites)
    files = len({place.path for place in done.rewrites})
    anew = f"{_count(count, 'reference')} in {_count(files, 'file')}"
    if done.title:
        moved = f" ({len(done.renames):,} files)" if len(done.renames) > 1 else ""
        pieces.append(f"{would if dry else verb} {printable(done.title)}{moved}")
        pieces.append(f", {'to write' if dry else 'wrote'} {anew} anew\n" if count else "\n")
    elif count:
        pieces.append(f"{would if dry else verb} {anew}\n")
    else:
        pieces.append("there is nothing to heal\n")
    if done.woken and not quiet:
        one = len(done.woken) == 1
        what = (
            "1 link that led nowhere leads"
            if one
            else f"{len(done.woken)} links that led nowhere lead"
        )
        pieces.append(f"{what} somewhere now:\n{reporter.listed(done.woken, most=_MOST_TOLD)}")
    if done.told and not quiet:
        head = "named without a link that leads there, and left" if done.title else "still broken"
        pieces.append(f"{head}:\n{reporter.listed(done.told, most=_MOST_TOLD)}")
    return "".join(pieces)


def _print_diff(done: Outcome) -> None:
    sys.stdout.flush()
    for text in _diffs(done.changes, done.renames):
        if has_color():
            write(repairs.colored(text))
        else:
            sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.flush()


def _diffs(changes: Collection[FileChange], renames: Mapping[str, str]) -> list[str]:
    """Give the diffs; of a renamed file what changes in it, and not all of it twice."""
    by_path = {change.path: change for change in changes}
    former = {new: old for old, new in renames.items()}
    texts = []
    for path in sorted(by_path):
        change = by_path[path]
        old = former.get(path)
        if old is not None:
            was = by_path[old].before
            texts.append(unified(FileChange(path, was, change.after), was=old))
        elif path not in renames:
            texts.append(unified(change))
    return texts


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


Command = Callable[..., int]
