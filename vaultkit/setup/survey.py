"""What a look at a vault says: how big it is, how its links are written, who can open them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vaultkit.markdown.facts import LinkKind
from vaultkit.report.record import Finding, Report
from vaultkit.setup.derived import Derived, find_derived
from vaultkit.setup.obsidian_git import commits_by_itself
from vaultkit.vault.files.app_settings import AppSettings
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.resolver.outcome import State
from vaultkit.vault.vault import Vault


@dataclass(frozen=True)
class Readers:
    """How many links fail in a vault without Obsidian's settings.

    ``either`` counts those that neither Obsidian nor GitHub opens, ``obsidian`` all that Obsidian
    does not: by which a vault is checked once it has a configuration.
    """

    either: int
    obsidian: int


@dataclass(frozen=True)
class Survey:
    """What was seen of a vault: what is found in it, its links within the vault, its settings.

    ``settings_ignored`` says that git ignores Obsidian's settings, so that others do not have them.
    ``derived`` are the folders whose notes are made from others, ``commits_by_itself`` says that
    Obsidian is set up to commit.
    """

    report: Report
    app: AppSettings
    wikilinks: int
    markdown_links: int
    readers: Readers | None = None
    settings_ignored: bool = False
    derived: Sequence[Derived] = ()
    commits_by_itself: bool = False

    @property
    def links(self) -> int:
        """Return the number of links in notes."""
        return self.wikilinks + self.markdown_links

    @property
    def broken(self) -> int:
        """Return the number of links that lead nowhere."""
        return sum(is_broken(found) for found in self.report.findings)


def survey(
    vault: Vault,
    report: Report,
    check: Callable[[Vault], Report],
    *,
    settings_ignored: bool = False,
) -> Survey:
    """Look at a vault.

    Args:
        vault: read without a configuration.
        report: what was found in it.
        check: checks a vault in the same way.
        settings_ignored: whether git ignores Obsidian's settings.
    """
    kinds = Counter(
        link.kind
        for note in vault.notes
        for link, outcome in vault.outcomes(note)
        if outcome.state is not State.EXTERNAL
    )
    wikilinks = kinds.pop(LinkKind.WIKILINK, 0)
    readers = None
    if any(vault.dialect(path) is Dialect.EITHER for path in vault.documents):
        as_obsidian = _failing(check(_read_as(vault, DialectPlan(configured=True))))
        readers = Readers(_failing(report), as_obsidian)
    return Survey(
        report,
        vault.settings,
        wikilinks,
        kinds.total(),
        readers,
        settings_ignored,
        find_derived(vault),
        commits_by_itself(vault.tree),
    )


def is_broken(found: Finding) -> bool:
    """Return whether a finding is about a link that leads nowhere."""
    return "VK101" <= found.code <= "VK107"


def _failing(report: Report) -> int:
    return sum(is_broken(found) and found.severity != "info" for found in report.findings)


def _read_as(vault: Vault, plan: DialectPlan) -> Vault:
    known = {path: document.facts for path, document in vault.documents.items()}
    return Vault(vault.tree, plan, name=vault.name, known=known)
