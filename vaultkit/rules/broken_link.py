"""Links whose file is not there."""

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import relink_to_nearest
from vaultkit.rules.base.rule import LinkRule
from vaultkit.vault.files.extensions import has_file_extension
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.suggestions.planned_notes import is_planned, was_deleted, why_impossible
from vaultkit.vault.wording import meant_as_mark, near_names, not_of_the_vault, slipped

if TYPE_CHECKING:
    from vaultkit.vault.suggestions.suggest import NearMiss

_GONE = "it was deleted from the vault: restore it, or remove the link"
_UNDECODED = re.compile(r"%(?:2[46BCFbcf]|3[BDbd]|40)")


class BrokenLink(LinkRule):
    """A link whose file does not exist, or that misspells the name of one that does."""

    code = "VK101"
    name = "broken-link"
    severity = Severity.ERROR
    is_minor_in_clones = True
    fixes = (Applicability.SAFE, Applicability.UNSAFE)

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report a link without a file, unless it is a plan for a note yet to be written."""
        if outcome.state is not State.NO_FILE or link.embed:
            return None
        suggester, name = outcome.suggester, outcome.linkpath
        if suggester is None or suggester.meaning(link, outcome) is not None:
            return None
        mark = meant_as_mark(link, outcome)
        if mark is not None:
            return Problem(link.span, *mark, target=name.lower())
        if is_planned(link, outcome):
            return None
        outside = not_of_the_vault(link, outcome)
        if outside is not None:
            return Problem(link.span, _missing(link, name), outside, name.lower())
        near_miss = suggester.near_miss_of(link, outcome)
        impossible = why_impossible(outcome) if near_miss is None else None
        help_text = _help(link, outcome, near_miss)
        return Problem(
            link.span,
            _missing(link, name) if impossible is None else _not_a_name(name),
            help_text or impossible or _gone(link, outcome),
            name.lower(),
            remedy=relink_to_nearest(link, outcome),
            severity=None if help_text else _severity(link, outcome),
        )


def _severity(link: Link, outcome: Outcome) -> Severity | None:
    """Return INFO for a link that came with a text of a web site or of another repository.

    None where the vault had the file: it is broken, wherever its form comes from.
    """
    suggester, name, folder = outcome.suggester, outcome.linkpath, outcome.source.folder
    if suggester is None or link.kind is not LinkKind.MARKDOWN or suggester.was_there(name, folder):
        return None
    is_foreign = suggester.root_links.is_of_site(name) or suggester.is_in_hidden_folder(
        name, folder
    )
    return Severity.INFO if is_foreign else None


def _missing(link: Link, name: str) -> str:
    is_note = link.kind is LinkKind.WIKILINK and "/" not in name and not has_file_extension(name)
    return f'no {"note" if is_note or "." not in name else "file"} "{name}"'


def _not_a_name(name: str) -> str:
    return f'no note can have the {"path" if "/" in name else "name"} "{name}"'


def _gone(link: Link, outcome: Outcome) -> str | None:
    return _GONE if was_deleted(link, outcome) else None


def _help(link: Link, outcome: Outcome, near_miss: "NearMiss | None") -> str | None:
    undecoded = _UNDECODED.search(outcome.linkpath)
    if undecoded and link.kind is LinkKind.MARKDOWN:
        return f"Obsidian does not decode {undecoded[0]}: write {unquote(undecoded[0])}"
    return slipped(near_miss, outcome.linkpath) if near_miss is not None else near_names(outcome)
