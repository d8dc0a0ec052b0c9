"""Links to blocks that are not there."""

from typing import TYPE_CHECKING

from vaultkit.markdown.facts import Link
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.remedy import Relink
from vaultkit.rules.base.rule import LinkRule
from vaultkit.text import printable
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.suggestions.lookalikes import unseen_difference
from vaultkit.vault.wording import quoted_list

if TYPE_CHECKING:
    from vaultkit.vault.suggestions.suggest import Suggester


class BrokenBlock(LinkRule):
    """A link to a block id that its note does not have."""

    code = "VK105"
    name = "broken-block"
    severity = Severity.ERROR
    is_minor_in_comments = True

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report a block id that is not there."""
        if outcome.state is not State.NO_BLOCK or not outcome.suggester:
            return None
        document = outcome.documents[0]
        name = outcome.subpath.lstrip("#")
        where = f'in "{document.stem}"' if outcome.linkpath else "in this note"
        message = f'no block "{name}" {where}'
        target = f"{outcome.linkpath}{outcome.subpath}".lower()
        in_item = document.unread_ids.get(name[1:].lower())
        if in_item is not None:
            block = "item" if in_item else "paragraph"
            unread = f'"{name}" counts only at the end of its {block}'
            severity = Severity.WARNING if in_item else None
            return Problem(link.span, message, unread, target, severity=severity)
        if name[1:].lower() in document.commented_ids:
            unsure = f'"{name}" is inside %% %%, where the app may not read it'
            return Problem(link.span, message, unsure, target, severity=Severity.WARNING)
        said = _near(document, name, outcome.suggester)
        home = outcome.suggester.anchors.home_of_block(outcome)
        shown = None
        if home is not None:
            found = f'the block "{name}" is in "{printable(outcome.suggester.shown(home.path))}"'
            said = f"{said} {found[0].upper()}{found[1:]}" if said else found
            shown = Relink(link, home.path, subpath=f"#{name}", safe=False)
        return Problem(
            link.span,
            message,
            said,
            target,
            before_fix=f"{said}: if that is meant, ",
            shown=shown,
        )


def _near(document: Document, name: str, suggester: "Suggester") -> str | None:
    """Return the footnote that a link takes for a block, or the ids nearest to one."""
    if name[1:].lower() in document.footnotes:
        return f"it is a footnote, which is written [{name}]"
    near = [f"^{block}" for block in suggester.anchors.near_blocks(document, name)]
    unseen = unseen_difference(name, near[0]) if near else None
    if unseen is not None:
        return f'it differs only by {unseen} from "{near[0]}"'
    return f"did you mean {quoted_list(near)}?" if near else None
