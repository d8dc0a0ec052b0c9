"""A vault as it is read for a rename, and the rename shown, written and reported."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from vaultkit.changes.disk.atomic import remove_empty
from vaultkit.changes.disk.write import write_files
from vaultkit.changes.file_change import moved_once
from vaultkit.changes.undo.undo import pending, undo
from vaultkit.cli.app import complain
from vaultkit.cli.job import Job
from vaultkit.cli.next_commands import with_vault
from vaultkit.cli.options import RenameOptions
from vaultkit.cli.progress_bar import Progress
from vaultkit.cli.rename_output import print_diff, rename_summary, say_why_not, why_not
from vaultkit.cli.terminal import write, write_exactly
from vaultkit.cli.vaults import refuse_led_out
from vaultkit.config.file import Choices
from vaultkit.config.vault_root import below_repository, find_wide_home
from vaultkit.errors import UsageError
from vaultkit.rename.new_paths import named
from vaultkit.rename.proven import RenameResult
from vaultkit.text import counted_files, json_document, printable
from vaultkit.vault.history.earlier_check import keep_written
from vaultkit.vault.index.kept_files import KeptFiles
from vaultkit.vault.vault import Vault

ADD_FIRST = "`git add` what was changed before you commit"
"""What to do after a heal: every file that it changes is one that git had at the revision."""


@dataclass(frozen=True)
class OpenVault:
    """A vault that was read, where it is, and who waits.

    ``files`` is where its files are kept, ``checked_at`` when they were before this was read.
    """

    vault: Vault
    root: Path
    progress: Progress
    files: KeptFiles | None
    checked_at: int | None

    def named(self, said: str) -> str:
        """Return the file or folder that a person means: as the shell sees it, else as the vault.

        Raises:
            UsageError: there is none.
        """
        return named(self.vault, self._from_here(said) or said)

    def destination(self, said: str) -> str:
        """Return a place to move to, from the vault's root; ``/`` is that itself.

        Raises:
            UsageError: it is outside.
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
            raise UsageError(f"{said}: is outside the vault {self.root}")
        relative = "" if relative == "." else relative
        return f"{relative}{slash}" if relative else "/"

    def _from_here(self, said: str) -> str | None:
        """Return the path from the root of something that the shell would find."""
        for form in (said, f"{said}.md"):
            path = Path(os.path.abspath(form))
            if os.path.lexists(path) and path.is_relative_to(self.root):
                relative = path.relative_to(self.root).as_posix()
                return relative + "/" * (path.is_dir() and said.endswith("/"))
        return None


def open_vault(options: RenameOptions, said: str | None = None) -> OpenVault:
    """Read the vault in which something is, or the one around the current folder.

    Raises:
        VaultkitError: the options contradict each other, or the vault cannot be used.
    """
    if options.as_json and options.diff:
        raise UsageError("--diff: prints a diff; --dry-run --format json has each edit of it")
    there = [form for form in (said, f"{said}.md") if said and form and os.path.lexists(form)]
    path = Path(there[0]) if there else Path()
    home = find_wide_home(path, options.root, options.config_file)
    refuse_led_out(home)
    kept = options.caching()
    progress = Progress(quiet=options.quiet)
    cache = kept.of(home.root)
    files = cache.kept_files if cache is not None else None
    checked_at = files.at if files is not None else None
    vault, _ = Job(home).read(Choices(dialect=options.dialect), kept, progress=progress)
    return OpenVault(vault, home.root, progress, files, checked_at)


def finish_rename(
    done: RenameResult,
    opened: OpenVault,
    options: RenameOptions,
    verb: str,
    *,
    dry_run_fails: bool = False,
    then: str = "",
    remarks: Sequence[str] = (),
) -> int:
    """Write what is to be written, say what was done, and return the exit code.

    Args:
        done: what the command comes to.
        opened: the vault.
        options: whether anything is written and said.
        verb: what is said that was done.
        dry_run_fails: whether a dry run that would change something fails, as a check does.
        then: what is left to do when something was written.
        remarks: sentences on what the command went by.
    """
    if options.as_json:
        return _finish_as_json(done, opened, options, verb, remarks, dry_run_fails=dry_run_fails)
    for said in remarks:
        complain(said)
    if done.conflicts or done.faults:
        return say_why_not(done, verb)
    for said in done.stays:
        complain(said)
    number = None
    if done.changes and not options.dry:
        number = _write(opened, done, verb)
    if options.diff:
        print_diff(done, below_repository(opened.root))
    else:
        write(rename_summary(done, verb, dry=options.dry, quiet=options.quiet))
    if number is not None:
        files = moved_once((change.path for change in done.changes), done.renames)
        said = f"run {number} changed {counted_files(files)}"
        command = with_vault("undo", opened.root)
        click.echo(f"vaultkit: {said}; `{printable(command)}` reverts it", err=True)
        if then:
            complain(then)
    return int(dry_run_fails and options.dry and bool(done.changes))


def _finish_as_json(
    done: RenameResult,
    opened: OpenVault,
    options: RenameOptions,
    verb: str,
    remarks: Sequence[str],
    *,
    dry_run_fails: bool,
) -> int:
    """Write what is to be written, print all of it for programs, and return the exit code."""
    from vaultkit.rename import json

    dry = options.dry_run
    content = json.document(done, opened.vault, dry_run=dry, remarks=remarks)
    if done.changes and not dry:
        content["run"] = _write(opened, done, verb)
    write_exactly(json_document(content))
    if done.conflicts or done.faults:
        complain(why_not(done, verb))
        return 2
    return int(dry_run_fails and dry and bool(done.changes))


def _write(opened: OpenVault, done: RenameResult, verb: str) -> int | None:
    """Write all or nothing; give the number of the run.

    Raises:
        UsageError: a file changed meanwhile or cannot be written; all is as it was.
    """
    root = opened.root
    unfinished = pending(root)
    if unfinished is not None:
        complain(f"run {unfinished} was interrupted: `{with_vault('undo', root)}` reverts it")
    _refuse_odd_files(root, done.renames)
    written = write_files(root, done.changes, renames=done.renames, whole=True)
    if written.skipped:
        if written.run is not None:
            back = undo(root, written.run)
            for path, why in {**back.refused, **back.failed}.items():
                complain(f"{printable(path)} could not be restored: {why}")
        path, why = next(iter(written.skipped.items()))
        raise UsageError(f"not {verb}: {path}: {why}")
    if opened.files is not None:
        after = {change.path: change.after for change in done.changes}
        keep_written(opened.files, root, after, done.renames)
    remove_empty((root / folder for folder in done.folders), within=Path(os.path.realpath(root)))
    return written.run


def _refuse_odd_files(root: Path, renames: Mapping[str, str]) -> None:
    """Refuse links, and a change of case on a disk that does not tell names apart by it."""
    for old, new in renames.items():
        if (root / old).is_symlink():
            raise UsageError(f"{old}: is a link to another file; move it by hand")
        if os.path.lexists(root / new) and (root / new).samefile(root / old):
            raise UsageError(
                f"{new}: this disk treats it as the same name as {old}; use another name first"
            )
