"""Bytes to facts for many files; the place where nothing need be parsed twice."""

from collections.abc import Callable, Iterable, Iterator

from vaultkit.errors import TreeError
from vaultkit.markdown.facts import Facts
from vaultkit.markdown.parser import parse
from vaultkit.printable import printable
from vaultkit.source import Source


def read_facts(
    paths: Iterable[str], read: Callable[[str], bytes]
) -> Iterator[tuple[str, Facts, Source | None]]:
    """Give each file's facts, and its source as long as it is at hand.

    A file that cannot be read has facts that say so, and no source.
    """
    for path in paths:
        try:
            source = Source(read(path))
        except TreeError as error:
            yield path, Facts(unreadable=str(error).removeprefix(f"{printable(path)} ")), None
            continue
        yield path, parse(source), source
