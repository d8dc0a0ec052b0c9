"""``vaultkit flatten``: a vault is written into one file."""

import os
from pathlib import Path

import click

from vaultkit.cli.app import complain
from vaultkit.cli.output_files import expect_inside
from vaultkit.cli.progress_bar import READING, Progress
from vaultkit.cli.terminal import write_exactly
from vaultkit.config.file import Choices, find_config
from vaultkit.errors import UsageError
from vaultkit.flatten.creating import create_file, expect_new_file
from vaultkit.text import counted, json_document, printable, some_of

_MOST_NAMED = 5


def run_flatten(
    folder: Path,
    file: Path,
    config_file: Path | None,
    output_format: str = "text",
    *,
    dry_run: bool,
) -> int:
    """Write the file, say what it does not hold, and return the exit code.

    Raises:
        UsageError: there is no such folder or no note in it, or the file is there already.
        VaultkitError: the vault or its settings cannot be used.
    """
    from vaultkit.config.read import read_settings
    from vaultkit.flatten.flatten import flatten
    from vaultkit.flatten.unflatten import unflatten
    from vaultkit.vault.files.tree import FolderTree
    from vaultkit.vault.vault import Vault

    if not folder.is_dir():
        raise UsageError(f"{printable(str(folder))}: no such folder")
    expect_new_file(file)
    expect_inside(file.parent, printable(str(file)))
    root, place = Path(os.path.realpath(folder)), Path(os.path.realpath(file.parent))
    settings = read_settings(config_file or find_config(root), Choices())
    plan = settings.plan()._replace(flattened=lambda _: False)
    tree = FolderTree(root)
    progress = Progress()
    with progress:
        vault = Vault(tree, plan, name=str(folder), progress=progress(READING))
    for trouble in vault.errors:
        raise UsageError(f"{trouble}; nothing was written")
    hidden = [f"{item.sentence}, and is left out" for item in vault.hidden.named]
    for sentence in hidden if output_format == "text" else ():
        complain(sentence)
    try:
        base = Path(os.path.relpath(root, place)).as_posix()
    except ValueError as error:
        raise UsageError(
            f"{printable(str(file))}: name a file on the same drive as the vault"
        ) from error
    with progress:
        made = flatten(vault, "" if base == "." else base, progress("writing notes"))
    if not made.notes:
        raise UsageError(f"{printable(str(folder))}: there is no note in it")
    if not dry_run:
        create_file(file, made.text)
    with progress:
        again = unflatten(
            made.text,
            name=file.stem,
            folder=place.as_posix(),
            target=root.as_posix(),
            step=progress("reading notes again"),
        ).notes
    changed = [path for path in made.notes if again.get(path) != tree.read(path)]
    others = [path for path in vault.files if path.lower().endswith((".canvas", ".base"))]
    if output_format == "json":
        from vaultkit.flatten.json import flattened

        content = flattened(
            made,
            vault=os.path.abspath(folder),
            file=os.path.abspath(file),
            others=others,
            changed=changed,
            remarks=hidden,
            dry_run=dry_run,
        )
        write_exactly(json_document(content))
        return 0
    _tell(
        made.left_out, "is left out: it is not UTF-8 text", "are left out: they are not UTF-8 text"
    )
    _tell(others, "is left out: it is not Markdown", "are left out: they are not Markdown")
    _tell(
        changed,
        "will not be restored exactly by `vaultkit unflatten`",
        "will not be restored exactly by `vaultkit unflatten`",
    )
    if made.transcluded:
        complain(f"{counted(made.transcluded, 'embedded note')} became a link in the text")
    verb = "would write" if dry_run else "wrote"
    notes = counted(len(made.notes), "note")
    click.echo(f"{verb} {printable(str(file))}: {notes}, {len(made.text):,} bytes")
    return 0


def _tell(paths: list[str], one: str, many: str) -> None:
    """Print of some files, in one sentence, what becomes of them."""
    if paths:
        complain(f"{some_of(paths, _MOST_NAMED)} {one if len(paths) == 1 else many}")
