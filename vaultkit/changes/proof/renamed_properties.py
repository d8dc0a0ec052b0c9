"""The properties of a note before and after renames: values change only where they are edited."""

from collections.abc import Sequence

from vaultkit.changes.proof.comparisons import RefusedError, both_blocks
from vaultkit.markdown.facts import FrontMatter
from vaultkit.markdown.spans import Stretches
from vaultkit.rules.base.problem import Edit


def check_renamed_properties(
    old: FrontMatter | None, new: FrontMatter | None, edits: Sequence[Edit]
) -> None:
    """Compare the properties: a value may differ where it is edited, and be no other kind."""
    blocks = both_blocks(old, new)
    if blocks is None:
        return
    old, new = blocks
    if [item.key for item in old.properties] != [item.key for item in new.properties]:
        raise RefusedError("a property would be added or removed")
    places = Stretches((edit.start, edit.end) for edit in edits)
    for one, other in zip(old.properties, new.properties, strict=True):
        if len(one.values) != len(other.values):
            raise RefusedError(f'the property "{one.key}" would change')
        for value, there in zip(one.values, other.values, strict=True):
            if (value.path, value.kind) != (there.path, there.kind) or (
                value.text != there.text and not places.meet(value.start, value.end)
            ):
                raise RefusedError(f'the property "{one.key}" would change')
