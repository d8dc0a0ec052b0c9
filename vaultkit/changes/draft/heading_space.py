"""Lines that become headings: a space after their hashes."""

import re
from collections.abc import Iterator

from vaultkit.changes.fix import Fix, HeadingChange
from vaultkit.changes.proof.fixes import objection
from vaultkit.changes.proof.groups import sift
from vaultkit.markdown.facts import Mark
from vaultkit.markdown.unspaced import unspaced_headings
from vaultkit.markdown.witness import seen_block
from vaultkit.rules.base.problem import Applicability, Edit
from vaultkit.source import Source
from vaultkit.vault.notes.note import Document
from vaultkit.vault.vault import Vault

_ENDS_ABOVE = re.compile(
    rb"(?:\A|\n|\r(?!\n))(?:[ \t]*|[ ]{0,3}\#{1,6}[ \t][^\r\n]*)(?:\r\n|\n|\r(?!\n))[ ]{0,3}\Z"
)
_ENDS_BELOW = re.compile(
    rb"[ \t]*(?:\r\n|\n|\r(?!\n)|\Z)(?=[ \t]*(?:[\r\n]|\Z|[-*+][ \t]|>|\#{1,6}[ \t]|```))"
)
_FURTHEST = 2000


def space_headings(vault: Vault, document: Document, source: Source, rule: str) -> dict[int, Fix]:
    """Return the fixes of a note's lines that lack a space, by where each of them starts.

    Of lines that follow each other only the first has one; the next follows in the next pass.

    Args:
        vault: where the note is.
        document: the note.
        source: its text.
        rule: whose fixes they are.
    """
    found = {mark.start: _fix(document, source.data, mark, rule) for mark in _apart(source)}
    drafted = {start: fix for start, fix in found.items() if fix is not None}
    passing, _ = sift(list(drafted.values()), lambda some: objection(vault, some))
    passed = set(map(id, passing))
    return {start: fix for start, fix in drafted.items() if id(fix) in passed}


def _apart(source: Source) -> Iterator[Mark]:
    last = -1
    for mark in unspaced_headings(source):
        line = source.position(mark.start).line
        if line > last + 1:
            yield mark
        last = line


def _fix(document: Document, data: bytes, mark: Mark, rule: str) -> Fix | None:
    """Return the fix of a line, not yet proven; None where its end would change, too."""
    hashes = data[mark.start : mark.end].decode()
    end = mark.end + len(mark.name.encode())
    if mark.name.endswith("#") or data[mark.end : end] != mark.name.encode():
        return None
    begun, ended = (seen_block(f"heading_{side}", hashes) for side in ("open", "close"))
    block = document.facts.front_matter
    above = data[max(block.end if block else 0, mark.start - _FURTHEST) : mark.start]
    if _ENDS_ABOVE.search(above) or not above.strip(b" "):
        opening = seen_block("paragraph_open") + hashes, begun
    else:
        opening = f"\n{hashes}", seen_block("paragraph_close") + begun
    if _ENDS_BELOW.match(data, end):
        closing = seen_block("paragraph_close"), ended
    else:
        closing = "\n", ended + seen_block("paragraph_open")
    change = HeadingChange(document.path, mark.end, end, len(hashes), opening, closing)
    edit = Edit(document.path, mark.end, mark.end, b" ")
    title = f"write {hashes} {mark.name}"
    return Fix(rule, title, Applicability.UNSAFE, (edit,), headings=(change,))
