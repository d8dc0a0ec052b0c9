"""The properties of a note before and after its fixes: they change as declared."""

from collections.abc import Collection

from vaultkit.changes.fix import PropertyChange
from vaultkit.changes.proof.comparisons import RefusedError, both_blocks
from vaultkit.markdown.facts import FrontMatter


def check_fixed_properties(
    old: FrontMatter | None, new: FrontMatter | None, changes: list[PropertyChange]
) -> None:
    """Compare the properties: the declared ones by their texts, the others with all they hold."""
    blocks = both_blocks(old, new)
    if blocks is None:
        if changes:
            raise RefusedError(f'the property "{changes[0].key_before}" is not as declared')
        return
    old, new = blocks
    declared = {key for change in changes for key in (change.key_before, change.key_after)}
    if _untouched(old, declared) != _untouched(new, declared):
        raise RefusedError("a property would change beyond what was declared")
    wanted = _properties(old)
    for change in changes:
        if change.key_before not in wanted:
            raise RefusedError(f'the property "{change.key_before}" is not as declared')
        _change(wanted[change.key_before], change)
        if change.key_before != change.key_after:
            wanted = {
                change.key_after if key == change.key_before else key: values
                for key, values in wanted.items()
            }
    if list(wanted.items()) != list(_properties(new).items()):
        raise RefusedError("a property would change beyond what was declared")


def _change(values: list[str], change: PropertyChange) -> None:
    """Make a declared change; one that keeps the number of values may be one of several."""
    if change.reshapes:
        if tuple(values) != change.values_before:
            raise RefusedError(f'the property "{change.key_before}" is not as declared')
        values[:] = change.values_after
        return
    pairs = zip(change.values_before, change.values_after, strict=True)
    for number, (one, other) in enumerate(pairs, change.at):
        if one != other:
            if number >= len(values) or values[number] != one:
                raise RefusedError(f'the property "{change.key_before}" is not as declared')
            values[number] = other


def _untouched(block: FrontMatter, declared: Collection[str]) -> list[object]:
    return [
        (item.key, value.path, value.text, value.kind)
        for item in block.properties
        if item.key not in declared
        for value in item.values
    ]


def _properties(block: FrontMatter) -> dict[str, list[str]]:
    return {item.key: [value.text for value in item.values] for item in block.properties}
