"""The definitions that reference links of a note use, which the links themselves do not say."""

from collections.abc import Iterator

from vaultkit.markdown.definitions import read_definitions, read_references
from vaultkit.markdown.facts import Facts, Link, LinkKind
from vaultkit.markdown.url import WEB_ADDRESS
from vaultkit.source import Source


def definitions(source: Source, facts: Facts) -> Iterator[Link]:
    """Give the definitions that reference links of a note use, as links without a text.

    Args:
        source: the note.
        facts: what it says.
    """
    if not any(link.kind is LinkKind.REFERENCE for link in facts.links):
        return
    start = facts.front_matter.end if facts.front_matter else 0
    used = {(link.within, link.name) for link in read_references(source.data, start)}
    for item in read_definitions(source.data, start):
        leads_on = item.target and not WEB_ADDRESS.match(item.target)
        if item.counts and leads_on and (item.within, item.name) in used:
            place = item.destination
            yield Link(LinkKind.MARKDOWN, False, item.target, None, place.start, place.end)
