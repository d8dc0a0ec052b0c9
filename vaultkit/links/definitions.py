"""The definitions of reference links: those that a link uses, which follow, and the others."""

from collections.abc import Iterator

from vaultkit.markdown.app_uri import is_app_uri
from vaultkit.markdown.definitions import Definition, read_definitions, read_references
from vaultkit.markdown.facts import Facts, Link, LinkKind
from vaultkit.markdown.url import WEB_ADDRESS
from vaultkit.source import Source


def definitions(source: Source, facts: Facts) -> Iterator[Link]:
    """Yield the definitions that links use, as links without a text.

    Args:
        source: the note.
        facts: what it says.
    """
    if any(link.kind is LinkKind.REFERENCE for link in facts.links):
        for item, used in _definitions(source, facts):
            if used:
                place = item.destination
                yield Link(LinkKind.MARKDOWN, False, item.target, None, place.start, place.end)


def unused_definitions(source: Source, facts: Facts) -> Iterator[Definition]:
    """Yield the definitions that no link uses, or that another one of the same label precedes.

    Args:
        source: the note.
        facts: what it says.
    """
    return (item for item, used in _definitions(source, facts) if not used)


def definitions_of_uris(source: Source, facts: Facts) -> Iterator[Definition]:
    """Yield the definitions of addresses that open something in the app, which do not follow.

    Args:
        source: the note.
        facts: what it says.
    """
    start = facts.front_matter.end if facts.front_matter else 0
    return (item for item in read_definitions(source.data, start) if is_app_uri(item.target))


def _definitions(source: Source, facts: Facts) -> Iterator[tuple[Definition, bool]]:
    """Yield the definitions that may lead into the vault, and whether a link uses each."""
    start = facts.front_matter.end if facts.front_matter else 0
    found = read_definitions(source.data, start)
    links = read_references(source.data, start) if found else ()
    used = {(link.within, link.name) for link in links}
    for item in found:
        if item.target and not WEB_ADDRESS.match(item.target):
            yield item, item.counts and (item.within, item.name) in used
