"""Remedies: what a rule would do about a problem, said in the vault's own terms.

A remedy is no edit yet. How a link is spelled, quoted and escaped is settled when the fix is
drafted, with the note's text at hand; a remedy that cannot be carried out there gives no fix.
"""

from typing import NamedTuple

from vaultkit.markdown.facts import Heading, Link, LostBlock, MalformedLink, Mark, Property, Scalar
from vaultkit.vault.resolver.outcome import Outcome


class Relink(NamedTuple):
    """Make a link lead to a file of the vault, or to one heading of it.

    ``subpath`` (with its ``#``) is what to open there when no ``heading`` is given. ``text`` is the
    visible text to give the link; None keeps what a reader sees. ``restyle`` asks for the form that
    the vault prefers, else the link stays a wikilink or a Markdown link.
    """

    link: Link
    path: str
    heading: Heading | None = None
    subpath: str = ""
    text: str | None = None
    restyle: bool = False
    safe: bool = True


def relink_to_nearest(link: Link, outcome: Outcome) -> Relink | None:
    """Return the remedy of a link without a file: the file it surely meant, or the near name."""
    if outcome.suggester is None:
        return None
    near_miss = outcome.suggester.near_miss_of(link, outcome)
    if near_miss is not None:
        return Relink(
            link, near_miss.path, subpath=near_miss.subpath or outcome.subpath, safe=near_miss.sure
        )
    near = outcome.suggester.nearest(outcome.linkpath, outcome.source.folder)
    return Relink(link, near, subpath=outcome.subpath, safe=False) if near else None


class EncodeSpaces(NamedTuple):
    """Make a link of what a bare space in the target keeps from being one."""

    written: Mark


class EscapePipes(NamedTuple):
    """Make a link of what a bare pipe takes apart in a table's row."""

    written: Mark


class SpaceHeading(NamedTuple):
    """Make a heading of a line by a space after its hashes."""

    written: Mark


class RenameProperty(NamedTuple):
    """Rename a property."""

    item: Property
    name: str


class DropEntries(NamedTuple):
    """Remove the empty entries of a property that is a list."""

    item: Property
    entries: tuple[Scalar, ...]


class QuoteLinks(NamedTuple):
    """Quote a property's links, which makes them links."""

    written: MalformedLink


class LiftBlock(NamedTuple):
    """Make the top of a note front matter: remove the blanks around its ---."""

    block: LostBlock


class DeleteNote(NamedTuple):
    """Delete a note that says nothing, if nothing leads to it."""

    path: str


Remedy = (
    Relink
    | EncodeSpaces
    | EscapePipes
    | SpaceHeading
    | RenameProperty
    | DropEntries
    | QuoteLinks
    | LiftBlock
    | DeleteNote
)
