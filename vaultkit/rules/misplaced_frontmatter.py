"""Front matter that does not begin on the first line, so that Obsidian does not see it."""

from collections.abc import Iterator

from vaultkit.markdown.facts import Loss
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import LiftBlock
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.source import Span
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.vault import Vault


class MisplacedFrontmatter(DocumentRule):
    """Front matter below an empty line or a comment, or with a space beside its first hyphens."""

    code = "VK407"
    name = "misplaced-frontmatter"
    severity = Severity.WARNING
    spares_templates = True
    fixes = (Applicability.SAFE,)

    def prepare(self, vault: Vault) -> None:
        """Ask for the properties the app knows by name."""
        vault.property_types  # noqa: B018

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report what can be nothing but front matter, and is not one."""
        block = document.facts.lost_block
        if block is None or not block.is_misplaced or not block.is_sure(vault.property_types):
            return
        if block.loss is Loss.BELOW:
            message = "the front matter does not begin on the first line"
            advice = "move it to the beginning of the file"
        else:
            message = "there is whitespace beside the opening --- of the front matter"
            advice = "remove the whitespace"
        yield (
            document.notes[0],
            Problem(
                Span(block.start, block.start + 3),
                f"{message}, so Obsidian reads none of it",
                advice,
                remedy=LiftBlock(block),
            ),
        )
