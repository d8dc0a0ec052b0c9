"""Targets that name something outside the vault: an address, or a place on this machine.

Whatever a link that leads nowhere may have meant, one with such a target meant no file of the
vault: it has not moved, it has no near name, and no fix touches it. Rules, fixes, renames and hints
all ask here.
"""

import posixpath
import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from enum import StrEnum
from urllib.parse import unquote

from vaultkit.vault.resolver.web_hosts import host_of

_KNOWN_SCHEMES = (
    "about|arxiv|bear|callto|chrome|content|data|devonthink|discord|doi|drafts|evernote|facetime|"
    "feed|file|figma|ftp|ftps|geo|git|hook|http|https|irc|isbn|issn|javascript|logseq|magnet|mailto|"
    "message|mid|news|notion|obsidian|onenote|orcid|pmid|sftp|sip|skype|slack|sms|smb|spotify|ssh|"
    "steam|tel|things|urn|view-source|vscode|webcal|whatsapp|xmpp|zotero"
)
_SCHEME = re.compile(
    rf"(?i)(?:{_KNOWN_SCHEMES}):(?=\S)"
    r"|h?ttps?\s*[:：]\s*[/\\]"
    r"|[a-z][a-z\d+.-]*:\s*[/\\]"
    r"|[a-z][a-z\d+.-]+:(?=\S[^/\\]*[/\\])"
    r"|[a-z][a-z\d]*[+.-][a-z\d+.-]*:(?=\S)"
)
"""A scheme, whether or not we know it; ``Note: Part`` and ``Re:Zero`` are titles."""
_GARBLED = re.compile(r"(?i)(?:h?t{1,3}ps?|ftps?|file)[;.,]?[/\\]|[a-z][a-z\d+.-]*[;.,]?[/\\]{2}")
"""A scheme whose colon was lost, as in ``https//example.org``."""
_DRIVE = re.compile(r"(?i)[a-z][:|][/\\]")
_HOME = re.compile(r"(?i)~[^/\\]*[/\\]|\$\{?[a-z_][a-z\d_]*\}?[/\\]|%[a-z_][a-z\d_()]*%[/\\]")
_LOCAL = re.compile(r"(?i)localhost(?=[:/?]|\Z)|(?:\d{1,3}\.){3}\d{1,3}(?=[:/?]|\Z)|\[[\da-f:.]+\]")
_LEVELS_ABOVE = 4


class Beyond(StrEnum):
    """In which way a target names something outside the vault."""

    SCHEME = "scheme"
    """It begins with a scheme, such as ``https:`` or ``zotero:``."""
    GARBLED = "garbled"
    """It begins with a scheme that has lost its colon."""
    HOST = "host"
    """Its first segment is a host, such as ``www.example.org``, ``localhost`` or an IP address."""
    SERVER = "server"
    """It begins with two slashes, before the name of a server."""
    DRIVE = "drive"
    """It begins with a drive, as in ``C:/``."""
    HOME = "home"
    """It begins with someone's home folder (``~``), or a variable of the system's."""
    ABOVE = "above"
    """It leads above the vault's root."""
    ON_DISK = "on disk"
    """It is there, but is no file of the vault: beside it, hidden, or behind a link to it."""


def beyond(
    linkpath: str, folder: str, top_names: AbstractSet[str], exists: Callable[[str], bool]
) -> Beyond | None:
    """Return in which way a target that is no file of the vault names something outside it.

    Args:
        linkpath: the link's path without its subpath, as it is written or decoded.
        folder: the folder of the file that holds the link, with its final slash, or "".
        top_names: the names of what is in the vault's root, in lower case: a target that begins
            with one of them is a path in the vault, whatever else that may look like.
        exists: whether a path from the root is there on disk; it may lead out by ``..``.

    Returns:
        None where it may name a file of the vault.
    """
    text = unquote(linkpath).strip()
    found = _written(text, top_names)
    if found is not None:
        return found
    path = text.replace("\\", "/")
    if _climbs(path, folder):
        return Beyond.ABOVE
    return Beyond.ON_DISK if "/" in path and _is_on_disk(path, folder, exists) else None


def _written(text: str, top_names: AbstractSet[str]) -> Beyond | None:
    """Return what can be told from how a target is written."""
    if _DRIVE.match(text):
        return Beyond.DRIVE
    if text.startswith(("//", "\\\\")):
        return Beyond.SERVER
    if _SCHEME.match(text):
        return Beyond.SCHEME
    if re.split(r"[/\\]", text, maxsplit=1)[0].lower() in top_names:
        return None
    if _GARBLED.match(text):
        return Beyond.GARBLED
    if _HOME.match(text):
        return Beyond.HOME
    if text.lower().startswith("www.") or _LOCAL.match(text):
        return Beyond.HOST
    host = host_of(text)
    return Beyond.HOST if host is not None and (host != text or "@" in host) else None


def _climbs(path: str, folder: str) -> bool:
    """Return whether a path with ``..`` leads above the root, from its folder or on its way."""
    if ".." not in path:
        return False
    depth = 0 if path.startswith("/") else folder.count("/")
    for part in path.split("/"):
        if part == "..":
            depth -= 1
        elif part not in ("", "."):
            depth += 1
        if depth < 0:
            return True
    return False


def _is_on_disk(path: str, folder: str, exists: Callable[[str], bool]) -> bool:
    """Return whether a path is there, from its folder or the root.

    A path that begins with a slash may be one of a site or of the machine, so that a file which has
    it in a folder above the root counts, too.
    """
    relative = path.strip("/")
    bases = {folder, ""}
    if path.startswith("/") and "/" in relative:
        bases.update("../" * level for level in range(1, _LEVELS_ABOVE + 1))
    places = {posixpath.normpath(base + relative) for base in bases}
    return any(exists(place) or exists(f"{place}.md") for place in sorted(places))
