"""Headings that a link cannot tell apart."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vaultkit.markdown.facts import Heading
from vaultkit.rules.base.problem import Problem, Related, Severity
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.text import printable
from vaultkit.vault.notes.anchor import normal_form
from vaultkit.vault.notes.note import Document, Note, rendered
from vaultkit.vault.notes.slug import slug, split_id
from vaultkit.vault.notes.web_clips import is_clipped
from vaultkit.vault.suggestions.dated_names import is_date_alone
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_filled_in_later

_FORM = 3
"""So many texts that are headings twice or more show that a note repeats a form, as a log does."""
_LONG = 10
"""More headings than these divide a long text, in which one such as "Example" is used repeatedly.

None of 13 sampled from vaults that were new to vaultkit was worth a change to its owner.
"""


@dataclass(frozen=True)
class Options:
    """``scope``: "link" for headings a link cannot tell apart, "note" for all of one text."""

    scope: Literal["link", "note"] = "link"


class DuplicateHeading(DocumentRule):
    """Two headings of one note that a link cannot tell apart."""

    code = "VK201"
    name = "duplicate-heading"
    severity = Severity.WARNING
    spares_templates = True
    checks_daily_notes = True
    Options = Options

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report each group of alike headings once, at the second."""
        if not document.has_plain_anchors:
            return
        by_anchor = document.flattened
        groups = list(_by_anchor(document) if by_anchor else self._by_text(document, vault))
        may_be_info = (
            not by_anchor
            and self.options.scope == "link"
            and (len(groups) >= _FORM or _is_long_or_log_or_clip(document))
        )
        for group in groups:
            yield _problem(document, vault, group, may_be_info=may_be_info)

    def _by_text(self, document: Document, vault: Vault) -> Iterator[list[Heading]]:
        forms = document.forms
        if len(set(forms)) == len(forms):
            return
        repeated = {form for form, times in Counter(forms).items() if form and times > 1}
        groups: dict[tuple[str, int], list[Heading]] = {}
        anywhere: dict[str, list[Heading]] = {}
        for heading, form in zip(document.root_headings, forms, strict=True):
            if form in repeated and _is_title(heading):
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


def _problem(
    document: Document, vault: Vault, group: list[Heading], *, may_be_info: bool
) -> tuple[Note, Problem]:
    """Return what is said of headings that a link cannot tell apart, and in which note.

    It is at the first that repeats another exactly, else at the second.
    """
    titles = [_title(heading) for heading in group]
    repeats = (at for at, title in enumerate(titles) if title in titles[:at])
    at = next(repeats, 0) or 1
    heading, title = group[at], titles[at]
    first = group[titles.index(title) if title in titles[:at] else 0]
    equal = titles.count(title)
    if equal > 1 or document.flattened:
        times = equal if equal > 1 else len(group)
        count = f" ({times} times)" if times > 2 else ""
        message = f'duplicate heading "{title}"{count}'
    else:
        message = f'links cannot tell the heading "{title}" from "{titles[0]}"'
        may_be_info = True
    others = [
        Related(
            document.path,
            other.span,
            "the same heading" if own == title else "a heading that links cannot tell apart",
        )
        for other, own in zip(group, titles, strict=True)
        if other is not heading
    ]
    return document.note_at(heading.start), Problem(
        heading.span,
        message,
        _remedy(document, first, heading),
        target=normal_form(title),
        related=tuple(others),
        severity=Severity.INFO if may_be_info and not _is_opened(document, vault, group) else None,
    )


def _is_long_or_log_or_clip(document: Document) -> bool:
    """Return whether a note has many headings, is of a day, week or month, or a clipped page."""
    if len(document.root_headings) > _LONG:
        return True
    return is_clipped(document.facts) or is_date_alone(document.stem)


def _is_title(heading: Heading) -> bool:
    """Return whether a heading holds a word or a picture, and nothing that is filled in later.

    Lines of signs divide what is above from what is below, and no one links to one.
    """
    shown = any(unicodedata.category(sign)[0] not in "PZC" for sign in heading.text)
    return shown and not is_filled_in_later(heading.text)


def _title(heading: Heading) -> str:
    """Return a heading's text as a reader sees it, or its source where nothing is to be seen."""
    seen = " ".join(split_id(rendered(heading))[0].split())
    return seen or heading.text


def _is_opened(document: Document, vault: Vault, group: list[Heading]) -> bool:
    """Return whether anything leads to one of some headings."""
    opened = vault.incoming.opened.get(document.path, ())
    return any(document.facts.headings[number] in group for number in opened)


def _beside(headings: list[Heading], document: Document) -> list[Heading]:
    """Return the first and those that are not below it: what opens it shows those as well."""
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
        return f'a link by its text opens only the first, in "{note}"'
    subpath = document.outline.subpath(second)
    only = "a link by its text opens only the first, further up"
    return only if subpath is None else f'{only}; "{printable(subpath)}" opens this one'
