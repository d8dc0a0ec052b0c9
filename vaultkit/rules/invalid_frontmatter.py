"""Front matter that Obsidian drops."""

from collections.abc import Iterator

from vaultkit.diagnostic import Problem, Severity
from vaultkit.rule import NoteRule
from vaultkit.source import Span
from vaultkit.vault.note import Note


class InvalidFrontmatter(NoteRule):
    """Front matter that is not valid YAML, so that Obsidian drops all of it."""

    code = "VK401"
    name = "invalid-frontmatter"
    severity = Severity.ERROR
    spares_templates = True

    def check(self, note: Note) -> Iterator[Problem]:
        """Report the first YAML error, or else an end that the editor does not take for one."""
        block = note.front_matter
        if block is None or block.templated:
            return
        if block.error is None:
            if block.odd_end is not None and block.properties:
                yield Problem(
                    block.odd_end,
                    "the line that ends the front matter holds more than ---",
                    "Obsidian's index takes it for the end, its editor does not",
                )
            return
        at = min(block.error_at, block.end)
        yield Problem(
            Span(at, at),
            f"the front matter is not valid YAML: {block.error}",
            "Obsidian drops every property, tag, alias and link of it",
        )
