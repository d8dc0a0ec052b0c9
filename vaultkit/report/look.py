"""How a report for people looks: its colours, its width, and what its places link to."""

import os
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_from_bytes

from vaultkit.rules.base.problem import Severity

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
LINKS = ("file", "obsidian", "vscode")
"""The kinds of hyperlinks: to the file, to the note in the app, to the place in VS Code."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the screen or the file can show that a report is written to.

    ``width`` is how many columns a line of source may take; with ``wraps``, a longer line is broken
    where that reads best. ``links`` is the kind of hyperlink that places have, if any.
    """

    color: bool = False
    width: int = 120
    wraps: bool = False
    links: str = ""

    def paint(self, text: str, code: str) -> str:
        """Return a text in a colour."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def linked(self, text: str, file: str, line: int, column: int) -> str:
        """Return a text as a hyperlink (OSC 8) to a place in a file."""
        if not self.links:
            return text
        if self.links == "obsidian":
            target = f"obsidian://open?path={_encoded(file, '')}"
        elif self.links == "vscode":
            target = f"vscode://file{_encoded(_rooted(file), '/:')}:{line}:{column}"
        else:
            target = f"file://{_host()}{_encoded(_rooted(file), '/:')}"
        return f"\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\"


PLAIN = Look()


def _rooted(file: str) -> str:
    """Return a path as an address has it: with a slash before a drive's letter."""
    return file if file.startswith("/") else f"/{file}"


@lru_cache(256)
def _encoded(text: str, safe: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogateescape"), safe)


@lru_cache(1)
def _host() -> str:
    """Return this machine's name, which tells its files from those of one that is logged in to."""
    return _encoded(os.uname().nodename, "") if hasattr(os, "uname") else ""
