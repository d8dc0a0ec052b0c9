"""Links whose file is not there."""

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from vaultkit.diagnostic import Applicability, Problem, Severity
from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.remedy import relink_to_nearest
from vaultkit.rule import LinkRule
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.wording import (
    is_bare_name,
    meant_as_mark,
    near_names,
    not_of_the_vault,
    slipped,
)

if TYPE_CHECKING:
    from vaultkit.vault.clues import Slip

_UNDECODED = re.compile(r"%(?:2[46BCFbcf]|3[BDbd]|40)")


class BrokenLink(LinkRule):
    """A link whose file does not exist, or that misspells the name of one that does."""

    code = "VK101"
    name = "broken-link"
    severity = Severity.ERROR
    is_minor_in_clones = True
    fixes = (Applicability.SAFE, Applicability.UNSAFE)

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report a link without a file, unless it is the plain name of a note yet to be written."""
        if outcome.state is not State.NO_FILE or link.embed:
            return None
        clues = outcome.clues
        if clues is None or clues.meaning(link, outcome) is not None:
            return None
        name = outcome.linkpath
        outside = not_of_the_vault(link, outcome)
        mark = meant_as_mark(link, outcome)
        if mark is not None:
            return Problem(link.span, *mark, target=name.lower())
        slip = None if outside else clues.slip_of(link, outcome)
        if slip is None and is_bare_name(link, outcome):
            return None
        kind = "file" if not is_bare_name(link, outcome) and "." in name else "note"
        return Problem(
            link.span,
            f'no {kind} "{name}"',
            outside or _help(link, outcome, slip),
            name.lower(),
            remedy=None if outside else relink_to_nearest(link, outcome),
        )


def _help(link: Link, outcome: Outcome, slip: "Slip | None") -> str | None:
    undecoded = _UNDECODED.search(outcome.linkpath)
    if undecoded and link.kind is LinkKind.MARKDOWN:
        return f"Obsidian leaves {undecoded[0]} as it stands: write {unquote(undecoded[0])}"
    return slipped(slip, outcome.linkpath) if slip is not None else near_names(outcome)
