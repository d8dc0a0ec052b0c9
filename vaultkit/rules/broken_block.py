"""Links to blocks that are not there."""

from vaultkit.diagnostic import Problem, Severity
from vaultkit.markdown.facts import Link
from vaultkit.rule import LinkRule
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.wording import quoted_list


class BrokenBlock(LinkRule):
    """A link to a block id that its note does not have."""

    code = "VK105"
    name = "broken-block"
    severity = Severity.ERROR
    is_minor_in_comments = True

    def check(self, link: Link, outcome: Outcome) -> Problem | None:
        """Report a block id that is not there."""
        if outcome.state is not State.NO_BLOCK or not outcome.clues:
            return None
        document = outcome.documents[0]
        name = outcome.subpath.lstrip("#")
        where = f'in "{document.stem}"' if outcome.linkpath else "in this note"
        message = f'no block "{name}" {where}'
        target = f"{outcome.linkpath}{outcome.subpath}".lower()
        in_item = document.unread_ids.get(name[1:].lower())
        if in_item is not None:
            block = "item" if in_item else "paragraph"
            said = f'"{name}" is read only at the end of its {block}'
            severity = Severity.WARNING if in_item else None
            return Problem(link.span, message, said, target, severity=severity)
        near = outcome.clues.near_blocks(document, name)
        guess = f"did you mean {quoted_list(['^' + block for block in near])}?" if near else None
        return Problem(link.span, message, guess, target)
