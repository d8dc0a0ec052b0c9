"""New files, made whole or not at all; nothing that is there is ever touched."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from vaultkit.changes.disk import atomic
from vaultkit.errors import UsageError
from vaultkit.text import printable, reason


def expect_new_file(file: Path) -> None:
    """Check that a file can be made.

    Raises:
        UsageError: there is something of that name, or no folder to put it in.
    """
    if os.path.lexists(file):
        raise UsageError(f"{printable(str(file))} already exists; choose another name")
    if not file.parent.is_dir():
        raise UsageError(
            f"{printable(str(file))}: there is no folder {printable(str(file.parent))}"
        )


def expect_new_folder(folder: Path) -> None:
    """Check that a folder can be made, or is there and empty.

    Raises:
        UsageError: it cannot.
    """
    name = printable(str(folder))
    if not os.path.lexists(folder):
        if not folder.parent.is_dir():
            raise UsageError(f"{name}: there is no folder {printable(str(folder.parent))}")
        return
    try:
        if not folder.is_dir():
            raise UsageError(f"{name} is a file; name a folder that is empty or does not exist")
        if any(folder.iterdir()):
            raise UsageError(f"{name} is not empty; name a folder that is empty or does not exist")
    except OSError as error:
        raise UsageError(f"{name} cannot be listed: {reason(error)}") from error


def create_file(file: Path, content: bytes) -> None:
    """Make a file.

    Raises:
        UsageError: it cannot be made; nothing is left of it.
    """
    try:
        place = Path(os.path.realpath(file.parent))
        atomic.replace_file(file, None, content, temp=atomic.unused_name(file.parent), within=place)
    except (OSError, atomic.StaleError) as error:
        raise UsageError(f"{printable(str(file))} cannot be written: {_why(error)}") from error


def create_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with files: all of them, or none.

    They are written to a hidden folder beside it, which then takes its name.

    Raises:
        UsageError: it cannot be made; nothing is left of it.
    """
    made = folder.parent / atomic.unused_name(folder.parent)
    current = folder
    try:
        made.mkdir()
        for path, content in files.items():
            current = folder / path
            whole = made / path
            whole.parent.mkdir(parents=True, exist_ok=True)
            with whole.open("xb") as stream:
                stream.write(content)
                stream.flush()
        current = folder
        atomic.sync_folders([made])
        if folder.is_dir():
            folder.rmdir()  # only ever an empty one
        made.rename(folder)
    except (OSError, ValueError) as error:
        _remove(made, files)
        name = printable(str(current))
        raise UsageError(
            f"{name} cannot be written: {_why(error)}; nothing was left behind"
        ) from error
    except BaseException:
        _remove(made, files)
        raise
    atomic.sync_folders([folder.parent])


def _remove(made: Path, files: Mapping[str, bytes]) -> None:
    """Remove what was made: the files that were to be, and the folders around them."""
    folders = {made}
    for path in files:
        whole = made / path
        with contextlib.suppress(ValueError):
            atomic.remove_if_there(whole)
        folders.update(parent for parent in whole.parents if made in parent.parents)
    innermost_first = sorted(folders, key=lambda item: len(item.parts), reverse=True)
    atomic.remove_empty(innermost_first, within=Path(os.path.realpath(made)))


def _why(error: Exception) -> str:
    return reason(error) if isinstance(error, (OSError, ValueError)) else str(error)
