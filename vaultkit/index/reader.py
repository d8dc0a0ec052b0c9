"""Bytes to facts for many files; the place where nothing need be parsed twice."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from vaultkit.errors import TreeError
from vaultkit.markdown.facts import Facts
from vaultkit.markdown.parser import parse
from vaultkit.printable import printable
from vaultkit.source import Source


def read_facts(
    paths: Iterable[str], read: Callable[[str], bytes], known: Mapping[str, Facts]
) -> Iterator[tuple[str, Facts, Source | None]]:
    """Give each file's facts, and its source as long as it is at hand.

    A file that cannot be read has facts that say so, and no source; nor has one of those whose
    facts are ``known``, which are not read again.
    """
    for path in paths:
        if path in known:
            yield path, known[path], None
            continue
        try:
            source = Source(read(path))
        except TreeError as error:
            yield path, Facts(unreadable=str(error).removeprefix(f"{printable(path)} ")), None
            continue
        yield path, parse(source), source
