"""Headings that a link cannot tell apart."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vaultkit.diagnostic import Problem, Related, Severity
from vaultkit.markdown.facts import Heading
from vaultkit.printable import printable
from vaultkit.rule import DocumentRule
from vaultkit.vault.anchor import normal_form
from vaultkit.vault.note import Document, Note, rendered
from vaultkit.vault.slug import slug, split_id
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_filled_in_later


@dataclass(frozen=True)
class Options:
    """``scope``: "link" for headings a link cannot tell apart, "note" for all of one text."""

    scope: Literal["link", "note"] = "link"


class DuplicateHeading(DocumentRule):
    """Two headings of one note that a link cannot tell apart."""

    code = "VK201"
    name = "duplicate-heading"
    severity = Severity.WARNING
    Options = Options

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report each group of alike headings once, at the second."""
        if not document.has_plain_anchors:
            return
        by_anchor = document.flattened
        for group in _by_anchor(document) if by_anchor else self._by_text(document, vault):
            first, second = group[0], group[1]
            title = split_id(rendered(second))[0]
            others = [
                Related(document.path, heading.span, "the same heading")
                for heading in group
                if heading is not second
            ]
            count = "twice" if len(group) == 2 else f"{len(group)} times"
            yield (
                document.note_at(second.start),
                Problem(
                    second.span,
                    f'the heading "{title}" stands {count}',
                    _remedy(document, first, second),
                    target=normal_form(title),
                    related=tuple(others),
                ),
            )

    def _by_text(self, document: Document, vault: Vault) -> Iterator[list[Heading]]:
        forms = document.forms
        if len(set(forms)) == len(forms):
            return
        repeated = {form for form, times in Counter(forms).items() if form and times > 1}
        groups: dict[tuple[str, int], list[Heading]] = {}
        anywhere: dict[str, list[Heading]] = {}
        for heading, form in zip(document.root_headings, forms, strict=True):
            if form in repeated and not is_filled_in_later(heading.text):
                parent = document.outline.parent(heading)
                groups.setdefault((form, parent.start if parent else -1), []).append(heading)
                anywhere.setdefault(form, []).append(heading)
        reported = set()
        named = vault.incoming.named.get(document.path, ())
        starts = {document.facts.headings[number].start for number in named}
        for form, headings in anywhere.items():
            alike = headings
            if self.options.scope == "link":
                alike = _beside(headings, document) if headings[0].start in starts else []
            if len(alike) > 1:
                reported.add(form)
                yield alike
        for (form, _), headings in groups.items():
            if len(headings) > 1 and form not in reported:
                yield headings


def _beside(headings: list[Heading], document: Document) -> list[Heading]:
    """Give the first and those that do not lie under it: what opens it shows those as well."""
    first, *others = headings
    outline = document.outline
    return [
        first,
        *(
            heading
            for heading in others
            if all(above is not first for above in outline.trail(heading))
        ),
    ]


def _by_anchor(document: Document) -> Iterator[list[Heading]]:
    """Group the headings of a flattened file by the anchor each asks for."""
    groups: dict[str, list[Heading]] = {}
    for heading in document.facts.headings:
        title, identifier = split_id(rendered(heading))
        anchor = identifier or slug(title)
        if anchor and not is_filled_in_later(heading.text):
            groups.setdefault(anchor, []).append(heading)
    for group in groups.values():
        if len(group) > 1:
            yield group


def _remedy(document: Document, first: Heading, second: Heading) -> str:
    if document.flattened:
        note = document.note_at(first.start).name
        return f'a link by its text reaches only the first, in "{note}"'
    subpath = document.outline.subpath(second)
    only = "a link by its text reaches only the first, further up"
    return only if subpath is None else f'{only}; "{printable(subpath)}" reaches this one'
