"""Where references lead, in terms that can be compared before and after a move."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from vaultkit.links.references import Form, Reference, source_of
from vaultkit.markdown.facts import LinkKind
from vaultkit.markdown.wikilink import tidy
from vaultkit.vault.resolver.dialect import Dialect
from vaultkit.vault.resolver.github import GithubResolver
from vaultkit.vault.resolver.outcome import Outcome, State, heading_number
from vaultkit.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a reference leads.

    ``files`` are those that match, ``heading`` is the number of the heading there, from
    0. ``forge`` is the file and heading that a forge opens, where the vault may be one's
    repository, too; None where it opens nothing.
    """

    state: State
    files: tuple[str, ...] = ()
    heading: int | None = None
    forge: tuple[str, int | None] | None = None

    @property
    def is_nowhere(self) -> bool:
        """Return whether no file fits that can be seen."""
        return self.state in (State.NO_FILE, State.UNSEEN) and not self.files

    def mapped(self, moves: Mapping[str, str]) -> "LinkTarget":
        """Return the same with the files and folders under their new names."""
        files = tuple(sorted(moves.get(path, path) for path in self.files))
        forge = (moves.get(self.forge[0], self.forge[0]), self.forge[1]) if self.forge else None
        return replace(self, files=files, forge=forge)

    def fulfils(self, wanted: "LinkTarget", *, everywhere: bool = True) -> bool:
        """Return whether this leads where something else should; an anchor may have been added.

        Args:
            wanted: where it should lead, in today's names.
            everywhere: whether a forge must open it, too, if it should.
        """
        if tuple(sorted(self.files)) != wanted.files:
            return False
        if everywhere and wanted.forge is not None and self.forge != wanted.forge:
            return False
        same = (self.state, self.heading) == (wanted.state, wanted.heading)
        was_broken = wanted.state in (State.NO_HEADING, State.NO_BLOCK, State.UNSEEN)
        return same or (was_broken and (self.state is State.RESOLVED or self.heading is None))


class TargetFinder:
    """Finds out where references of one vault lead."""

    def __init__(self, vault: Vault) -> None:
        """Store the vault."""
        self.vault = vault
        self._forge = GithubResolver(vault.documents, vault.tree.exists, vault.hidden)

    def link_target(self, reference: Reference) -> LinkTarget:
        """Return where a reference leads."""
        vault, link = self.vault, reference.link
        source = source_of(vault, reference)
        if reference.form is Form.CARD:
            link = replace(link, target=tidy(link.target))
        if reference.context == "path":
            files = tuple(path for path in vault.files if path == link.target)
            return LinkTarget(State.RESOLVED if files else State.NO_FILE, files)
        outcome = vault.resolve(link, source)
        files = outcome.files
        is_compared = reference.form is Form.BASE and reference.context
        if is_compared and not any(_is_called(path, link.target) for path in files):
            return LinkTarget(State.NO_FILE)
        if reference.form is Form.CARD:
            files = tuple(vault.index.twins(tidy(reference.context)))
            if not files:
                hidden = vault.hidden.at(tidy(reference.context))
                return LinkTarget(State.UNSEEN if hidden else State.NO_FILE)
            if "#" in reference.context:  # which no link could hold
                return self._place_in(files, reference)
        forge = None
        if link.kind is not LinkKind.WIKILINK and vault.dialect(source.path) is Dialect.EITHER:
            forge = _opened(self._forge.resolve(link, source))
        if forge is not None and reference.form is Form.DEFINITION:  # the app opens none
            return LinkTarget(State.RESOLVED, (forge[0],), forge[1], forge)
        return LinkTarget(outcome.state, tuple(sorted(files)), heading_number(outcome), forge)

    def _place_in(self, files: tuple[str, ...], reference: Reference) -> LinkTarget:
        """Return where a card leads whose subpath is looked up in the file that it shows."""
        subpath = reference.link.target[len(f"/{reference.context}") :]
        document = self.vault.documents.get(files[0])
        if len(files) > 1 or document is None or not subpath:
            return LinkTarget(State.RESOLVED, tuple(sorted(files)))
        outcome = self.vault.resolve(replace(reference.link, target=subpath), document)
        return LinkTarget(outcome.state, files, heading_number(outcome))


def _opened(outcome: Outcome) -> tuple[str, int | None] | None:
    if outcome.state is not State.RESOLVED or len(outcome.files) != 1:
        return None
    return outcome.files[0], heading_number(outcome)


def _is_called(path: str, text: str) -> bool:
    """Return whether a text is a file's name exactly, with ``.md`` or without."""
    name = tidy(path).rpartition("/")[2]
    return tidy(text) in (name, name.removesuffix(".md"))
