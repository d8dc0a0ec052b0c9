"""Files that the user names for a report: no note is lost to one, and each is replaced whole."""

import os
from pathlib import Path

from vaultkit.errors import UsageError
from vaultkit.printable import reason

NOTES = (".md", ".canvas", ".base")
"""Endings of files that hold a user's own work."""


def refuse_note(path: Path, given: str) -> None:
    """Leave a note alone; one that is a report, or empty, is written anew.

    Args:
        path: where to write.
        given: the option that says so, as the user gave it.

    Raises:
        UsageError: there is a note, or the file cannot be read.
    """
    if path.suffix.lower() in NOTES and path.is_file():
        from vaultkit.markdown.report_mark import own_front_matter

        if own_front_matter(read_there(path, given)) is None:
            raise UsageError(f"{given}: there is a note of that name; choose another")


def read_there(path: Path, given: str) -> bytes:
    """Give what a file holds that is to be written anew.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{given}: cannot be written: {reason(error)}") from error


def put(path: Path, content: bytes) -> None:
    """Replace a file in one step; what is no ordinary file (a pipe, a device) is written to.

    Raises:
        OSError: it cannot be.
    """
    from vaultkit.fixer import atomic

    if str(path).startswith("/dev/") or (path.exists() and not path.is_file()):
        with path.open("ab") as stream:
            stream.write(content)
        return
    real = Path(os.path.realpath(path))
    try:
        atomic.put(real, atomic.read(real), content, temp=atomic.unused_name(real.parent))
    except atomic.StaleError as error:
        raise OSError(str(error)) from error
