"""What cannot be looked at and may refer to what gets another name: nothing is done blindly."""

from collections.abc import Iterable, Iterator, Sequence

from vaultkit.errors import TreeError, UsageError
from vaultkit.links.references import referring_files
from vaultkit.text import printable, some_of
from vaultkit.vault.files.unseen import Unseen
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import shown_name

_MOST_NAMED = 3
_MEND = "make sure that it can be read, then run the command again"


def what_stays(
    vault: Vault, olds: Sequence[str], verb: str, *, unseen_stays: bool = False
) -> list[str]:
    """Return sentences about what cannot be seen and may refer to an old name then.

    Args:
        vault: the vault as it is.
        olds: what gets another name, as it is called now.
        verb: what is said that is to be done.
        unseen_stays: whether to go on where something is not mounted, fetched or downloaded.

    Raises:
        UsageError: something cannot be read; or it cannot be seen, and no one said to go on.
    """
    said = some_of([shown_name(old.rstrip("/")) for old in olds], _MOST_NAMED) or "an old name"
    unread = _some(list(_unread(vault)))
    if unread:
        raise UsageError(f"not {verb}: {unread}, and may refer to {said}; {_MEND}")
    hidden = [item for item in vault.hidden.told if item.may_refer and item.may_be_fetched]
    if hidden and not unseen_stays:
        sentences = _some([item.sentence for item in hidden])
        it = "it" if len(hidden) == 1 else "them"
        raise UsageError(
            f"not {verb}: {sentences}; links in {it} may still say {said}: --unseen-stays "
            "continues anyway"
        )
    return [f"{item.sentence}; links in it may still say {said}" for item in hidden]


def refuse_hidden_place(vault: Vault, paths: Iterable[str]) -> None:
    """Refuse to put a file where something is that cannot be seen.

    Raises:
        UsageError: a path is there.
    """
    for path in paths if vault.hidden else ():
        known: Unseen | None = vault.hidden.at(path)
        if known is not None:
            raise UsageError(f"{path}: {known.sentence}, so nothing can be put there")


def _unread(vault: Vault) -> Iterator[str]:
    """Yield why something that may refer to anything cannot be read."""
    for item in vault.hidden.referring:
        if not item.may_be_fetched:
            yield item.sentence
    yield from map(printable, vault.unread)
    for path in referring_files(vault):
        if path not in vault.documents:
            try:
                vault.tree.read(path)
            except TreeError as error:
                yield str(error)


def _some(sentences: Sequence[str]) -> str:
    """Return the first of some sentences as one, and how many more there are."""
    more = len(sentences) - _MOST_NAMED
    shown = "; ".join(sentences[:_MOST_NAMED])
    return f"{shown}; and {more:,} more like these" if more > 0 else shown
