"""``vaultkit unflatten``: the notes of one file are written into a folder."""

import os
from pathlib import Path

import click

from vaultkit.cli.app import complain
from vaultkit.cli.output_files import expect_inside
from vaultkit.cli.progress_bar import Progress
from vaultkit.cli.terminal import write_exactly
from vaultkit.errors import UsageError
from vaultkit.flatten.creating import create_folder, expect_new_folder
from vaultkit.text import counted, json_document, printable, reason


def run_unflatten(file: Path, folder: Path, output_format: str = "text", *, dry_run: bool) -> int:
    """Write the folder, say which names are not those of the file, and return the exit code.

    Raises:
        UsageError: the file cannot be read or is no flattened vault, or the folder is not empty.
    """
    from vaultkit.flatten.unflatten import unflatten

    expect_new_folder(folder)
    expect_inside(folder, printable(str(folder)))
    try:
        raw = file.read_bytes()
    except (OSError, ValueError) as error:
        raise UsageError(f"{printable(str(file))} cannot be read: {reason(error)}") from error
    place = Path(os.path.realpath(file.parent)).as_posix()
    target = Path(os.path.realpath(folder))
    try:
        with Progress() as progress:
            made = unflatten(
                raw,
                name=file.stem,
                folder=place,
                target=target.as_posix(),
                exists=os.path.exists,
                step=progress("writing notes"),
            )
    except UsageError as error:
        raise UsageError(f"{printable(str(file))}: {error}") from error
    if not dry_run:
        create_folder(target, made.notes)
    if output_format == "json":
        from vaultkit.flatten.json import unflattened

        content = unflattened(
            made, vault=os.path.abspath(folder), file=os.path.abspath(file), dry_run=dry_run
        )
        write_exactly(json_document(content))
        return 0
    for path, title in made.renamed.items():
        complain(f'the section "{printable(title)}" becomes the note {printable(path)}')
    if made.preamble:
        complain(f"the text before the first title becomes the note {printable(made.preamble)}")
    if made.files:
        complain(
            f"images and other files are not copied: {counted(made.files, 'link')} to such files "
            f"of {made.home}"
        )
    verb = "would write" if dry_run else "wrote"
    unwritten = (
        f", {counted(made.missing, 'link')} to notes that it does not contain"
        if made.missing
        else ""
    )
    click.echo(f"{verb} {printable(str(folder))}: {counted(len(made.notes), 'note')}{unwritten}")
    return 0
