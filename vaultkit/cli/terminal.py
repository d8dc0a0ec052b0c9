"""Standard output: what it can show, and writing to it."""

import os
import sys

from vaultkit.text import printable_lines


def write(content: str) -> None:
    """Write to standard output, whatever its encoding can hold."""
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(content.encode(encoding, "replace").decode(encoding))


def write_exactly(content: str) -> None:
    """Write to standard output in UTF-8, for programs, whatever its encoding.

    A terminal gets no control characters all the same; in CSV there is no escape for them.
    """
    if sys.stdout.isatty():
        content = printable_lines(content)
    sys.stdout.flush()
    sys.stdout.buffer.write(content.encode("utf-8", "replace"))
    sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """Write to standard output byte for byte; to a terminal without control characters."""
    if sys.stdout.isatty():
        write(printable_lines(data.decode("utf-8", "replace").replace("\r\n", "\n")))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def write_diff(diff: str, *, color: bool = True) -> None:
    """Write a diff to standard output: byte for byte, as ``git apply`` needs it, or to a terminal.

    There it has colours, if it may, and nothing in a note or its name can move the cursor.
    """
    if not sys.stdout.isatty():
        write_bytes(diff.encode("utf-8", "surrogateescape"))
        return
    from vaultkit.report.formats.fixes import shown_diff

    write(shown_diff(diff, color=color and has_color()))


def has_color() -> bool:
    """Return whether it shows colours and no one asked for none."""
    if os.environ.get("NO_COLOR"):
        return False
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return its width in columns."""
    if not sys.stdout.isatty():
        return 120
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 100
    except OSError:
        return 100
