"""Two dialects at once: where either may open a link, or where both must."""

from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.outcome import Outcome, Resolver, State

_OF_THE_APP = (LinkKind.WIKILINK, LinkKind.URI)
"""The kinds of links that the app alone opens."""


class EitherResolver:
    """For a folder that may be a vault or a repository: what one of the two opens is whole."""

    def __init__(self, first: Resolver, second: Resolver) -> None:
        """Store the resolver whose result counts when both fail, and the other one."""
        self.first = first
        self.second = second

    def resolve(self, link: Link, source: Document) -> Outcome:
        """Return the first outcome that leads to something in the vault, else out of it.

        What only one of the two takes for an address elsewhere is not looked up.
        """
        outcome = self.first.resolve(link, source)
        if outcome.state is not State.RESOLVED and link.kind not in _OF_THE_APP:
            other = self.second.resolve(link, source)
            if other.state is State.RESOLVED or (outcome.is_broken and not other.is_broken):
                outcome = other
        return outcome


class BothResolver:
    """For notes that must open in two places: a link is whole only if both open it."""

    def __init__(self, first: Resolver, second: Resolver) -> None:
        """Store the resolver whose targets count for the graph, and the other one."""
        self.first = first
        self.second = second

    def resolve(self, link: Link, source: Document) -> Outcome:
        """Return the first outcome that leads nowhere, else where the first leads."""
        outcome = self.first.resolve(link, source)
        if outcome.is_broken or link.kind in _OF_THE_APP:
            return outcome
        other = self.second.resolve(link, source)
        return other if other.is_broken or outcome.state is State.EXTERNAL else outcome
