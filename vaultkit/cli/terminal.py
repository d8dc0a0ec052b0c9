"""Standard output: what it can show, and writing to it."""

import os
import sys

import click

from vaultkit.cli.formats import HYPERLINKS
from vaultkit.report.look import Look
from vaultkit.text import printable_lines

_WITH_HYPERLINKS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "zed", "rio", "Tabby")
_VTE_THAT_CRASHED = 5000


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

    There, and where ``--color`` asks for it, it has colours, if it may, and nothing in a note or
    its name can move the cursor.
    """
    if not sys.stdout.isatty() and not (color and _chosen().color):
        write_bytes(diff.encode("utf-8", "surrogateescape"))
        return
    from vaultkit.report.formats.fixes import shown_diff

    write(shown_diff(diff, color=color and has_color()))


def look() -> Look:
    """Return what it can show of a report."""
    return Look(has_color(), width(), sys.stdout.isatty(), hyperlinks())


def has_color() -> bool:
    """Return whether to colour: as ``--color`` says, else the environment, else the terminal."""
    chosen = _chosen().color
    if chosen is not None:
        return chosen
    if os.environ.get("NO_COLOR"):
        return False
    if _is_forced("FORCE_COLOR") or _is_forced("CLICOLOR_FORCE"):
        return True
    if os.environ.get("CLICOLOR") == "0":
        return False
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def hyperlinks() -> str:
    """Return the kind of hyperlinks to write (of ``LINKS``); empty for none.

    Terminals that do not know them mostly ignore them, but not all, so that one has to be known.
    """
    context = _chosen()
    chosen = context.meta.get(HYPERLINKS, "auto")
    if chosen == "never" or context.color is False:
        return ""
    if chosen != "auto":
        return str(chosen) if _is_screen() or _is_forced("FORCE_HYPERLINK") else ""
    if any(os.environ.get(name) for name in ("NO_HYPERLINKS", "NO_HYPERLINK")):
        return ""
    if "FORCE_HYPERLINK" in os.environ:
        return "file" if _is_forced("FORCE_HYPERLINK") else ""
    return "file" if _is_screen() and _knows_hyperlinks() else ""


def _knows_hyperlinks() -> bool:
    """Return whether the terminal is one that is known to show hyperlinks."""
    environ = os.environ
    term = environ.get("TERM", "")
    if term.startswith(("screen", "tmux")) or environ.get("CI"):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM") in _WITH_HYPERLINKS
        or term in ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm")
        or any(name in environ for name in ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM"))
        or (vte.isdecimal() and int(vte) > _VTE_THAT_CRASHED)
    )


def _is_screen() -> bool:
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _is_forced(name: str) -> bool:
    """Return whether the environment asks for something, whatever the terminal is."""
    return os.environ.get(name, "0").lower() not in ("", "0", "false")


def _chosen() -> click.Context:
    """Return the command's context, which has what its options say of the screen."""
    return click.get_current_context(silent=True) or click.Context(click.Command(None))


def width() -> int:
    """Return its width in columns."""
    if not sys.stdout.isatty():
        return 120
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 100
    except OSError:
        return 100
