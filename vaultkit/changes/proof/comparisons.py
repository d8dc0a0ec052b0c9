"""What both proofs, of fixes and of renames, compare in the same way before and after."""

from collections.abc import Mapping, Sequence

from vaultkit.markdown.facts import Facts, FrontMatter, Heading
from vaultkit.markdown.spans import Stretches
from vaultkit.markdown.witness import witness_properties
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.vault import Vault

_MARKS = ("block_ids", "footnotes", "footnote_references", "html_ids", "html_sources")


class RefusedError(Exception):
    """What is wrong with the changes of a file, and at which offset of it as it is, if known."""

    def __init__(self, reason: str, at: int | None = None) -> None:
        """Store the reason and the offset."""
        super().__init__(reason)
        self.at = at


def check_bytes(old: Source, new: Source, edits: list[Edit]) -> None:
    """Compare all bytes outside the edits, and those inside with what was declared."""
    if old.bom != new.bom or old.invalid_at is not None or new.invalid_at is not None:
        raise RefusedError("a byte outside the edits changed")
    at = there = 0
    for edit in edits:
        kept = edit.start - at
        if not kept >= 0 or edit.end < edit.start or edit.end > len(old.data):
            raise RefusedError("two edits overlap")
        if old.data[at : edit.start] != new.data[there : there + kept]:
            raise RefusedError("a byte outside the edits changed")
        there += kept
        if new.data[there : there + len(edit.new)] != edit.new:
            raise RefusedError("an edit was not made as it was declared")
        there += len(edit.new)
        at = edit.end
    if old.data[at:] != new.data[there:]:
        raise RefusedError("a byte outside the edits changed")


def check_headings(
    old: Sequence[Heading], base: Sequence[Heading], new: Sequence[Heading], edits: Sequence[Edit]
) -> None:
    """Compare the headings; an edited one keeps its level.

    Args:
        old: those of the note.
        base: what they would be with nothing changed but what was asked for.
        new: what they would be, without those that are declared to come.
        edits: all edits of the note as it is.
    """
    levels = [[(item.level, item.root) for item in headings] for headings in (old, base, new)]
    if not levels[0] == levels[1] == levels[2]:
        raise RefusedError("a heading would be added or removed")
    places = Stretches((edit.start, edit.end) for edit in edits)
    for was, one, other in zip(old, base, new, strict=True):
        if one.text != other.text and not places.begin_in(was.start, was.end):
            raise RefusedError("a heading would change")


def check_marks(old: Facts, new: Facts, tags: Mapping[str, str]) -> None:
    """Compare what has a name in a note; ``tags`` are the new names of tags."""
    if [tags.get(mark.name, mark.name) for mark in old.tags] != [mark.name for mark in new.tags]:
        raise RefusedError("the tags would change")
    for kind in _MARKS:
        names = [[mark.name for mark in getattr(facts, kind)] for facts in (old, new)]
        if names[0] != names[1]:
            raise RefusedError(f"the {kind.replace('_', ' ')} would change")


def both_blocks(
    old: FrontMatter | None, new: FrontMatter | None
) -> tuple[FrontMatter, FrontMatter] | None:
    """Return the front matter before and after, or None where there is none.

    Raises:
        RefusedError: there is some only before or only after, or one of them is no valid YAML.
    """
    if old is None or new is None:
        if old is not new:
            raise RefusedError("the front matter would be added or removed")
        return None
    if old.error != new.error:
        raise RefusedError("the front matter would be no valid YAML")
    return old, new


def second_reading(data: bytes, block: FrontMatter, edits: Sequence[Edit]) -> FrontMatter | None:
    """Return what a second reader of YAML reads in a note's front matter.

    Args:
        data: the note.
        block: its front matter.
        edits: all edits of the note, in order.

    Raises:
        RefusedError: it cannot read the front matter, and an edit is in it.
    """
    seen = witness_properties(data)
    if seen is not None and seen.error and not block.error and edits[0].start < block.end:
        reason = "a second reader of YAML cannot read the front matter"
        raise RefusedError(reason, edits[0].start)
    return seen


def outcomes_of(vault: Vault, document: Document) -> dict[int, Outcome]:
    """Return where each link of a note leads, by the link's identity."""
    return {id(link): outcome for note in document.notes for link, outcome in vault.outcomes(note)}
