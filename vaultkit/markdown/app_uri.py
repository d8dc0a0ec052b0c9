"""Addresses that open a file in the app: ``obsidian://open?vault=Garden&file=Soil``.

Source: Obsidian's help, *Obsidian URI*. A heading or block of the file is after ``%23``.
"""

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

_START = "obsidian://"
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_OPEN = re.compile(r"obsidian://open/?\?(?P<query>[^#]*)")
_SHORT = re.compile(r"obsidian://vault/(?P<vault>[^/?#]+)/(?P<file>[^?#]+)")
_FILE = re.compile(
    r"(?P<before>obsidian://(?:open/?\?(?:[^#]*?&(?:amp;)?)?file=|vault/[^/?#]+/))(?P<file>[^&#]*)"
)
_SUBPATH = re.compile(r"%23.*", re.DOTALL)


class AppUri(NamedTuple):
    """What an address opens: a vault by its name, and a link path in it, decoded."""

    vault: str
    file: str


def is_app_uri(address: str) -> bool:
    """Return whether an address opens a file in a vault that it names."""
    return address.startswith(_START) and read_app_uri(address) is not None


def read_app_uri(address: str) -> AppUri | None:
    """Return what an address opens; None where it opens no file of a vault that it names."""
    if short := _SHORT.match(address):
        vault, file = map(_decoded, short.group("vault", "file"))
    elif opened := _OPEN.match(address):
        pairs = (pair.partition("=") for pair in opened["query"].split("&"))
        said = {key: value for key, _, value in pairs}
        if "path" in said:  # an absolute one, which counts alone
            return None
        vault, file = (_decoded(said.get(key, "")) for key in ("vault", "file"))
    else:
        return None
    return AppUri(vault, file) if vault and file else None


def write_app_uri(vault: str, path: str) -> str:
    """Return the address that opens a file, all but letters, digits and ``-._~`` encoded."""
    vault, path = (quote(text, safe="", errors="surrogatepass") for text in (vault, path))
    return f"{_START}open?vault={vault}&file={path}"


def with_file(address: str, path: str, subpath: str | None) -> str | None:
    """Return an address that opens another file; None where that cannot be written.

    Args:
        address: as it is written, be it with ``&amp;``.
        path: the file's path from the root.
        subpath: the part to open, with its ``#``; None leaves that as it is.
    """
    found = _FILE.match(address)
    if found is None:
        return None
    before, old = found.group("before", "file")
    kept = _SUBPATH.search(old)
    safe = "/" if "/" in old or not before.endswith("=") else ""
    left = kept[0] if kept else ""
    end = left if subpath is None else quote(subpath, safe="")
    return f"{before}{quote(path, safe=safe)}{end}{address[found.end() :]}"


def _decoded(text: str) -> str:
    """Return a text as ``decodeURIComponent`` reads it; nothing where that fails."""
    if "%" in _ESCAPE.sub("", text):
        return ""
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return ""
