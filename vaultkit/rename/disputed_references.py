"""References that are links to the parser and none to the witness."""

from collections.abc import Iterable, Iterator

from vaultkit.changes.disputed import is_disputed, is_seen
from vaultkit.links.references import Form, Reference
from vaultkit.rules.base.problem import Edit
from vaultkit.vault.vault import Vault


def disputed(
    vault: Vault, written: Iterable[tuple[Reference, tuple[Edit, ...]]], paths: Iterable[str]
) -> Iterator[Reference]:
    """Yield the references in notes that the witness does not take for links, as the notes are.

    Args:
        vault: the vault as it is.
        written: references, and the edits that write each again.
        paths: the notes to look at.

    Raises:
        TreeError: a note cannot be read.
    """
    looked_at = vault.documents.keys() & set(paths)
    for reference, edits in written:
        if reference.path not in looked_at:
            continue
        data = vault.source(reference.path).data
        if reference.form is Form.LINK and is_disputed(data, reference.link):
            yield reference
        elif reference.form is Form.DEFINITION:
            start, end = edits[-1].start, edits[-1].end
            if not is_seen(data, start, end, wikilink=False):
                yield reference
