"""Links in properties that Obsidian does not read as links."""

from collections.abc import Iterator

from vaultkit.markdown.facts import Link, LinkKind, MalformedLink, Place
from vaultkit.markdown.wikilink import tidy
from vaultkit.rules.base.problem import Applicability, Problem, Severity
from vaultkit.rules.base.remedy import QuoteLinks
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.source import Span
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_filled_in_later


class MalformedPropertyLink(DocumentRule):
    """A property value that is meant as a link but is not one: unquoted, or two links in one."""

    code = "VK405"
    name = "malformed-property-link"
    severity = Severity.WARNING
    spares_templates = True
    fixes = (Applicability.SAFE,)

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report values that Obsidian reads as a list, or as one link to nowhere (section 7)."""
        for note in document.notes:
            block = note.front_matter
            if block is None or block.error is not None:
                continue
            for malformed in block.malformed_links:
                is_link = malformed.reason != "listed" or _is_name(malformed, document, vault)
                if is_link and not is_filled_in_later(malformed.text):
                    yield note, _problem(malformed)


def _problem(malformed: MalformedLink) -> Problem:
    if malformed.reason == "several":
        message = "two links in one value are read as one broken link"
        said = "make it a list with one link per entry"
        evidence = "each of them opens a file in the vault"
    else:
        message = f"{malformed.text} without quotes is a list in a list, not a link"
        said = _quoted(malformed.text)
        evidence = "in quotes, it opens a file in the vault"
    return Problem(
        Span(malformed.start, malformed.end),
        message,
        said,
        malformed.text.lower(),
        remedy=QuoteLinks(malformed),
        before_fix=f"{evidence}: ",
    )


def _is_name(malformed: MalformedLink, document: Document, vault: Vault) -> bool:
    """Check whether what may be a list is the name or path of a note as a whole."""
    name = tidy(malformed.text[2:-2])
    link = Link(
        LinkKind.WIKILINK, False, name, None, malformed.start, malformed.end, Place.PROPERTY
    )
    paths = [tidy(path.removesuffix(".md")) for path in vault.resolve(link, document).files]
    return any(name in (path, path.rpartition("/")[2]) for path in paths)


def _quoted(text: str) -> str:
    """Return how to quote a text in YAML, where that is plain."""
    for mark in "\"'":
        if mark not in text and "\\" not in text:
            return f"write {mark}{text}{mark}"
    return "put quotes around it"
