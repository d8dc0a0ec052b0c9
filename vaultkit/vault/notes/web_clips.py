"""Pages taken over from the web, whose links to parts of themselves never led anywhere here."""

from vaultkit.markdown.facts import Facts, Link, LinkKind
from vaultkit.vault.notes.housekeeping import property_key
from vaultkit.vault.resolver.outcome import Outcome

_ADDRESS_KEYS = frozenset(
    (
        "source",
        "sourceurl",
        "url",
        "pageurl",
        "link",
        "original",
        "originalurl",
        "canonical",
        "href",
    )
)
"""The properties in which programs that clip pages keep the address, without case and signs."""


def is_pages_own_part(link: Link, outcome: Outcome) -> bool:
    """Return whether a dead link to a part of its own note came with a page from the web.

    That is a Markdown link without a path, in a note that says which page it is, or one that shows
    nothing but a sign, as a heading's permalink does.
    """
    if link.kind is not LinkKind.MARKDOWN or outcome.linkpath or outcome.source.flattened:
        return False
    return not _has_word(link.text or "") or is_clipped(outcome.source.facts)


def is_clipped(facts: Facts) -> bool:
    """Return whether a note names the web page that it is, in a property."""
    return any(
        property_key(item.key) in _ADDRESS_KEYS
        and any(_is_address(value.text) for value in item.values)
        for item in facts.properties
    )


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not any(map(str.isspace, text))
