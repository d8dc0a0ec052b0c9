"""Front matter that Obsidian drops."""

from collections.abc import Iterator

from vaultkit.markdown.facts import Loss, LostBlock
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import NoteRule
from vaultkit.source import Span
from vaultkit.vault.notes.note import Note


class InvalidFrontmatter(NoteRule):
    """Front matter that is not valid YAML, so that Obsidian drops all of it."""

    code = "VK401"
    name = "invalid-frontmatter"
    severity = Severity.ERROR
    spares_templates = True

    def check(self, note: Note) -> Iterator[Problem]:
        """Report the first YAML error, or else an end that is none or that the editor knows not."""
        if note.lost_block is not None:
            yield from _not_closed(note.lost_block)
        block = note.front_matter
        if block is None or block.templated:
            return
        if block.error is None:
            if block.odd_end is not None and block.properties:
                yield Problem(
                    block.odd_end,
                    "the closing line of the front matter has more than ---",
                    "Obsidian's index accepts it as the end, its editor does not",
                )
            return
        at = min(block.error_at, block.end)
        yield Problem(
            Span(at, at),
            f"the front matter is not valid YAML: {block.error}",
            "Obsidian drops every property, tag, alias and link in it",
        )


def _not_closed(block: LostBlock) -> Iterator[Problem]:
    """Report front matter whose end is missing, so that all of the note is text."""
    if block.is_misplaced or not block.is_sure(()):
        return
    end = "is closed with ..." if block.loss is Loss.DOTS else "is not closed"
    yield Problem(
        Span(0, 3),
        f"the front matter {end}, so Obsidian reads none of it",
        "close it with a line of ---",
    )
