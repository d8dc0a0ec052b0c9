"""References that are a link to the parser and none to the witness, so that no proof can hold.

Where Markdown is garbled, the two may well differ: below a table, in HTML with a comment in it, in
code that begins in a comment. That is nobody's bug; it is for people to mend.
"""

import re
from collections.abc import Iterable, Iterator

from vaultkit.diagnostic import Edit
from vaultkit.fixer.apply import edited
from vaultkit.markdown.facts import LinkKind
from vaultkit.markdown.seen import INLINE, OPEN
from vaultkit.markdown.witness import witness
from vaultkit.moves.references import Form, Reference
from vaultkit.vault.vault import Vault

_TARGET = re.compile(rb"!?\[\[(?P<target>.+?)(?=\\?\||\]\])")
_PROBE = b"vaultkit-looks-here"
_SEEN = re.compile(f"{OPEN}!?[wm] {_PROBE.decode()}{INLINE}")


def disputed(
    vault: Vault, written: Iterable[tuple[Reference, tuple[Edit, ...]]], paths: Iterable[str]
) -> Iterator[Reference]:
    """Give the references in notes that the witness does not take for links, as the notes are.

    Args:
        vault: the vault as it is.
        written: references, and the edits that write each anew.
        paths: the notes to look at.

    Raises:
        TreeError: a note cannot be read.
    """
    looked_at = vault.documents.keys() & set(paths)
    for reference, edits in written:
        if reference.path in looked_at and reference.form in (Form.LINK, Form.DEFINITION):
            data = vault.source(reference.path).data
            if not _SEEN.search(witness(edited(data, [_probe(data, reference, edits)]))):
                yield reference


def _probe(data: bytes, reference: Reference, edits: tuple[Edit, ...]) -> Edit:
    """Give the edit that writes another target, which is nowhere else, and leaves all else."""
    start, end = edits[-1].start, edits[-1].end
    if reference.form is Form.LINK and reference.link.kind is LinkKind.WIKILINK:
        found = _TARGET.match(data, reference.start, reference.end)
        start, end = found.span("target") if found else (start, end)
    angle = data[start : start + 1] == b"<"
    return Edit(reference.path, start, end, b"<%s>" % _PROBE if angle else _PROBE)
