"""Links that are one to the parser and none to the witness, so that no proof about them can hold.

Where Markdown is garbled, the two may well differ: below a table, in HTML with a comment in it, in
code that begins in a comment. That is no one's bug; it is for people to fix.
"""

import re

from vaultkit.changes.edits import edited
from vaultkit.changes.fix import Fix, LinkChange
from vaultkit.markdown.facts import Link, LinkKind, Place
from vaultkit.markdown.inline_link import end_of_text
from vaultkit.markdown.seen import INLINE, OPEN, seen_link, seen_text, visible
from vaultkit.markdown.wikilink import read_wikilink
from vaultkit.markdown.witness import witness
from vaultkit.rules.base.problem import Edit
from vaultkit.vault.vault import Vault

DISPUTED = (
    "only some Markdown parsers read this as a link here; put it on a line of its "
    "own, outside tables, HTML and code, or remove it"
)
_PROBE = b"vaultkit-looks-here"
_SEEN = re.compile(f"{OPEN}!?[wm] {_PROBE.decode()}{INLINE}")


def is_disputed(data: bytes, link: Link) -> bool:
    """Return whether the witness does not take a wikilink or Markdown link in a note for one.

    Args:
        data: the note as it is.
        link: a link in its body.
    """
    wikilink = link.kind is LinkKind.WIKILINK
    as_read = seen_link(link.target, wikilink=wikilink, embed=link.embed)
    if wikilink:
        as_read += seen_text(visible(link.target, link.text))
    if as_read not in witness(data):
        return True
    return not (
        is_seen(data, link.start, link.end, wikilink=True)
        and is_seen(data, *_target(data, link), wikilink=False)
    )


def is_seen(data: bytes, start: int, end: int, *, wikilink: bool) -> bool:
    """Return whether the witness sees a link that leads nowhere else where a stretch of a note is.

    Args:
        data: the note as it is.
        start: where the stretch starts, in bytes.
        end: where it ends.
        wikilink: whether it gives way to a whole link, not just to the target of one.
    """
    new = b"[[%s]]" % _PROBE if wikilink else _PROBE
    if data[start : start + 1] == b"<":
        new = b"<%s>" % new
    return _SEEN.search(witness(edited(data, [Edit("", start, end, new)]))) is not None


def disputed_at(vault: Vault, fix: Fix) -> tuple[str, int] | None:
    """Return the first place of a fix, by file and offset, whose link is disputed, if any.

    Args:
        vault: the vault as it is.
        fix: what is to be done to it.

    Raises:
        TreeError: a note cannot be read.
    """
    for change in fix.links:
        if change.seen_before and _is_disputed(vault, change):
            return change.path, change.start
    return None


def _is_disputed(vault: Vault, change: LinkChange) -> bool:
    data = vault.source(change.path).data
    if change.target_before is None:
        end = change.start + len(change.seen_before.encode())
        return not is_seen(data, change.start, end, wikilink=True)
    links = [
        link
        for link in vault.documents[change.path].facts.links
        if link.start == change.start and link.place is not Place.PROPERTY
    ]
    return any(is_disputed(data, link) for link in links)


def _target(data: bytes, link: Link) -> tuple[int, int]:
    """Return where a link's target is; of a Markdown link with its title."""
    if link.kind is LinkKind.WIKILINK:
        written = read_wikilink(data[link.start : link.end].decode())
        start = link.start + len(written.opening)
        return start, start + len(written.target.encode())
    opening = end_of_text(data[link.start : link.end])
    return (link.start + opening + 2, link.end - 1) if opening >= 0 else (link.start, link.end)
